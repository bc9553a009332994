import type { ReaderDatabase } from '../db/db.ts';
import { readAddress } from './address.ts';
import { type Limit, MAIL_RULES } from './limits.ts';
import type { Links } from './links.ts';
import type { ReaderMails } from './mails.ts';
import { newSecret } from './secrets.ts';

export interface SignInRequest {
  /** As it was typed. */
  address: string;
  /** A path of ours to go on to, which `safeNext` gave. */
  next: string | null;
  /** Whom the request comes from, as far as limits go. */
  client: string;
  /** An order to claim by the way. */
  subject?: string;
}

/** What can be told to whoever asked: nothing of it depends on whether the address is known. */
export type MailOutcome = 'sent' | 'bad-address' | { waitSeconds: number };

interface SignInOptions {
  database: Pick<ReaderDatabase, 'query'>;
  limit: Limit;
  links: Links;
  mails: ReaderMails;
  /** Whether somebody bought something with that address, without an account so far. */
  claims(address: string): Promise<boolean>;
}

const MINUTES = 15;

/** Seconds to wait before a mail may be sent to `address` on behalf of `client`; 0 when it may. */
export async function mailLimit(limit: Limit, client: string, address: string, now: Date): Promise<number> {
  return (
    (await limit('mail-client', client, MAIL_RULES.client, now)) ||
    (await limit('mail-address', address, MAIL_RULES.address, now)) ||
    limit('mail-everybody', '', MAIL_RULES.everybody, now)
  );
}

/**
 * Mails a link to sign in with, or, to an address that is nobody's, says so and where the offers are. Both do the same
 * work: neither the answer nor its time tells whose address is known.
 */
export function createSignIn({ database, limit, links, mails, claims }: SignInOptions) {
  return async function requestSignIn(request: SignInRequest, now: Date): Promise<MailOutcome> {
    const address = readAddress(request.address);
    if (address === null) return 'bad-address';
    const waitSeconds = await mailLimit(limit, request.client, address, now);
    if (waitSeconds > 0) return { waitSeconds };

    const reader = await database.query
      .selectFrom('readers')
      .select('id')
      .where('address', '=', address)
      .executeTakeFirst();
    const claimed = await claims(address);
    const known = reader !== undefined || claimed;
    await database.query.transaction().execute((transaction) =>
      links.mailLink(
        {
          kind: 'sign-in',
          address,
          subject: request.subject ?? '',
          next: request.next,
          minutes: MINUTES,
          // An unknown address gets a link too, which nobody is told.
          mail: known ? mails.signIn : mails.unknown,
          key: `sign-in:${newSecret()}`,
          kindOfMail: 'sign-in',
        },
        transaction,
        now,
      ),
    );
    return 'sent';
  };
}
