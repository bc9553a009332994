import type { Element, ElementContent } from 'hast';
import { h, s } from 'hastscript';
import type { StudyData } from './record-schemas.ts';
import { typeset } from './typography.ts';

type Figure = StudyData['figures'][number];

const NUMBER = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 3 });

/** `73 %`, `12 000 €`: a value with its unit, spaced as French asks. */
function formatFigure(figure: Figure): string {
  return `${NUMBER.format(figure.value)}${unitSuffix(figure.unit)}`;
}

function unitSuffix(unit: string): string {
  if (unit === '') return '';
  return `${unit === '%' ? '\u202F' : '\u00A0'}${unit}`;
}

/** Whom a figure counts; `n = 188` stays on one line. */
function baseOf({ base = '' }: Figure): string {
  return typeset(base).replaceAll(' = ', '\u00A0=\u00A0');
}

/** One figure of a study, drawn large, with its label, base and source. */
export function keyFigure(figure: Figure, study: StudyData): Element {
  return h('aside.key-figure', [
    h('p.value', [NUMBER.format(figure.value), figure.unit === '' ? '' : h('span.unit', unitSuffix(figure.unit))]),
    h('p.label', typeset(figure.label)),
    figure.base === undefined ? null : h('p.base', `Base\u00A0: ${baseOf(figure)}`),
    source(study),
  ]);
}

const WIDTH = 400;
const LINE = 18;
const BAR = 14;
const GAP = 16;
const LETTERS_A_LINE = 50;

/**
 * A bar chart as SVG, described for screen readers and doubled by a table. No style attribute: the content security
 * policy refuses them, so colours and type come from classes.
 */
export function chart(figures: readonly Figure[], study: StudyData, title: string, id: string): Element {
  return h('figure.chart', [
    ...drawing(figures, title, id),
    h('details', [h('summary', 'Les données du graphique'), figureTable(figures, title)]),
    source(study),
  ]);
}

/** The title of a chart and its bars. `id` begins those of its parts. */
export function drawing(figures: readonly Figure[], title: string, id: string): Element[] {
  const largest = Math.max(...figures.map((figure) => Math.abs(figure.value)), 0);
  const bars: Element[] = [];
  let y = 0;
  for (const figure of figures) {
    const value = formatFigure(figure);
    for (const line of wrap(typeset(figure.label))) {
      y += LINE;
      bars.push(s('text.bar-label', { x: 0, y: y - 6 }, line));
    }
    const length = largest === 0 ? 0 : Math.round((Math.abs(figure.value) / largest) * (WIDTH - 80));
    bars.push(s('rect.bar', { x: 0, y, width: Math.max(length, 1), height: BAR }));
    bars.push(s('text.bar-value', { x: length + 8, y: y + BAR - 2 }, value));
    y += BAR + GAP;
  }
  const svg = s('svg', { viewBox: `0 0 ${WIDTH} ${y}`, role: 'img', ariaLabelledBy: [`${id}-title`, `${id}-text`] }, [
    s('title', { id: `${id}-title` }, title),
    s(
      'desc',
      { id: `${id}-text` },
      figures.map((figure) => `${typeset(figure.label)}\u00A0: ${formatFigure(figure)}`).join('. '),
    ),
    ...bars,
  ]);
  return [h('figcaption', title), svg];
}

function figureTable(figures: readonly Figure[], title: string): Element {
  const based = figures.some((figure) => figure.base !== undefined);
  return h('div.table', { role: 'region', tabIndex: 0, ariaLabel: `Tableau\u00A0: ${title}` }, [
    h('table', [
      h('thead', [
        h('tr', [
          h('th', { scope: 'col' }, 'Réponse'),
          h('th', { scope: 'col' }, 'Valeur'),
          based ? h('th', { scope: 'col' }, 'Base') : null,
        ]),
      ]),
      h(
        'tbody',
        figures.map((figure) =>
          h('tr', [
            h('th', { scope: 'row' }, typeset(figure.label)),
            h('td', formatFigure(figure)),
            based ? h('td', baseOf(figure)) : null,
          ]),
        ),
      ),
    ]),
  ]);
}

function source(study: StudyData): Element {
  const parts: (ElementContent | string)[] = [
    'Source\u00A0: ',
    h('a', { href: study.source.url }, [h('cite', typeset(study.source.title))]),
    `, ${typeset(study.commissioner)}, ${typeset(study.sample)}.`,
  ];
  return h('p.source', parts);
}

/** The lines of a label, about as long as one another: as narrow as their number allows. */
function wrap(label: string): string[] {
  let lines = filled(label, LETTERS_A_LINE);
  for (let letters = LETTERS_A_LINE - 1; lines.length > 1; letters--) {
    const narrower = filled(label, letters);
    if (narrower.length > lines.length) return lines;
    lines = narrower;
  }
  return lines;
}

function filled(label: string, letters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of label.split(' ')) {
    if (line !== '' && line.length + word.length >= letters) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
