import { expect, test } from 'vitest';
import { sortKey } from './sort-key.ts';

test('a person is sorted by the name that says so, without accents', () => {
  expect(sortKey('people', { name: 'Élodie d’Arc', sortName: 'Arc, Élodie d’' })).toBe('arc elodie d');
  expect(sortKey('people', { name: 'Œdipe' })).toBe('oedipe');
});

test('the article of a firm’s name does not count', () => {
  expect(sortKey('organisations', { name: 'Le Cercle Ravignan' })).toBe('cercle ravignan');
  expect(sortKey('organisations', { name: 'L’Étal' })).toBe('etal');
  expect(sortKey('people', { name: 'La Fontaine' })).toBe('la fontaine');
});
