import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Documents } from './documents.ts';
import { WEIGHTS } from './tables.ts';

/** Where a stem stands: positions of documents, and how often in each, by the weight of its column. */
export interface Posting {
  at: Int32Array;
  frequency: Uint16Array;
}

export type Part = 'open' | 'closed';

export interface Postings {
  /** The documents that have a stem, or with `isPrefix` a word that begins so. */
  of(stem: string, part: Part, isPrefix?: boolean): Posting;
  /** The documents that have these stems one after the other, or with `distance` near each other. */
  together(stems: readonly string[], part: Part, distance?: number): Int32Array;
}

const EMPTY: Posting = { at: new Int32Array(0), frequency: new Uint16Array(0) };

/** Beyond so many documents a stem says little: where it stands in a body is not counted, which would take longer than all else. */
const FREQUENT = 3000;
/** Kept between queries of one generation; at ten thousand texts some 60 kB each. */
const MOST_KEPT = 200;

const K1 = 1.2;
const B = 0.75;

/** Reads the two indexes of one connection. `documents` are of the generation that the connection sees. */
export function openPostings(database: DatabaseSync, documents: Documents): Postings {
  const kept = new Map<string, Posting>();
  const statements = { open: prepare(database, 'open', WEIGHTS), closed: prepare(database, 'closed', [1]) };
  const lengths = { open: documents.openLengths, closed: documents.closedLengths };
  const sizes = { open: sizeOf(lengths.open), closed: sizeOf(lengths.closed) };

  const remember = (key: string, make: () => Posting): Posting => {
    const known = kept.get(key);
    const found = known ?? make();
    kept.delete(key);
    kept.set(key, found);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
    return found;
  };

  const matching = (match: string, part: Part): Int32Array => {
    const rows = statements[part].rows.all(match) as unknown as [number][];
    return Int32Array.from(rows, ([id]) => documents.positionOf(id)).filter((position) => position >= 0);
  };

  /**
   * How often the one phrase of `match` stands in each document. FTS5 tells no frequency; but its bm25() of one phrase is
   * a function of it and of figures that we know, and is solved for it. So documents that are not out, which FTS5 counts
   * among its own, weigh on nothing. https://sqlite.org/fts5.html#the_bm25_function
   */
  const frequencies = (match: string, part: Part): Posting => {
    const rows = statements[part].scores.all(match) as unknown as [number, number][];
    const { documents: total, average } = sizes[part];
    const idf = Math.max(Math.log((total - rows.length + 0.5) / (rows.length + 0.5)), 1e-6);
    const at = new Int32Array(rows.length);
    const frequency = new Uint16Array(rows.length);
    for (const [index, [id, score]] of rows.entries()) {
      const position = documents.positionOf(id);
      const share = -score / idf;
      const length = K1 * (1 - B + (B * (lengths[part][position] ?? 0)) / average);
      at[index] = position;
      frequency[index] = Math.round((share * length) / (K1 + 1 - share));
    }
    return { at, frequency };
  };

  const read = (match: string, part: Part): Posting => {
    const { n } = statements[part].count.get(match) as { n: number };
    if (n === 0) return EMPTY;
    if (n <= FREQUENT) return frequencies(match, part);
    const at = matching(match, part);
    const frequency = new Uint16Array(at.length).fill(1);
    if (part === 'closed') return { at, frequency };
    const above = frequencies(`{title standfirst names} : ${match}`, part);
    const byPosition = new Map(Array.from(above.at, (position, index) => [position, above.frequency[index] ?? 0]));
    for (const [index, position] of at.entries()) frequency[index] = 1 + (byPosition.get(position) ?? 0);
    return { at, frequency };
  };

  return {
    of(stem, part, isPrefix = false) {
      const match = isPrefix ? `${quoted(stem)} *` : quoted(stem);
      return remember(`${part} ${match}`, () => read(match, part));
    },
    together(stems, part, distance) {
      const match =
        distance === undefined
          ? quoted(stems.join(' '))
          : `NEAR(${stems.map(quoted).join(' ')}, ${distance + stems.length})`;
      return remember(`${part} ${match}`, () => ({ ...EMPTY, at: matching(match, part) })).at;
    },
  };
}

/** Whatever stands in it, a string between quotation marks is no operator. */
function quoted(stem: string): string {
  return `"${stem.replaceAll('"', '""')}"`;
}

function prepare(database: DatabaseSync, part: Part, weights: readonly number[]) {
  const table = `search_${part}`;
  const statement = (columns: string): StatementSync =>
    database.prepare(`SELECT ${columns} FROM ${table} WHERE ${table} MATCH ?`);
  const rows = statement('rowid');
  const scores = statement(`rowid, bm25(${table}, ${weights.join(', ')})`);
  for (const list of [rows, scores]) list.setReturnArrays(true);
  return { rows, scores, count: statement('count(*) AS n') };
}

function sizeOf(lengths: Int32Array): { documents: number; average: number } {
  const used = lengths.filter((length) => length > 0);
  return { documents: used.length, average: used.reduce((sum, length) => sum + length, 0) / Math.max(1, used.length) };
}
