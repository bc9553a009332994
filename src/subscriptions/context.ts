import type { Stripe } from 'stripe';
import type { ReaderDatabase } from '../db/db.ts';
import type { Outbox } from '../mail/mail.ts';
import type { Readers } from '../readers/readers.ts';

/** What we sell, as `content/site.yaml` names it. Amounts include taxes. */
export interface Offer {
  id: string;
  label: string;
  /** Names the price at Stripe. */
  lookupKey: string;
  amountCents: number;
  currency: string;
  period: 'month' | 'year';
}

/** One JSON object a line. No address, token or key is passed to it. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What the sale of subscriptions stands on. */
export interface SalesSettings {
  database: ReaderDatabase;
  /** `null` while payment is not configured. */
  stripe: Stripe | null;
  /** Any of them may have signed an event: two while one replaces the other. */
  webhookSecrets: readonly string[];
  /** Events of the other mode are refused. */
  livemode: boolean;
  /** Of Stripe's portal; `null`: one is made. */
  portalConfiguration: string | null;
  outbox: Pick<Outbox, 'queue'>;
  readers: Pick<Readers, 'mailLink' | 'limit'>;
  siteUrl: string;
  house: { name: string };
  offers(): readonly Offer[];
  /** The terms of sale of the moment, as plain text. */
  terms(now: Date): Promise<{ version: string; text: string }>;
  /** The rate of VAT within the amounts of an order made at `now`. */
  vatPercent(now: Date): number;
  log: Log;
}

/** A reader who is signed in. */
export interface SignedIn {
  id: string;
  address: string;
}

/** @throws when payment is not configured. */
export function stripeOf({ stripe }: SalesSettings): Stripe {
  if (stripe === null) throw new Error('payment is not configured');
  return stripe;
}
