import type { Stripe } from 'stripe';
import { instantOf } from '../time.ts';
import { readReversal, type Reversal } from './reversal.ts';
import { idOf, isMissing } from './stripe.ts';

/** A subscription as Stripe tells it at one moment: the only thing that our row is made of. Instants are ISO-8601 UTC. */
export interface SubscriptionState {
  id: string;
  customerId: string;
  /** The order that it was bought by, as our own metadata say; not proven here. */
  orderId: string | null;
  lookupKey: string | null;
  status: string;
  priceId: string;
  amountCents: number;
  currency: string;
  period: 'month' | 'year';
  startedAt: string;
  periodStart: string;
  periodEnd: string;
  cancelsAtPeriodEnd: boolean;
  endsAt: string | null;
  latestInvoiceId: string | null;
  /** What was paid for the current period; `null` when nothing was yet. */
  paidCents: number | null;
  /** What is owed, once a payment failed. */
  owed: OwedInvoice | null;
  reversal: Reversal;
}

/** The newest invoice that waits for its payment. */
export interface OwedInvoice {
  id: string;
  amountCents: number;
  currency: string;
  attempts: number;
  /** Stripe's page where it is paid. */
  url: string | null;
  /** The creation of the oldest invoice that waits. */
  owedSince: string;
}

const OWING = ['past_due', 'unpaid'];
const NEVER_PAID = ['incomplete', 'incomplete_expired'];

/**
 * Reads a subscription from Stripe: one request, two more when its latest invoice is paid, one when it is owed. `null`
 * when Stripe knows none of that id.
 */
export async function readState(stripe: Stripe, id: string): Promise<SubscriptionState | null> {
  let found: Stripe.Subscription;
  try {
    found = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const [owed, reversal] = await Promise.all([
    OWING.includes(found.status) ? readOwed(stripe, id) : null,
    NEVER_PAID.includes(found.status) ? null : readReversal(stripe, found.latest_invoice),
  ]);
  return { ...stateOf(found), owed, reversal };
}

/** What a subscription's own object tells. */
function stateOf(found: Stripe.Subscription): Omit<SubscriptionState, 'owed' | 'reversal'> {
  const item = found.items.data[0];
  if (item === undefined) throw new Error(`subscription ${found.id} has no item`);
  const { price, quantity = 1 } = item;
  const latest = typeof found.latest_invoice === 'string' ? null : found.latest_invoice;
  const periodEnd = instant(item.current_period_end);
  const end = found.ended_at ?? found.cancel_at;
  const endsAt = end === null ? null : instant(end);
  return {
    id: found.id,
    customerId: idOf(found.customer) ?? '',
    orderId: found.metadata.order ?? null,
    lookupKey: price.lookup_key,
    status: found.status,
    priceId: price.id,
    amountCents: (price.unit_amount ?? 0) * quantity,
    currency: price.currency,
    period: price.recurring?.interval === 'year' ? 'year' : 'month',
    startedAt: instant(found.start_date),
    periodStart: instant(item.current_period_start),
    periodEnd,
    cancelsAtPeriodEnd: found.cancel_at_period_end || found.cancel_at === item.current_period_end,
    endsAt: endsAt ?? (found.cancel_at_period_end ? periodEnd : null),
    latestInvoiceId: idOf(found.latest_invoice),
    paidCents: latest?.status === 'paid' ? latest.amount_paid : null,
  };
}

async function readOwed(stripe: Stripe, subscription: string): Promise<OwedInvoice | null> {
  const { data } = await stripe.invoices.list({ subscription, status: 'open', limit: 100 });
  const [newest, ...older] = data.toSorted((one, other) => other.created - one.created);
  if (newest === undefined) return null;
  return {
    id: newest.id,
    amountCents: newest.amount_remaining,
    currency: newest.currency,
    attempts: newest.attempt_count,
    url: newest.hosted_invoice_url ?? null,
    owedSince: instant((older.at(-1) ?? newest).created),
  };
}

function instant(seconds: number): string {
  return instantOf(new Date(seconds * 1000));
}
