import type Stripe from 'stripe';
import { missing, refused, unknownObject } from '../api/problem.ts';
import { DAY, MINUTE } from './calendar.ts';
import { sessionOf } from './checkout-shape.ts';
import { addCustomer } from './customers.ts';
import { invoicesOf } from './invoices.ts';
import { subscribe } from './subscriptions.ts';
import { customerOf, idOf, type Means, type Promotion, type World } from './world.ts';

type Given = Stripe.Checkout.SessionCreateParams;

/** What a customer types on the page of Checkout. */
export interface Payment {
  email: string;
  means?: Means;
  name?: string;
  country?: string;
  postalCode?: string;
  businessName?: string;
  vatNumber?: string;
  promotionCode?: string;
  acceptsTerms?: boolean;
}

/** @throws Problem when Stripe would not open such a session. */
export function openSession(world: World, given: Given): Stripe.Checkout.Session {
  check(world, given);
  const [line, ...more] = given.line_items ?? [];
  if (line === undefined) throw missing('line_items');
  if (more.length > 0) throw refused('The stand-in sells one thing at a time.', 'line_items');
  if (line.price === undefined) throw missing('line_items[0][price]');
  if (line.quantity === undefined) throw missing('line_items[0][quantity]');
  const price = world.records.prices[line.price];
  if (price === undefined) throw unknownObject('price', line.price, 'line_items[0][price]');
  if (!price.active)
    throw refused('The price specified is inactive. This field only accepts active prices.', 'line_items[0][price]');
  const promotion = given.discounts?.[0]?.promotion_code;
  const session = sessionOf(world, given, price, line.quantity, 0);
  const { subscription_data: contract = {} } = given;
  world.records.sessions[session.id] = session;
  world.records.intents[session.id] = {
    priceId: price.id,
    quantity: line.quantity,
    metadata: { ...(contract.metadata as Record<string, string> | undefined) },
    trialDays: contract.trial_period_days ?? null,
    trialEnd: contract.trial_end ?? null,
    promotionId: null,
  };
  if (promotion !== undefined) {
    const known = world.records.promotions[promotion];
    if (known === undefined) throw unknownObject('promotion code', promotion, 'discounts[0][promotion_code]');
    discount(world, session, known);
  }
  return session;
}

function check(world: World, given: Given): void {
  if (given.mode === undefined) throw missing('mode');
  if (given.ui_mode !== undefined && given.ui_mode !== 'hosted_page')
    throw refused('The stand-in has hosted pages only.', 'ui_mode');
  if (given.success_url === undefined) throw missing('success_url');
  for (const param of ['success_url', 'cancel_url'] as const) {
    const url = given[param]?.replaceAll('{CHECKOUT_SESSION_ID}', 'x');
    if (url !== undefined && !/^https?:\/\//.test(url)) throw refused('Not a valid URL', param, 'url_invalid');
  }
  if (given.customer !== undefined) {
    if (customerOf(world, given.customer) === null) throw unknownObject('customer', given.customer, 'customer');
    const twice = 'You may only specify one of these parameters: customer, customer_email.';
    if (given.customer_email !== undefined) throw refused(twice, null);
    if (given.tax_id_collection?.enabled === true && given.customer_update?.name !== 'auto') {
      throw refused(
        'Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.',
        null,
      );
    }
  } else if (given.customer_update !== undefined) {
    throw refused('`customer_update` can only be used with `customer`.', 'customer_update');
  }
  if (given.customer_email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given.customer_email)) {
    throw refused(`Invalid email address: ${given.customer_email}`, 'customer_email', 'email_invalid');
  }
  if (given.allow_promotion_codes !== undefined && given.discounts !== undefined) {
    throw refused('You may only specify one of these parameters: allow_promotion_codes, discounts.', null);
  }
  const open = (given.expires_at ?? world.now() + DAY) - world.now();
  if (open < 30 * MINUTE - 5 || open > DAY + 5) {
    throw refused(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      'expires_at',
    );
  }
}

export function promotionOf(world: World, code: string): Promotion | null {
  const wanted = code.trim().toUpperCase();
  return Object.values(world.records.promotions).find((promotion) => promotion.code === wanted) ?? null;
}

/** Takes a promotion off what the session costs. */
export function discount(world: World, session: Stripe.Checkout.Session, promotion: Promotion): void {
  const amount = Math.round(((session.amount_subtotal ?? 0) * promotion.percentOff) / 100);
  session.amount_total = (session.amount_subtotal ?? 0) - amount;
  session.total_details = { amount_discount: amount, amount_shipping: 0, amount_tax: 0 };
  session.discounts = [{ coupon: null, promotion_code: promotion.id }];
  world.records.intents[session.id]!.promotionId = promotion.id;
}

/** Why a payment in Checkout came to nothing: the session stays open, save when it was not. */
export type PaymentRefusal = 'not-open' | 'declined' | 'bad-email' | 'terms' | 'unknown-code';

/** What pressing the button of Checkout does. */
export function completeSession(
  world: World,
  session: Stripe.Checkout.Session,
  payment: Payment,
): PaymentRefusal | 'paid' | 'pending' {
  if (session.status !== 'open') return 'not-open';
  const known = session.customer === null ? null : customerOf(world, idOf(session.customer));
  const email = known?.email ?? session.customer_email ?? payment.email.trim();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return 'bad-email';
  if (session.consent_collection?.terms_of_service === 'required' && payment.acceptsTerms === false) return 'terms';
  if (payment.promotionCode !== undefined && payment.promotionCode.trim() !== '') {
    const promotion = session.allow_promotion_codes === true ? promotionOf(world, payment.promotionCode) : null;
    if (promotion === null) return 'unknown-code';
    discount(world, session, promotion);
  }
  const means = payment.means ?? 'card';
  if (means === 'declined') return 'declined';
  const customer = known ?? addCustomer(world, { email, name: payment.name ?? null });
  world.records.means[customer.id] = means;
  customer.address = addressOf(payment);
  conclude(world, session, customer, payment, email);
  return session.payment_status === 'unpaid' ? 'pending' : 'paid';
}

function addressOf({
  country = 'FR',
  postalCode = null,
}: {
  country?: string;
  postalCode?: string | null;
}): Stripe.Address {
  return { city: null, country, line1: null, line2: null, postal_code: postalCode, state: null };
}

function conclude(
  world: World,
  session: Stripe.Checkout.Session,
  customer: Stripe.Customer,
  payment: Payment,
  email: string,
): void {
  const intent = world.records.intents[session.id]!;
  const { trialDays } = intent;
  const trialEnd = intent.trialEnd ?? (trialDays === null ? null : world.now() + trialDays * DAY);
  const subscription = subscribe(world, {
    customer: customer.id,
    price: world.records.prices[intent.priceId]!,
    quantity: intent.quantity,
    metadata: intent.metadata,
    trialEnd,
    discount: session.total_details?.amount_discount ?? 0,
  });
  const invoice = invoicesOf(world, subscription.id)[0]!;
  session.status = 'complete';
  session.url = null;
  session.payment_status = trialEnd !== null ? 'no_payment_required' : invoice.status === 'paid' ? 'paid' : 'unpaid';
  session.customer = customer.id;
  session.subscription = subscription.id;
  session.invoice = invoice.id;
  if (session.consent !== null && session.consent_collection?.terms_of_service === 'required') {
    session.consent.terms_of_service = 'accepted';
  }
  session.customer_details = {
    address: customer.address ?? null,
    business_name: payment.businessName ?? null,
    email,
    individual_name: null,
    name: payment.name ?? customer.name ?? null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: payment.vatNumber === undefined ? [] : [{ type: 'eu_vat', value: payment.vatNumber }],
  };
  world.tell('checkout.session.completed', session);
}

/** Closes an open session: nobody can pay it any more. */
export function expireSession(world: World, session: Stripe.Checkout.Session): void {
  session.status = 'expired';
  session.url = null;
  world.tell('checkout.session.expired', session);
}
