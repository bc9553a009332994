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

/** The value of a figure inside a sentence or a table: `73 %`, `12 minutes`. */
export function valueText({ value, unit }: StudyFigure): string {
  if (unit === '') return number(value);
  return `${number(value)}${unit === '%' ? '\u202f' : '\u00a0'}${unit}`;
}

/** Where figures come from, with a link. */
export function sourceHtml({ source, title, commissioner }: StudySummary): string {
  const link = `<a href="${escapeHtml(source.url)}"><cite>${escapeHtml(title)}</cite></a>`;
  return `${fr.source} ${link}, ${escapeHtml(commissioner)}`;
}

const LEADING = 3;

/** The figures that a study leads with: the first of its whole sample, three at most. */
export function leadingFigures(figures: readonly StudyFigure[]): StudyFigure[] {
  const ofWholeSample = figures.filter(({ base }) => base === null);
  return (ofWholeSample.length > 0 ? ofWholeSample : figures).slice(0, LEADING);
}

/** The figures that a study's own page draws large: those that lead, and those that no chart compares with another. */
export function largeFigures(figures: readonly StudyFigure[]): StudyFigure[] {
  const leading = leadingFigures(figures);
  const isAlone = (figure: StudyFigure) => figures.filter(({ unit }) => unit === figure.unit).length === 1;
  return [...leading, ...figures.filter((figure) => isAlone(figure) && !leading.includes(figure))];
}

/** Figures drawn large, as an HTML list. */
export function figureListHtml(figures: readonly StudyFigure[]): string {
  const items = figures.map((figure) => {
    const base = figure.base === null ? '' : `<p class="base">${escapeHtml(fr.study.base(figure.base))}</p>`;
    return `<li><p class="value">${valueHtml(figure)}</p><p class="label">${escapeHtml(figure.label)}</p>${base}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}
