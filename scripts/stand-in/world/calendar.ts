import type Stripe from 'stripe';

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

/**
 * The end of the `count`th period that began at `anchor`. A month that is too short ends the period on its last day,
 * and the next one goes back to the day of the anchor (https://docs.stripe.com/billing/subscriptions/billing-cycle).
 */
export function afterPeriods(
  anchor: number,
  { interval, interval_count }: Stripe.Price.Recurring,
  count: number,
): number {
  const steps = count * interval_count;
  if (interval === 'day') return anchor + steps * DAY;
  if (interval === 'week') return anchor + steps * 7 * DAY;
  const months = interval === 'year' ? steps * 12 : steps;
  const begun = new Date(anchor * 1000);
  const end = new Date(begun);
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(begun.getUTCDate(), lastDay));
  return end.getTime() / 1000;
}

/** The first end of a period of `anchor` after the instant `after`. */
export function nextPeriodEnd(anchor: number, recurring: Stripe.Price.Recurring, after: number): number {
  for (let count = 1; ; count++) {
    const end = afterPeriods(anchor, recurring, count);
    if (end > after) return end;
  }
}
