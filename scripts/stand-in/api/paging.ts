import type Stripe from 'stripe';
import { refused, unknownObject } from './problem.ts';

interface Paging {
  starting_after?: string;
  ending_before?: string;
  limit?: number;
}

/** One page of a list, the newest first (https://docs.stripe.com/api/pagination). `oldestFirst` is as it was made. */
export function page<T extends { id: string }>(oldestFirst: T[], given: Paging, url: string): Stripe.ApiList<T> {
  const { limit = 10, starting_after: after, ending_before: before } = given;
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw refused('This value must be between 1 and 100.', 'limit', 'parameter_invalid_integer');
  if (after !== undefined && before !== undefined)
    throw refused('You may only specify one of these parameters: starting_after, ending_before.', null);
  const items = oldestFirst.toReversed();
  if (before !== undefined) {
    const end = positionOf(items, before, 'ending_before');
    return { object: 'list', data: items.slice(Math.max(0, end - limit), end), has_more: end > limit, url };
  }
  const start = after === undefined ? 0 : positionOf(items, after, 'starting_after') + 1;
  return { object: 'list', data: items.slice(start, start + limit), has_more: items.length > start + limit, url };
}

function positionOf(items: { id: string }[], id: string, param: string): number {
  const position = items.findIndex((item) => item.id === id);
  if (position === -1) throw unknownObject('object', id, param);
  return position;
}

/** Whether an instant is within what a list was asked for. */
export function within(instant: number, range: Stripe.RangeQueryParam | number | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === 'number') return instant === range;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return instant > gt && instant >= gte && instant < lt && instant <= lte;
}
