import type { ReaderDatabase } from '../db/db.ts';
import type { Outbox } from '../mail/mail.ts';
import { readAddress } from './address.ts';
import type { Limit } from './limits.ts';
import type { Link, Links } from './links.ts';
import type { ReaderMails } from './mails.ts';
import { newSecret } from './secrets.ts';
import type { Reader } from './sessions.ts';
import { type MailOutcome, mailLimit } from './sign-in.ts';

/** What became of a change of address whose link was pressed. */
export type AddressChange =
  | { kind: 'changed'; reader: Reader; formerAddress: string }
  /** Somebody else signs in with that address. */
  | { kind: 'taken' }
  /** The reader is gone, or the link is of another kind. */
  | { kind: 'void' };

export interface AddressChanges {
  /**
   * Mails a link to the new address, which proves that it is theirs, and tells the old one. The same answer and the same
   * work whether or not somebody has that address.
   */
  requestAddressChange(
    reader: Reader,
    newAddress: string,
    client: string,
    now: Date,
  ): Promise<MailOutcome | 'same-address'>;
  /** Does it, for a link that `consumeLink` gave: ends all sessions, tells both addresses. */
  changeAddress(link: Link, now: Date): Promise<AddressChange>;
}

interface AddressChangeOptions {
  database: Pick<ReaderDatabase, 'query' | 'isDuplicate'>;
  outbox: Pick<Outbox, 'queue'>;
  limit: Limit;
  links: Links;
  mails: ReaderMails;
}

const MINUTES = 60;
const RULES = [{ times: 5, seconds: 86_400 }];

export function createAddressChanges(options: AddressChangeOptions): AddressChanges {
  const { database, outbox, limit, links, mails } = options;
  const { query } = database;
  return {
    async requestAddressChange(reader, newAddress, client, now) {
      const address = readAddress(newAddress);
      if (address === null) return 'bad-address';
      if (address === reader.address) return 'same-address';
      const waitSeconds =
        (await limit('address-change', reader.id, RULES, now)) || (await mailLimit(limit, client, address, now));
      if (waitSeconds > 0) return { waitSeconds };

      const occasion = newSecret();
      await query.transaction().execute(async (transaction) => {
        await links.mailLink(
          {
            kind: 'address',
            address,
            subject: reader.id,
            next: null,
            minutes: MINUTES,
            mail: mails.addressConfirmation,
            key: `address-confirmation:${occasion}`,
            kindOfMail: 'address-confirmation',
          },
          transaction,
          now,
        );
        const mail = mails.addressAsked(address);
        const told = { key: `address-asked:${occasion}`, kind: 'address-asked', to: reader.address, mail };
        await outbox.queue(transaction, told, now);
      });
      return 'sent';
    },

    async changeAddress({ kind, address, subject: id }, now) {
      if (kind !== 'address') return { kind: 'void' };
      try {
        return await query.transaction().execute(async (transaction): Promise<AddressChange> => {
          const reader = await transaction
            .selectFrom('readers')
            .select('address')
            .where('id', '=', id)
            .executeTakeFirst();
          if (reader === undefined) return { kind: 'void' };
          await transaction.updateTable('readers').set({ address }).where('id', '=', id).execute();
          await transaction.deleteFrom('sessions').where('reader_id', '=', id).execute();
          // Links that wait for the former address, or for another one, would go past this change.
          await transaction
            .deleteFrom('links')
            .where((where) =>
              where.or([
                where.and([where('kind', '=', 'address'), where('subject', '=', id)]),
                where.and([where('kind', '=', 'sign-in'), where('address', '=', reader.address)]),
              ]),
            )
            .execute();
          const occasion = newSecret();
          for (const to of [reader.address, address]) {
            const key = `address-changed:${occasion}:${to === address ? 'new' : 'former'}`;
            await outbox.queue(
              transaction,
              { key, kind: 'address-changed', to, mail: mails.addressChanged(address) },
              now,
            );
          }
          return { kind: 'changed', reader: { id, address }, formerAddress: reader.address };
        });
      } catch (error) {
        if (database.isDuplicate(error)) return { kind: 'taken' };
        throw error;
      }
    },
  };
}
