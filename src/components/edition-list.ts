import type { Edition } from '../letter/letter.ts';
import { fr } from '../text/fr.ts';
import { urls } from '../urls.ts';
import { escapeHtml, titleHtml } from './html.ts';

/** Editions under their day, as HTML: a string, as long lists are. `level` is that of the subjects' headings. */
export function editionListHtml(editions: readonly Edition[], level: 2 | 3): string {
  const items = editions.map(({ date, leavesAt, subject, preheader }) => {
    const day = `<time class="teaser-date" datetime="${leavesAt}">${fr.dailyLetter.day(date)}</time>`;
    const link = `<a href="${urls.edition(date)}">${titleHtml(subject)}</a>`;
    const title = `<h${level} class="teaser-title">${link}</h${level}>`;
    const line = `<p class="teaser-standfirst">${escapeHtml(preheader)}</p>`;
    return `<li class="teaser">${day}<div>${title}${line}</div></li>`;
  });
  return `<ul class="teasers editions">${items.join('')}</ul>`;
}

/** A month (`2026-11`) as a table of its days up to `today`: those of `letters` are links, the others say that they have none. */
export function calendarHtml(month: string, letters: ReadonlySet<string>, today: string): string {
  const { dailyLetter: text } = fr;
  const first = Temporal.PlainDate.from(`${month}-01`);
  const cells = Array.from({ length: first.dayOfWeek - 1 }, () => '<td></td>');
  for (let day = 1; day <= first.daysInMonth; day += 1) {
    const date = `${month}-${String(day).padStart(2, '0')}`;
    if (date > today) break;
    const silent = `${day}<span class="unseen"> ${text.noLetter}</span>`;
    const link = `<a href="${urls.edition(date)}" aria-label="${text.day(date)}">${day}</a>`;
    cells.push(`<td>${letters.has(date) ? link : silent}</td>`);
  }
  while (cells.length % 7 > 0) cells.push('<td></td>');
  const rows = Array.from(
    { length: cells.length / 7 },
    (_, row) => `<tr>${cells.slice(7 * row, 7 * row + 7).join('')}</tr>`,
  );
  const heads = text.weekdays.map((name) => `<th scope="col" abbr="${name}">${name.charAt(0).toUpperCase()}</th>`);
  return `<table class="calendar"><caption>${text.month(month)}</caption><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** Links to the months that have letters, by year, newest first. */
export function monthsHtml(months: readonly string[]): string {
  const years = Map.groupBy(months.toReversed(), (month) => month.slice(0, 4));
  const lines = Array.from(years, ([year, ofYear]) => {
    const links = ofYear.toReversed().map((month) => {
      const name = `${fr.dailyLetter.monthName(month)}<span class="unseen"> ${year}</span>`;
      return `<li><a href="${urls.editions(month)}">${name}</a></li>`;
    });
    return `<div><dt>${year}</dt><dd><ul>${links.join('')}</ul></dd></div>`;
  });
  return `<dl class="edition-months">${lines.join('')}</dl>`;
}
