import { expect, test } from 'vitest';
import { aContent, anEditorial } from '../../tests/factories.ts';
import { epochs } from './epoch.ts';

test('an epoch lasts until the next change, to the millisecond', () => {
  const editorial = { ...anEditorial(), nextChangeAfter: () => new Date('2026-03-10T07:00:00Z') };
  const epochAt = epochs(aContent(editorial));
  const first = epochAt(new Date('2026-03-10T06:00:00Z'));
  expect(epochAt(new Date('2026-03-10T06:59:59.999Z'))).toBe(first);
  expect(epochAt(new Date('2026-03-10T07:00:00Z')).number).toBe(first.number + 1);
});

test('a new version of the content begins a new epoch', () => {
  let version = 1;
  const epochAt = epochs(aContent(anEditorial(), () => version));
  const now = new Date('2026-03-10T06:00:00Z');
  const first = epochAt(now);
  expect(epochAt(now)).toBe(first);
  version = 2;
  expect(epochAt(now).number).toBe(first.number + 1);
});

test('a clock that is set back begins a new epoch', () => {
  const epochAt = epochs(aContent(anEditorial()));
  const first = epochAt(new Date('2026-03-10T06:00:00Z'));
  expect(epochAt(new Date('2026-03-10T05:59:59Z')).number).toBe(first.number + 1);
});
