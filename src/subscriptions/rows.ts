import type { Selectable } from 'kysely';
import type { Tables } from '../db/db.ts';
import type { ReadingTerms } from './entitlement.ts';

export type OrderRow = Selectable<Tables['orders']>;
export type SubscriptionRow = Selectable<Tables['subscriptions']>;

/** What Stripe says of a subscription that will not come back. */
export const OVER = ['canceled', 'incomplete_expired'];

/** What of our row decides on reading. */
export function readingTermsOf(row: SubscriptionRow): ReadingTerms {
  return {
    status: row.status,
    periodEnd: row.period_end,
    cancelsAtPeriodEnd: row.cancels_at_period_end === 1,
    endsAt: row.ends_at,
    pastDueSince: row.past_due_since,
    isReversed: row.is_reversed === 1,
  };
}
