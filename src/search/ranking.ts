import { stemOf } from './stems.ts';
import { stemsOf, type Term } from './terms.ts';
import type { View } from './view.ts';
import { patternOf, wordsOf } from './words.ts';

const K1 = 1.2;
const B = 0.75;
/** Fewer results than this, and texts that lack a word are added. */
const ENOUGH = 5;
/** The most texts that lack a word. */
const MOST_RELAXED = 200;
/** The first so many are put in order by what their titles say. */
const COMPARED = 60;
const LOOKED_INTO = 24;
const NEAR = 1.3;
const PHRASE = 1.3;

/**
 * The texts that a query finds, the best first. With quotation marks, those that have the phrases, if any. Then those
 * that have every word; where they are few, those that have most of them follow.
 */
export function rank(
  terms: readonly Term[],
  phrases: readonly string[][],
  query: string,
  view: View,
  textOf: (position: number) => string,
): number[] {
  const { scores, covered } = scoreAll(terms, view);
  const found = positionsWhere((position) => (covered[position] ?? 0) > 0, view);
  const quoted = withPhrases(phrases, found, view);
  const pool = quoted.length > 0 ? quoted : found;
  const whole = pool.filter((position) => covered[position] === terms.length);
  raise(terms, whole, scores, view);
  const [term] = terms;
  const ordered = inOrder(whole, scores, query, view);
  const strict = terms.length > 1 || term === undefined ? ordered : asTyped(term, ordered, scores, textOf);
  if (strict.length >= ENOUGH || quoted.length > 0) return strict;
  const rest = pool.filter((position) => (covered[position] ?? 0) < terms.length);
  for (const position of rest) scores[position] = (scores[position] ?? 0) + COVERAGE * (covered[position] ?? 0);
  return [...strict, ...inOrder(rest, scores, query, view).slice(0, MOST_RELAXED)];
}

/** More than any score: a text with more of the words comes first. */
const COVERAGE = 1000;

/** BM25 of each word by its best way, summed, over what is out alone. https://doi.org/10.1561/1500000019 */
function scoreAll(terms: readonly Term[], view: View): { scores: Float64Array; covered: Uint8Array } {
  const scores = new Float64Array(view.documents.count);
  const covered = new Uint8Array(view.documents.count);
  for (const { ways } of terms) {
    const best = new Float64Array(view.documents.count);
    for (const { stems, weight, isPrefix } of ways) {
      const { at, frequency } = view.find(stems, isPrefix);
      const idf = Math.log(1 + (view.size - at.length + 0.5) / (at.length + 0.5));
      for (let index = 0; index < at.length; index += 1) {
        const position = at[index] ?? 0;
        const times = frequency[index] ?? 0;
        const length = K1 * (1 - B + (B * view.lengthOf(position)) / view.averageLength);
        const score = (weight * idf * times * (K1 + 1)) / (times + length);
        if (score > (best[position] ?? 0)) best[position] = score;
      }
    }
    for (let position = 0; position < best.length; position += 1) {
      const score = best[position] ?? 0;
      if (score === 0) continue;
      scores[position] = (scores[position] ?? 0) + score;
      covered[position] = (covered[position] ?? 0) + 1;
    }
  }
  return { scores, covered };
}

/**
 * A lone word finds all its forms; the form that was typed comes first, the more so the fewer texts have it. Only what a
 * page of results reads anyway is looked into.
 */
function asTyped(
  { word, corrections }: Term,
  ordered: readonly number[],
  scores: Float64Array,
  textOf: (position: number) => string,
): number[] {
  const first = ordered.slice(0, LOOKED_INTO);
  const [form = word.folded] = wordsOf(corrections[0]?.text ?? '')[0]?.forms ?? [];
  const pattern = patternOf(form);
  const having = new Set(first.filter((position) => pattern.test(textOf(position))));
  const factor = 1 + Math.log(first.length / Math.max(1, having.size));
  const score = (position: number): number => (scores[position] ?? 0) * (having.has(position) ? factor : 1);
  return [...first.sort((one, other) => score(other) - score(one)), ...ordered.slice(LOOKED_INTO)];
}

function positionsWhere(test: (position: number) => boolean, view: View): number[] {
  const found: number[] = [];
  for (let position = 0; position < view.documents.count; position += 1) if (test(position)) found.push(position);
  return found;
}

function withPhrases(phrases: readonly string[][], found: readonly number[], view: View): number[] {
  if (phrases.length === 0) return [];
  const sets = phrases.map((phrase) => new Set(view.find(phrase.map(stemOf)).at));
  return found.filter((position) => sets.every((set) => set.has(position)));
}

/** Words that stand together mean more than apart. */
function raise(terms: readonly Term[], found: readonly number[], scores: Float64Array, view: View): void {
  if (terms.length < 2 || found.length < 2) return;
  const stems = terms.map(({ word, ways }) => ways[0]?.stems[0] ?? stemOf(word.folded));
  for (const [set, factor] of [
    [view.near(stems), NEAR],
    [view.find(stems).at, PHRASE],
  ] as const)
    for (const position of set) scores[position] = (scores[position] ?? 0) * factor;
}

function inOrder(found: readonly number[], scores: Float64Array, query: string, view: View): number[] {
  const { documents } = view;
  const score = (position: number): number => scores[position] ?? 0;
  const compare = (one: number, other: number): number =>
    score(other) - score(one) ||
    (documents.publishedMs[other] ?? 0) - (documents.publishedMs[one] ?? 0) ||
    (documents.paths[one] ?? '').localeCompare(documents.paths[other] ?? '');
  const sorted = [...found].sort(compare);
  const first = sorted.slice(0, COMPARED);
  const typed = stemsWithStopWords(query);
  for (const position of first) {
    const alike = likeness(typed, stemsWithStopWords(documents.titles[position] ?? ''));
    const coverage = Math.floor(score(position) / COVERAGE) * COVERAGE;
    scores[position] = coverage + (score(position) - coverage) * (1 + alike + (alike === 1 ? 2 : 0));
  }
  return [...first.sort(compare), ...sorted.slice(COMPARED)];
}

function stemsWithStopWords(text: string): Set<string> {
  return new Set(wordsOf(text).map(({ forms: [form = ''] }) => stemOf(form)));
}

/** From 0 for no common word to 1 for the same words. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0;
  for (const stem of one) if (other.has(stem)) common += 1;
  return (2 * common) / Math.max(1, one.size + other.size);
}

/** The stems that mark a passage: of every way. */
export function stemsToMark(terms: readonly Term[]): { stems: string[]; isPrefix: boolean }[] {
  return terms.map(({ ways, word }) => ({
    stems: [...new Set(ways.length === 0 ? stemsOf(word.folded) : ways.flatMap(({ stems }) => stems))],
    isPrefix: ways.some(({ isPrefix }) => isPrefix === true),
  }));
}
