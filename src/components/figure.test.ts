import { expect, test } from 'vitest';
import { figureListHtml, largeFigures, leadingFigures, sourceHtml, valueHtml, valueText } from './figure.ts';

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

test('inside a sentence a value keeps its unit', () => {
  expect(valueText(figure)).toBe('2,8\u202f%');
  expect(valueText({ ...figure, value: 7, unit: 'minutes' })).toBe('7\u00a0minutes');
  expect(valueText({ ...figure, value: 2014, unit: '' })).toBe('2\u202f014');
});

test('a study leads with its whole sample, and draws large what no chart compares', () => {
  const figures = [
    { ...figure, id: 'part', base: '18-34 ans' },
    ...['a', 'b', 'c', 'd'].map((id) => ({ ...figure, id })),
    { ...figure, id: 'alone', unit: 'minutes' },
  ];
  expect(leadingFigures(figures).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(leadingFigures(figures.slice(0, 1)).map(({ id }) => id)).toEqual(['part']);
  expect(largeFigures(figures).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'alone']);
});

test('a figure drawn large says what it is a part of', () => {
  expect(figureListHtml([{ ...figure, base: 'R&D' }])).toContain('<p class="base">Base\u00a0: R&amp;D</p>');
});
