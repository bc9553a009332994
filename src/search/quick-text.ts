import { fold, isStopWord } from './words.ts';

/**
 * The text of the quick index and back, pure and fit for the browser. Pagefind cuts words at white space alone, makes all
 * white space plain, and takes the longest known beginning of a word that it does not know: the copy that it reads is
 * written for it, with invisible signs that it keeps and that are no part of a word.
 */

/** Each stands before a plain space, for what was there: nothing, after what joins two words; a no-break space. */
const SPACES: Record<string, string> = { '\u2061': '', '\u2062': '\u00a0', '\u2064': '\u202f' };
const NOTHING = '\u2061 ';
const SIGNS: Record<string, string> = { '\u00a0': '\u2062 ', '\u202f': '\u2064 ' };
/** Between the groups of a number, which is one word. */
const GROUPED = '\u2063';
/** Between the letters of a ligature, which readers type in two. */
const LIGATED = '\u2060';
/** Stands before a word that is not to be found: a letter, so that it is a part of the word. */
const SHIELD = 'ǀ';

const JOINTS = /[’ʼ‘'´`\-‐‑–—/](?!\s)/g;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const NUMBER = /(?<![\p{L}\p{N}])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\p{L}\p{N}])/gu;
const LIGATURES: Record<string, string> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE' };
const WRITTEN_IN_TWO = new RegExp(`[oa]${LIGATED}e`, 'gi');
const LETTERS: Record<string, string> = { o: 'œ', O: 'Œ', a: 'æ', A: 'Æ' };

/** A text as Pagefind reads it. Stop words and lone letters are shielded. */
export function forIndex(text: string): string {
  return spaced(text.replace(NUMBER, (number) => number.replace(/\s/g, GROUPED)))
    .replace(/\S+/g, shieldStopWord)
    .replace(/[œŒæÆ]/g, (letter) => [...(LIGATURES[letter] ?? letter)].join(LIGATED));
}

/** A text that is shown with a result and never found by: each of its words is shielded. */
export function forShow(text: string): string {
  return spaced(text).replace(WORD, `${SHIELD}$&`);
}

/** The text as it was written. */
export function asWritten(copy: string): string {
  return copy
    .replace(/([\u2061\u2062\u2064])(?:\s|$)/g, (_space, sign: string) => SPACES[sign] ?? '')
    .replaceAll(SHIELD, '')
    .replaceAll(GROUPED, '\u202f')
    .replace(WRITTEN_IN_TWO, (pair) => LETTERS[pair.charAt(0)] ?? pair);
}

function spaced(text: string): string {
  return text.replace(JOINTS, `$&${NOTHING}`).replace(/[\u00a0\u202f]/g, (space) => SIGNS[space] ?? space);
}

/** An acronym such as « R&D » is several words to the eye, and one to Pagefind. */
function shieldStopWord(token: string): string {
  const [word, another] = token.match(WORD) ?? [];
  return word === undefined || another !== undefined || !isStopWord(fold(word))
    ? token
    : token.replace(word, `${SHIELD}${word}`);
}
