import { excerpt } from '../text/fr.ts';
import { escapeHtml, opensQuoted, textOf } from './html.ts';

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

/** The first words of a letter, not those of the editors nor those it quotes: whole sentences of its first two paragraphs. */
export function openingOf(html: string, limit: number): string {
  const own = splitIntroduction(html).text.replace(/<blockquote>.*?<\/blockquote>/gs, '');
  const paragraphs = own.match(/<p>.*?<\/p>/gs) ?? [];
  return excerpt(textOf(paragraphs.slice(0, 2).join(' ')), limit);
}

/** An interview with its credit line: before the editors' afterword when there is one, else at the end. */
export function withCredit(html: string, credit: string): string {
  const line = `<p class="credit-line">${escapeHtml(credit)}</p>`;
  const coda = html.indexOf(CODA);
  return coda === -1 ? html + line : html.slice(0, coda) + line + html.slice(coda);
}

/** The same text without the guillemets around the whole of it: the page draws its own. */
export function withoutQuotes(text: string): string {
  const inner = text.slice(1, -1).trim();
  const isWhole = opensQuoted(text) && text.endsWith('»') && !inner.includes('»');
  return isWhole ? inner.replace(/^[\u00a0\u202f]+|[\u00a0\u202f]+$/gu, '') : text;
}
