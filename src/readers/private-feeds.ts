import { randomBytes, randomUUID } from 'node:crypto';
import type { ReaderDatabase } from '../db/db.ts';
import { instantOf } from '../time.ts';
import { hashOf } from './secrets.ts';

export interface PrivateFeeds {
  /** A new token, 128 random bits, for a reader's feed; the one before ends. It can not be asked for again. */
  makeFeed(readerId: string, now: Date): Promise<string>;
  revokeFeed(readerId: string): Promise<void>;
  /** When a reader's feed was made; `null` when there is none. */
  feedOf(readerId: string): Promise<{ createdAt: string } | null>;
  /** The feed that a token opens, and its reader; `null` when it was replaced or revoked, or never was. */
  feedOfToken(token: string): Promise<{ id: string; readerId: string } | null>;
  /** The id of the reader whose feed has that id; `null` when it is revoked. */
  readerOfFeed(id: string): Promise<string | null>;
}

export function createPrivateFeeds({ query }: Pick<ReaderDatabase, 'query'>): PrivateFeeds {
  return {
    async makeFeed(readerId, now) {
      const token = randomBytes(16).toString('base64url');
      const feed = { token_hash: hashOf(token), created_at: instantOf(now) };
      await query
        .insertInto('private_feeds')
        .values({ id: randomUUID(), reader_id: readerId, ...feed })
        .onConflict((conflict) => conflict.column('reader_id').doUpdateSet(feed))
        .execute();
      return token;
    },
    async revokeFeed(readerId) {
      await query.deleteFrom('private_feeds').where('reader_id', '=', readerId).execute();
    },
    async feedOf(readerId) {
      const feed = await query
        .selectFrom('private_feeds')
        .select('created_at as createdAt')
        .where('reader_id', '=', readerId)
        .executeTakeFirst();
      return feed ?? null;
    },
    async feedOfToken(token) {
      const feed = await query
        .selectFrom('private_feeds')
        .select(['id', 'reader_id as readerId'])
        .where('token_hash', '=', hashOf(token))
        .executeTakeFirst();
      return feed ?? null;
    },
    async readerOfFeed(id) {
      const feed = await query.selectFrom('private_feeds').select('reader_id').where('id', '=', id).executeTakeFirst();
      return feed?.reader_id ?? null;
    },
  };
}
