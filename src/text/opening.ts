import { excerpt } from './excerpt.ts';

const INTRODUCTION = '<div class="introduction">';
/** Opens what subscribers alone read. */
const CLOSED = '<div class="paywalled">';

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

/** The text of an HTML fragment that the publisher made, on one line. Note calls are left out. */
export function textOf(html: string): string {
  return html
    .replace(/<sup\b[^>]*><a\b[^>]*doc-noteref.*?<\/sup>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|amp|#39|#x27|#x3C|#x26);/g, (entity) => DECODED[entity] ?? entity)
    .replace(/[ \n\t]+/g, ' ')
    .trim();
}

const DECODED: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&amp;': '&',
  '&#39;': '’',
  '&#x27;': '’',
  '&#x3C;': '<',
  '&#x26;': '&',
};
