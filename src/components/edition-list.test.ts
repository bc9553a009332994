import { expect, test } from 'vitest';
import { calendarHtml, monthsHtml } from './edition-list.ts';

const cellsOf = (html: string) => [...html.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell = '']) => cell);

test('a calendar begins under its weekday, links the days that have a letter and says of the others that they have none', () => {
  const cells = cellsOf(calendarHtml('2026-11', new Set(['2026-11-03']), '2026-12-31'));
  expect(cells.slice(0, 7)).toEqual(['', '', '', '', '', '', '1<span class="unseen"> pas de lettre</span>']);
  expect(cells[8]).toBe('<a href="/lettre/2026-11-03/" aria-label="Mardi 3\u00a0novembre 2026">3</a>');
  expect(cells).toHaveLength(42);
});

test('a calendar stops at today', () => {
  const cells = cellsOf(calendarHtml('2026-11', new Set(), '2026-11-03'));
  expect(cells).toHaveLength(14);
  expect(cells.filter((cell) => cell !== '')).toHaveLength(3);
});

test('months stand by year, the newest year first, its months in order', () => {
  const html = monthsHtml(['2025-06', '2026-01', '2026-11']);
  expect([...html.matchAll(/<dt>(\d+)|href="([^"]+)"/g)].map(([, year, path]) => year ?? path)).toEqual([
    '2026',
    '/lettre/2026/01/',
    '/lettre/2026/11/',
    '2025',
    '/lettre/2025/06/',
  ]);
});
