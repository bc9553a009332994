import type { GatheringEntry } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { type Gathering, urls } from '../urls.ts';
import { escapeHtml, titleHtml } from './html.ts';

/** Themes one under the other; people and organisations under the first letter of their name, as in an index. */
export function nameListHtml(entries: readonly GatheringEntry[], gathering: Gathering): string {
  if (gathering === 'themes') return listHtml(entries, gathering, 'themes-all');
  const letters = new Map<string, GatheringEntry[]>();
  for (const entry of entries) letters.set(entry.initial, [...(letters.get(entry.initial) ?? []), entry]);
  const groups = Array.from(letters, ([initial, ofLetter]) => {
    const heading = initial === '0' ? fr.browsing.numerals : initial;
    return `<section class="letter-group"><h2>${heading}</h2>${listHtml(ofLetter, gathering, 'names')}</section>`;
  });
  return groups.join('');
}

function listHtml(entries: readonly GatheringEntry[], gathering: Gathering, name: string): string {
  const items = entries.map(({ id, sortName, detail, count }) => {
    const link = `<a href="${urls.gathering(gathering, id)}">${titleHtml(sortName)}</a>`;
    const more = detail === null ? '' : `<span class="detail">${escapeHtml(detail)}</span>`;
    return `<li><span class="name">${link}</span>${more}<span class="count">${fr.browsing.pieces(count)}</span></li>`;
  });
  return `<ul class="plain ${name}">${items.join('')}</ul>`;
}
