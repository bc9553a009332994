import { expect, test } from 'vitest';
import { withdrawalEndsAt } from './withdrawal-period.ts';

test('the last moment is the end of the fourteenth day after that of the order, in Paris', () => {
  expect(withdrawalEndsAt('2026-11-24T08:00:00Z')).toBe('2026-12-08T23:00:00Z');
  expect(withdrawalEndsAt('2026-11-24T23:30:00Z')).toBe('2026-12-09T23:00:00Z');
});

test('a day that nobody works on is not the last', () => {
  expect(withdrawalEndsAt('2026-11-22T08:00:00Z')).toBe('2026-12-07T23:00:00Z');
  expect(withdrawalEndsAt('2026-12-11T08:00:00Z')).toBe('2026-12-28T23:00:00Z');
  // Ascension 2026 is 14 May, Easter Monday 6 April, Pentecost Monday 25 May.
  expect(withdrawalEndsAt('2026-04-30T08:00:00Z')).toBe('2026-05-15T22:00:00Z');
  expect(withdrawalEndsAt('2026-03-23T08:00:00Z')).toBe('2026-04-07T22:00:00Z');
  expect(withdrawalEndsAt('2026-05-11T08:00:00Z')).toBe('2026-05-26T22:00:00Z');
});

test('a change of clocks moves nothing', () => {
  expect(withdrawalEndsAt('2026-10-14T08:00:00Z')).toBe('2026-10-28T23:00:00Z');
});
