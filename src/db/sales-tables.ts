/** What is sold. Rows about Stripe's objects are copies (decision 0003). */
export interface SalesTables {
  prices: PriceRow;
  terms: TermsRow;
  orders: OrderRow;
  customers: CustomerRow;
  subscriptions: SubscriptionRow;
  stripe_events: EventRow;
  declarations: DeclarationRow;
  reminders: ReminderRow;
}

/** The last price that Stripe told for a lookup key. */
interface PriceRow {
  lookup_key: string;
  price_id: string;
  amount_cents: number;
  currency: string;
  period: 'month' | 'year';
  read_at: string;
}

/** The terms of sale as they once read. */
interface TermsRow {
  /** The SHA-256 of the text. */
  version: string;
  text: string;
  first_seen_at: string;
}

/** Somebody in a browser goes to pay. The row is what opens reading there before the mailed link is used. */
interface OrderRow {
  id: string;
  /** Of the cookie of the browser that ordered. */
  browser_hash: string;
  /** Who was signed in. */
  reader_id: string | null;
  offer_id: string;
  price_id: string;
  amount_cents: number;
  currency: string;
  period: 'month' | 'year';
  terms_version: string;
  created_at: string;
  checkout_session_id: string | null;
  /** Where to pay, while it is open. */
  checkout_url: string | null;
  subscription_id: string | null;
  /** The address typed at Stripe, or its correction: a claim, never proof. */
  claimed_address: string | null;
  paid_at: string | null;
  /** When a reader who proved an address took the subscription. */
  claimed_at: string | null;
}

interface CustomerRow {
  id: string;
  reader_id: string | null;
  /** As typed at Stripe: a claim, never proof. */
  claimed_address: string | null;
}

interface SubscriptionRow {
  id: string;
  customer_id: string;
  reader_id: string | null;
  order_id: string | null;
  /** Stripe's word, known to us or not. */
  status: string;
  price_id: string;
  amount_cents: number;
  currency: string;
  period: 'month' | 'year';
  started_at: string;
  period_start: string;
  period_end: string;
  cancels_at_period_end: number;
  /** When Stripe will end it, or ended it. */
  ends_at: string | null;
  past_due_since: string | null;
  /** 1 once the current period was wholly refunded, or its payment lost to a dispute. */
  is_reversed: number;
  latest_invoice_id: string | null;
  synced_at: string;
}

interface EventRow {
  id: string;
  type: string;
  received_at: string;
  done_at: string | null;
}

/** Somebody declares to end a contract: at the end of its period, or at once and refunded. */
interface DeclarationRow {
  id: string;
  kind: 'cancellation' | 'withdrawal';
  name: string;
  address: string;
  /** The contract in the words of whoever declares; may be empty. */
  contract: string;
  /** Who was signed in. */
  reader_id: string | null;
  declared_at: string;
  /** By itself, unless it was confirmed or taken back before. */
  takes_effect_at: string;
  /** `null` while it waits. `without-contract`: no contract answers to the address; `too-late`: the days of withdrawal are over. */
  outcome: 'done' | 'taken-back' | 'without-contract' | 'too-late' | null;
  settled_at: string | null;
  subscription_id: string | null;
  /** The end that the contract got. */
  ends_at: string | null;
  refund_id: string | null;
}

/** Proof that a renewal was announced (article L. 215-1 of the code de la consommation). */
interface ReminderRow {
  subscription_id: string;
  period_end: string;
  queued_at: string;
  mail_key: string;
}
