import type { Audience } from '../paywall.ts';
import type { Documents } from './documents.ts';
import type { Part, Posting, Postings } from './postings.ts';

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

const NEAR = 6;

export function viewOf(documents: Documents, postings: Postings, audience: Audience, now: Date): View {
  const parts: Part[] = audience === 'public' ? ['open'] : ['open', 'closed'];
  const isOut = documents.publishedMs.map((at) => (at <= now.getTime() ? 1 : 0));
  const mask = Uint8Array.from(isOut);
  const lengthOf = (position: number): number =>
    (documents.openLengths[position] ?? 0) + (parts.length > 1 ? (documents.closedLengths[position] ?? 0) : 0);
  let size = 0;
  let total = 0;
  for (let position = 0; position < documents.count; position += 1) {
    if (mask[position] !== 1) continue;
    size += 1;
    total += lengthOf(position);
  }

  /** Of both parts as of one text, without what is not out. */
  const merge = (found: readonly Posting[]): Posting => {
    const [one] = found;
    if (one === undefined || (found.length === 1 && size === documents.count)) return one ?? NOTHING;
    const sums = new Uint16Array(documents.count);
    let count = 0;
    for (const { at, frequency } of found) {
      for (const [index, position] of at.entries()) {
        if (mask[position] !== 1) continue;
        if (sums[position] === 0) count += 1;
        sums[position] = (sums[position] ?? 0) + (frequency[index] ?? 1);
      }
    }
    const at = new Int32Array(count);
    let next = 0;
    for (let position = 0; next < count; position += 1) if ((sums[position] ?? 0) > 0) at[next++] = position;
    return { at, frequency: Uint16Array.from(at, (position) => sums[position] ?? 0) };
  };

  return {
    documents,
    parts,
    isOut: mask,
    size,
    averageLength: total / Math.max(1, size),
    lengthOf,
    find(stems, isPrefix = false) {
      const [only = ''] = stems;
      if (stems.length === 1) return merge(parts.map((part) => postings.of(only, part, isPrefix)));
      return merge(parts.map((part) => ones(postings.together(stems, part))));
    },
    near: (stems) => merge(parts.map((part) => ones(postings.together(stems, part, NEAR)))).at,
  };
}

const NOTHING: Posting = { at: new Int32Array(0), frequency: new Uint16Array(0) };

function ones(at: Int32Array): Posting {
  return { at, frequency: new Uint16Array(at.length).fill(1) };
}
