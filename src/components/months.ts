import type { ArchivedYear } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { urls } from '../urls.ts';

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** The twelve months of a year on one line, each with its count and its link; the others keep their place. */
export function monthsHtml(
  { year, months }: Pick<ArchivedYear, 'year' | 'months'>,
  current: number | null = null,
): string {
  const cells = MONTHS.map((month) => {
    const found = months.find((candidate) => candidate.month === month);
    if (found === undefined) return '<li class="no-piece" aria-hidden="true"></li>';
    const name = `<span>${fr.browsing.month(month)}</span>`;
    const mark = month === current ? ' aria-current="page"' : '';
    return `<li><a href="${urls.archive(year, month)}"${mark}>${name} <b>${found.count}</b></a></li>`;
  });
  return `<ol class="months">${cells.join('')}</ol>`;
}

/** Every year, newest first, with its months. */
export function yearsHtml(years: readonly ArchivedYear[]): string {
  const rows = years.map(({ year, count, months }) => {
    const heading = `<h3><a href="${urls.archive(year)}">${year}</a></h3>`;
    const total = `<p class="count">${fr.browsing.pieces(count)}</p>`;
    return `<li class="year"><div>${heading}${total}</div>${monthsHtml({ year, months })}</li>`;
  });
  return `<ol class="plain years">${rows.join('')}</ol>`;
}
