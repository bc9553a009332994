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
/** More than any score: a text with more of the words comes first. */
const COVERAGE = 1000;
/** The first so many are put in order by what their titles say. */
const COMPARED = 60;
/** Of these the text is read, as it is anyway for a page of results. */
const LOOKED_INTO = 24;
const NEAR = 1.3;
const PHRASE = 1.3;

/** What a query finds, in no order, and what each is worth. */
export interface Found {
  positions: number[];
  scores: Float64Array;
}

/**
 * The texts that a query finds. With quotation marks, those that have the phrases, if any. Then those that have every
 * word; where they are few, also those that have most of them, which are worth less.
 */
export function match(terms: readonly Term[], phrases: readonly string[][], view: View): Found {
  const { scores, covered } = scoreAll(terms, view);
  const whole: number[] = [];
  const rest: number[] = [];
  const quoted = withPhrases(phrases, view);
  for (let position = 0; position < covered.length; position += 1) {
    const words = covered[position] ?? 0;
    if (words === 0 || quoted?.has(position) === false) continue;
    (words === terms.length ? whole : rest).push(position);
  }
  raise(terms, whole, scores, view);
  if (whole.length >= ENOUGH && quoted === null) return { positions: whole, scores };
  for (const position of [...whole, ...rest])
    scores[position] = (scores[position] ?? 0) + COVERAGE * (covered[position] ?? 0);
  return { positions: [...whole, ...best(rest, byScore(scores, view), MOST_RELAXED)], scores };
}

/** BM25 of each word by its best way, summed, over what is out alone. https://doi.org/10.1561/1500000019 */
function scoreAll(terms: readonly Term[], view: View): { scores: Float64Array; covered: Uint8Array } {
  const scores = new Float64Array(view.documents.count);
  const covered = new Uint8Array(view.documents.count);
  for (const { ways } of terms) {
    const best = ways.length === 1 ? null : new Float64Array(view.documents.count);
    for (const { stems, weight, isPrefix } of ways) {
      const { at, frequency } = view.find(stems, isPrefix);
      const worth = weight * (K1 + 1) * Math.log(1 + (view.size - at.length + 0.5) / (at.length + 0.5));
      for (let index = 0; index < at.length; index += 1) {
        const position = at[index] ?? 0;
        const times = frequency[index] ?? 0;
        const score = (worth * times) / (times + K1 * (1 - B + (B * view.lengthOf(position)) / view.averageLength));
        const before = best === null ? 0 : (best[position] ?? 0);
        if (score <= before) continue;
        if (before === 0) covered[position] = (covered[position] ?? 0) + 1;
        scores[position] = (scores[position] ?? 0) + score - before;
        if (best !== null) best[position] = score;
      }
    }
  }
  return { scores, covered };
}

/** The texts that have every phrase; `null` when none is asked, or no text has them. */
function withPhrases(phrases: readonly string[][], view: View): ReadonlySet<number> | null {
  if (phrases.length === 0) return null;
  const sets = phrases.map((phrase) => new Set<number>(view.find(phrase.map(stemOf)).at));
  const common = sets.reduce((one, other) => one.intersection(other));
  return common.size === 0 ? null : common;
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

type Compare = (one: number, other: number) => number;

function byScore(scores: Float64Array, { documents: { publishedMs, paths } }: View): Compare {
  return (one, other) =>
    (scores[other] ?? 0) - (scores[one] ?? 0) ||
    (publishedMs[other] ?? 0) - (publishedMs[one] ?? 0) ||
    (paths[one] ?? '').localeCompare(paths[other] ?? '');
}

/** The first `wanted` of a list in order, without putting the others in order when they are many. */
export function best(list: readonly number[], compare: Compare, wanted: number): number[] {
  if (list.length <= 4 * wanted) return [...list].sort(compare).slice(0, wanted);
  const first = list.slice(0, wanted).sort(compare);
  for (let index = wanted; index < list.length; index += 1) {
    const candidate = list[index] ?? 0;
    if (compare(candidate, first[wanted - 1] ?? 0) >= 0) continue;
    first.pop();
    let low = 0;
    for (let high = first.length; low < high;) {
      const middle = (low + high) >> 1;
      if (compare(candidate, first[middle] ?? 0) < 0) high = middle;
      else low = middle + 1;
    }
    first.splice(low, 0, candidate);
  }
  return first;
}

/** The first `wanted` of what was found, the best first, `query` being what was searched. */
export function inOrder(
  { positions, scores }: Found,
  wanted: number,
  {
    terms,
    query,
    view,
    textOf,
  }: { terms: readonly Term[]; query: string; view: View; textOf(position: number): string },
): number[] {
  const compare = byScore(scores, view);
  const sorted = best(positions, compare, Math.max(wanted, COMPARED));
  const first = sorted.slice(0, COMPARED);
  const typed = stemsWithStopWords(query);
  for (const position of first) {
    const alike = likeness(typed, stemsWithStopWords(view.documents.titles[position] ?? ''));
    const score = scores[position] ?? 0;
    const coverage = Math.floor(score / COVERAGE) * COVERAGE;
    scores[position] = coverage + (score - coverage) * (1 + alike + (alike === 1 ? 2 : 0));
  }
  first.sort(compare);
  const [term] = terms;
  if (terms.length === 1 && term !== undefined) asTyped(term, first, scores, textOf);
  return [...first, ...sorted.slice(COMPARED)].slice(0, wanted);
}

/**
 * A lone word finds all its forms; the form that was typed comes first, the more so the fewer texts have it. Only what a
 * page of results reads anyway is looked into.
 */
function asTyped(
  { word, corrections }: Term,
  ordered: number[],
  scores: Float64Array,
  textOf: (position: number) => string,
): void {
  const first = ordered.slice(0, LOOKED_INTO);
  const [form = word.folded] = wordsOf(corrections[0]?.text ?? '')[0]?.forms ?? [];
  const pattern = patternOf(form);
  const having = new Set(first.filter((position) => pattern.test(textOf(position))));
  const factor = 1 + Math.log(first.length / Math.max(1, having.size));
  const score = (position: number): number => (scores[position] ?? 0) * (having.has(position) ? factor : 1);
  ordered.splice(0, first.length, ...first.sort((one, other) => score(other) - score(one)));
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
