import type { PieceSummary } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { escapeHtml, titleHtml } from './html.ts';
import { kindOf, voiceOf } from './labels.ts';

interface ListOptions {
  /** The level of the titles' headings: one below the heading above the list. */
  level: 2 | 3 | 4;
  /** Whether each piece bears its date: not where the list stands under its day. */
  dated?: boolean;
  /** What is said of each piece under its date, in their order. */
  notes?: readonly string[] | undefined;
  /** Whether the kind of the pieces goes without saying: among the letters, that each is one. */
  kindless?: boolean;
  /** Titles and bylines alone, for the list at the foot of a piece. */
  brief?: boolean;
  /** Why a piece is in the list, by its uid. */
  why?: ReadonlyMap<string, string>;
}

/**
 * A list of pieces as HTML. A string and not a component: a list of twenty took Astro 1.5 ms to render, and this
 * takes 0.05 ms.
 */
export function pieceListHtml(pieces: readonly PieceSummary[], options: ListOptions) {
  const { level, dated = false, kindless = false, brief = false, notes = [], why } = options;
  const items = pieces.map((piece, index) => {
    const date = dated
      ? `<time class="teaser-date" datetime="${piece.publishedAt}">${fr.shortDay(piece.publishedAt)}</time>`
      : '';
    const standfirst = brief ? '' : `<p class="teaser-standfirst">${escapeHtml(piece.standfirst)}</p>`;
    const title = `<h${level} class="teaser-title"><a href="${piece.path}">${titleHtml(piece.title)}</a></h${level}>`;
    const reason = why?.get(piece.uid);
    const because = reason === undefined ? '' : `<span class="why">${escapeHtml(reason)}</span>`;
    const kicker = `${advertisementHtml(piece)}${kindless ? '' : kindOf(piece)}${because}`;
    const body = `${kicker === '' ? '' : `<p class="kicker">${kicker}</p>`}${title}${standfirst}${factsHtml(piece)}`;
    const note = notes[index] === undefined ? '' : `<span class="teaser-note">${escapeHtml(notes[index])}</span>`;
    const when = note === '' ? date : `<div class="teaser-when">${date}${note}</div>`;
    return `<li class="teaser">${when}<div class="teaser-body">${body}</div></li>`;
  });
  return `<ul class="teasers${brief ? ' teasers-brief' : ''}">${items.join('')}</ul>`;
}

/** Pieces, newest first, under the name of their day. */
export function pieceDaysHtml(pieces: readonly PieceSummary[], now: Date): string {
  const headingOf = fr.dayHeadings(now);
  const days = new Map<string, PieceSummary[]>();
  for (const piece of pieces) {
    const heading = headingOf(piece.publishedAt);
    const day = days.get(heading);
    if (day === undefined) days.set(heading, [piece]);
    else day.push(piece);
  }
  return Array.from(days, ([heading, ofDay]) => {
    const list = pieceListHtml(ofDay, { level: 4 });
    return `<div class="latest-day"><h3 class="latest-date">${heading}</h3>${list}</div>`;
  }).join('');
}

/** « Publicité », on every surface that shows a sponsored piece. */
export function advertisementHtml(piece: PieceSummary): string {
  return piece.sponsored ? `<strong class="advertisement">${fr.advertisement}</strong> ` : '';
}

/** Whose words, how long, for whom. */
function factsHtml(piece: PieceSummary): string {
  const subscribers = piece.access === 'subscribers' ? `<span class="subscribers">${fr.subscribersOnly}</span>` : '';
  const minutes = `<span>${fr.readingShort(piece.readingMinutes)}</span>`;
  return `<p class="facts"><span>${escapeHtml(voiceOf(piece))}</span>${minutes}${subscribers}</p>`;
}
