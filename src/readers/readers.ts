import type { ReaderDatabase } from '../db/db.ts';
import type { House, Outbox } from '../mail/mail.ts';
import { instantOf } from '../time.ts';
import { type AddressChanges, createAddressChanges } from './address-change.ts';
import { createGrants, type Grants } from './grants.ts';
import { createLimit, type Limit } from './limits.ts';
import { createLinks, type Links } from './links.ts';
import { createReaderMails } from './mails.ts';
import { createPrivateFeeds, type PrivateFeeds } from './private-feeds.ts';
import { createSessions, type Reader, type Sessions, unusedSince } from './sessions.ts';
import { createSignIn, type MailOutcome, type SignInRequest } from './sign-in.ts';

export { maskAddress, readAddress, safeNext } from './address.ts';
export type { AddressChange } from './address-change.ts';
export { deviceOf } from './device.ts';
export type { Grant, GrantRequest } from './grants.ts';
export { endOfDay, type ImportIssue, readGrants } from './import.ts';
export type { Limit, LimitRule } from './limits.ts';
export type { Link, LinkRequest } from './links.ts';
export { hashOf, keyedHash, newSecret } from './secrets.ts';
export type { ListedSession, Reader, Session } from './sessions.ts';
export type { MailOutcome, SignInRequest } from './sign-in.ts';

/** Who is this? Links that are mailed, sessions, limits, changes of address, private feeds. */
export interface Readers extends Links, Sessions, AddressChanges, PrivateFeeds, Grants {
  /** Mails a link to sign in with. What it answers, and how soon, does not tell whether the address is known. */
  requestSignIn(request: SignInRequest, now: Date): Promise<MailOutcome>;
  limit: Limit;
  /** The reader who signs in with that address, as `readAddress` gives it. */
  readerOf(address: string): Promise<Reader | null>;
  /** Forgets links, sessions and counts that are over. */
  purge(now: Date): Promise<void>;
}

interface ReadersOptions {
  database: ReaderDatabase;
  outbox: Pick<Outbox, 'queue'>;
  /** An origin without a trailing slash. */
  siteUrl: string;
  house: House;
  /** Whether somebody bought something with that address, without an account so far. */
  claims(address: string): Promise<boolean>;
}

export function createReaders({ database, outbox, siteUrl, house, claims }: ReadersOptions): Readers {
  const { query } = database;
  const limit = createLimit(database);
  const links = createLinks({ database, outbox, siteUrl });
  const mails = createReaderMails({ ...house, siteUrl });
  return {
    ...links,
    ...createSessions(database),
    ...createAddressChanges({ database, outbox, limit, links, mails }),
    ...createPrivateFeeds(database),
    ...createGrants({ database, outbox, mails }),
    limit,
    requestSignIn: createSignIn({ database, limit, links, mails, claims }),
    async readerOf(address) {
      const reader = await query
        .selectFrom('readers')
        .select(['id', 'address'])
        .where('address', '=', address)
        .executeTakeFirst();
      return reader ?? null;
    },
    async purge(now) {
      const at = instantOf(now);
      await query.deleteFrom('links').where('expires_at', '<=', at).execute();
      await query.deleteFrom('limits').where('expires_at', '<=', at).execute();
      await query
        .deleteFrom('sessions')
        .where((where) => where.or([where('expires_at', '<=', at), where('seen_at', '<=', unusedSince(now))]))
        .execute();
    },
  };
}
