import { statSync } from 'node:fs';
import { type Editorial, type Offer, openEditorial } from '../editorial/editorial.ts';
import { openSearch, type Search } from '../search/search.ts';
import type { Logger } from '../services.ts';

/** The published content of the moment. Another takes its place when a publish replaces the file. */
export interface Content {
  /** Rises whenever what is published may have changed. */
  version(): number;
  /** For a look-up that ends before anything is awaited. */
  current(): Editorial;
  /** Runs `task` on the editorial of the moment and its search, which stay open until it is done. */
  use<T>(task: (editorial: Editorial, search: Search) => Promise<T>): Promise<T>;
  close(): void;
}

interface Held {
  editorial: Editorial;
  search: Search;
  users: number;
  retired: boolean;
}

/** A content database, opened: what is read there, and what is found. */
type Opened = Pick<Held, 'editorial' | 'search'>;

function openBoth(path: string): Opened {
  const editorial = openEditorial(path);
  try {
    return { editorial, search: openSearch(path, editorial) };
  } catch (error) {
    editorial.close();
    throw error;
  }
}

function closeBoth({ editorial, search }: Opened): void {
  search.close();
  editorial.close();
}

/**
 * Opens the content at `path` and follows it: looks every `pollMs` whether its generation moved, or another file took its
 * place. A file that vanishes or can not be read leaves the last content online and is told once.
 */
export function watchContent(
  path: string,
  log: Logger,
  open: (path: string) => Opened = openBoth,
  pollMs = 100,
): Content {
  let inode = inodeOf(path);
  let held: Held = { ...open(path), users: 0, retired: false };
  let generation = held.editorial.generation();
  let version = 1;
  let told: string | null = null;

  function look(): void {
    const found = inodeOf(path);
    if (found === null) {
      inode = null;
      return tell('the content database is gone: the last content stays online');
    }
    try {
      if (found !== inode) replace(found);
      const seen = held.editorial.generation();
      if (seen !== generation) version += 1;
      generation = seen;
      told = null;
    } catch (error) {
      tell('the content database can not be read: the last content stays online', error);
    }
  }

  function replace(found: string): void {
    const next = open(path);
    try {
      generation = next.editorial.generation();
    } catch (error) {
      closeBoth(next);
      throw error;
    }
    retire(held);
    held = { ...next, users: 0, retired: false };
    inode = found;
    version += 1;
    log.info({ generation }, 'the content database was replaced');
  }

  function tell(message: string, error?: unknown): void {
    if (told !== message) log.error({ err: error }, message);
    told = message;
  }

  const timer = setInterval(look, pollMs).unref();
  return {
    version: () => version,
    current: () => held.editorial,
    async use(task) {
      const mine = held;
      mine.users += 1;
      try {
        return await task(mine.editorial, mine.search);
      } finally {
        mine.users -= 1;
        if (mine.retired && mine.users === 0) closeBoth(mine);
      }
    },
    close() {
      clearInterval(timer);
      retire(held);
    },
  };
}

function retire(held: Held): void {
  held.retired = true;
  if (held.users === 0) closeBoth(held);
}

/** Names the file itself, whatever its path; `null` when there is none. */
function inodeOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}

/** `content` with its offers at the prices of the moment, whose version rises when they change. */
export function withPrices(content: Content, prices: { pricedOffers(): Offer[]; version(): number }): Content {
  return {
    ...content,
    version: () => content.version() + prices.version(),
    use: (task) =>
      content.use((editorial, search) => {
        const offers = prices.pricedOffers();
        return task({ ...editorial, site: () => ({ ...editorial.site(), offers }) }, search);
      }),
  };
}
