import { escapeHtml, opensQuoted } from './html.ts';

const CODA = '<hr class="coda">';

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
