import type { Entitlement } from '../paywall.ts';
import type { Services } from '../services.ts';
import { cookieIn } from './cookies.ts';

/**
 * Whom a Cookie header names, as far as reading goes: looked up at most every half minute, save whoever went to pay and
 * may not read yet.
 */
export interface Identities {
  /** What the sender of a Cookie header may read; `null` when it names nobody. At once when it was looked up lately. */
  entitlementOf(cookieHeader: string, now: Date): Entitlement | null | Promise<Entitlement | null>;
  /** Looks up anew, from now on, whoever sends a Cookie header; everybody without one. */
  forget(cookieHeader?: string): void;
}

const KEPT_MS = 30_000;
/** Enough for all who read within half a minute; a stranger's inventions push each other out. */
const MOST = 20_000;

interface Known {
  entitlement: Entitlement | null;
  until: number;
}

/** Several cookies may open reading: the one that does so for longest counts. */
export function createIdentities({
  readers,
  subscriptions,
  config,
  log,
}: Pick<Services, 'readers' | 'subscriptions' | 'config' | 'log'>): Identities {
  let known = new Map<string, Known>();

  async function lookUp(session: string | null, order: string | null, now: Date): Promise<Entitlement | null> {
    const signedIn = session === null ? null : await readers.sessionOf(session, now);
    const [own, browsers] = await Promise.all([
      signedIn && subscriptions.entitlementOf(signedIn.reader.id, now),
      order === null ? null : subscriptions.entitlementOfBrowser(order, now),
    ]);
    return longest(own, browsers);
  }

  const tokensIn = (cookieHeader: string) =>
    [cookieIn(cookieHeader, 'session', config.local), cookieIn(cookieHeader, 'order', config.local)] as const;

  return {
    entitlementOf(cookieHeader, now) {
      const [session, order] = tokensIn(cookieHeader);
      if (session === null && order === null) return null;
      const key = keyOf(session, order);
      const found = known.get(key);
      const time = now.getTime();
      if (found !== undefined && time < found.until && time >= found.until - KEPT_MS) return found.entitlement;
      const keptIn = known;
      const failed = (error: unknown) => {
        // Whoever could read goes on reading while the database does not answer: until when is known already.
        if (found === undefined) throw error;
        log.error({ err: error }, 'a session can not be looked up: what was known stays');
        return found.entitlement;
      };
      return lookUp(session, order, now).then((entitlement) => {
        // Whoever went to pay reads the moment that it is known, in every process.
        if (entitlement === null && order !== null) return null;
        if (keptIn.size >= MOST) keptIn.clear();
        keptIn.set(key, { entitlement, until: time + KEPT_MS });
        return entitlement;
      }, failed);
    },
    forget(cookieHeader) {
      if (cookieHeader === undefined) known = new Map();
      else known.delete(keyOf(...tokensIn(cookieHeader)));
    },
  };
}

function keyOf(session: string | null, order: string | null): string {
  return `${session} ${order}`;
}

function longest(one: Entitlement | null, other: Entitlement | null): Entitlement | null {
  if (one === null || other === null) return one ?? other;
  if (one.until === null || other.until === null) return { until: null };
  return one.until > other.until ? one : other;
}
