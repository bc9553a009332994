import { SYNONYMS } from '../search/synonyms.ts';
import { isStopWord, parseQuery, type QueryWord } from '../search/words.ts';

/** One word of a query, and what is searched for it. */
export interface Term {
  /** As Pagefind knows it: in one, and for a part of a compound all of it. */
  own: string[];
  /** What else is searched for it, and counts for less: its synonyms or what its writer may have meant. */
  others: string[];
  /** Of several words when they are a phrase. */
  synonyms: string[];
  /** Whether the others are what its writer may have meant. */
  isCorrected: boolean;
}

export interface Query {
  terms: Term[];
  /** What stood between quotation marks. */
  phrases: string[][];
}

const MOST_WORDS = 8;
const LONGEST_FAMILY_NAME = 3;

const telling = (phrase: string): string[] => phrase.split(' ').filter((word) => !isStopWord(word));

const FAMILIES = new Map(
  Array.from(SYNONYMS, ([phrase, others]) => [
    telling(phrase).join(' '),
    others.map((other) => telling(other).join(' ')),
  ]),
);

/** What somebody typed, as it is searched. */
export function readQuery(raw: string): Query {
  const { words, phrases } = parseQuery(raw);
  const asked = words.slice(0, MOST_WORDS);
  const terms = asked.map((word) => ({
    own: spellingsOf(word),
    others: [] as string[],
    synonyms: [] as string[],
    isCorrected: false,
  }));
  for (let from = 0; from < asked.length; from += 1) {
    for (let to = from + 1; to <= Math.min(asked.length, from + LONGEST_FAMILY_NAME); to += 1) {
      const name = asked.slice(from, to).map(({ folded }) => folded);
      const synonyms = FAMILIES.get(name.join(' ')) ?? [];
      for (const term of terms.slice(from, to)) term.synonyms.push(...synonyms);
    }
  }
  return { terms, phrases };
}

/** A number is searched by its digits alone. */
function spellingsOf({ text, folded, fused }: QueryWord): string[] {
  if (/^\d/.test(folded) && !/\p{L}/u.test(text)) return [text.replace(/\D/g, '')];
  return fused === undefined ? [folded] : [folded, fused];
}
