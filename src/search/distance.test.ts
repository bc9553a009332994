import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance } from './distance.ts';

test.each([
  ['attente', 'attente', 0],
  ['attente', 'atente', 1],
  ['attente', 'attennte', 1],
  ['attente', 'attenet', 1],
  ['attente', 'ettente', 1],
  ['reclamation', 'reclmaaton', 2],
  ['attente', 'colis', 3],
])('from %s to %s: %i', (one, other, expected) => {
  expect(distance(one, other, 2)).toBe(expected);
});

test('it is the same both ways, and none to itself', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (one, other) => {
      expect(distance(one, other, 3)).toBe(distance(other, one, 3));
      expect(distance(one, one, 3)).toBe(0);
    }),
  );
});
