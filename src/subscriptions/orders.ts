import { createHmac } from 'node:crypto';
import type { Stripe } from 'stripe';
import { hashOf, newSecret } from '../readers/readers.ts';
import { instantOf } from '../time.ts';
import { checkoutOf, type Payer } from './checkout.ts';
import { type SalesSettings, type SignedIn, stripeOf } from './context.ts';
import type { PricedOffer, Prices } from './prices.ts';
import type { OrderRow } from './rows.ts';
import { readBrowserEntitlement } from './browser-orders.ts';
import { syncSession } from './sync.ts';

export interface OrderRequest {
  offerId: string;
  /** `newSecret()`, made for one display of the page before ordering: the same one orders once. */
  nonce: string;
  /** Who is signed in. */
  reader: SignedIn | null;
  /** Of an earlier order of the same browser. */
  browserToken: string | null;
  /** Whom limits count. */
  client: string;
}

/**
 * `pay`: go to `url`, Checkout's page; the browser keeps `browserToken`. `paid`: this browser has paid and keeps
 * `browserToken`. `already`: the reader has a subscription. `unavailable`: payment is not configured, or Stripe does not
 * answer; the same request may be made again.
 */
export type OrderOutcome =
  | { kind: 'pay'; url: string; browserToken: string }
  | { kind: 'paid'; browserToken: string }
  | { kind: 'already' | 'unknown-offer' | 'unavailable' }
  | { kind: 'too-many'; waitSeconds: number };

/** Statuses of subscriptions that will be charged again. */
const GOES_ON = ['active', 'trialing', 'past_due', 'unpaid', 'paused'];
const SESSION_HOURS = 24;
/** Each order asks Stripe for a page: an office orders as much as it likes, a program does not. */
const RULES = [{ times: 60, seconds: 3600 }];
const UNGUESSABLE = /^[\w-]{32,128}$/;

/** @throws when Stripe or the database does not answer. */
export async function makeOrder(
  settings: SalesSettings,
  prices: Prices,
  request: OrderRequest,
  now: Date,
): Promise<OrderOutcome> {
  const offered = () => prices.pricedOffers().find(({ id }) => id === request.offerId);
  if (offered() === undefined) return { kind: 'unknown-offer' };
  if (settings.stripe === null) return { kind: 'unavailable' };
  if (offered()?.priceId === null) await prices.refreshPrices(now);
  const offer = offered();
  if (!offer?.priceId) return { kind: 'unavailable' };
  const waitSeconds = await settings.readers.limit('order', request.client, RULES, now);
  if (waitSeconds > 0) return { kind: 'too-many', waitSeconds };
  const { priceId } = offer;
  const { reader } = request;
  const { orderId, browserToken } = namesOf(settings, request);
  return settings.database.withLock(`orders:${reader?.id ?? orderId}`, async () => {
    const hash = hashOf(browserToken);
    await insertOrder(settings, { orderId, hash, reader, offer, priceId }, now);
    await settleEarlier(settings, request, orderId, now);
    if (reader !== null && (await hasSubscription(settings, reader.id))) return { kind: 'already' };
    const earlier = request.browserToken;
    if (earlier !== null && (await readBrowserEntitlement(settings, earlier, now)) !== null)
      return { kind: 'paid', browserToken: earlier };
    const order = await orderOfId(settings, orderId);
    const session = await openSession(settings, order, await payerOf(settings, reader));
    if (session.status === 'complete') {
      await syncSession(settings, session, now);
      return { kind: 'paid', browserToken };
    }
    if (session.url === null) throw new Error(`Checkout gave no address for order ${orderId}`);
    await settings.database.query
      .updateTable('orders')
      .set({ checkout_session_id: session.id, checkout_url: session.url })
      .where('id', '=', orderId)
      .execute();
    return { kind: 'pay', url: session.url, browserToken };
  });
}

/** The same request gives the same order and the same cookie; another reader or offer gives others. */
function namesOf({ database }: SalesSettings, request: OrderRequest): { orderId: string; browserToken: string } {
  // Whoever repeats a request gets its cookie: what could be guessed is not taken.
  const nonce = UNGUESSABLE.test(request.nonce) ? request.nonce : newSecret();
  const named = (what: string) =>
    createHmac('sha256', database.signingKey())
      .update(JSON.stringify([what, nonce, request.offerId, request.reader?.id ?? null]))
      .digest('base64url');
  return {
    orderId: named('order').replace(/[-_]/g, '').slice(0, 16).toLowerCase(),
    browserToken: named('browser'),
  };
}

interface NewOrder {
  orderId: string;
  hash: string;
  reader: SignedIn | null;
  offer: PricedOffer;
  priceId: string;
}

async function insertOrder(
  { database, terms }: SalesSettings,
  { orderId, hash, reader, offer, priceId }: NewOrder,
  now: Date,
): Promise<void> {
  const { version, text } = await terms(now);
  await database.query.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('terms')
      .values({ version, text, first_seen_at: instantOf(now) })
      .onConflict((conflict) => conflict.column('version').doNothing())
      .execute();
    await transaction
      .insertInto('orders')
      .values({
        id: orderId,
        browser_hash: hash,
        reader_id: reader?.id ?? null,
        offer_id: offer.id,
        price_id: priceId,
        amount_cents: offer.amountCents,
        currency: offer.currency,
        period: offer.period,
        terms_version: version,
        created_at: instantOf(now),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  });
}

/** Earlier orders that wait for their payment can not be paid any more after this, so that nobody pays twice. */
async function settleEarlier(
  settings: SalesSettings,
  { reader, browserToken }: OrderRequest,
  orderId: string,
  now: Date,
): Promise<void> {
  const { query } = settings.database;
  const earlier = await query
    .selectFrom('orders')
    .selectAll()
    .where('id', '!=', orderId)
    .where('paid_at', 'is', null)
    .where('checkout_session_id', 'is not', null)
    .where('created_at', '>', instantOf(new Date(now.getTime() - (SESSION_HOURS + 1) * 3_600_000)))
    .where((eb) =>
      eb.or([
        eb('browser_hash', '=', browserToken === null ? '' : hashOf(browserToken)),
        eb('reader_id', '=', reader?.id ?? ''),
      ]),
    )
    .execute();
  for (const order of earlier) await endSession(settings, order, now);
}

/** Whether a reader will be charged anyway. */
async function hasSubscription({ database }: SalesSettings, readerId: string): Promise<boolean> {
  const going = await database.query
    .selectFrom('subscriptions')
    .select(['is_reversed', 'cancels_at_period_end'])
    .where('reader_id', '=', readerId)
    .where('status', 'in', GOES_ON)
    .execute();
  return going.some((row) => row.is_reversed === 0 || row.cancels_at_period_end === 0);
}

async function endSession(settings: SalesSettings, order: OrderRow, now: Date): Promise<void> {
  const { sessions } = stripeOf(settings).checkout;
  const id = order.checkout_session_id ?? '';
  let session = await sessions.retrieve(id);
  // It may be paid in that very moment: Stripe then refuses to end it.
  if (session.status === 'open') session = await sessions.expire(id).catch(async () => sessions.retrieve(id));
  if (session.status === 'complete') await syncSession(settings, session, now);
}

/** The session of an order that is still open or was paid, or a new one. */
async function openSession(settings: SalesSettings, order: OrderRow, payer: Payer): Promise<Stripe.Checkout.Session> {
  const { sessions } = stripeOf(settings).checkout;
  const last = order.checkout_session_id;
  if (last !== null) {
    const session = await sessions.retrieve(last);
    if (session.status !== 'expired') return session;
  }
  const idempotencyKey = `checkout:${order.id}:${last ?? 'first'}`;
  return sessions.create(checkoutOf(order, payer, settings.siteUrl), { idempotencyKey });
}

/** Only a customer that this very reader paid with, or took by proving its address. */
async function payerOf({ database }: SalesSettings, reader: SignedIn | null): Promise<Payer> {
  if (reader === null) return null;
  const customer = await database.query
    .selectFrom('customers')
    .select('id')
    .where('reader_id', '=', reader.id)
    .orderBy('id')
    .executeTakeFirst();
  return customer === undefined ? { address: reader.address } : { customer: customer.id };
}

async function orderOfId({ database }: SalesSettings, id: string): Promise<OrderRow> {
  return database.query.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
