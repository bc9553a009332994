import type { Root } from 'hast';
import { type Edit, OPAQUE, setText, typeset } from './typography.ts';

/** Stands in a run for `<br>`: no rule reaches across two line ends. */
const BREAK = '\n\n';

/** A stretch of a run; `node` is null for what must not change. */
interface Piece {
  text: string;
  node: { value: string } | null;
  depth: number;
}

/** Applies edits to what several nodes hold, the last first. What is added between two nodes goes to the outer one. */
function share(edits: Edit[], pieces: Piece[]): void {
  const starts = [0];
  for (const piece of pieces) starts.push(starts.at(-1)! + piece.text.length);
  let last = pieces.length - 1;
  for (const [start, end, by] of edits.reverse()) {
    const overlap = start === end ? 0 : 1;
    while (starts[last]! + overlap > end) last--;
    let first = last;
    while (first > 0 && starts[first]! >= start + overlap) first--;
    let owner: Piece | undefined;
    for (let at = first; at <= last; at++) {
      const piece = pieces[at]!;
      if (piece.node !== null && (owner === undefined || piece.depth <= owner.depth)) owner = piece;
    }
    for (let at = first; at <= last; at++) {
      const piece = pieces[at]!;
      const from = Math.max(start - starts[at]!, 0);
      const to = Math.max(end - starts[at]!, from);
      const added = piece === owner ? by : '';
      if (piece.node !== null) piece.text = piece.text.slice(0, from) + added + piece.text.slice(to);
    }
  }
}

function typesetRun(pieces: Piece[]): void {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) {
    if (only.node === null) return;
    only.text = typeset(only.text);
  } else {
    let text = '';
    for (const piece of pieces) text += piece.text;
    setText(text, (edits) => share(edits, pieces));
  }
  for (const { node, text } of pieces) if (node !== null && node.value !== text) node.value = text;
}

const UNREAD = new Set('code pre kbd samp script style time'.split(' '));
const INLINE = new Set(
  'a abbr b cite code data del dfn em i img input ins kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
);

/** What elements and MDX components have in common. */
interface TreeNode {
  type: string;
  value?: string;
  tagName?: string;
  name?: string | null;
  properties?: Record<string, unknown>;
  attributes?: { name?: string; value?: unknown }[];
  children?: TreeNode[];
}

/** Whether the words of an element are not ours to set. A note's mark would read as the end of a number. */
function isOpaque({ tagName, name, properties, attributes }: TreeNode): boolean {
  if (UNREAD.has(tagName ?? name ?? '') || properties?.['dataFootnoteRef'] !== undefined) return true;
  const attribute = attributes?.find((attribute) => attribute.name === 'lang' || attribute.name === 'xml:lang');
  const language = attribute === undefined ? (properties?.['lang'] ?? properties?.['xmlLang']) : attribute.value;
  return language !== undefined && !/^fr(?:-|$)/i.test(String(language));
}

/** Gathers the text of each block into a run, and sets it where the block ends. */
function walk(parent: TreeNode, run: Piece[], depth: number): void {
  for (const node of parent.children ?? []) {
    if (node.type === 'text') run.push({ text: node.value ?? '', node: node as { value: string }, depth });
    else if (node.type === 'raw') run.push({ text: OPAQUE, node: null, depth });
    else if (node.tagName === 'br' || node.name === 'br') run.push({ text: BREAK, node: null, depth });
    else if (node.children !== undefined) {
      const inline = node.type === 'mdxJsxTextElement' || INLINE.has(node.tagName ?? '');
      if (!inline) flush(run);
      if (node.children.length > 0 && !isOpaque(node)) walk(node, run, depth + 1);
      else if (inline) run.push({ text: OPAQUE, node: null, depth });
      if (!inline) flush(run);
    }
  }
}

function flush(run: Piece[]): void {
  if (run.some(({ node, text }) => node !== null && text !== '\n')) typesetRun(run);
  run.length = 0;
}

/**
 * Sets every text of the tree as `typeset` does, in place. The texts of one block are read as one, across inline
 * elements, whether HTML or MDX; code, times, raw HTML, attributes and text in another language are left alone.
 */
export function typesetTree(tree: Root): void {
  const run: Piece[] = [];
  walk(tree as TreeNode, run, 0);
  flush(run);
}
