import { expect, test } from 'vitest';
import { monthsHtml, yearsHtml } from './months.ts';

const YEAR = { year: 2011, count: 3, months: [{ month: 9, count: 3, newest: '2011-09-20T06:00:00Z' }] };

test('a year has its twelve months, and those with a piece lead to it', () => {
  const html = monthsHtml(YEAR);
  expect(html.match(/<li/g)).toHaveLength(12);
  expect(html).toContain('<li><a href="/archives/2011/09/"><span>sept.</span> <b>3</b></a></li>');
  expect(html).toContain('<li class="no-piece" aria-hidden="true"></li>');
  expect(monthsHtml(YEAR, 9)).toContain('href="/archives/2011/09/" aria-current="page"');
});

test('years follow with their count', () => {
  expect(yearsHtml([YEAR])).toContain('<h3><a href="/archives/2011/">2011</a></h3><p class="count">3\u00a0textes</p>');
});
