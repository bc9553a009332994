import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import { chart, keyFigure } from './charts.ts';
import { urls } from '../urls.ts';
import { attribute, dialogueLines, endsAnswer, inlineChildren } from './components.ts';
import { type Block, isElement, isJsx, isText, type Jsx, type Node } from './mdx.ts';
import type { Asset } from './pictures.ts';
import type { StudyData } from './record-schemas.ts';
import { serialise } from './serialise.ts';
import { typeset } from './typography.ts';

/** What components need to become HTML. */
export interface Material {
  /** By the source that `<Figure>` names. */
  pictures: ReadonlyMap<string, Asset>;
  studies: ReadonlyMap<string, StudyData>;
  /** Wordings and anchors of questions, numbers and ids of headings. */
  headings: ReadonlyMap<Block, Heading>;
  /** Charts drawn so far on the page, which number their ids. */
  charts: number;
}

/** A heading of the top level, or a question of an interview. */
export interface Heading {
  id: string;
  text: string;
  number: number | null;
  /** The inline content that is shown. */
  content: Node[];
}

/** The HTML of one part of a body. `begins`: inside what the part before it was cut. */
export function partToHtml(blocks: readonly Block[], material: Material, begins: 'answer' | 'coda' | null): string {
  const out: ElementContent[] = [];
  let holder: ElementContent[] = out;
  const enter = (selector: string): void => {
    const element = h(selector);
    out.push(element);
    holder = element.children as ElementContent[];
  };
  const first = blocks[0];
  if (begins !== null && first !== undefined && !endsAnswer(first)) enter(`div.${begins}`);
  for (const block of blocks) {
    const heading = material.headings.get(block);
    if (isJsx(block) && block.name === 'Question' && heading !== undefined) {
      out.push(h('h2.question', { id: heading.id }, [...(heading.content as ElementContent[]), anchor(heading)]));
      enter('div.answer');
    } else if (isJsx(block) && block.name === 'Coda') {
      out.push(h('hr.coda'));
      enter('div.coda');
    } else {
      const rendered = render(block, material);
      if (rendered !== null) holder.push(rendered);
    }
  }
  return serialise(out);
}

/** The HTML of list items, without their list: pages number notes themselves. */
export function notesToHtml(notes: readonly Element[], material: Material): string {
  return serialise(renderAll([...notes], material));
}

function anchor(heading: Heading): Element {
  const properties = {
    className: ['anchor'],
    href: `#${heading.id}`,
    ariaLabel: `Lien direct\u00A0: ${heading.text}`,
  };
  return { type: 'element', tagName: 'a', properties, children: [{ type: 'text', value: '#' }] };
}

/** The node as HTML, itself when nothing in it changes; `null` for what is never shown. */
function render(node: Node, material: Material): ElementContent | null {
  if (isText(node)) return node;
  if (isJsx(node)) return component(node, material);
  if (!isElement(node)) return null;
  const children = renderAll(node.children as Node[], material);
  const heading = material.headings.get(node);
  if (heading !== undefined) {
    const number = heading.number === null ? [] : [h('span.number', String(heading.number))];
    const classes = heading.number === null ? {} : { className: ['numbered'] };
    const properties = { id: heading.id, ...classes };
    return { type: 'element', tagName: node.tagName, properties, children: [...number, ...children, anchor(heading)] };
  }
  // The content security policy refuses style attributes: columns are aligned by class.
  const alignment =
    node.properties['style'] === undefined ? null : /text-align: *(\w+)/.exec(String(node.properties['style']));
  const element: Element = children === node.children && alignment === null ? node : { ...node, children };
  if (alignment !== null) element.properties = { className: [alignment[1] ?? ''] };
  if (node.tagName !== 'table') return element;
  return h('div.table', { role: 'region', tabIndex: 0, ariaLabel: 'Tableau' }, [element]);
}

/** The same list when every node is itself. */
function renderAll(nodes: Node[], material: Material): ElementContent[] {
  let changed: ElementContent[] | null = null;
  for (const [index, node] of nodes.entries()) {
    const rendered = render(node, material);
    if (rendered === node && changed === null) continue;
    changed ??= nodes.slice(0, index) as ElementContent[];
    if (rendered !== null) changed.push(rendered);
  }
  return changed ?? (nodes as ElementContent[]);
}

function component(node: Jsx, material: Material): Element {
  const value = (name: string): string => attribute(node, name);
  const text = (name: string): string => typeset(value(name));
  const blocks = (): ElementContent[] => renderAll(node.children, material);
  const inline = (): ElementContent[] => renderAll(inlineChildren(node), material);
  switch (node.name) {
    case 'FollowUp':
      return h('p.follow-up', inline());
    case 'Introduction':
      return h('div.introduction', blocks());
    case 'Note':
      return h('aside.note', [value('title') === '' ? null : h('p.note-title', text('title')), ...blocks()]);
    case 'Definition':
      return h('aside.definition', [h('p.term', [h('dfn', text('term'))]), ...blocks()]);
    case 'PullQuote':
      return h('figure.pull-quote', [
        h('blockquote', [h('p', inline())]),
        value('by') === '' ? null : h('figcaption', text('by')),
      ]);
    case 'Figure':
      return figure(node, material);
    case 'KeyFigure': {
      const study = material.studies.get(value('study'));
      const found = study?.figures.find((candidate) => candidate.id === value('id'));
      if (study === undefined || found === undefined) throw new Error(`no figure ${value('study')}#${value('id')}`);
      return keyFigure(found, study);
    }
    case 'Chart': {
      const study = material.studies.get(value('study'));
      if (study === undefined) throw new Error(`no study ${value('study')}`);
      const wanted = listOfFigures(node);
      const figures = wanted.flatMap((id) => study.figures.filter((candidate) => candidate.id === id));
      const title = value('title') === '' ? typeset(study.title) : text('title');
      material.charts += 1;
      return chart(figures, study, title, `graphique_${material.charts}`);
    }
    case 'Suggestion':
      return suggestion(node, blocks());
    case 'Dialogue':
      return h('div.dialogue', renderAll(dialogueLines(node), material));
    case 'Line':
      return h(
        'p.line',
        value('who') === '' ? ['—\u00A0', ...inline()] : [h('span.who', text('who')), ' ', ...inline()],
      );
    default:
      throw new Error(`<${node.name}> has no rendering`);
  }
}

/** The figures that a chart names, in its order. */
export function listOfFigures(node: Jsx): string[] {
  return attribute(node, 'figures')
    .split(',')
    .map((id) => id.trim());
}

function figure(node: Jsx, material: Material): Element {
  const asset = material.pictures.get(attribute(node, 'src'));
  if (asset === undefined) throw new Error(`no picture ${attribute(node, 'src')}`);
  const caption = typeset(attribute(node, 'caption'));
  return h('figure.picture', [
    picture(asset, typeset(attribute(node, 'alt'))),
    h('figcaption', [caption === '' ? '' : `${caption} `, h('span.credit', typeset(attribute(node, 'credit')))]),
  ]);
}

const SIZES = '(min-width: 64rem) 46rem, (min-width: 38rem) 35rem, calc(100vw - 2.5rem)';

function picture(asset: Asset, alt: string): Element {
  const srcSet = (variants: Asset['avif']): string =>
    variants.map((variant) => `${urls.media(variant.name)} ${variant.width}w`).join(', ');
  return h('picture', [
    h('source', { type: 'image/avif', srcSet: srcSet(asset.avif), sizes: SIZES }),
    h('source', { type: 'image/webp', srcSet: srcSet(asset.webp), sizes: SIZES }),
    h('img', {
      src: urls.media(asset.fallback.name),
      width: asset.width,
      height: asset.height,
      loading: 'lazy',
      decoding: 'async',
      alt,
    }),
  ]);
}

const SUGGESTION_NAMES: Record<string, string> = {
  book: 'Livre',
  film: 'Film',
  record: 'Disque',
  place: 'Lieu',
  site: 'Site',
};

function suggestion(node: Jsx, children: ElementContent[]): Element {
  const kind = attribute(node, 'kind');
  const url = attribute(node, 'url');
  const title = h('cite', typeset(attribute(node, 'title')));
  const by = [attribute(node, 'by'), attribute(node, 'year')]
    .filter((part) => part !== '')
    .map(typeset)
    .join(', ');
  return h(`aside.suggestion.suggestion-${kind}`, [
    h('p.suggestion-kind', SUGGESTION_NAMES[kind] ?? kind),
    h('p.suggestion-title', [url === '' ? title : h('a', { href: url }, [title])]),
    by === '' ? null : h('p.suggestion-by', by),
    ...children,
  ]);
}
