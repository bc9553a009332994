import type Stripe from 'stripe';
import { afterPeriods, DAY, HOUR, nextPeriodEnd } from './calendar.ts';
import {
  collect,
  draft,
  finalize,
  invoicesOf,
  markUncollectible,
  subscriptionOfInvoice,
  voidInvoice,
} from './invoices.ts';
import { subscriptionOf } from './subscription-shape.ts';
import type { World } from './world.ts';

export interface Order {
  customer: string;
  price: Stripe.Price;
  quantity: number;
  metadata: Record<string, string>;
  /** `null`: none. */
  trialEnd: number | null;
  /** Off the first invoice. */
  discount: number;
}

/** An incomplete subscription is given up after that time. */
const COMPLETE_WITHIN = 23 * HOUR;

export function itemOf(subscription: Stripe.Subscription): Stripe.SubscriptionItem {
  return subscription.items.data[0]!;
}

function amountOf({ price, quantity = 1 }: { price: Stripe.Price; quantity?: number }): number {
  return (price.unit_amount ?? 0) * quantity;
}

/** Starts a subscription and takes its first payment. It stays `incomplete` when that is declined. */
export function subscribe(world: World, order: Order): Stripe.Subscription {
  const now = world.now();
  const periodEnd = afterPeriods(now, order.price.recurring!, 1);
  const subscription = subscriptionOf(world, { ...order, periodEnd });
  world.records.subscriptions[subscription.id] = subscription;
  world.tell('customer.subscription.created', subscription);
  const isTrial = order.trialEnd !== null;
  const invoice = draft(world, {
    subscription,
    reason: 'subscription_create',
    period: { start: now, end: order.trialEnd ?? periodEnd },
    amount: isTrial ? 0 : amountOf(order),
    discount: isTrial ? 0 : order.discount,
  });
  finalize(world, invoice);
  const result = collect(world, invoice);
  if (!isTrial && result !== 'declined') become(world, subscription, 'active');
  return subscription;
}

function become(world: World, subscription: Stripe.Subscription, status: Stripe.Subscription.Status): void {
  if (subscription.status === status) return;
  const previous = { status: subscription.status };
  subscription.status = status;
  world.tell('customer.subscription.updated', subscription, previous);
}

/** Ends a subscription now. Its drafts and open invoices are asked for no longer. */
export function end(
  world: World,
  subscription: Stripe.Subscription,
  reason: Stripe.Subscription.CancellationDetails.Reason,
): void {
  subscription.status = 'canceled';
  subscription.ended_at = world.now();
  subscription.canceled_at ??= world.now();
  subscription.cancellation_details = {
    comment: subscription.cancellation_details?.comment ?? null,
    feedback: subscription.cancellation_details?.feedback ?? null,
    feedback_option: null,
    reason: subscription.cancellation_details?.reason ?? reason,
  };
  for (const invoice of invoicesOf(world, subscription.id)) {
    if (invoice.status === 'draft' || invoice.status === 'open') invoice.auto_advance = false;
    invoice.next_payment_attempt = null;
  }
  world.tell('customer.subscription.deleted', subscription);
}

/** Something that Stripe does by itself at an instant. */
export interface Due {
  at: number;
  run(): void;
}

/** What a subscription's own dates make Stripe do next. */
export function dueOf(world: World, subscription: Stripe.Subscription): Due[] {
  const { status, created, cancel_at, trial_end } = subscription;
  if (status === 'canceled' || status === 'incomplete_expired') return [];
  if (status === 'incomplete') return [{ at: created + COMPLETE_WITHIN, run: () => giveUp(world, subscription) }];
  const due: Due[] = [];
  // First: nothing is renewed at the instant at which it ends.
  if (cancel_at !== null) due.push({ at: cancel_at, run: () => end(world, subscription, 'cancellation_requested') });
  due.push({ at: itemOf(subscription).current_period_end, run: () => renew(world, subscription) });
  if (status === 'trialing' && trial_end !== null && !isTrialEndTold(world, subscription.id)) {
    const run = () => world.tell('customer.subscription.trial_will_end', subscription);
    due.push({ at: Math.max(created, trial_end - 3 * DAY), run });
  }
  const resumes = subscription.pause_collection?.resumes_at ?? null;
  if (resumes !== null) due.push({ at: resumes, run: () => resumeCollection(world, subscription) });
  return due;
}

function isTrialEndTold({ records }: World, id: string): boolean {
  return Object.values(records.events).some(
    ({ type, data }) => type === 'customer.subscription.trial_will_end' && (data.object as { id: string }).id === id,
  );
}

function giveUp(world: World, subscription: Stripe.Subscription): void {
  for (const invoice of invoicesOf(world, subscription.id)) if (invoice.status === 'open') voidInvoice(world, invoice);
  subscription.ended_at = world.now();
  become(world, subscription, 'incomplete_expired');
}

export function resumeCollection(world: World, subscription: Stripe.Subscription): void {
  const previous = { pause_collection: subscription.pause_collection };
  subscription.pause_collection = null;
  world.tell('customer.subscription.updated', subscription, previous);
}

/** A new period begins. Its invoice is a draft for an hour. */
function renew(world: World, subscription: Stripe.Subscription): void {
  const item = itemOf(subscription);
  if (subscription.cancel_at_period_end) {
    end(world, subscription, 'cancellation_requested');
    return;
  }
  const start = item.current_period_end;
  const previous = {
    items: { data: [{ current_period_end: start, current_period_start: item.current_period_start }] },
  };
  item.current_period_start = start;
  item.current_period_end = nextPeriodEnd(subscription.billing_cycle_anchor, item.price.recurring!, start);
  const wasTrial = subscription.status === 'trialing';
  if (wasTrial) subscription.status = 'active';
  draft(world, {
    subscription,
    reason: 'subscription_cycle',
    period: { start, end: item.current_period_end },
    amount: amountOf(item),
    discount: 0,
  });
  world.tell('customer.subscription.updated', subscription, wasTrial ? { ...previous, status: 'trialing' } : previous);
}

/** What an invoice makes Stripe do next. */
export function dueOfInvoice(world: World, invoice: Stripe.Invoice): Due[] {
  const due: Due[] = [];
  const { status, automatically_finalizes_at: finalizes, next_payment_attempt: retries } = invoice;
  if (invoice.auto_advance !== true) return due;
  if (status === 'draft' && finalizes !== null) due.push({ at: finalizes, run: () => ask(world, invoice) });
  if (status === 'open' && retries !== null) due.push({ at: retries, run: () => pay(world, invoice) });
  return due;
}

function ask(world: World, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOfInvoice(world, invoice);
  const behavior =
    subscription?.pause_collection?.behavior ?? (subscription?.status === 'unpaid' ? 'keep_as_draft' : null);
  if (behavior === 'keep_as_draft') {
    invoice.automatically_finalizes_at = null;
    return;
  }
  finalize(world, invoice);
  if (behavior === 'void') voidInvoice(world, invoice);
  else if (behavior === 'mark_uncollectible') markUncollectible(world, invoice);
  else pay(world, invoice);
}

/** Asks for the money of an open invoice, and draws the consequences for its subscription. */
export function pay(world: World, invoice: Stripe.Invoice): void {
  conclude(world, invoice, collect(world, invoice));
}

/** What the result of a payment means for the subscription. */
export function conclude(world: World, invoice: Stripe.Invoice, result: 'paid' | 'declined' | 'processing'): void {
  const subscription = subscriptionOfInvoice(world, invoice);
  if (subscription === null || subscription.status === 'canceled' || result === 'processing') return;
  const isLatest = subscription.latest_invoice === invoice.id;
  if (result === 'paid') {
    if (isLatest && subscription.status !== 'trialing') become(world, subscription, 'active');
  } else if (subscription.status !== 'incomplete') {
    const isLast = invoice.next_payment_attempt === null;
    if (!isLast || world.lastResort === 'past_due') become(world, subscription, 'past_due');
    else if (world.lastResort === 'unpaid') become(world, subscription, 'unpaid');
    else end(world, subscription, 'payment_failed');
  }
}
