import type { Kysely } from 'kysely';
import type { ReaderDatabase, Tables } from '../db/db.ts';
import type { Mail, Outbox } from '../mail/mail.ts';
import { instantOf } from '../time.ts';
import { absolute, urls } from '../urls.ts';
import { hashOf, newSecret } from './secrets.ts';

/** What the button behind a mailed link would do. */
export interface Link {
  kind: Tables['links']['kind'];
  /** Where it was mailed to: whoever bears the link receives mail there. */
  address: string;
  /** What it is about: an order to claim, a reader, a declaration; empty when nothing. */
  subject: string;
  /** A path of ours to go on to. */
  next: string | null;
}

export interface LinkRequest extends Link {
  /** How long it is good for. */
  minutes: number;
  /** The mail that carries it. `until` is when it ends. */
  mail(url: string, until: string): Mail;
  /** The occasion: the same one is one link and one mail. */
  key: string;
  /** The kind of mail, for the log. */
  kindOfMail: string;
}

export interface Links {
  /**
   * Mails a link; the older one of the same kind, address and subject ends. False when that occasion had its mail before:
   * then nothing changes. `query` may be a transaction.
   */
  mailLink(request: LinkRequest, query: Kysely<Tables>, now: Date): Promise<boolean>;
  /** What a link would do; `null` when it is unknown, used, replaced or over. Consumes nothing. */
  peekLink(token: string, now: Date): Promise<Link | null>;
  /** The same, and the link is used up. Among those who try at once, one gets it. */
  consumeLink(token: string, now: Date): Promise<Link | null>;
}

interface LinksOptions {
  database: Pick<ReaderDatabase, 'query'>;
  outbox: Pick<Outbox, 'queue'>;
  siteUrl: string;
}

const MINUTE = 60_000;
const COLUMNS = ['kind', 'address', 'subject', 'next'] as const;

export function createLinks({ database, outbox, siteUrl }: LinksOptions): Links {
  return {
    async mailLink({ kind, address, subject, next, minutes, mail, key, kindOfMail }, query, now) {
      const token = newSecret();
      const until = instantOf(new Date(now.getTime() + minutes * MINUTE));
      const url = absolute(siteUrl, urls.mailedLink(token));
      const message = { key, kind: kindOfMail, to: address, mail: mail(url, until) };
      if (!(await outbox.queue(query, message, now))) return false;
      const link = { token_hash: hashOf(token), next, created_at: instantOf(now), expires_at: until };
      await query
        .insertInto('links')
        .values({ kind, address, subject, ...link })
        .onConflict((conflict) => conflict.columns(['kind', 'address', 'subject']).doUpdateSet(link))
        .execute();
      return true;
    },
    async peekLink(token, now) {
      const link = await database.query
        .selectFrom('links')
        .select(COLUMNS)
        .where('token_hash', '=', hashOf(token))
        .where('expires_at', '>', instantOf(now))
        .executeTakeFirst();
      return link ?? null;
    },
    async consumeLink(token, now) {
      const link = await database.query
        .deleteFrom('links')
        .where('token_hash', '=', hashOf(token))
        .where('expires_at', '>', instantOf(now))
        .returning(COLUMNS)
        .executeTakeFirst();
      return link ?? null;
    },
  };
}
