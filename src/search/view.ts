import type { Audience } from '../paywall.ts';
import type { Documents } from './documents.ts';
import { beginning, near, type Part, phrase, type Posting, type Postings } from './postings.ts';

/** What an audience may find at an instant. Nothing else of a closed part, or of what is not out yet, reaches the search. */
export interface View {
  documents: Documents;
  parts: readonly Part[];
  /** 1 for a text that is out. */
  isOut: Uint8Array;
  /** How many are out, and how long they are on average, in stems. */
  size: number;
  averageLength: number;
  lengthOf(position: number): number;
  /** Where a stem, a phrase of stems or what begins so stands. */
  find(stems: readonly string[], isPrefix?: boolean): Posting;
  /** Where stems stand near each other, in any order. */
  near(stems: readonly string[]): Int32Array;
}

/** Stems near each other have at most so many others between them, and one for each of their own. */
const NEAR = 6;
/** Beyond so many texts a stem says little: how often it stands in a body is not counted, which would take longer than all else. */
const FREQUENT = 3000;

/** What is out, for an audience, until something else comes out. */
interface Shelf {
  from: number;
  until: number;
  mask: Uint8Array;
  size: number;
  averageLength: number;
}

const shelves = new WeakMap<Documents, Map<number, Shelf>>();

function shelfOf(documents: Documents, parts: number, now: number): Shelf {
  const known = shelves.get(documents)?.get(parts);
  if (known !== undefined && known.from <= now && now < known.until) return known;
  const { count, publishedMs, openLengths, closedLengths } = documents;
  const shelf = { from: -Infinity, until: Infinity, mask: new Uint8Array(count), size: 0, averageLength: 0 };
  let total = 0;
  for (let position = 0; position < count; position += 1) {
    const at = publishedMs[position] ?? Infinity;
    if (at > now) {
      shelf.until = Math.min(shelf.until, at);
      continue;
    }
    shelf.from = Math.max(shelf.from, at);
    shelf.mask[position] = 1;
    shelf.size += 1;
    total += (openLengths[position] ?? 0) + (parts > 1 ? (closedLengths[position] ?? 0) : 0);
  }
  shelf.averageLength = total / Math.max(1, shelf.size);
  const own = shelves.get(documents) ?? new Map<number, Shelf>();
  shelves.set(documents, own.set(parts, shelf));
  return shelf;
}

export function viewOf(documents: Documents, postings: Postings, audience: Audience, now: Date): View {
  const parts: Part[] = audience === 'public' ? ['open'] : ['open', 'closed'];
  const { mask, size, averageLength } = shelfOf(documents, parts.length, now.getTime());
  const { openLengths, closedLengths } = documents;
  const lengthOf = (position: number): number =>
    (openLengths[position] ?? 0) + (parts.length > 1 ? (closedLengths[position] ?? 0) : 0);

  /** Of both parts as of one text, without what is not out. */
  const merge = (found: readonly Posting[]): Posting => {
    const sums = new Uint16Array(documents.count);
    for (const { at, frequency } of found) {
      for (let index = 0; index < at.length; index += 1) {
        const position = at[index] ?? 0;
        sums[position] = (sums[position] ?? 0) + (frequency[index] ?? 1) * (mask[position] ?? 0);
      }
    }
    return compact(sums);
  };

  const countOut = (at: Int32Array): number => {
    let count = 0;
    for (const position of at) count += mask[position] ?? 0;
    return count;
  };

  const postingsOf = (match: string, part: Part): Posting[] => {
    const at = postings.positions(match, part);
    if (at.length === 0) return [];
    if (countOut(at) <= FREQUENT) return [postings.frequencies(match, part)];
    return part === 'open' ? [{ at, frequency: ONCE }, postings.frequenciesAbove(match)] : [{ at, frequency: ONCE }];
  };

  const found = new Map<string, Posting>();
  const remember = (match: string, read: (part: Part) => Posting[]): Posting => {
    const known = found.get(match);
    if (known !== undefined) return known;
    const made = merge(parts.flatMap(read));
    found.set(match, made);
    return made;
  };

  return {
    documents,
    parts,
    isOut: mask,
    size,
    averageLength,
    lengthOf,
    find(stems, isPrefix = false) {
      const match = isPrefix ? beginning(stems[0] ?? '') : phrase(stems);
      return remember(match, (part) => postingsOf(match, part));
    },
    near(stems) {
      const match = near(stems, NEAR + stems.length);
      return remember(match, (part) => [{ at: postings.positions(match, part), frequency: ONCE }]).at;
    },
  };
}

/** Reads as 1 for every text. */
const ONCE = new Uint16Array(0);

function compact(sums: Uint16Array): Posting {
  let count = 0;
  for (const sum of sums) if (sum > 0) count += 1;
  const at = new Int32Array(count);
  const frequency = new Uint16Array(count);
  let next = 0;
  for (let position = 0; next < count; position += 1) {
    const sum = sums[position] ?? 0;
    if (sum === 0) continue;
    at[next] = position;
    frequency[next] = sum;
    next += 1;
  }
  return { at, frequency };
}
