import { expect, test } from 'vitest';
import { best } from './ranking.ts';

test('the first of a long list are the same as if all were put in order', () => {
  const list = Array.from({ length: 1000 }, (_, index) => (index * 7919) % 1000);
  const compare = (one: number, other: number) => one - other;
  for (const wanted of [1, 20, 60, 240, 400, 2000])
    expect(best(list, compare, wanted)).toEqual([...list].sort(compare).slice(0, wanted));
});
