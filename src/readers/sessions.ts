import { randomUUID } from 'node:crypto';
import type { ReaderDatabase } from '../db/db.ts';
import { instantOf } from '../time.ts';
import { hashOf, newSecret } from './secrets.ts';

/** Somebody who proved to receive the mail of an address. */
export interface Reader {
  id: string;
  address: string;
}

export interface Session {
  reader: Reader;
  /** Names the session in its reader's list: opens nothing. */
  handle: string;
  /** When it ends if it is not used until then. */
  expiresAt: Date;
}

/** A session as its reader sees it in the list. */
export interface ListedSession {
  handle: string;
  /** Browser and system, in words. */
  device: string;
  createdAt: string;
  /** To within an hour. */
  seenAt: string;
}

export interface Sessions {
  /** Makes the reader of a proven address if there is none, and a new session, whose token only the caller has. */
  signIn(address: string, device: string, now: Date): Promise<{ readerId: string; token: string }>;
  /** Whose session it is; `null` when it is unknown or over: 90 days after its last use, 365 after its beginning. */
  sessionOf(token: string, now: Date): Promise<Session | null>;
  /** A reader's sessions that are not over, the last used first. */
  sessionsOf(readerId: string, now: Date): Promise<ListedSession[]>;
  /** Ends one session of that reader; false when they have none of that handle. */
  endSession(readerId: string, handle: string): Promise<boolean>;
  /** Ends every session of a reader and the change of address that one of them may have asked for. */
  endAllSessions(readerId: string): Promise<void>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const UNUSED = 90 * DAY;
const WHOLE = 365 * DAY;
const LONGEST_DEVICE = 80;

/** The instant at or before which a session was last used that is over now. */
export function unusedSince(now: Date): string {
  return instantOf(new Date(now.getTime() - UNUSED));
}

export function createSessions({ query }: Pick<ReaderDatabase, 'query'>): Sessions {
  /** Nobody waits for it: a page is not late because a note can not be made. */
  function noteUse(idHash: string, seenAt: string, now: Date): void {
    if (now.getTime() - Date.parse(seenAt) < HOUR) return;
    query
      .updateTable('sessions')
      .set({ seen_at: instantOf(now) })
      .where('id_hash', '=', idHash)
      .where('seen_at', '=', seenAt)
      .execute()
      .catch(() => undefined);
  }

  return {
    async signIn(address, device, now) {
      const at = instantOf(now);
      const token = newSecret();
      const readerId = await query.transaction().execute(async (transaction) => {
        const { id } = await transaction
          .insertInto('readers')
          .values({ id: randomUUID(), address, created_at: at, signed_in_at: at })
          .onConflict((conflict) => conflict.column('address').doUpdateSet({ signed_in_at: at }))
          .returning('id')
          .executeTakeFirstOrThrow();
        const session = { id_hash: hashOf(token), handle: randomUUID(), reader_id: id };
        const expires = instantOf(new Date(now.getTime() + WHOLE));
        await transaction
          .insertInto('sessions')
          .values({
            ...session,
            device: device.replace(/\p{C}+/gu, ' ').slice(0, LONGEST_DEVICE),
            created_at: at,
            seen_at: at,
            expires_at: expires,
          })
          .execute();
        return id;
      });
      return { readerId, token };
    },
    async sessionOf(token, now) {
      const found = await query
        .selectFrom('sessions')
        .innerJoin('readers', 'readers.id', 'sessions.reader_id')
        .select(['readers.id', 'readers.address', 'sessions.id_hash', 'sessions.handle'])
        .select(['sessions.seen_at', 'sessions.expires_at'])
        .where('sessions.id_hash', '=', hashOf(token))
        .where('sessions.expires_at', '>', instantOf(now))
        .where('sessions.seen_at', '>', unusedSince(now))
        .executeTakeFirst();
      if (found === undefined) return null;
      noteUse(found.id_hash, found.seen_at, now);
      const expiresAt = new Date(Math.min(Date.parse(found.expires_at), now.getTime() + UNUSED));
      return { reader: { id: found.id, address: found.address }, handle: found.handle, expiresAt };
    },
    sessionsOf: (readerId, now) =>
      query
        .selectFrom('sessions')
        .select(['handle', 'device', 'created_at as createdAt', 'seen_at as seenAt'])
        .where('reader_id', '=', readerId)
        .where('expires_at', '>', instantOf(now))
        .where('seen_at', '>', unusedSince(now))
        .orderBy('seen_at', 'desc')
        .orderBy('created_at', 'desc')
        .orderBy('handle')
        .execute(),
    async endSession(readerId, handle) {
      const ended = await query
        .deleteFrom('sessions')
        .where('reader_id', '=', readerId)
        .where('handle', '=', handle)
        .executeTakeFirst();
      return ended.numDeletedRows > 0n;
    },
    endAllSessions: (readerId) =>
      query.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('links').where('kind', '=', 'address').where('subject', '=', readerId).execute();
        await transaction.deleteFrom('sessions').where('reader_id', '=', readerId).execute();
      }),
  };
}
