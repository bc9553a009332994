import { sql } from 'kysely';
import type { ReaderDatabase } from '../db/db.ts';
import { instantOf } from '../time.ts';
import { keyedHash } from './secrets.ts';

/** At most `times` within `seconds` that begin with the first time. */
export interface LimitRule {
  times: number;
  seconds: number;
}

/**
 * Counts one more time that `key` does `name`, in all processes; gives how many seconds to wait, 0 when it may be done.
 * After a rule that says no, the next ones do not count. Keys are kept as keyed hashes.
 */
export type Limit = (name: string, key: string, rules: readonly LimitRule[], now: Date) => Promise<number>;

const MINUTES = 60;
const DAY = 86_400;

/** How often somebody may have a mail sent. */
export const MAIL_RULES = {
  address: [
    { times: 3, seconds: 15 * MINUTES },
    { times: 10, seconds: DAY },
  ],
  client: [
    { times: 20, seconds: 15 * MINUTES },
    { times: 100, seconds: DAY },
  ],
  everybody: [{ times: 1000, seconds: 60 * MINUTES }],
} as const;

export function createLimit({ query, signingKey }: Pick<ReaderDatabase, 'query' | 'signingKey'>): Limit {
  return async function limit(name, key, rules, now) {
    for (const rule of rules) {
      const hash = keyedHash(signingKey(), `limit ${name} ${rule.seconds} ${key}`);
      const { count, expires_at } = await countOnce(hash, rule.seconds, now);
      if (count > rule.times) return Math.max(1, Math.ceil((Date.parse(expires_at) - now.getTime()) / 1000));
    }
    return 0;
  };

  /** One statement, so that attempts at the same time are all counted. */
  function countOnce(key: string, seconds: number, now: Date): Promise<{ count: number; expires_at: string }> {
    const since = instantOf(now);
    const expires = instantOf(new Date(now.getTime() + seconds * 1000));
    const isOver = sql<boolean>`limits.expires_at <= ${since}`;
    return query
      .insertInto('limits')
      .values({ key, since, count: 1, expires_at: expires })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          count: sql`case when ${isOver} then 1 else limits.count + 1 end`,
          since: sql`case when ${isOver} then ${since} else limits.since end`,
          expires_at: sql`case when ${isOver} then ${expires} else limits.expires_at end`,
        }),
      )
      .returning(['count', 'expires_at'])
      .executeTakeFirstOrThrow();
  }
}
