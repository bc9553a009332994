const NBSP = '\u00a0';
const NNBSP = '\u202f';
/** Stands in a text for an inline element that is not read: code, a foreign word, a picture. */
export const OPAQUE = '\ufffc';

export type Edit = readonly [start: number, end: number, by: string];
type Replace = (start: number, end: number, by: string) => void;
/** Looks at a whole text, of which `places` tells where the characters stand that call for a rule. */
type Pass = (text: string, places: readonly number[], replace: Replace) => void;
/** Looks at a text from one place on. */
type Rule = (text: string, at: number, replace: Replace) => void;

/**
 * At each of the characters `at`, replaces the first group of the pattern, which must be the end of what it matches.
 * One walk over a text that asks only the patterns which its characters call for takes a third of the time of searching
 * the text for each pattern.
 */
function tail(at: string, pattern: RegExp, by: string): [string, Rule] {
  const sticky = new RegExp(pattern.source, 'yu');
  return [
    at,
    (text, start, replace) => {
      sticky.lastIndex = start;
      const match = sticky.exec(text);
      if (match !== null) replace(sticky.lastIndex - match[1]!.length, sticky.lastIndex, by);
    },
  ];
}

/** A pass of rules, each with the characters that call for it. */
function atEach(...rules: (readonly [string, Rule])[]): Pass {
  const table = new Map<number, Rule[]>();
  for (const [characters, rule] of rules) {
    for (const character of characters) {
      const code = character.charCodeAt(0);
      table.set(code, [...(table.get(code) ?? []), rule]);
    }
  }
  callers += rules.map(([characters]) => characters).join('');
  return (text, places, replace) => {
    for (const at of places) {
      const called = table.get(text.charCodeAt(at));
      if (called !== undefined) for (const rule of called) rule(text, at, replace);
    }
  };
}

/** The characters that call for a rule of any pass. */
let callers = '';

function placesOf(text: string): number[] {
  const places: number[] = [];
  CALLER.lastIndex = 0;
  while (CALLER.test(text)) places.push(CALLER.lastIndex - 1);
  return places;
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

const DIGITS = '0123456789';

const glyphs = atEach(
  tail(
    "'",
    re`(')${anyOf(
      re`(?<=\p{L}')(?=\p{L})`,
      re`(?<=(?<![\p{L}\p{N}'’])${ELIDED}')`,
      re`(?<=(?:^|[\s(«“])')(?=\d\d(?![\d'’]))`,
    )}`,
    '’',
  ),
  tail('.', re`(\.{3})(?<![./\\].{3})(?![./\\])`, '…'),
  // A hyphen between spaced words, save in a range of numbers.
  tail(
    '-',
    re`(-)(?<=[\p{L}\p{M}\p{N}»”"…!?.,)%${OPAQUE}]${SP}+-)(?=${SP}+[\p{L}\p{N}«“"(${OPAQUE}])(?!(?<=\d${SP}+-)${SP}+\d)`,
    '–',
  ),
  // 1ère; then 2ème, XXIème
  tail('1', re`1(?<![\p{L}\p{N}_#]1)(i?[èée]re)${AFTER_ORDINAL}`, 're'),
  tail(`${DIGITS}IVX`, re`(?:\d(?<![\p{L}_#]\d+)|[IVX](?<![\p{L}\p{N}_#].)[IVXLC]*)(i?[èée]me)${AFTER_ORDINAL}`, 'e'),
  // No space within « ?! », and one after a sign.
  tail('!?', re`[!?](${GAP})(?=[!?](?:[!?\s]*[!?])?${AFTER_HIGH})`, ''),
  tail(';:!?»%€‰', re`[;:!?»%€‰]( {2,})(?=[^\s;:!?»%€‰])`, ' '),
);

const MONTHS =
  'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|(?:janv|févr|avr|juil|sept|oct|nov|déc)[.]';
const UNITS =
  '[kcdm]?m[²³23]?|ha|[kmµ]?g|t|[cdhm]?[lL]|h|min|m?s|°[CF]?|[kMGTP]?o|[kMGT]?Wh?|k?V|[kMG]?Hz|(?:[kM]|Mds?)?[$£]|Mds?|milliers?|millions?|milliards?|heures?|minutes?|secondes?|euros?|centimes?';

const SIGNS = '!?;:»%‰€kM';
const SIGN = new RegExp(
  String.raw`(?<=(${GAP}))(?:([!?]+${AFTER_HIGH}|;${AFTER_LOW})|([%‰]${NO_WORD})|(?:[kM]|Mds?)?€${NO_WORD}|:(?<!:[\w+-]+:|\b(?:https?|mailto):)${AFTER_LOW}|»)`,
  'yu',
);
const OPENING = /[\s([{«“—–-]/;
const WORD = /[\p{L}\p{M}\p{N}.)\]}»”"’'%‰€$£°²³\ufffc]/u;

/** The space before a sign: made right where there is one, added where the sign touches a word. */
const sign: Rule = (text, at, replace) => {
  SIGN.lastIndex = at;
  const match = SIGN.exec(text);
  if (match === null) return;
  const [written, gap = '', high, percent] = match;
  const start = at - gap.length;
  const before = text.charAt(start - 1);
  let fits = before !== '' && !OPENING.test(before);
  if (percent !== undefined || written.endsWith('€')) fits = /\d/.test(before);
  else if (gap === '' && written !== '»') fits = WORD.test(before);
  if (fits) replace(start, at, (high ?? percent) === undefined ? NBSP : NNBSP);
};

const CLOSING_NUMBER = new RegExp(
  String.raw`(?<=\p{L}(${SP}+))\d{1,2}(?=[.…)](?![\p{L}\p{N}])|,\s|${GAP}(?:[;:]${AFTER_LOW}|[!?]|»))`,
  'yu',
);

/** The space between a word and the number that it calls for. */
const closingNumber: Rule = (text, at, replace) => {
  CLOSING_NUMBER.lastIndex = at;
  const match = CLOSING_NUMBER.exec(text);
  if (match !== null) replace(at - match[1]!.length, at, NBSP);
};

const spaces = atEach(
  tail(DIGITS, re`\d(?<!\d{4})(${SP}+)(?=\d{3}(?!\d))`, NNBSP),
  tail('«', re`«(${GAP})(?=\S)`, NBSP),
  // 12 km, 1er mars; 20 h 30; n° 12
  tail(DIGITS, re`\d(?:er)?(?=${SP}+(?:${UNITS}|${MONTHS})(?![\p{L}\p{N}’'-]))(${SP}+)`, NBSP),
  tail(DIGITS, re`\d${SP}*(?:h|min)(?=${SP}+\d\d?(?!\d))(${SP}+)`, NBSP),
  tail('°º§', re`(?:[°º](?<=[nN].)|§)(?=${SP}+\d)(${SP}+)`, NBSP),
  // « tapez 1 », le quai 4: a short number does not begin a line on which its sentence ends or pauses.
  [DIGITS, closingNumber],
  // p. 12, art. IV; J. Martin; Mme Martin, M. le maire
  tail('.', re`\.(?<=\b(?i:pp?|art|chap|fig|vol|t|al)\.)(?=${SP}+(?:\d|[IVXLC]+\b))(${SP}+)`, NBSP),
  tail('.', re`\.(?<=(?<![\p{L}\p{N}])\p{Lu}\.)(?=${SP}+\p{Lu})(${SP}+)`, NBSP),
  tail('MDP', re`\b(?:M(?:M?\.|me|lle|gr|e)|[DP]r)s?(?=${SP}+(?:\p{Lu}|l[ea]?\b))(${SP}+)`, NBSP),
  // The dash that opens a line of dialogue.
  tail('—–', re`[—–](?<=(?:^|\n|«)${SP}*[—–])(?=${SP}+\S)(${SP}+)`, NBSP),
  [SIGNS, sign],
);

/** Straight quotation marks that pair become « », or “ ” inside « »; inches and lone marks stay. */
const quotes: Pass = (text, _places, replace) => {
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
const asides: Pass = (text, places, replace) => {
  if (!places.some((at) => text[at] === '—' || text[at] === '–')) return;
  for (const { 0: all, 2: opening = '', 3: closing = '', index } of text.matchAll(ASIDE)) {
    const end = index + all.length - 1;
    replace(index + 2, index + 2 + opening.length, NBSP);
    replace(end - closing.length, end, NBSP);
  }
};

/** In order; the rules of one pass never want the same characters. */
const PASSES = [quotes, glyphs, asides, spaces];
const CALLER = new RegExp(`[${callers.replace('-', '')}-]`, 'g');

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

/** What a pass changes, in order, outside addresses. */
function editsOf(pass: Pass, text: string, places: readonly number[]): Edit[] {
  const edits: Edit[] = [];
  pass(text, places, (start, end, by) => {
    if (end - start === by.length && text.startsWith(by, start)) return;
    // `M. Martin` is a title and might be a first name: both rules want the same space.
    if (!edits.some((edit) => edit[0] === start && edit[1] === end)) edits.push([start, end, by]);
  });
  if (edits.length > 1) edits.sort(([a], [b]) => a - b);
  if (edits.length === 0 || !ADDRESS_HINT.test(text)) return edits;
  const addresses = Array.from(text.matchAll(ADDRESS), ({ 0: { length }, index }) => [index, index + length] as const);
  return edits.filter(([start, end]) => !addresses.some(([from, to]) => start < to && end > from));
}

function edited(text: string, edits: readonly Edit[]): string {
  let out = '';
  let kept = 0;
  for (const [start, end, by] of edits) {
    out += text.slice(kept, start) + by;
    kept = end;
  }
  return out + text.slice(kept);
}

/** As `typeset`; `onEdits` is told what each pass changes in the text as the pass before left it. */
export function setText(text: string, onEdits: (edits: Edit[]) => void): string {
  let places: number[] | null = null;
  for (const pass of PASSES) {
    places ??= placesOf(text);
    const edits = editsOf(pass, text, places);
    if (edits.length === 0) continue;
    text = edited(text, edits);
    places = null;
    onEdits(edits);
  }
  return text;
}

/**
 * A French text with the spaces, quotation marks, apostrophes, dashes and ordinals that its typography asks for; setting
 * it twice changes nothing more. Letters and digits stay as they are save in misspelt ordinals (`2ème` → `2e`);
 * addresses, paths, times and smileys stay whole.
 * Rules: Lexique des règles typographiques en usage à l'Imprimerie nationale, with the Web's narrow no-break space
 * before ; ! ? and %.
 */
export function typeset(text: string): string {
  return setText(text, () => undefined);
}
