import { expect, test } from 'vitest';
import { sourceHtml, valueHtml } from './figure.ts';

const figure = { id: 'f', value: 2.8, unit: '%', label: 'attendent', base: null };

test('a sign stays beside its number, a word goes below, a bare number stands alone', () => {
  expect(valueHtml(figure)).toBe('2,8<span class="unit">\u202f%</span>');
  expect(valueHtml({ ...figure, value: 7, unit: 'minutes' })).toBe('7<span class="unit unit-word">minutes</span>');
  expect(valueHtml({ ...figure, value: 2014, unit: '' })).toBe('2\u202f014');
});

test('a source is linked and named', () => {
  const study = {
    id: 'b',
    title: 'Baromètre',
    commissioner: 'R&D',
    sample: '12',
    population: 'Tous',
    fieldwork: 'Mai',
    source: { title: 'Rapport', url: 'https://exemple.fr/?a=1&b=2' },
    access: 'public' as const,
    figureCount: 1,
  };
  expect(sourceHtml(study)).toBe(
    'Source\u00a0: <a href="https://exemple.fr/?a=1&amp;b=2"><cite>Baromètre</cite></a>, R&amp;D',
  );
});
