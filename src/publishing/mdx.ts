import type { Element, ElementContent, Root, Text } from 'hast';
import { htmlToHast, mdxToHast } from 'satteri';
import { type Issue, quote } from './issues.ts';

/** A component in the tree: `<Note>` on its own lines (flow), or inside a sentence (text, always refused). */
export interface Jsx {
  type: 'mdxJsxFlowElement' | 'mdxJsxTextElement';
  name: string | null;
  attributes: { type: string; name?: string; value?: unknown }[];
  children: Node[];
  position?: { start: { line: number } };
}

interface Expression {
  type: 'mdxFlowExpression' | 'mdxTextExpression' | 'mdxjsEsm';
  value: string;
  position?: { start: { line: number } };
}

export type Node = ElementContent | Jsx | Expression;

/** What stands at the top level of a body, once notes to the editors and blank lines are gone. */
export type Block = Element | Jsx;

const FEATURES = { gfm: { footnotes: { clobberPrefix: '' } } };

/**
 * Parses a whole MDX file (front matter included, so that lines are those of the file). Without `positions`, which cost
 * a third of the time, every line is unknown: enough for a file without a mistake.
 */
export function parseMdx(source: string, file: string, positions: boolean): Root | Issue {
  try {
    return mdxToHast(source, { features: FEATURES, position: positions }) as Root;
  } catch (error) {
    return explainSyntax(error instanceof Error ? error.message : String(error), source, file);
  }
}

export function isJsx(node: Node | Root['children'][number]): node is Jsx {
  return (node.type as string) === 'mdxJsxFlowElement' || (node.type as string) === 'mdxJsxTextElement';
}

export function isElement(node: Node | Root['children'][number], tagName?: string): node is Element {
  return node.type === 'element' && (tagName === undefined || node.tagName === tagName);
}

export function isText(node: Node | Root['children'][number]): node is Text {
  return node.type === 'text';
}

/** The line of a node, or `fallback` for the nodes that the parser makes itself. */
export function lineOf(node: { position?: { start: { line: number } } | undefined }, fallback = 1): number {
  return node.position?.start.line ?? fallback;
}

const BLOCKS = new Set(['p', 'li', 'h2', 'h3', 'h4', 'td', 'th', 'tr', 'blockquote', 'pre', 'figcaption']);

/** The words of HTML that the publisher has made. */
export function textOfHtml(html: string): string {
  return plainText((htmlToHast(html, { fragment: true }) as Root).children as Node[]);
}

/** The words of a tree as plain text, a line a block: anchors and calls of notes are left out. */
export function plainText(nodes: readonly Node[]): string {
  const lines = textOf(nodes)
    .split(BLOCK_END)
    .map((line) => line.trim());
  const filled = lines.filter((line) => line !== '');
  return filled.map((line) => (line.includes('\n') ? line.replaceAll(/\s*\n\s*/g, ' ') : line)).join('\n');
}

/**
 * What a character is to the count of words, by its code: 0 a space, which ends a word; 1 a sign, which changes nothing;
 * 3 a letter or digit, which makes a word of what it stands in.
 */
const CHARACTERS = Uint8Array.from({ length: 0x10000 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character)) return 0;
  return /[\dA-Za-z\u00c0-\u1fff\u2070-\uffff]/.test(character) ? 3 : 1;
});

/** Words of a tree: what stands between spaces and holds a letter or a digit, so that « ; » is none. */
export function countWords(nodes: readonly Node[]): number {
  const text = textOf(nodes);
  let words = 0;
  let inWord = 0;
  // Without a branch for each character, of which a processor would guess many wrong.
  for (let at = 0; at < text.length; at += 1) {
    const kind = CHARACTERS[text.charCodeAt(at)]!;
    const before = inWord;
    inWord = (before | (kind >> 1)) & kind;
    words += inWord & ~before;
  }
  return words;
}

/** Unicode's paragraph separator. */
const BLOCK_END = '\u2029';

/** Every text of a tree that counts as text, in order, with a mark where a block begins or ends. */
function textOf(nodes: readonly Node[]): string {
  const texts: string[] = [];
  gatherTexts(nodes, texts);
  return texts.join('');
}

function gatherTexts(nodes: readonly Node[], texts: string[]): void {
  for (const node of nodes) {
    if (isText(node)) texts.push(node.value);
    else if (isJsx(node)) {
      texts.push(BLOCK_END);
      gatherTexts(node.children, texts);
      texts.push(BLOCK_END);
    } else if (isElement(node)) {
      if (node.tagName === 'sup' || node.tagName === 'svg' || isHiddenFromText(node)) continue;
      gatherTexts(node.children as Node[], texts);
      if (BLOCKS.has(node.tagName)) texts.push(BLOCK_END);
    }
  }
}

function isHiddenFromText(element: Element): boolean {
  const classes = element.properties['className'];
  return Array.isArray(classes) && (classes.includes('anchor') || classes.includes('note-back'));
}

function explainSyntax(message: string, source: string, file: string): Issue {
  const position = /^(\d+):(\d+): /.exec(message);
  const line = Number(position?.[1] ?? 1);
  const rest = source.split('\n')[line - 1]?.slice(Number(position?.[2] ?? 1) - 1) ?? '';
  const issue = (field: string, what: string, remedy: string): Issue => ({ file, line, field, what, remedy });
  const unclosed = /Expected a closing tag for `<([^>`]+)>`/.exec(message);
  if (unclosed) return issue(`<${unclosed[1]}>`, 'cet élément n’est pas refermé', `ajoutez </${unclosed[1]}>`);
  const crossed = /Unexpected closing tag `<\/([^>`]+)>`, expected corresponding closing tag for `<([^>`]+)>`/.exec(
    message,
  );
  if (crossed) {
    return issue(`</${crossed[1]}>`, `cette fermeture ne correspond pas à <${crossed[2]}>`, `écrivez </${crossed[2]}>`);
  }
  const orphan = /Unexpected closing tag `<\/([^>`]+)>`/.exec(message);
  if (orphan) return issue(`</${orphan[1]}>`, 'cette fermeture n’a pas d’ouverture', 'supprimez-la');
  if (rest.startsWith('<!--')) return issue('corps', 'un commentaire HTML est refusé', 'écrivez {/* votre note */}');
  if (/^<(https?:|www\.|[^\s>]+@)/.test(rest)) {
    return issue('corps', `l’adresse ${quote(rest.slice(0, 40))} est entre chevrons`, 'écrivez [texte](adresse)');
  }
  if (/expression|\{|acorn/i.test(message) && !rest.startsWith('<')) {
    return issue('corps', 'une accolade { ouvre une expression', 'écrivez \\{ pour l’afficher');
  }
  if (rest.startsWith('<'))
    return issue('corps', 'le signe < est pris pour une balise', 'écrivez &lt; pour l’afficher');
  return issue('corps', 'ce passage est illisible', 'vérifiez les balises, les chevrons et les accolades de la ligne');
}
