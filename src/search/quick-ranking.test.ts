import { expect, test } from 'vitest';
import { eitherOf, rank } from './quick-ranking.ts';

const hits = (scores: Record<string, number>) => Object.entries(scores).map(([id, score]) => ({ id, score }));

test('a page with all the words comes before one that fits a single word better', () => {
  expect(rank([hits({ a: 9, b: 1 }), hits({ b: 1, c: 9 })]).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});

test('a rare word counts for more than a common one', () => {
  const common = hits({ a: 5, x: 1, y: 1, z: 1 });
  expect(rank([common, hits({ b: 1 })])[0]?.id).toBe('b');
});

test('a page tells for which words it was found', () => {
  expect(rank([hits({ a: 1 }), [], hits({ a: 2 })])).toMatchObject([{ id: 'a', words: new Set([0, 2]) }]);
});

test('a page found by two spellings of a word counts once, with its best score', () => {
  expect(eitherOf([hits({ a: 1, b: 2 }), hits({ a: 4 })], [1, 0.5])).toEqual(hits({ a: 2, b: 2 }));
});
