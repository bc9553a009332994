import { asWritten } from './quick-text.ts';
import type { ExcerptPart } from './types.ts';

/** A heading of an indexed page: where it stands among its words. */
export interface Anchor {
  id: string;
  text: string;
  location: number;
}

/** A passage of an indexed text, and the heading under which it stands; `null` before the first. */
export interface Extract {
  parts: ExcerptPart[];
  anchor: Anchor | null;
}

/** Words of an extract, of those before its first match, and how far two matches are still together. */
const LENGTH = 28;
const BEFORE = 7;
const TOGETHER = LENGTH - BEFORE;
const EDGES = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su;

/**
 * The passage of an indexed text with the most of what was searched, its matches marked. `locations` are places among the
 * words of the text, by each word of the query. Without any, the beginning of the text.
 */
export function extractOf(
  content: string,
  locations: readonly (readonly number[])[],
  anchors: readonly Anchor[],
): Extract {
  const words = content.split(/\s+/);
  const match = bestMatch(locations);
  const anchor = match === null ? null : (anchors.findLast(({ location }) => location <= match) ?? null);
  const opening = anchor === null ? 0 : anchor.location + anchor.text.split(/\s+/).length;
  const ending = anchors.find(({ location }) => location > (match ?? 0))?.location ?? words.length;
  const start = match === null ? 0 : beginning(words, Math.max(match, opening), opening);
  let end = Math.min(ending, start + LENGTH);
  // What closes a sentence or a quotation is not parted from it.
  while (end < ending && !/[\p{L}\p{N}]/u.test(words[end] ?? '')) end += 1;
  const marked = new Set(locations.flat());
  const parts = words.slice(start, end).flatMap((word, index) => partsOf(`${word} `, marked.has(start + index)));
  const before = start > opening ? [{ text: '…\u00a0', match: false }] : [];
  const last = words[end - 1] ?? '';
  const after = end < ending && !/[.!?…]$/.test(last) ? [{ text: '\u00a0…', match: false }] : [];
  return { parts: [...before, ...runsOf(parts), ...after], anchor };
}

/** The match from which on the most words of the query stand together. */
function bestMatch(locations: readonly (readonly number[])[]): number | null {
  const matches = locations.flatMap((places, word) => places.map((place) => ({ place, word })));
  matches.sort((one, other) => one.place - other.place);
  let best: number | null = null;
  let most = 0;
  for (const [index, { place }] of matches.entries()) {
    const together = new Set<number>();
    for (let at = index; at < matches.length && (matches[at]?.place ?? 0) < place + TOGETHER; at += 1)
      together.add(matches[at]?.word ?? 0);
    if (together.size > most) [best, most] = [place, together.size];
  }
  return best;
}

/** The beginning of the sentence when it is near, else a few words before. */
function beginning(words: readonly string[], at: number, earliest: number): number {
  const limit = Math.max(earliest, at - BEFORE);
  for (let start = at; start > limit; start -= 1) {
    if (/[.!?…][^\p{L}\p{N}]*$/u.test(words[start - 1] ?? '')) return start;
  }
  return limit;
}

/** Marks the word itself, not the signs around it. */
function partsOf(word: string, match: boolean): ExcerptPart[] {
  if (!match) return [{ text: word, match }];
  const [, before = '', core = '', after = ''] = EDGES.exec(word) ?? [];
  return [
    { text: before, match: false },
    { text: core, match },
    { text: after, match: false },
  ];
}

function runsOf(parts: readonly ExcerptPart[]): ExcerptPart[] {
  const runs: ExcerptPart[] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (last?.match === part.match) last.text += part.text;
    else if (part.text !== '') runs.push({ ...part });
  }
  const last = runs.at(-1);
  if (last !== undefined) last.text = last.text.trimEnd();
  return runs.map(({ text, match }) => ({ text: asWritten(text), match }));
}
