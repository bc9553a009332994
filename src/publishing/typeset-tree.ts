import type { Root } from 'hast';
import { type Edit, OPAQUE, setText } from './typography.ts';

/** Stands in a run for `<br>`: no rule reaches across two line ends. */
const BREAK = '\n\n';

/** The text of one block, and the stretches of it that nodes hold. */
interface Run {
  text: string;
  pieces: Piece[];
}

/** A stretch of a run; `node` is null for what must not change. */
interface Piece {
  length: number;
  node: { value: string } | null;
  depth: number;
}

function add(run: Run, text: string, node: Piece['node'], depth: number): void {
  run.text += text;
  run.pieces.push({ length: text.length, node, depth });
}

/** Gives the pieces the lengths that edits leave them. What is added between two of them goes to the outer one. */
function follow(edits: readonly Edit[], pieces: readonly Piece[]): void {
  const starts = [0];
  for (const piece of pieces) starts.push(starts.at(-1)! + piece.length);
  let first = 0;
  for (const [start, end, by] of edits) {
    while (starts[first + 1]! < start) first++;
    const overlap = start === end ? 0 : 1;
    let owner: Piece | undefined;
    for (let at = first; at < pieces.length && starts[at]! + overlap <= end; at++) {
      if (starts[at + 1]! < start + overlap) continue;
      const piece = pieces[at]!;
      piece.length -= Math.min(end, starts[at + 1]!) - Math.max(start, starts[at]!);
      if (owner === undefined || (piece.node !== null && (owner.node === null || piece.depth <= owner.depth)))
        owner = piece;
    }
    owner!.length += by.length;
  }
}

function typesetRun({ text: written, pieces }: Run): void {
  const text = setText(written, (edits) => follow(edits, pieces));
  if (text === written) return;
  let start = 0;
  for (const { node, length } of pieces) {
    const end = start + length;
    if (node !== null) node.value = text.slice(start, end);
    start = end;
  }
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
function walk(parent: TreeNode, run: Run, depth: number): void {
  for (const node of parent.children ?? []) {
    if (node.type === 'text') add(run, node.value ?? '', node as { value: string }, depth);
    else if (node.type === 'raw') add(run, OPAQUE, null, depth);
    else if (node.tagName === 'br' || node.name === 'br') add(run, BREAK, null, depth);
    else if (node.children !== undefined) {
      const inline = node.type === 'mdxJsxTextElement' || INLINE.has(node.tagName ?? '');
      if (!inline) flush(run);
      if (node.children.length > 0 && !isOpaque(node)) walk(node, run, depth + 1);
      else if (inline) add(run, OPAQUE, null, depth);
      if (!inline) flush(run);
    }
  }
}

function flush(run: Run): void {
  if (run.text !== '' && run.text !== '\n') typesetRun(run);
  run.text = '';
  run.pieces = [];
}

/**
 * Sets every text of the tree as `typeset` does, in place. The texts of one block are read as one, across inline
 * elements, whether HTML or MDX; code, times, raw HTML, attributes and text in another language are left alone.
 */
export function typesetTree(tree: Root): void {
  const run: Run = { text: '', pieces: [] };
  walk(tree as TreeNode, run, 0);
  flush(run);
}
