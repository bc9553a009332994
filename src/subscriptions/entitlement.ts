import type { Entitlement } from '../paywall.ts';

/** What of a subscription decides on reading. Instants are ISO-8601 UTC. */
export interface ReadingTerms {
  /** Stripe's word. */
  status: string;
  periodEnd: string;
  cancelsAtPeriodEnd: boolean;
  /** When Stripe will end it, or ended it. */
  endsAt: string | null;
  pastDueSince: string | null;
  /** The current period was wholly refunded, or its payment lost to a dispute. */
  isReversed: boolean;
}

/** Stripe renews in the hours that follow the end of a period: a renewal that comes late closes nothing. */
const RENEWAL_HOURS = 48;
/** How long one reads on after a payment failed. */
const PAST_DUE_DAYS = 7;
const HOUR_MS = 3_600_000;

/** What Stripe may say of a subscription (https://docs.stripe.com/api/subscriptions/object#subscription_object-status). */
const KNOWN_STATUSES = [
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'canceled',
  'unpaid',
  'paused',
];

/** Whether the rule below was written with this status in mind: one that is not known opens nothing. */
export function isKnownStatus(status: string): boolean {
  return KNOWN_STATUSES.includes(status);
}

/**
 * Until when a subscription lets read; `null` when it does not. A subscription whose collection is paused keeps its
 * status, hence reads on.
 */
export function readsUntil(terms: ReadingTerms): Date | null {
  const end = terms.isReversed ? null : endOfStatus(terms);
  if (end === null) return null;
  return new Date(Math.min(end, terms.endsAt === null ? Infinity : Date.parse(terms.endsAt)));
}

function endOfStatus({ status, periodEnd, cancelsAtPeriodEnd, pastDueSince }: ReadingTerms): number | null {
  const paidUntil = Date.parse(periodEnd);
  switch (status) {
    case 'active':
    case 'trialing':
      return cancelsAtPeriodEnd ? paidUntil : paidUntil + RENEWAL_HOURS * HOUR_MS;
    case 'past_due':
      return pastDueSince === null ? null : Date.parse(pastDueSince) + PAST_DUE_DAYS * 24 * HOUR_MS;
    default:
      return null;
  }
}

/**
 * What somebody may read who has these subscriptions and these grants, each with its end: any of them opens, the latest
 * end counts. `null` when nothing opens at `now`.
 */
export function entitlementOfRights(
  subscriptions: readonly ReadingTerms[],
  grants: readonly { until: string }[],
  now: Date,
): Entitlement | null {
  const ends = [
    ...subscriptions.map((subscription) => readsUntil(subscription)?.getTime() ?? 0),
    ...grants.map(({ until }) => Date.parse(until)),
  ];
  const latest = Math.max(0, ...ends);
  return latest > now.getTime() ? { until: new Date(latest) } : null;
}
