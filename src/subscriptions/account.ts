import type { Entitlement } from '../paywall.ts';
import { instantOf } from '../time.ts';
import { type SalesSettings, stripeOf } from './context.ts';
import { entitlementOfRights, readsUntil } from './entitlement.ts';
import { labelOf } from './mails.ts';
import { OVER, readingTermsOf, type SubscriptionRow } from './rows.ts';
import { withdrawalEndsAt } from './withdrawal-period.ts';

/**
 * A subscription as its reader sees it. `running`: it will be charged again; `ending`: it ends by itself at `endsAt`;
 * `past-due`: a payment failed, one still reads until `readsUntil`; `suspended`: it exists and does not let read;
 * `over`: it has ended. Instants are ISO-8601 UTC.
 */
export interface AccountSubscription {
  id: string;
  state: 'running' | 'ending' | 'past-due' | 'suspended' | 'over';
  label: string;
  amountCents: number;
  currency: string;
  period: 'month' | 'year';
  startedAt: string;
  periodEnd: string;
  /** The next charge; `null` when there will be none. */
  renewsAt: string | null;
  endsAt: string | null;
  readsUntil: string | null;
  /** From then on it can not be withdrawn from any more. */
  withdrawalEndsAt: string;
  isReversed: boolean;
}

/** Reading that the publisher gives until an instant, ISO-8601 UTC. */
export interface AccountGrant {
  until: string;
  reason: string;
}

export interface Account {
  entitlement: Entitlement | null;
  /** Newest first. */
  subscriptions: AccountSubscription[];
  /** The latest end first. */
  grants: AccountGrant[];
}

/** What a reader has, from our rows alone. */
export async function readAccount(settings: SalesSettings, readerId: string, now: Date): Promise<Account> {
  const rows = await settings.database.query
    .selectFrom('subscriptions')
    .leftJoin('orders', 'orders.id', 'subscriptions.order_id')
    .leftJoin('prices', 'prices.price_id', 'subscriptions.price_id')
    .selectAll('subscriptions')
    .select(['orders.offer_id', 'prices.lookup_key'])
    .where('subscriptions.reader_id', '=', readerId)
    .where('subscriptions.status', '!=', 'incomplete')
    .orderBy('subscriptions.started_at', 'desc')
    .orderBy('subscriptions.id')
    .execute();
  const grants = await settings.database.query
    .selectFrom('grants')
    .select(['until', 'reason'])
    .where('reader_id', '=', readerId)
    .orderBy('until', 'desc')
    .execute();
  const labels = new Map(settings.offers().map(({ lookupKey, label }) => [lookupKey, label]));
  return {
    entitlement: entitlementOfRights(rows.map(readingTermsOf), grants, now),
    subscriptions: rows.map((row) =>
      viewOf(row, labels.get(row.lookup_key ?? '') ?? labelOf(settings, row.offer_id ?? ''), now),
    ),
    grants,
  };
}

function viewOf(row: SubscriptionRow, label: string, now: Date): AccountSubscription {
  const until = readsUntil(readingTermsOf(row));
  const reads = until !== null && until > now;
  const ends = row.cancels_at_period_end === 1 || row.ends_at !== null;
  const state = OVER.includes(row.status)
    ? 'over'
    : !reads
      ? 'suspended'
      : row.status === 'past_due'
        ? 'past-due'
        : ends
          ? 'ending'
          : 'running';
  return {
    id: row.id,
    state,
    label,
    amountCents: row.amount_cents,
    currency: row.currency,
    period: row.period,
    startedAt: row.started_at,
    periodEnd: row.period_end,
    renewsAt: state === 'running' ? row.period_end : null,
    endsAt: row.ends_at ?? (ends ? row.period_end : null),
    readsUntil: until === null ? null : instantOf(until),
    withdrawalEndsAt: withdrawalEndsAt(row.started_at),
    isReversed: row.is_reversed === 1,
  };
}

/** What a reader may read, from our rows and the clock: Stripe is never asked. `null`: nothing now. */
export async function readEntitlement(
  { database }: SalesSettings,
  readerId: string,
  now: Date,
): Promise<Entitlement | null> {
  const [rows, grants] = await Promise.all([
    database.query.selectFrom('subscriptions').selectAll().where('reader_id', '=', readerId).execute(),
    database.query.selectFrom('grants').select('until').where('reader_id', '=', readerId).execute(),
  ]);
  return entitlementOfRights(rows.map(readingTermsOf), grants, now);
}

/** An invoice at Stripe. */
export interface AccountInvoice {
  id: string;
  number: string | null;
  issuedAt: string;
  amountCents: number;
  currency: string;
  status: 'open' | 'paid' | 'other';
  /** Stripe's page, where it is paid. */
  pageUrl: string | null;
  pdfUrl: string | null;
}

const SHOWN_INVOICES = 24;

/** The invoices of a reader, newest first. @throws when Stripe does not answer. */
export async function readInvoices(settings: SalesSettings, readerId: string): Promise<AccountInvoice[]> {
  const customers = await settings.database.query
    .selectFrom('customers')
    .select('id')
    .where('reader_id', '=', readerId)
    .execute();
  const lists = await Promise.all(
    customers.map(async ({ id }) => stripeOf(settings).invoices.list({ customer: id, limit: SHOWN_INVOICES })),
  );
  return lists
    .flatMap(({ data }) => data)
    .filter(({ status }) => status !== 'draft')
    .toSorted((one, other) => other.created - one.created)
    .slice(0, SHOWN_INVOICES)
    .map((invoice) => ({
      id: invoice.id,
      number: invoice.number,
      issuedAt: instantOf(new Date(invoice.created * 1000)),
      amountCents: invoice.total,
      currency: invoice.currency,
      status: invoice.status === 'paid' ? 'paid' : invoice.status === 'open' ? 'open' : 'other',
      pageUrl: invoice.hosted_invoice_url ?? null,
      pdfUrl: invoice.invoice_pdf ?? null,
    }));
}
