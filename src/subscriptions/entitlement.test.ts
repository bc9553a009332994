import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entitlementOfRights, isKnownStatus, type ReadingTerms, readsUntil } from './entitlement.ts';

const NOW = new Date('2026-11-22T08:00:00Z');

function terms(differing: Partial<ReadingTerms> = {}): ReadingTerms {
  return {
    status: 'active',
    periodEnd: '2026-12-01T10:00:00Z',
    cancelsAtPeriodEnd: false,
    endsAt: null,
    pastDueSince: null,
    isReversed: false,
    ...differing,
  };
}

const end = (differing: Partial<ReadingTerms>) => readsUntil(terms(differing))?.toISOString() ?? null;

test('an active or trialing subscription reads until 48 hours after the end of its period', () => {
  expect(end({})).toBe('2026-12-03T10:00:00.000Z');
  expect(end({ status: 'trialing' })).toBe('2026-12-03T10:00:00.000Z');
});

test('a subscription cancelled at the end of its period reads until that very instant', () => {
  expect(end({ cancelsAtPeriodEnd: true })).toBe('2026-12-01T10:00:00.000Z');
  expect(end({ cancelsAtPeriodEnd: true, endsAt: '2026-12-01T10:00:00Z' })).toBe('2026-12-01T10:00:00.000Z');
});

test('an end that Stripe names counts when it comes first', () => {
  expect(end({ endsAt: '2026-11-25T00:00:00Z' })).toBe('2026-11-25T00:00:00.000Z');
  expect(end({ endsAt: '2027-02-01T00:00:00Z' })).toBe('2026-12-03T10:00:00.000Z');
});

test('a payment that failed leaves seven days', () => {
  expect(end({ status: 'past_due', pastDueSince: '2026-11-20T09:00:00Z' })).toBe('2026-11-27T09:00:00.000Z');
  expect(end({ status: 'past_due' })).toBeNull();
});

test('no other status reads', () => {
  for (const status of ['incomplete', 'incomplete_expired', 'canceled', 'unpaid', 'paused', 'ghosted'])
    expect(end({ status, pastDueSince: '2026-11-20T09:00:00Z' })).toBeNull();
});

test('a status that this rule does not know is told apart', () => {
  expect(isKnownStatus('paused')).toBe(true);
  expect(isKnownStatus('ghosted')).toBe(false);
});

test('a period that was paid back reads no more, whatever its status', () => {
  expect(end({ isReversed: true })).toBeNull();
  expect(end({ isReversed: true, status: 'past_due', pastDueSince: '2026-11-20T09:00:00Z' })).toBeNull();
});

test('of several rights the latest end counts', () => {
  const subscriptions = [terms({ cancelsAtPeriodEnd: true }), terms({ status: 'canceled' })];
  const grants = [{ until: '2027-01-01T00:00:00Z' }, { until: '2026-01-01T00:00:00Z' }];
  expect(entitlementOfRights(subscriptions, grants, NOW)).toEqual({ until: new Date('2027-01-01T00:00:00Z') });
  expect(entitlementOfRights(subscriptions, [], NOW)).toEqual({ until: new Date('2026-12-01T10:00:00Z') });
});

test('what is over opens nothing, at its very end already', () => {
  expect(entitlementOfRights([], [], NOW)).toBeNull();
  expect(entitlementOfRights([terms({ status: 'canceled' })], [{ until: '2026-11-22T08:00:00Z' }], NOW)).toBeNull();
});

const instant = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);
const anyTerms = fc.record<ReadingTerms>({
  status: fc.constantFrom('active', 'trialing', 'past_due', 'canceled', 'unpaid', 'paused', 'incomplete', 'other'),
  periodEnd: instant,
  cancelsAtPeriodEnd: fc.boolean(),
  endsAt: fc.option(instant),
  pastDueSince: fc.option(instant),
  isReversed: fc.boolean(),
});

test('another right never takes away what one opens', () => {
  const until = (subscriptions: ReadingTerms[]) => entitlementOfRights(subscriptions, [], NOW)?.until?.getTime() ?? 0;
  fc.assert(
    fc.property(anyTerms, anyTerms, (one, other) => {
      expect(until([one, other])).toBe(Math.max(until([one]), until([other])));
    }),
  );
});
