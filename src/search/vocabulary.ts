import type { DatabaseSync } from 'node:sqlite';
import { distance } from './distance.ts';
import type { Part } from './postings.ts';
import { stemOf } from './stems.ts';
import type { View } from './view.ts';
import { fold, patternOf } from './words.ts';

/** A word that is found, near to one that is not. */
export interface Correction {
  /** As a text that is out writes it. */
  text: string;
  stems: string[];
  distance: number;
  /** How many texts have it. */
  count: number;
}

export interface Vocabulary {
  /** What a folded word that is found nowhere may have meant, the nearest first, then the most frequent; at most three, equally near. */
  corrections(folded: string): Correction[];
  /** A word far more frequent than this one, one letter away; `null` for none. */
  better(folded: string, count: number): Correction | null;
}

/** All words that were ever indexed since the database was made: more than what is out, so each is looked up before it counts. */
export interface WordList {
  /** Words at most `most` letters away, unchecked. */
  near(folded: string, most: number): string[];
}

const MOST_CHECKED = 20;
const MOST_GIVEN = 3;
const MOST_READ = 20;
const SHORTEST = 4;
const FAR_MORE = 25;

/** One letter may be wrong up to seven letters, two beyond. */
function tolerance(length: number): number {
  return length <= 7 ? 1 : 2;
}

/** Keeps the words of some parts in memory and reads what was added when asked again. */
export function createWordList(database: DatabaseSync, parts: readonly Part[]): WordList & { refresh(): void } {
  const sources = parts.map((part) => ({
    since: database.prepare(`SELECT id, word FROM search_${part}_words WHERE id > ? ORDER BY id`),
    last: 0,
  }));
  /** By length; `letters` has a bit for each letter of the word beside it. */
  const byLength = new Map<number, { words: string[]; letters: number[] }>();
  return {
    refresh() {
      for (const source of sources) {
        source.since.setReturnArrays(true);
        for (const [id, word] of source.since.all(source.last) as unknown as [number, string][]) {
          source.last = id;
          const list = byLength.get(word.length) ?? { words: [], letters: [] };
          byLength.set(word.length, list);
          list.words.push(word);
          list.letters.push(lettersOf(word));
        }
      }
    },

    near(folded, most) {
      const own = lettersOf(folded);
      const found = new Set<string>();
      for (let length = folded.length - most; length <= folded.length + most; length += 1) {
        const { words, letters } = byLength.get(length) ?? { words: [], letters: [] };
        for (const [index, bits] of letters.entries()) {
          if (bitCount(bits ^ own) > 2 * most) continue;
          const word = words[index] ?? '';
          const beginsAlike = word[0] === folded[0] || word[1] === folded[1] || word[0] === folded[1];
          if (beginsAlike && distance(folded, word, most) <= most) found.add(word);
        }
      }
      return [...found];
    },
  };
}

/** What a view may be told of the words: `textOf` reads what its audience reads of a text. */
export function openVocabulary(list: WordList, view: View, textOf: (position: number) => string): Vocabulary {
  const countOf = (stems: readonly string[]): number => view.find(stems).at.length;

  /** A known word as a text that is out writes it; `null` when none of the first texts that may have it does. */
  const written = (form: string): { text: string; stems: string[]; count: number } | null => {
    const stems = [stemOf(form)];
    const { at } = view.find(stems);
    const pattern = patternOf(form);
    for (const position of at.slice(0, MOST_READ)) {
      const text = pattern.exec(textOf(position))?.[0];
      if (text !== undefined) return { text, stems, count: at.length };
    }
    return null;
  };

  const candidates = (folded: string, most: number): Correction[] =>
    list
      .near(folded, most)
      .map((form) => ({ form, away: distance(folded, form, most), count: countOf([stemOf(form)]) }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => one.away - other.away || other.count - one.count || one.form.localeCompare(other.form))
      .slice(0, MOST_CHECKED)
      .flatMap(({ form, away }) => {
        const found = written(form);
        return found === null ? [] : [{ ...found, distance: away }];
      });

  /** « lattente », « serviceclient »: two words in one. */
  const parted = (folded: string): Correction[] => {
    const found: Correction[] = [];
    const elided = /^(l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu)([aeiouyh].{2,})$/.exec(folded);
    const stem = stemOf(elided?.[2] ?? '');
    if (elided !== null && countOf([stem]) > 0) {
      const word = written(elided[2] ?? '');
      const text = `${elided[1] ?? ''}’${word?.text ?? elided[2] ?? ''}`;
      found.push({ text, stems: [stem], distance: 0, count: countOf([stem]) });
    }
    for (let cut = 3; cut <= folded.length - 3; cut += 1) {
      const parts = [folded.slice(0, cut), folded.slice(cut)];
      const stems = parts.map(stemOf);
      const count = countOf(stems);
      if (count > 0) found.push({ text: parts.join(' '), stems, distance: 1, count });
    }
    return found;
  };

  return {
    corrections(folded) {
      if (folded.length < SHORTEST || /\d/.test(folded)) return [];
      const glued = parted(folded);
      const all = glued.length > 0 ? glued : candidates(folded, tolerance(folded.length));
      return all.filter((correction) => correction.distance === all[0]?.distance).slice(0, MOST_GIVEN);
    },
    better(folded, count) {
      if (folded.length < SHORTEST + 1) return null;
      const own = stemOf(folded);
      const [best] = candidates(folded, 1).filter(
        (other) => other.stems[0] !== own && other.count >= FAR_MORE * count && fold(other.text) !== folded,
      );
      return best ?? null;
    },
  };
}

function lettersOf(word: string): number {
  let bits = 0;
  for (let index = 0; index < word.length; index += 1) bits |= 1 << (word.charCodeAt(index) % 32);
  return bits;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
