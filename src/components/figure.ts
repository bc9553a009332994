import type { StudyFigure, StudySummary } from '../editorial/editorial.ts';
import { fr, number } from '../text/fr.ts';
import { escapeHtml } from './html.ts';

/** The value of a figure, drawn large: a sign such as % stays beside its number, a word such as « minutes » goes below. */
export function valueHtml({ value, unit }: StudyFigure): string {
  if (unit === '') return number(value);
  const isWord = unit.length > 2;
  const text = isWord ? unit : `\u202f${unit}`;
  return `${number(value)}<span class="unit${isWord ? ' unit-word' : ''}">${escapeHtml(text)}</span>`;
}

/** Where figures come from, with a link. */
export function sourceHtml({ source, title, commissioner }: StudySummary): string {
  const link = `<a href="${escapeHtml(source.url)}"><cite>${escapeHtml(title)}</cite></a>`;
  return `${fr.source} ${link}, ${escapeHtml(commissioner)}`;
}
