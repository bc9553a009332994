import type { Kysely, Transaction } from 'kysely';
import type { Stripe } from 'stripe';
import type { Tables } from '../db/db.ts';
import { readAddress } from '../readers/readers.ts';
import { instantOf } from '../time.ts';
import { type SalesSettings, stripeOf } from './context.ts';
import { isKnownStatus } from './entitlement.ts';
import { queueOccasions } from './occasions.ts';
import type { OrderRow, SubscriptionRow } from './rows.ts';
import { readState, type SubscriptionState } from './state.ts';
import { idOf } from './stripe.ts';

/** `foreign`: Stripe has no such subscription, or it is none of our offers and nobody ordered it here. */
export type SyncOutcome = 'synced' | 'foreign';

/** Statuses after which nothing more is paid. */
const NEVER_STARTED: readonly string[] = ['incomplete', 'incomplete_expired'];

/**
 * Makes our row what Stripe says of the subscription, under its lock, whatever was told before (decision 0003). What
 * follows from it (an order that is paid, a mail) is written in the same transaction.
 * @throws when Stripe or the database does not answer, or when Stripe lost a subscription that we know.
 */
export function syncSubscription(settings: SalesSettings, id: string, now: Date): Promise<SyncOutcome> {
  const waiting = waitingOf(settings);
  // Whoever still waits for the lock will read what is true by then: one such is enough for all who come meanwhile.
  const joined = waiting.get(id);
  if (joined !== undefined) return joined;
  const leave = () => {
    if (waiting.get(id) === sync) waiting.delete(id);
  };
  const sync = settings.database.withLock(lockOf(id), async () => {
    leave();
    return syncLocked(settings, id, now);
  });
  waiting.set(id, sync);
  sync.catch(leave);
  return sync;
}

const WAITING = new WeakMap<SalesSettings, Map<string, Promise<SyncOutcome>>>();

/** The synchronisations of this process that wait for their lock, by subscription. */
function waitingOf(settings: SalesSettings): Map<string, Promise<SyncOutcome>> {
  const found = WAITING.get(settings) ?? new Map<string, Promise<SyncOutcome>>();
  WAITING.set(settings, found);
  return found;
}

/** Takes over what a Checkout session that was paid made. */
export async function syncSession(settings: SalesSettings, session: Stripe.Checkout.Session, now: Date): Promise<void> {
  const subscription = idOf(session.subscription);
  if (subscription !== null) await syncSubscription(settings, subscription, now);
}

/** What holds off every other synchronisation of the subscription. */
export function lockOf(subscriptionId: string): string {
  return `subscription:${subscriptionId}`;
}

/** The same for whoever holds the lock already. */
export async function syncLocked(settings: SalesSettings, id: string, now: Date): Promise<SyncOutcome> {
  const { database, log } = settings;
  const state = await readState(stripeOf(settings), id);
  const known = await rowOf(database.query, id);
  if (state === null) {
    if (known === undefined) return 'foreign';
    throw new Error(`Stripe does not know subscription ${id} any more: is this the key of another account?`);
  }
  const purchase = await readPurchase(settings, state);
  const isOffered = settings.offers().some(({ lookupKey }) => lookupKey === state.lookupKey);
  if (known === undefined && purchase === null && !isOffered) return 'foreign';
  if (!isKnownStatus(state.status))
    log.error({ subscription: id, status: state.status }, 'Stripe tells a status that is not known: it opens nothing');
  const claimed = purchase?.claimedAddress ?? (await readClaimOfCustomer(settings, state.customerId));
  await database.query.transaction().execute(async (transaction) => {
    await write(settings, transaction, state, purchase?.orderId ?? null, claimed, now);
  });
  return 'synced';
}

/** An order of ours that Checkout says to have made this subscription, and the address typed there. */
interface Purchase {
  orderId: string;
  claimedAddress: string | null;
}

async function readPurchase(settings: SalesSettings, state: SubscriptionState): Promise<Purchase | null> {
  if (state.orderId === null) return null;
  const order = await orderOf(settings.database.query, state.orderId);
  if (order === undefined) return null;
  if (order.subscription_id !== null)
    return order.subscription_id === state.id ? { orderId: order.id, claimedAddress: order.claimed_address } : null;
  if (order.checkout_session_id === null) return null;
  const session = await stripeOf(settings).checkout.sessions.retrieve(order.checkout_session_id);
  if (idOf(session.subscription) !== state.id) return null;
  return { orderId: order.id, claimedAddress: addressTypedAt(session) };
}

/** The address typed at Checkout: a claim, never proof. */
function addressTypedAt({ customer_details: details, customer_email: email }: Stripe.Checkout.Session): string | null {
  return readAddress(details?.email ?? email ?? '');
}

/** Asked once: our row keeps it. */
async function readClaimOfCustomer(settings: SalesSettings, id: string): Promise<string | null> {
  const { query } = settings.database;
  const known = await query.selectFrom('customers').select('id').where('id', '=', id).executeTakeFirst();
  if (known !== undefined) return null;
  const customer = await stripeOf(settings).customers.retrieve(id);
  return customer.deleted ? null : readAddress(customer.email ?? '');
}

async function write(
  settings: SalesSettings,
  transaction: Transaction<Tables>,
  state: SubscriptionState,
  orderId: string | null,
  claimedAddress: string | null,
  now: Date,
): Promise<void> {
  // A claim, a corrected address or a deletion may be under way: what is read here stays so until it is written.
  const isShared = settings.database.engine === 'postgres';
  const before = await transaction
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', '=', state.id)
    .$if(isShared, (found) => found.forUpdate())
    .executeTakeFirst();
  const order = await transaction
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', orderId ?? '')
    .$if(isShared, (found) => found.forUpdate())
    .executeTakeFirst();
  await transaction
    .insertInto('customers')
    .values({ id: state.customerId, reader_id: order?.reader_id ?? null, claimed_address: claimedAddress })
    .onConflict((conflict) =>
      // An address is never taken anew: a reader who left had it erased.
      conflict.column('id').doUpdateSet({
        reader_id: (eb) => eb.fn.coalesce('customers.reader_id', 'excluded.reader_id'),
      }),
    )
    .execute();
  const customer = await transaction
    .selectFrom('customers')
    .select('reader_id')
    .where('id', '=', state.customerId)
    .executeTakeFirstOrThrow();

  const row: SubscriptionRow = {
    ...copyOf(state, before, now),
    reader_id: before?.reader_id ?? order?.reader_id ?? customer.reader_id,
    order_id: before?.order_id ?? order?.id ?? null,
    synced_at: instantOf(now),
  };
  await transaction
    .insertInto('subscriptions')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  const paid = order === undefined ? null : await markPaid(transaction, order, state, claimedAddress, now);
  await queueOccasions(settings, transaction, { before, row, state, paid }, now);
}

/** What of our row comes from Stripe alone. */
function copyOf(
  state: SubscriptionState,
  before: Pick<SubscriptionRow, 'past_due_since'> | undefined,
  now: Date,
): Omit<SubscriptionRow, 'reader_id' | 'order_id' | 'synced_at'> {
  const isPastDue = state.status === 'past_due';
  return {
    id: state.id,
    customer_id: state.customerId,
    status: state.status,
    price_id: state.priceId,
    amount_cents: state.amountCents,
    currency: state.currency,
    period: state.period,
    started_at: state.startedAt,
    period_start: state.periodStart,
    period_end: state.periodEnd,
    cancels_at_period_end: Number(state.cancelsAtPeriodEnd),
    ends_at: state.endsAt,
    past_due_since: isPastDue ? (state.owed?.owedSince ?? before?.past_due_since ?? instantOf(now)) : null,
    is_reversed: Number(state.reversal !== null),
    latest_invoice_id: state.latestInvoiceId,
  };
}

/** The order as it is once paid, the first time that it is seen to be; `null` at any other time. */
async function markPaid(
  transaction: Transaction<Tables>,
  order: OrderRow,
  state: SubscriptionState,
  claimedAddress: string | null,
  now: Date,
): Promise<OrderRow | null> {
  const isPaid = order.paid_at === null && !NEVER_STARTED.includes(state.status);
  const change = {
    subscription_id: state.id,
    claimed_address: order.claimed_address ?? (order.paid_at === null ? claimedAddress : null),
    ...(isPaid && {
      paid_at: state.startedAt,
      checkout_url: null,
      claimed_at: order.claimed_at ?? (order.reader_id === null ? null : instantOf(now)),
    }),
  };
  await transaction.updateTable('orders').set(change).where('id', '=', order.id).execute();
  return isPaid ? { ...order, ...change } : null;
}

async function rowOf(query: Kysely<Tables>, id: string): Promise<SubscriptionRow | undefined> {
  return query.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirst();
}

async function orderOf(query: Kysely<Tables>, id: string): Promise<OrderRow | undefined> {
  return query.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst();
}
