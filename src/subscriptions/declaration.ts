import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../db/db.ts';
import { readAddress } from '../readers/readers.ts';
import { instantOf } from '../time.ts';
import type { SalesSettings, SignedIn } from './context.ts';
import { receiptMail } from './leaving-mails.ts';
import { OVER, type SubscriptionRow } from './rows.ts';

export type DeclarationRow = Selectable<Tables['declarations']>;

/** Ending a contract: at the end of its period, or at once and refunded. */
export type DeclarationKind = DeclarationRow['kind'];

/** What somebody declares, as it was typed. */
export interface GivenDeclaration {
  kind: DeclarationKind;
  name: string;
  address: string;
  /** The contract in their words; may be empty. */
  contract: string;
}

export type DeclarationProblem = 'no-name' | 'bad-address' | 'link';

/** What whoever declared is told at once. Nothing of it depends on whether the address is known. */
export interface DeclarationReceipt {
  id: string;
  declaredAt: string;
  /** By itself; `null` when it takes effect now, for whoever is signed in. */
  takesEffectAt: string | null;
  name: string;
  address: string;
  contract: string;
}

export interface DeclarationRequest extends GivenDeclaration {
  reader: SignedIn | null;
  /** Whom limits count. */
  client: string;
}

/** How long a declaration of somebody who is not signed in waits for its link. */
const HOURS = 24;
const RULES = {
  client: [{ times: 20, seconds: 86_400 }],
  address: [{ times: 5, seconds: 86_400 }],
};

/** A receipt repeats these words to whatever address was typed: nothing that could be followed may be among them. */
const LINK = /:\/\/|www\.|@|\p{Cc}/iu;

export function problemOf({ name, address, contract }: GivenDeclaration): DeclarationProblem | null {
  if (name === '') return 'no-name';
  if (LINK.test(name) || LINK.test(contract)) return 'link';
  return readAddress(address) === null ? 'bad-address' : null;
}

/**
 * Takes a declaration down and acknowledges it by mail, with its date and content (articles L. 215-1-1 and L. 221-21 of
 * the code de la consommation). Throws when `problemOf` finds a problem.
 */
export async function takeDeclaration(
  settings: SalesSettings,
  request: DeclarationRequest,
  now: Date,
): Promise<DeclarationReceipt | { waitSeconds: number }> {
  const { database, outbox, readers } = settings;
  const { kind, name, contract, client } = request;
  const address = readAddress(request.address);
  // With another address than one's own, it is a declaration like anybody's: about that address, whose link has to prove it.
  const reader = request.reader?.address === address ? request.reader : null;
  if (address === null || problemOf(request) !== null) throw new Error('a declaration that has a problem');
  const waitSeconds =
    (await readers.limit('declaration-client', client, RULES.client, now)) ||
    (await readers.limit('declaration-address', address, RULES.address, now));
  if (waitSeconds > 0) return { waitSeconds };

  const declared_at = instantOf(now);
  const row: DeclarationRow = {
    id: randomUUID(),
    kind,
    name,
    address,
    contract,
    reader_id: reader?.id ?? null,
    declared_at,
    takes_effect_at: reader === null ? instantOf(new Date(now.getTime() + HOURS * 3_600_000)) : declared_at,
    outcome: null,
    settled_at: null,
    subscription_id: null,
    ends_at: null,
    refund_id: null,
  };
  await database.query.transaction().execute(async (transaction) => {
    await transaction.insertInto('declarations').values(row).execute();
    const isFound = (await contractsOf(transaction, row)).length > 0;
    const key = `declaration:${row.id}`;
    if (reader !== null) {
      const mail = receiptMail(row, null, isFound);
      await outbox.queue(transaction, { key, kind: 'declaration', to: address, mail }, now);
      return;
    }
    const mail = (url: string) => receiptMail(row, url, isFound);
    const link = { kind: 'declaration' as const, address, subject: row.id, next: null, minutes: HOURS * 60 };
    await readers.mailLink({ ...link, mail, key, kindOfMail: 'declaration' }, transaction, now);
  });
  const takesEffectAt = reader === null ? row.takes_effect_at : null;
  return { id: row.id, declaredAt: declared_at, takesEffectAt, name, address, contract };
}

/** The contracts in force that a declaration may be about: of whoever was signed in, or else of the address. */
export async function contractsOf(query: Kysely<Tables>, row: DeclarationRow): Promise<SubscriptionRow[]> {
  const { reader_id: readerId, address } = row;
  return query
    .selectFrom('subscriptions')
    .leftJoin('readers', 'readers.id', 'subscriptions.reader_id')
    .leftJoin('orders', 'orders.id', 'subscriptions.order_id')
    .leftJoin('customers', 'customers.id', 'subscriptions.customer_id')
    .selectAll('subscriptions')
    .where('subscriptions.status', 'not in', OVER)
    .where((is) => {
      if (readerId !== null) return is('subscriptions.reader_id', '=', readerId);
      const isNobodys = is('subscriptions.reader_id', 'is', null);
      return is.or([
        is('readers.address', '=', address),
        is.and([isNobodys, is('orders.claimed_address', '=', address)]),
        is.and([isNobodys, is('orders.id', 'is', null), is('customers.claimed_address', '=', address)]),
      ]);
    })
    .orderBy('subscriptions.started_at', 'desc')
    .orderBy('subscriptions.id')
    .execute();
}
