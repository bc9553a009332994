import { escapeHtml, opensQuoted } from './html.ts';

const INTRODUCTION = '<div class="introduction">';
/** Opens what subscribers alone read. */
const CLOSED = '<div class="paywalled">';
const CODA = '<hr class="coda">';

/** Parts the editors' words that may open a letter from the letter itself. `introduction` is `''` when there are none. */
export function splitIntroduction(html: string): { introduction: string; text: string } {
  const closed = html.startsWith(`${CLOSED}${INTRODUCTION}`) ? CLOSED : '';
  if (closed !== '') {
    const { introduction, text } = splitIntroduction(html.slice(closed.length));
    return { introduction, text: closed + text };
  }
  if (!html.trimStart().startsWith(INTRODUCTION)) return { introduction: '', text: html };
  let depth = 0;
  for (const tag of html.matchAll(/<(\/?)div\b[^>]*>/g)) {
    depth += tag[1] === '/' ? -1 : 1;
    const end = tag.index + tag[0].length;
    if (depth === 0) return { introduction: html.slice(0, end), text: html.slice(end) };
  }
  return { introduction: '', text: html };
}

/** An interview with its credit line: before the editors' afterword when there is one, else at the end. */
export function withCredit(html: string, credit: string): string {
  const line = `<p class="credit-line">${escapeHtml(credit)}</p>`;
  const coda = html.indexOf(CODA);
  return coda === -1 ? html + line : html.slice(0, coda) + line + html.slice(coda);
}

/** A sentence ends on its sign, and on the guillemet that closes it: an abbreviation is followed by a no-break space. */
const SENTENCE = /.*?[.!?…][\u00a0\u202f]?»?(?:[ \n]+|$)|.+$/gs;

/**
 * The first whole sentences of a typeset text, at most `limit` characters of them; a single longer sentence is cut at
 * a word and ends on an ellipsis. Never ends inside a quotation that it opened.
 */
export function excerpt(text: string, limit: number): string {
  let taken = '';
  let best = '';
  for (const [sentence] of text.slice(0, limit * 2).matchAll(SENTENCE)) {
    if (taken.length + sentence.trimEnd().length > limit) break;
    taken += sentence;
    if (isBalanced(taken)) best = taken.trimEnd();
  }
  if (best !== '') return best;
  if (text.length <= limit) return text;
  return `${text.slice(0, text.lastIndexOf(' ', limit)).replace(/[\s,;:\u00a0\u202f«]+$/u, '')}…`;
}

function isBalanced(text: string): boolean {
  return text.split('«').length === text.split('»').length;
}

/** The same text without the guillemets around the whole of it: the page draws its own. */
export function withoutQuotes(text: string): string {
  const inner = text.slice(1, -1).trim();
  const isWhole = opensQuoted(text) && text.endsWith('»') && !inner.includes('»');
  return isWhole ? inner.replace(/^[\u00a0\u202f]+|[\u00a0\u202f]+$/gu, '') : text;
}
