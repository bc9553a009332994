import { randomUUID } from 'node:crypto';
import type { Entitlement } from '../paywall.ts';
import { hashOf, readAddress } from '../readers/readers.ts';
import { instantOf } from '../time.ts';
import { type SalesSettings, stripeOf } from './context.ts';
import { withinPage } from './deadline.ts';
import { entitlementOfRights } from './entitlement.ts';
import { labelOf, newAddressMail } from './mails.ts';
import { type OrderRow, readingTermsOf, type SubscriptionRow } from './rows.ts';
import { failureOf } from './stripe.ts';
import { syncSession } from './sync.ts';

/**
 * What the browser that ordered may see of its order. `open`: it waits for its payment, at `payUrl`; `pending`: it is not
 * known yet whether it is paid; `paid`; `over`: it can not be paid any more, or what was paid has ended.
 */
export interface BrowserOrder {
  state: 'open' | 'pending' | 'paid' | 'over';
  id: string;
  offer: { id: string; label: string };
  amountCents: number;
  currency: string;
  period: 'month' | 'year';
  payUrl: string | null;
  /** Where the confirmation went to; `null` once a reader took the subscription. */
  claimedAddress: string | null;
  /** Whether a reader has the subscription: the browser opens nothing by itself any more. */
  claimed: boolean;
  /** Until when this browser reads by itself, ISO-8601 UTC; `null` while nothing is paid. */
  opensUntil: string | null;
}

/** How long a browser reads on what it paid before an address is proven. */
const BROWSER_DAYS = 30;
const DAY_MS = 86_400_000;
const CORRECTION_LINK_MINUTES = 24 * 60;
const CORRECTIONS = {
  order: [
    { times: 3, seconds: 15 * 60 },
    { times: 10, seconds: 24 * 3600 },
  ],
  client: [
    { times: 20, seconds: 15 * 60 },
    { times: 100, seconds: 24 * 3600 },
  ],
};

/** @throws when the database does not answer. Stripe's silence is `pending`. */
export async function readBrowserOrder(
  settings: SalesSettings,
  browserToken: string,
  now: Date,
): Promise<BrowserOrder | null> {
  let order = await orderOf(settings, browserToken);
  if (order === undefined) return null;
  let waits: 'open' | 'pending' | 'over' = 'pending';
  if (order.paid_at === null) {
    waits = await askStripe(settings, order, now);
    order = (await orderOf(settings, browserToken)) ?? order;
  }
  const subscription = await subscriptionOf(settings, order);
  const claimed = order.claimed_at !== null;
  return {
    state: order.paid_at === null ? waits : stateOf(subscription, now),
    id: order.id,
    offer: { id: order.offer_id, label: labelOf(settings, order.offer_id) },
    amountCents: order.amount_cents,
    currency: order.currency,
    period: order.period,
    payUrl: order.paid_at === null && waits === 'open' ? order.checkout_url : null,
    claimedAddress: claimed ? null : order.claimed_address,
    claimed,
    opensUntil: order.paid_at === null ? null : instantOf(lastOf(order.paid_at)),
  };
}

async function askStripe(settings: SalesSettings, order: OrderRow, now: Date): Promise<'open' | 'pending' | 'over'> {
  if (order.checkout_session_id === null) return 'over';
  const task = async (id: string) => {
    const session = await stripeOf(settings).checkout.sessions.retrieve(id);
    if (session.status === 'complete') await syncSession(settings, session, now);
    return session.status === 'open' ? 'open' : session.status === 'expired' ? 'over' : 'pending';
  };
  try {
    return await withinPage(task(order.checkout_session_id), () => undefined);
  } catch (error) {
    settings.log.warn({ ...failureOf(error), order: order.id }, 'an order can not be compared with Stripe for now');
    return 'pending';
  }
}

function stateOf(subscription: SubscriptionRow | undefined, now: Date): 'paid' | 'pending' | 'over' {
  if (subscription === undefined) return 'pending';
  return entitlementOfRights([readingTermsOf(subscription)], [], now) === null ? 'over' : 'paid';
}

/** What the browser that paid may read while no reader took the subscription: at most 30 days after the payment. */
export async function readBrowserEntitlement(
  settings: SalesSettings,
  browserToken: string,
  now: Date,
): Promise<Entitlement | null> {
  const order = await orderOf(settings, browserToken);
  if (order === undefined || order.paid_at === null || order.claimed_at !== null || order.reader_id !== null)
    return null;
  const subscription = await subscriptionOf(settings, order);
  if (subscription === undefined || subscription.reader_id !== null) return null;
  const until = entitlementOfRights([readingTermsOf(subscription)], [], now)?.until?.getTime();
  const last = Math.min(until ?? 0, lastOf(order.paid_at).getTime());
  return last > now.getTime() ? { until: new Date(last) } : null;
}

function lastOf(paidAt: string): Date {
  return new Date(Date.parse(paidAt) + BROWSER_DAYS * DAY_MS);
}

/** `too-late`: the subscription belongs to a reader, or was paid too long ago. */
export type CorrectionOutcome = 'sent' | 'bad-address' | 'too-late' | { waitSeconds: number };

/**
 * Takes another address for the one typed at Checkout, which loses its link. The new one is a claim too until the link
 * mailed to it is used.
 */
export async function correctOrderAddress(
  settings: SalesSettings,
  { browserToken, text, client }: { browserToken: string; text: string; client: string },
  now: Date,
): Promise<CorrectionOutcome> {
  const { database, readers } = settings;
  const address = readAddress(text);
  if (address === null) return 'bad-address';
  const order = await orderOf(settings, browserToken);
  if (order === undefined || !mayCorrect(order, now)) return 'too-late';
  const waitSeconds =
    (await readers.limit('order-address-of-order', order.id, CORRECTIONS.order, now)) ||
    (await readers.limit('order-address-of-client', client, CORRECTIONS.client, now));
  if (waitSeconds > 0) return { waitSeconds };
  return database.query.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('orders')
      .set({ claimed_address: address })
      .where('id', '=', order.id)
      .where('claimed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return 'too-late';
    await transaction.deleteFrom('links').where('kind', '=', 'sign-in').where('subject', '=', order.id).execute();
    await readers.mailLink(
      {
        kind: 'sign-in',
        address,
        subject: order.id,
        next: null,
        minutes: CORRECTION_LINK_MINUTES,
        mail: (url) => newAddressMail(settings, url),
        key: `order-address:${order.id}:${randomUUID()}`,
        kindOfMail: 'order-address',
      },
      transaction,
      now,
    );
    return 'sent';
  });
}

function mayCorrect(order: OrderRow, now: Date): boolean {
  if (order.paid_at === null || order.claimed_at !== null || order.reader_id !== null) return false;
  return lastOf(order.paid_at) > now;
}

async function orderOf({ database }: SalesSettings, browserToken: string): Promise<OrderRow | undefined> {
  return database.query
    .selectFrom('orders')
    .selectAll()
    .where('browser_hash', '=', hashOf(browserToken))
    .executeTakeFirst();
}

async function subscriptionOf(settings: SalesSettings, order: OrderRow): Promise<SubscriptionRow | undefined> {
  return settings.database.query
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', '=', order.subscription_id ?? '')
    .executeTakeFirst();
}
