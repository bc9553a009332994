import type { Kysely } from 'kysely';
import type { Tables } from '../db/db.ts';
import type { Mail } from '../mail/mail.ts';
import type { SalesSettings } from './context.ts';
import { readsUntil } from './entitlement.ts';
import {
  endedMail,
  type Ordered,
  orderMail,
  pastDueMail,
  paymentFailedMail,
  refundedMail,
  suspendedMail,
} from './mails.ts';
import { OVER, type OrderRow, readingTermsOf, type SubscriptionRow } from './rows.ts';
import type { SubscriptionState } from './state.ts';

/** A copy before and after one synchronisation. */
export interface Change {
  before: SubscriptionRow | undefined;
  row: SubscriptionRow;
  state: SubscriptionState;
  /** The order that this synchronisation found to be paid. */
  paid: OrderRow | null;
}

interface Occasion {
  key: string;
  kind: string;
  mail: Mail;
}

/** How long the link of a confirmation may be used. */
const ORDER_LINK_MINUTES = 24 * 60;
const READING = ['active', 'trialing', 'past_due'];
const SUSPENDED = ['past_due', 'unpaid', 'paused'];

/**
 * Queues the mails that a synchronisation calls for, each once: the key names the occasion. `query` is the transaction
 * that writes the row, so that neither exists without the other.
 */
export async function queueOccasions(
  settings: SalesSettings,
  query: Kysely<Tables>,
  change: Change,
  now: Date,
): Promise<void> {
  const address = await addressOf(query, change.row);
  if (address === null) return;
  if (change.paid !== null) await queueConfirmation(settings, query, change, change.paid, address, now);
  for (const occasion of occasionsOf(settings, change, now))
    await settings.outbox.queue(query, { ...occasion, to: address }, now);
}

function occasionsOf(settings: SalesSettings, { before, row, state }: Change, now: Date): Occasion[] {
  const until = readsUntil(readingTermsOf(row));
  const reads = until !== null && until > now;
  const occasions: Occasion[] = [];
  if (row.status === 'past_due' || row.status === 'unpaid') {
    const { owed } = state;
    if (owed !== null && owed.attempts > 0) {
      const mail = paymentFailedMail(settings, owed, reads ? until : null);
      occasions.push({ key: `payment-failed:${owed.id}:${owed.attempts}`, kind: 'payment-failed', mail });
    } else if (reads) {
      const mail = pastDueMail(settings, until);
      occasions.push({ key: `past-due:${row.id}:${row.past_due_since}`, kind: 'past-due', mail });
    }
  }
  if (state.reversal === 'refunded' && before?.is_reversed === 0) {
    const mail = refundedMail(settings, { amountCents: state.paidCents ?? row.amount_cents, currency: row.currency });
    occasions.push({ key: `refunded:${row.latest_invoice_id}`, kind: 'refunded', mail });
  } else if (!reads && state.reversal !== 'refunded' && before !== undefined && wasReading(before)) {
    const period = `${row.id}:${row.period_end}`;
    if (OVER.includes(row.status)) {
      const mail = endedMail(settings, { isUnpaid: before.status === 'past_due' });
      occasions.push({ key: `ended:${period}`, kind: 'ended', mail });
    } else if (SUSPENDED.includes(row.status) || state.reversal === 'disputed') {
      occasions.push({ key: `suspended:${period}`, kind: 'suspended', mail: suspendedMail(settings) });
    }
  }
  return occasions;
}

/** Whatever the clock says: who hears of a subscription that ended is whoever had one. */
function wasReading({ status, is_reversed: isReversed }: SubscriptionRow): boolean {
  return READING.includes(status) && isReversed === 0;
}

async function queueConfirmation(
  settings: SalesSettings,
  query: Kysely<Tables>,
  { row, state }: Change,
  order: OrderRow,
  address: string,
  now: Date,
): Promise<void> {
  const { text } = await query
    .selectFrom('terms')
    .select('text')
    .where('version', '=', order.terms_version)
    .executeTakeFirstOrThrow();
  const ordered: Ordered = { order, subscription: row, paidCents: state.paidCents, terms: text };
  const key = `order:${order.id}`;
  if (row.reader_id !== null) {
    const mail = orderMail(settings, ordered, null);
    await settings.outbox.queue(query, { key, kind: 'order', to: address, mail }, now);
    return;
  }
  await settings.readers.mailLink(
    {
      kind: 'sign-in',
      address,
      subject: order.id,
      next: null,
      minutes: ORDER_LINK_MINUTES,
      mail: (url) => orderMail(settings, ordered, url),
      key,
      kindOfMail: 'order',
    },
    query,
    now,
  );
}

/** Where a subscription is written to: its reader, or else the address claimed when it was bought; `null`: nobody is known. */
export async function addressOf(query: Kysely<Tables>, row: SubscriptionRow): Promise<string | null> {
  if (row.reader_id !== null) {
    const { reader_id: id } = row;
    const reader = await query.selectFrom('readers').select('address').where('id', '=', id).executeTakeFirst();
    return reader?.address ?? null;
  }
  const order = await query
    .selectFrom('orders')
    .select('claimed_address')
    .where('subscription_id', '=', row.id)
    .where('id', '=', row.order_id ?? '')
    .executeTakeFirst();
  if (order !== undefined) return order.claimed_address;
  const customer = await query
    .selectFrom('customers')
    .select('claimed_address')
    .where('id', '=', row.customer_id)
    .executeTakeFirst();
  return customer?.claimed_address ?? null;
}
