import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** A search may take ten milliseconds: a client who never stops gets a tenth of a processor, an office goes unhindered. */
export const SEARCHES_A_MINUTE = 600;

/** Counts a search of `client`, and says how many seconds to wait before the next: 0 while there are not too many. */
export type SearchLimit = (client: string) => Promise<number>;

/** A limit for each client, counted by this process alone. */
export function createSearchLimit(searchesAMinute: number): SearchLimit {
  const limiter = new RateLimiterMemory({ points: searchesAMinute, duration: 60 });
  return async (client) => {
    try {
      await limiter.consume(client);
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw refusal;
    }
  };
}
