import type { Kysely, Transaction } from 'kysely';
import type { ReaderDatabase, Tables } from '../db/db.ts';
import { instantOf } from '../time.ts';
import { type SalesSettings, type SignedIn, stripeOf } from './context.ts';
import { syncSession, syncSubscription } from './sync.ts';

/** Whether a subscription waits for whoever proves this address, as `readAddress` gives it. */
export async function hasClaim({ query }: Pick<ReaderDatabase, 'query'>, address: string): Promise<boolean> {
  return (await claimable(query, address)).length > 0;
}

interface Claimable {
  id: string;
  customer_id: string;
  order_id: string | null;
}

/** Subscriptions without a reader whose order, or else whose customer, names the address. */
async function claimable(query: Kysely<Tables>, address: string): Promise<Claimable[]> {
  const columns = ['subscriptions.id', 'subscriptions.customer_id', 'subscriptions.order_id'] as const;
  const byOrder = await query
    .selectFrom('orders')
    .innerJoin('subscriptions', 'subscriptions.order_id', 'orders.id')
    .select(columns)
    .where('orders.claimed_address', '=', address)
    .where('subscriptions.reader_id', 'is', null)
    .execute();
  const byCustomer = await query
    .selectFrom('customers')
    .innerJoin('subscriptions', 'subscriptions.customer_id', 'customers.id')
    .select(columns)
    .where('customers.claimed_address', '=', address)
    .where('subscriptions.reader_id', 'is', null)
    .where('subscriptions.order_id', 'is', null)
    .execute();
  return [...byOrder, ...byCustomer];
}

/**
 * Gives a reader, who has just proven an address, the subscriptions that were bought under it. Nothing that belongs to a
 * reader changes hands.
 */
export async function claimSubscriptions({ database }: SalesSettings, reader: SignedIn, now: Date): Promise<void> {
  await database.query.transaction().execute(async (transaction) => {
    for (const found of await claimable(transaction, reader.address)) await attach(transaction, found, reader.id, now);
  });
}

async function attach(transaction: Transaction<Tables>, found: Claimable, readerId: string, now: Date): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('subscriptions')
    .set({ reader_id: readerId })
    .where('id', '=', found.id)
    .where('reader_id', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await transaction
    .updateTable('customers')
    .set({ reader_id: readerId })
    .where('id', '=', found.customer_id)
    .where('reader_id', 'is', null)
    .execute();
  await transaction
    .updateTable('orders')
    .set({ reader_id: readerId, claimed_at: instantOf(now) })
    .where('id', '=', found.order_id ?? '')
    .execute();
}

async function settleOrder(settings: SalesSettings, orderId: string, now: Date): Promise<void> {
  const order = await settings.database.query
    .selectFrom('orders')
    .select('checkout_session_id')
    .where('id', '=', orderId)
    .where('paid_at', 'is', null)
    .executeTakeFirst();
  if (!order?.checkout_session_id) return;
  const session = await stripeOf(settings).checkout.sessions.retrieve(order.checkout_session_id);
  await syncSession(settings, session, now);
}

/**
 * Synchronises what a reader has, and tells Stripe where the reader is written to. `orderId`: the order that the mailed
 * link was about, whose payment may not be known yet. @throws when Stripe does not answer.
 */
export async function refreshReader(
  settings: SalesSettings,
  reader: SignedIn,
  orderId: string | null,
  now: Date,
): Promise<void> {
  if (orderId !== null) {
    await settleOrder(settings, orderId, now);
    await claimSubscriptions(settings, reader, now);
  }
  const subscriptions = await settings.database.query
    .selectFrom('subscriptions')
    .select('id')
    .where('reader_id', '=', reader.id)
    .where('status', 'not in', ['canceled', 'incomplete_expired'])
    .execute();
  for (const { id } of subscriptions) await syncSubscription(settings, id, now);
  await tellAddress(settings, reader.id);
}

/** Invoices go where the reader reads mail: to the address that was proven, not to the one that was typed. */
export async function tellAddress(settings: SalesSettings, readerId: string): Promise<void> {
  const { query } = settings.database;
  const customers = await query
    .selectFrom('customers')
    .innerJoin('readers', 'readers.id', 'customers.reader_id')
    .select(['customers.id', 'customers.claimed_address', 'readers.address'])
    .where('customers.reader_id', '=', readerId)
    .execute();
  for (const { id, claimed_address: told, address } of customers) {
    if (told === address) continue;
    await stripeOf(settings).customers.update(id, { email: address });
    await query
      .updateTable('customers')
      .set({ claimed_address: address })
      .where('id', '=', id)
      .where('reader_id', '=', readerId)
      .execute();
  }
}
