import { stemOf } from './stems.ts';
import { SYNONYMS } from './synonyms.ts';
import type { View } from './view.ts';
import type { Correction, Vocabulary } from './vocabulary.ts';
import { isStopWord, type ParsedQuery, type QueryWord, wordsOf } from './words.ts';

/** One way to find a word: a stem or a phrase of stems, worth less the farther it is from what was typed. */
export interface Way {
  stems: string[];
  weight: number;
  isPrefix?: boolean;
}

/** A word of the query with the ways to find it. */
export interface Term {
  word: QueryWord;
  ways: Way[];
  /** What takes its place when it is found nowhere, the best first. */
  corrections: Correction[];
}

const SYNONYM = 0.4;
const PREFIX = 0.7;
const CORRECTION = 0.9;
const SHORTEST_PREFIX = 3;

/**
 * The words of a query with every way that finds something for this view. A word that nothing finds is corrected; the
 * last one may be unfinished.
 */
export function understand({ words }: ParsedQuery, view: View, vocabulary: Vocabulary): Term[] {
  const isFound = (stems: readonly string[], isPrefix = false): boolean => view.find(stems, isPrefix).at.length > 0;
  const pairs = words.map((word, index) => fusedPair(word, words[index + 1], isFound));
  const phrases = phrasesIn(words.map(({ folded }) => folded));
  return words.map((word, index): Term => {
    const exact = new Set([stemOf(word.folded)]);
    if (word.fused !== undefined) exact.add(stemOf(word.fused));
    for (const pair of [pairs[index], pairs[index - 1]]) if (pair !== undefined && pair !== null) exact.add(pair);
    const others = [...(SYNONYMS.get(word.folded) ?? []), ...(phrases.get(index) ?? [])];
    const ways: Way[] = [
      ...Array.from(exact, (stem) => ({ stems: [stem], weight: 1 })),
      ...others.map((other) => ({ stems: stemsOf(other), weight: SYNONYM })),
    ].filter(({ stems }) => isFound(stems));
    if (ways.length > 0) return { word, ways, corrections: [] };
    if (index === words.length - 1 && word.folded.length >= SHORTEST_PREFIX && isFound([word.folded], true))
      return { word, ways: [{ stems: [word.folded], weight: PREFIX, isPrefix: true }], corrections: [] };
    const corrections = vocabulary.corrections(word.folded);
    return {
      word,
      ways: corrections.map(({ stems }) => ({ stems, weight: CORRECTION })),
      corrections,
    };
  });
}

/** The stems of several words in their order, without stop words. */
export function stemsOf(text: string): string[] {
  return wordsOf(text).flatMap(({ forms: [form = ''] }) => (isStopWord(form) ? [] : [stemOf(form)]));
}

/** « co construction » may be written in one. */
function fusedPair(
  one: QueryWord,
  other: QueryWord | undefined,
  isFound: (stems: readonly string[]) => boolean,
): string | null {
  if (other === undefined) return null;
  const stem = stemOf(one.folded + other.folded);
  return isFound([stem]) ? stem : null;
}

/** What stands for several words in a row: « service après-vente » is « SAV ». By the place of each of its words. */
function phrasesIn(words: readonly string[]): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const [phrase, others] of SYNONYMS) {
    if (!phrase.includes(' ')) continue;
    const wanted = wordsOf(phrase).flatMap(({ forms: [form = ''] }) => (isStopWord(form) ? [] : [stemOf(form)]));
    const begins = words.findIndex((_, index) =>
      wanted.every((stem, next) => stemOf(words[index + next] ?? '') === stem),
    );
    if (begins < 0 || wanted.length < 2) continue;
    for (const index of wanted.keys()) found.set(begins + index, [...(found.get(begins + index) ?? []), ...others]);
  }
  return found;
}
