import type { Root } from 'hast';

const NBSP = '\u00a0';
const NNBSP = '\u202f';
/** Stands in a run for an inline element that is not read: code, a foreign word, a picture. */
const OPAQUE = '\ufffc';
/** Stands in a run for `<br>`: no rule reaches across two line ends. */
const BREAK = '\n\n';

/** A stretch of a run; `node` is null for what must not change. */
interface Piece {
  text: string;
  node: { value: string } | null;
  depth: number;
}

type Edit = readonly [start: number, end: number, by: string];
type Rule = (text: string, replace: (start: number, end: number, by: string) => void) => void;

/** Replaces the first group of the pattern, which must be the end of what it matches. */
function tail(pattern: RegExp, by: string): Rule {
  return (text, replace) => {
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      replace(pattern.lastIndex - match[1]!.length, pattern.lastIndex, by);
    }
  };
}

function re(source: TemplateStringsArray, ...parts: string[]): RegExp {
  return new RegExp(String.raw(source, ...parts), 'gu');
}

function anyOf(...patterns: RegExp[]): string {
  return `(?:${patterns.map(({ source }) => source).join('|')})`;
}

const SP = '[ \u00a0\u202f\u2009]';
/** What may stand between a word and its sign: spaces, or the line end of a wrapped paragraph. */
const GAP = `${SP}*(?:\r?\n${SP}*)?`;
const NO_WORD = String.raw`(?![\p{L}\p{N}])`;
/** ! or ? ends a sentence, unlike in `!=`, `a?b`, `![`. */
const AFTER_HIGH = String.raw`(?![\p{L}\p{N}=/\\_#@&|~^+<>(\[!?-])`;
/** ; or : is one, unlike in smileys, times, ports and `tdm:policy`. */
const AFTER_LOW = String.raw`(?=[\s»”"“«…—–${OPAQUE}]|$)`;
const ELIDED = '(?i:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr|aujourd)';
const AFTER_ORDINAL = String.raw`(?=s?(?!\p{L}|_|\.\p{L}))`;

const glyphs = [
  tail(
    re`(')${anyOf(
      re`(?<=\p{L}')(?=\p{L})`,
      re`(?<=(?<![\p{L}\p{N}'’])${ELIDED}')`,
      re`(?<=(?:^|[\s(«“])')(?=\d\d(?![\d'’]))`,
    )}`,
    '’',
  ),
  tail(re`(\.{3})(?<![./\\].{3})(?![./\\])`, '…'),
  // A hyphen between spaced words, save in a range of numbers.
  tail(
    re`(-)(?<=[\p{L}\p{M}\p{N}»”"…!?.,)%${OPAQUE}]${SP}+-)(?=${SP}+[\p{L}\p{N}«“"(${OPAQUE}])(?!(?<=\d${SP}+-)${SP}+\d)`,
    '–',
  ),
  // 1ère; then 2ème, XXIème
  tail(re`1(?<![\p{L}\p{N}_#]1)(i?[èée]re)${AFTER_ORDINAL}`, 're'),
  tail(re`(?:\d(?<![\p{L}_#]\d+)|[IVX](?<![\p{L}\p{N}_#].)[IVXLC]*)(i?[èée]me)${AFTER_ORDINAL}`, 'e'),
  // No space within « ?! », and one after a sign.
  tail(re`[!?](${GAP})(?=[!?](?:[!?\s]*[!?])?${AFTER_HIGH})`, ''),
  tail(re`[;:!?»%€‰]( {2,})(?=[^\s;:!?»%€‰])`, ' '),
];

const MONTHS =
  'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|(?:janv|févr|avr|juil|sept|oct|nov|déc)[.]';
const UNITS =
  '[kcdm]?m[²³23]?|ha|[kmµ]?g|t|[cdhm]?[lL]|h|min|m?s|°[CF]?|[kMGTP]?o|[kMGT]?Wh?|k?V|[kMG]?Hz|(?:[kM]|Mds?)?[$£]|Mds?|milliers?|millions?|milliards?';

const spaces = [
  tail(re`\d(?<!\d{4})(${SP}+)(?=\d{3}(?!\d))`, NNBSP),
  tail(re`«(${GAP})(?=\S)`, NBSP),
  tail(
    re`${anyOf(
      // 12 km, 1er mars; 20 h 30; n° 12
      re`\d(?:er)?(?=${SP}+(?:${UNITS}|${MONTHS})(?![\p{L}\p{N}’'-]))`,
      re`[hn](?<=\d${SP}*(?:h|min))(?=${SP}+\d\d?(?!\d))`,
      re`(?:[nN][°º]|§)(?=${SP}+\d)`,
      // p. 12, art. IV; J. Martin; Mme Martin, M. le maire
      re`\.(?<=\b(?i:pp?|art|chap|fig|vol|t|al)\.)(?=${SP}+(?:\d|[IVXLC]+\b))`,
      re`\.(?<=(?<![\p{L}\p{N}])\p{Lu}\.)(?=${SP}+\p{Lu})`,
      re`\b(?:M(?:M?\.|me|lle|gr|e)|[DP]r)s?(?=${SP}+(?:\p{Lu}|l[ea]?\b))`,
      // The dash that opens a line of dialogue.
      re`[—–](?<=(?:^|\n|«)${SP}*[—–])(?=${SP}+\S)`,
    )}(${SP}+)`,
    NBSP,
  ),
];

const SIGN = re`(?=[!?;:»%‰€kM])(?<=(${GAP}))(?:([!?]+${AFTER_HIGH}|;${AFTER_LOW})|([%‰]${NO_WORD})|(?:[kM]|Mds?)?€${NO_WORD}|:(?<!:[\w+-]+:|\b(?:https?|mailto):)${AFTER_LOW}|»)`;
const OPENING = /[\s([{«“—–-]/;
const WORD = /[\p{L}\p{M}\p{N}.)\]}»”"’'%‰€$£°²³\ufffc]/u;

/** The space before a sign: made right where there is one, added where the sign touches a word. */
const signs: Rule = (text, replace) => {
  for (let match = SIGN.exec(text); match !== null; match = SIGN.exec(text)) {
    const [sign, gap = '', high, percent] = match;
    const start = match.index - gap.length;
    const before = text.charAt(start - 1);
    let fits = before !== '' && !OPENING.test(before);
    if (percent !== undefined || sign.endsWith('€')) fits = /\d/.test(before);
    else if (gap === '' && sign !== '»') fits = WORD.test(before);
    if (fits) replace(start, match.index, (high ?? percent) === undefined ? NBSP : NNBSP);
  }
};

/** Straight quotation marks that pair become « », or “ ” inside « »; inches and lone marks stay. */
const quotes: Rule = (text, replace) => {
  const openings: number[] = [];
  const marks = new Map<number, 'open' | 'close'>();
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    const mayOpen = !/[\p{L}\p{M}\p{N}.,!?…)\]}%€=\ufffc]/u.test(text.charAt(at - 1));
    const mayClose = !/[\p{L}\p{N}\ufffc]/u.test(text.charAt(at + 1));
    const opening = mayClose ? openings.pop() : undefined;
    if (opening !== undefined) marks.set(opening, 'open').set(at, 'close');
    else if (mayOpen) openings.push(at);
  }
  if (marks.size === 0) return;
  let level = 0;
  for (const { 0: sign, index } of text.matchAll(/["«»]/g)) {
    const mark = marks.get(index);
    if (sign === '»' || mark === 'close') level = Math.max(0, level - 1);
    const [opening, closing] = level === 0 ? ['«', '»'] : ['“', '”'];
    if (mark !== undefined) replace(index, index + 1, mark === 'open' ? opening : closing);
    if (sign === '«' || mark === 'open') level++;
  }
};

const ASIDE = re`\s([—–])(?<!«\s*[—–])(${SP}+)[^\s—–.!?…][^—–.!?…]*?[!?…]*(?<!«)(${SP}+)\1(?=[\s,;:.)»]|$)`;

/** No-break spaces within dashes — like these — that pair in one sentence. */
const asides: Rule = (text, replace) => {
  if (!text.includes('—') && !text.includes('–')) return;
  for (const { 0: all, 2: opening = '', 3: closing = '', index } of text.matchAll(ASIDE)) {
    const end = index + all.length - 1;
    replace(index + 2, index + 2 + opening.length, NBSP);
    replace(end - closing.length, end, NBSP);
  }
};

/** The rules of a pass see the same text and never want the same characters. */
const PASSES = [[quotes], glyphs, [asides], [...spaces, signs]];

const ADDRESS_HINT = /[@/\\&]|www\./i;
const NOT_MAIL = '\\s«»“”"<>(),;:@';
const NAME = String.raw`(?<![\p{L}\p{N}._+-])[\p{L}\p{N}._+-]+`;
const PATH = String.raw`[^\s«»“”"<>]*[\p{L}\p{N}\/\\=#&_~+*$%-]`;
/** Web and mail addresses, file paths and character references, without the punctuation that follows them. */
const ADDRESS = re`${anyOf(
  re`(?<![\p{L}\p{N}])(?i:[a-z][a-z\d+.-]*:\/\/|www\.|mailto:|[a-z]:\\)${PATH}`,
  re`(?<![\p{L}\p{N}.~])(?:~|\.\.?)?\/${PATH}`,
  re`(?<![^${NOT_MAIL}'’])(?!${ELIDED}['’])[^${NOT_MAIL}]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`,
  re`${NAME}(?::\d+\/|[\/\\](?<=\.[\p{L}\p{N}_-]+.))${PATH}`,
  re`${NAME}(?:[\/\\][\p{L}\p{N}._+-]+)+`,
  re`&#?\w+;`,
)}`;

/** What the rules of a pass change, in order, outside addresses. */
function editsOf(rules: Rule[], text: string, mayHoldAddress: boolean): Edit[] {
  const edits: Edit[] = [];
  const replace = (start: number, end: number, by: string): void => {
    if (text.slice(start, end) !== by) edits.push([start, end, by]);
  };
  for (const rule of rules) rule(text, replace);
  edits.sort(([a], [b]) => a - b);
  if (edits.length === 0 || !mayHoldAddress) return edits;
  const addresses = Array.from(text.matchAll(ADDRESS), ({ 0: { length }, index }) => [index, index + length] as const);
  return edits.filter(([start, end]) => !addresses.some(([from, to]) => start < to && end > from));
}

/** Applies edits, the last first. What is added between two nodes goes to the outer one. */
function apply(edits: Edit[], pieces: Piece[]): void {
  const starts = [0];
  for (const piece of pieces) starts.push(starts.at(-1)! + piece.text.length);
  let last = pieces.length - 1;
  for (const [start, end, by] of edits.reverse()) {
    const overlap = start === end ? 0 : 1;
    while (starts[last]! + overlap > end) last--;
    let first = last;
    while (first > 0 && starts[first]! >= start + overlap) first--;
    let owner: Piece | undefined;
    for (const piece of pieces.slice(first, last + 1)) {
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

function textOf(pieces: Piece[]): string {
  return pieces.length === 1 ? pieces[0]!.text : pieces.map(({ text }) => text).join('');
}

function typesetRun(pieces: Piece[]): void {
  let text = textOf(pieces);
  const mayHoldAddress = ADDRESS_HINT.test(text);
  for (const rules of PASSES) {
    const edits = editsOf(rules, text, mayHoldAddress);
    if (edits.length === 0) continue;
    apply(edits, pieces);
    text = textOf(pieces);
  }
  for (const { node, text } of pieces) if (node !== null && node.value !== text) node.value = text;
}

/**
 * A French text with the spaces, quotation marks, apostrophes, dashes and ordinals that its typography asks for; setting
 * it twice changes nothing more. Letters and digits stay as they are save in misspelt ordinals (`2ème` → `2e`);
 * addresses, paths, times and smileys stay whole.
 * Rules: Lexique des règles typographiques en usage à l'Imprimerie nationale, with the Web's narrow no-break space
 * before ; ! ? and %.
 */
export function typeset(text: string): string {
  const node = { value: text };
  typesetRun([{ text, node, depth: 0 }]);
  return node.value;
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
