import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';

/** How whoever pays will pay: a card that is accepted or declined, or a SEPA debit, settled days later. */
export type Means = 'card' | 'declined' | 'card-then-declined' | 'sepa';

export interface Promotion {
  id: string;
  code: string;
  percentOff: number;
}

/** Everything that this Stripe knows. References between objects are ids, as in an answer without `expand`. */
export interface Records {
  products: Record<string, Stripe.Product>;
  prices: Record<string, Stripe.Price>;
  customers: Record<string, Stripe.Customer | Stripe.DeletedCustomer>;
  subscriptions: Record<string, Stripe.Subscription>;
  invoices: Record<string, Stripe.Invoice>;
  invoicePayments: Record<string, Stripe.InvoicePayment>;
  paymentIntents: Record<string, Stripe.PaymentIntent>;
  charges: Record<string, Stripe.Charge>;
  refunds: Record<string, Stripe.Refund>;
  disputes: Record<string, Stripe.Dispute>;
  sessions: Record<string, Stripe.Checkout.Session>;
  configurations: Record<string, Stripe.BillingPortal.Configuration>;
  portals: Record<string, Stripe.BillingPortal.Session>;
  events: Record<string, Stripe.EventBase>;
  promotions: Record<string, Promotion>;
  /** What Stripe keeps of a Checkout session and tells nobody. */
  intents: Record<string, CheckoutIntent>;
  /** How each customer pays. */
  means: Record<string, Means>;
  /** How many of a customer's next payments fail whatever the means. */
  failures: Record<string, number>;
  /** How many invoices were made, to number them. */
  counts: { invoices: number };
}

export interface CheckoutIntent {
  priceId: string;
  quantity: number;
  metadata: Record<string, string>;
  trialDays: number | null;
  trialEnd: number | null;
  promotionId: string | null;
}

/** What happens to a subscription whose payment failed for the last time. */
export type LastResort = 'canceled' | 'unpaid' | 'past_due';

/** A Stripe: what it knows, its clock, and whom it tells what happens. */
export interface World {
  records: Records;
  /** Where its pages are. */
  url: string;
  /** Where the magazine is. */
  siteUrl: string;
  lastResort: LastResort;
  /** In seconds since 1970, as everywhere in Stripe. */
  now(): number;
  /** Something happened to an object: an event of it as it is now is made and sent. */
  tell(type: Stripe.Event['type'], object: object, previous?: object): void;
}

export function emptyRecords(): Records {
  return {
    products: {},
    prices: {},
    customers: {},
    subscriptions: {},
    invoices: {},
    invoicePayments: {},
    paymentIntents: {},
    charges: {},
    refunds: {},
    disputes: {},
    sessions: {},
    configurations: {},
    portals: {},
    events: {},
    promotions: {},
    intents: {},
    means: {},
    failures: {},
    counts: { invoices: 0 },
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `sub_` and 24 letters: as long as Stripe's own, and never met again after a restart. */
export function newId(prefix: string, length = 24): string {
  const letters = Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]);
  return `${prefix}_${letters.join('')}`;
}

/** The id of what may have been expanded. Here nothing is: the SDK's types allow it. */
export function idOf(reference: string | { id: string }): string {
  return typeof reference === 'string' ? reference : reference.id;
}

export function customerOf(world: World, id: string): Stripe.Customer | null {
  const customer = world.records.customers[id];
  return customer === undefined || customer.deleted === true ? null : customer;
}

/** A decimal on the wire is a text; the SDK makes its own object of it. */
export function decimal(amount: number): Stripe.Decimal {
  return String(amount) as unknown as Stripe.Decimal;
}

export function listOf<T>(data: T[], url: string): Stripe.ApiList<T> {
  return { object: 'list', data, has_more: false, url };
}
