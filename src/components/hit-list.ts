import type { ExcerptPart, Hit } from '../search/search.ts';
import { fr } from '../text/fr.ts';
import { escapeHtml, quoteHtml, titleHtml } from './html.ts';
import { kindOf, voiceOf } from './labels.ts';
import { advertisementHtml } from './piece-list.ts';

/**
 * What was found, as HTML. A string and not a component, as every list. The title leads to the page; the name of the
 * answer or the part in which the extract stands leads there.
 */
export function hitListHtml(hits: readonly Hit[]): string {
  return `<ol class="hits">${hits.map((hit) => `<li class="hit">${hitHtml(hit)}</li>`).join('')}</ol>`;
}

function hitHtml(hit: Hit): string {
  const { piece, title, path } = hit;
  const kicker = piece === null ? fr.search.study : `${advertisementHtml(piece)}${kindOf(piece)}`;
  const page = path.replace(/#.*$/, '');
  const excerpt = hit.excerpt.length === 0 ? '' : `<p class="hit-excerpt">${hit.excerpt.map(partHtml).join('')}</p>`;
  return [
    `<p class="kicker">${kicker}</p>`,
    `<h2 class="teaser-title"><a href="${page}">${titleHtml(title)}</a></h2>`,
    excerpt,
    placeHtml(hit),
    factsHtml(hit),
  ].join('');
}

function partHtml({ text, match }: ExcerptPart): string {
  return match ? `<mark>${escapeHtml(text)}</mark>` : escapeHtml(text);
}

function placeHtml({ kind, place, path }: Hit): string {
  if (place === null) return '';
  const words = kind === 'interviews' ? fr.search.inAnswer : fr.search.inPart;
  const name = path.includes('#') ? `<a href="${path}">${quoteHtml(place)}</a>` : quoteHtml(place);
  return `<p class="hit-place">${words} ${name}</p>`;
}

function factsHtml({ piece, publishedAt, access }: Hit): string {
  const facts = [
    publishedAt === null ? '' : `<time datetime="${publishedAt}">${fr.shortDay(publishedAt)}</time>`,
    piece === null ? '' : `<span>${escapeHtml(voiceOf(piece))}</span>`,
    piece === null ? '' : `<span>${fr.readingShort(piece.readingMinutes)}</span>`,
    access === 'subscribers' ? `<span class="subscribers">${fr.subscribersOnly}</span>` : '',
  ];
  return `<p class="facts">${facts.join('')}</p>`;
}
