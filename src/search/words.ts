/**
 * Words of French text and of queries, the same for both engines: pure, and fit for the browser. Everything is compared
 * folded: without case, accents, ligatures, elisions.
 */

/** A word of a text. `start` and `end` are offsets into the text as written, an elided article left out. */
export interface Word {
  start: number;
  end: number;
  /** What it may be found by, folded: a hyphenated word by each of its parts and, on the last one, by all in one. */
  forms: string[];
}

export interface QueryWord {
  /** As it was typed. */
  text: string;
  folded: string;
  /** The whole compound in one, for a part of « e-mail » or « porte-parole ». */
  fused?: string;
}

export interface ParsedQuery {
  /** Those that count, of phrases too, in their order; stop words only where there is nothing else. */
  words: QueryWord[];
  /** What stood between quotation marks, folded. */
  phrases: string[][];
}

/** The longest query that is read, in characters, and the most words of it. */
const LONGEST_QUERY = 200;
const MOST_WORDS = 16;

const LIGATURES: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ﬁ: 'fi', ﬂ: 'fl' };

/** A text as it is compared: lower case, no accents, « œ » in two letters, straight apostrophes, no invisible signs. */
export function fold(text: string): string {
  if (/^[a-z0-9]*$/.test(text)) return text;
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[œæßøłđﬁﬂ]/g, (letter) => LIGATURES[letter] ?? letter)
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[’ʼ‘´`]/g, "'");
}

const SEPARATOR = 1;
const JOINT = 2;
const DIGIT = 3;
const LETTER = 4;
/** What each sign is, found once. */
const kinds = new Uint8Array(65_536);

function look(code: number): number {
  const sign = String.fromCharCode(code);
  let kind = SEPARATOR;
  if (code >= 48 && code <= 57) kind = DIGIT;
  else if (/[\p{L}\p{M}\p{N}\u00ad\u200b-\u200d\u2060]/u.test(sign)) kind = LETTER;
  else if (/['’ʼ‘´`\-‐‑&]/.test(sign)) kind = JOINT;
  kinds[code] = kind;
  return kind;
}

/** 0 beyond the end. */
function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return kinds[code] || (code >= 0 ? look(code) : 0);
}

const NUMBER = /\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\p{L}\p{N}])|\d+[.,]\d+(?![\p{L}\p{N}])/uy;
const ACRONYM = /(?:\p{L}\.){2,}/uy;

/**
 * Visits what stands between separators: words, with their hyphens and apostrophes inside, numbers in groups of three or
 * with decimals, acronyms with their points. `isPlain`: letters and digits alone.
 */
export function scan(text: string, visit: (start: number, end: number, isPlain: boolean) => void): void {
  const { length } = text;
  let at = 0;
  while (at < length) {
    const kind = kindAt(text, at);
    if (kind < DIGIT) {
      at += 1;
      continue;
    }
    const start = at;
    if (kind === DIGIT || text.charCodeAt(at + 1) === POINT) {
      const special = kind === DIGIT ? NUMBER : ACRONYM;
      special.lastIndex = at;
      if (special.test(text)) {
        at = special.lastIndex;
        visit(start, at, false);
        continue;
      }
    }
    let isPlain = true;
    let next = kind;
    for (;;) {
      while (next >= DIGIT) next = kindAt(text, ++at);
      if (next !== JOINT) break;
      next = kindAt(text, at + 1);
      if (next < DIGIT) break;
      isPlain = false;
      at += 1;
    }
    visit(start, at, isPlain);
  }
}

const POINT = 46;
const PARTS = /[^'’ʼ‘´`\-‐‑&]+/g;
const ELIDED = /^(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu)$/;

/** The words of a text in their order, stop words included. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  scan(text, (start, end, isPlain) => addWords(text.slice(start, end), start, isPlain, words));
  return words;
}

function addWords(token: string, start: number, isPlain: boolean, words: Word[]): void {
  const add = (text: string, at: number, forms: string[]): void => {
    const known = forms.filter((form) => form !== '');
    if (known.length > 0) words.push({ start: at, end: at + text.length, forms: known });
  };
  if (isPlain) return add(token, start, [fold(token)]);
  if (/^\d/.test(token) && /^[\d.,\s]+$/.test(token)) {
    return add(token, start, [token.replace(/[.,]/, 'v').replace(/\s/g, '')]);
  }
  if (token.endsWith('.')) return add(token, start, [fold(token.replaceAll('.', ''))]);
  const parts = Array.from(token.matchAll(PARTS), ({ 0: text, index }) => ({ text, index, folded: fold(text) }));
  while (parts.length > 1 && ELIDED.test(parts[0]?.folded ?? '') && isApostrophe(token, parts[0])) parts.shift();
  const fused = parts.map(({ folded }) => folded).join('');
  if (parts.length > 1 && parts.every(({ folded }) => folded.length === 1)) return add(token, start, [fused]);
  for (const [index, { text, index: offset, folded }] of parts.entries()) {
    const isLast = index === parts.length - 1;
    add(text, start + offset, isLast && parts.length > 1 ? [folded, fused] : [folded]);
  }
}

function isApostrophe(token: string, part: { text: string; index: number } | undefined): boolean {
  return part !== undefined && /['’ʼ‘´`]/.test(token.charAt(part.index + part.text.length));
}

const STOP_WORDS = new Set(
  `a ai aie aient aies ait alors apres as au aucun aucune aujourdhui auquel auquelle aura aurait aurai auraient auront aussi autre autres aux
  auxquelles auxquels avaient avais avait avant avec avez aviez avions avoir avons ayant ayez ayons car ce ceci cela celle celles celui
  ces cet cette ceux chaque chez ci comme comment d dans de debout dela depuis des desquelles desquels dessous dessus deux devrait doit
  doivent donc dont du duquel durant elle elles en encore entre es est et etaient etais etait etant etes etiez etions etre eu eue eux fait
  faire faites faut font furent fut hors ici il ils j je jusqu jusque l la laquelle le lequel les lesquelles lesquels leur leurs lors
  lorsque lui m ma mais me meme memes mes mien moi moins mon n ne ni non nos notre nous on ont or ou par parce parmi pas pendant peu peut
  peuvent peux plus plusieurs pour pourquoi pourrait puis puisque qu quand que quel quelle quelles quelqu quelque quelques quels qui quoi
  quoique s sa sans se selon sera serai seraient serait serez serons seront ses si sien sinon soi soient sois soit sommes son sont sous
  soyez soyons suis sur t ta tandis tant te tel telle telles tels tes toi ton tous tout toute toutes tres tu un une va vers voici voila
  vont vos votre vous y`.split(/\s+/),
);

/** A word that says nothing of what a text is about: articles, pronouns, « être », single letters. */
export function isStopWord(folded: string): boolean {
  return STOP_WORDS.has(folded) || (folded.length === 1 && !/\d/.test(folded));
}

const CONTROL = /\p{Cc}/gu;
const QUOTED = /"([^"]*)"|«([^»]*)»|“([^”]*)”/g;

/** What a reader typed, whatever it is: the first 200 characters, at most 16 words. Unpaired quotation marks mean nothing. */
export function parseQuery(raw: string): ParsedQuery {
  const text = bounded(raw);
  const phrases = Array.from(text.matchAll(QUOTED), ([, ascii, french, curly]) =>
    wordsOf(ascii ?? french ?? curly ?? '').flatMap(({ forms: [form = ''] }) => (isStopWord(form) ? [] : [form])),
  );
  const all = queryWords(text);
  const telling = all.filter(({ folded }) => !isStopWord(folded));
  const words = (telling.length > 0 ? telling : all).slice(0, MOST_WORDS);
  return { words, phrases: phrases.filter((phrase) => phrase.length > 1) };
}

/** What of a query is read: no control character, no half of a sign, no word cut by the bound unless it is all there is. */
export function bounded(raw: string): string {
  const text = raw.slice(0, LONGEST_QUERY).toWellFormed().replace(CONTROL, ' ').trim();
  return raw.length > LONGEST_QUERY ? text.replace(/\s+\S*$/, '') : text;
}

function queryWords(text: string): QueryWord[] {
  const found = new Map<string, QueryWord>();
  scan(text, (from, to, isPlain) => {
    const words: Word[] = [];
    addWords(text.slice(from, to), from, isPlain, words);
    const fused = words.at(-1)?.forms[1];
    for (const { start, end, forms } of words) {
      const [folded = ''] = forms;
      const word = { text: text.slice(start, end), folded, ...(fused === undefined ? {} : { fused }) };
      if (!found.has(folded)) found.set(folded, word);
    }
  });
  return [...found.values()];
}

/** What else a folded word may be found by, by a map whose keys and values are folded. Never the word itself. */
export function synonymsOf(folded: string, synonyms: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return synonyms.get(folded)?.filter((other) => other !== folded) ?? [];
}

const ACCENTED: Record<string, string> = {
  a: 'àâäáãå',
  c: 'ç',
  e: 'éèêë',
  i: 'îïí',
  n: 'ñ',
  o: 'ôöóòø',
  u: 'ùûüú',
  y: 'ÿ',
};

/** Finds a folded word in a text as it is written, whole, whatever its accents and its case. */
export function patternOf(folded: string): RegExp {
  const letters = folded.replace(/oe|ae|./gu, (letter) => {
    if (letter.length > 1) return letter === 'oe' ? '(?:œ|[oôö][eéèêë])' : '(?:æ|[aàâä][eéèêë])';
    return ACCENTED[letter] === undefined ? letter : `[${letter}${ACCENTED[letter]}]`;
  });
  return new RegExp(`(?<![\\p{L}\\p{N}])${letters}(?![\\p{L}\\p{N}])`, 'iu');
}
