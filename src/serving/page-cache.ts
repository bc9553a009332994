import type { Audience } from '../paywall.ts';
import type { StoredPage } from './stored-page.ts';

interface Entry {
  path: string;
  audience: Audience;
  page: StoredPage;
  epoch: number;
  used: boolean;
}

/** Pages in memory, by address and audience. `epoch` names a state of the content: a page of another one is stale. */
export interface PageCache {
  get(path: string, audience: Audience, epoch: number): StoredPage | null;
  /**
   * The page of this epoch, made by `make` when it is not there: once, however many ask meanwhile. What `make` rejects
   * with is told to all who wait and nothing is kept; a page that `keep` refuses is only handed out. `null`: no page.
   */
  obtain(
    path: string,
    audience: Audience,
    epoch: number,
    make: () => Promise<StoredPage | null>,
    keep: (page: StoredPage) => boolean,
  ): Promise<StoredPage | null>;
  /** Bytes held. */
  weight(): number;
}

/**
 * A cache of at most `limitBytes`. It evicts by second chance: a hit costs one flag instead of moving the entry, and
 * what was not asked for since the last round goes first.
 */
export function createPageCache(limitBytes: number): PageCache {
  const shelves: Record<Audience, Map<string, Entry>> = { public: new Map(), subscriber: new Map() };
  const queue = new Set<Entry>();
  const flights = new Map<string, { epoch: number; page: Promise<StoredPage | null> }>();
  let weight = 0;

  function get(path: string, audience: Audience, epoch: number): StoredPage | null {
    const entry = shelves[audience].get(path);
    if (entry === undefined || entry.epoch !== epoch) return null;
    entry.used = true;
    return entry.page;
  }

  function put(entry: Entry): void {
    const present = shelves[entry.audience].get(entry.path);
    if (present !== undefined && present.epoch > entry.epoch) return;
    if (present !== undefined) remove(present);
    shelves[entry.audience].set(entry.path, entry);
    queue.add(entry);
    weight += entry.page.weight;
    for (const oldest of queue) {
      if (weight <= limitBytes) break;
      queue.delete(oldest);
      if (oldest.used && oldest.epoch === entry.epoch) {
        oldest.used = false;
        queue.add(oldest);
      } else {
        remove(oldest);
      }
    }
  }

  function remove(entry: Entry): void {
    queue.delete(entry);
    shelves[entry.audience].delete(entry.path);
    weight -= entry.page.weight;
  }

  return {
    get,
    weight: () => weight,
    obtain(path, audience, epoch, make, keep) {
      const key = `${audience} ${path}`;
      const flight = flights.get(key);
      if (flight?.epoch === epoch) return flight.page;
      const page = make()
        .then((made) => {
          if (made !== null && keep(made)) put({ path, audience, page: made, epoch, used: false });
          return made;
        })
        .finally(() => {
          if (flights.get(key)?.page === page) flights.delete(key);
        });
      flights.set(key, { epoch, page });
      return page;
    },
  };
}
