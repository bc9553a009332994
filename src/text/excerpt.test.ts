import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

test('an excerpt is made of whole sentences', () => {
  expect(excerpt('Un. Deux trois. Quatre cinq six.', 18)).toBe('Un. Deux trois.');
  expect(excerpt('Un. Deux.', 100)).toBe('Un. Deux.');
});

test('an excerpt does not stop inside a quotation', () => {
  expect(excerpt('Il vient. Elle dit\u00a0: «\u00a0Bon. Partons tous.\u00a0»', 30)).toBe('Il vient.');
});

test('a first sentence that is too long is cut at a word', () => {
  expect(excerpt('Une phrase beaucoup trop longue pour la place', 20)).toBe('Une phrase beaucoup…');
});

test('a quotation that is cut is closed, and nothing is longer than its limit', () => {
  expect(excerpt('«\u00a0Un retard, ça s’annonce comme une naissance\u00a0»', 30)).toBe(
    '«\u00a0Un retard, ça s’annonce…\u00a0»',
  );
  expect(excerpt('anticonstitutionnellement', 10)).toHaveLength(10);
});
