import { randomUUID } from 'node:crypto';
import type { ReaderDatabase, Tables } from '../db/db.ts';
import type { Outbox } from '../mail/mail.ts';
import { instantOf } from '../time.ts';
import type { ReaderMails } from './mails.ts';

/** Reading that the publisher gives to an address, with or without an account. */
export interface GrantRequest {
  /** As `readAddress` gives it. */
  address: string;
  /** The end, an instant as the database holds it. */
  until: string;
  /** Why: for whoever asks later. */
  reason: string;
}

export type Grant = Tables['grants'];

export interface Grants {
  /**
   * Gives reading, and tells by mail if `isTold`; makes the reader when there is none. The same end and reason again
   * change nothing.
   */
  grant(
    request: GrantRequest & { isTold: boolean },
    now: Date,
  ): Promise<{ outcome: 'granted' | 'had-it'; isNewReader: boolean }>;
  /** A reader's grants, also those that ended, the latest end first. */
  grantsOf(readerId: string): Promise<Grant[]>;
}

interface GrantsOptions {
  database: Pick<ReaderDatabase, 'query'>;
  outbox: Pick<Outbox, 'queue'>;
  mails: ReaderMails;
}

export function createGrants({ database: { query }, outbox, mails }: GrantsOptions): Grants {
  return {
    grant: ({ address, until, reason, isTold }, now) =>
      query.transaction().execute(async (transaction) => {
        const at = instantOf(now);
        const made = await transaction
          .insertInto('readers')
          .values({ id: randomUUID(), address, created_at: at, signed_in_at: null })
          .onConflict((conflict) => conflict.column('address').doNothing())
          .returning('id')
          .executeTakeFirst();
        const { id } =
          made ??
          (await transaction
            .selectFrom('readers')
            .select('id')
            .where('address', '=', address)
            .executeTakeFirstOrThrow());
        const same = await transaction
          .selectFrom('grants')
          .select('id')
          .where('reader_id', '=', id)
          .where('until', '=', until)
          .where('reason', '=', reason)
          .executeTakeFirst();
        if (same !== undefined) return { outcome: 'had-it', isNewReader: false } as const;
        const granted = { id: randomUUID(), reader_id: id, until, reason, granted_at: at };
        await transaction.insertInto('grants').values(granted).execute();
        const mail = { key: `grant:${granted.id}`, kind: 'grant', to: address, mail: mails.granted(until) };
        if (isTold) await outbox.queue(transaction, mail, now);
        return { outcome: 'granted', isNewReader: made !== undefined } as const;
      }),
    grantsOf: (readerId) =>
      query
        .selectFrom('grants')
        .selectAll()
        .where('reader_id', '=', readerId)
        .orderBy('until', 'desc')
        .orderBy('id')
        .execute(),
  };
}
