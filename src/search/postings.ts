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
  /** The documents that have what `match` asks: see `phrase`, `beginning`, `near`. */
  positions(match: string, part: Part): Int32Array;
  /** How often each of them has it, when it is one phrase. */
  frequencies(match: string, part: Part): Posting;
  /** The same in the title, the standfirst and the names alone. */
  frequenciesAbove(match: string): Posting;
}

/** Kept between queries of one generation; at ten thousand texts some 60 kB each. */
const MOST_KEPT = 120;

const K1 = 1.2;
const B = 0.75;

/** Reads the two indexes of one connection. `documents` are of the generation that the connection sees. */
export function openPostings(database: DatabaseSync, documents: Documents): Postings {
  const kept = new Map<string, Posting>();
  const statements = { open: prepare(database, 'open', WEIGHTS), closed: prepare(database, 'closed', [1]) };
  const lengths = { open: documents.openLengths, closed: documents.closedLengths };
  const sizes = { open: sizeOf(lengths.open), closed: sizeOf(lengths.closed) };

  const remember = (key: string, make: () => Posting): Posting => {
    const found = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, found);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
    return found;
  };

  const matching = (match: string, part: Part): Int32Array => {
    const rows = statements[part].rows.all(match) as unknown as [number][];
    const at = new Int32Array(rows.length);
    for (const [index, [id]] of rows.entries()) at[index] = documents.positionOf(id);
    return at;
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

  return {
    positions: (match, part) => remember(`${part} ${match}`, () => ({ at: matching(match, part), frequency: NONE })).at,
    frequencies: (match, part) => remember(`${part} times ${match}`, () => frequencies(match, part)),
    frequenciesAbove: (match) =>
      remember(`above ${match}`, () => frequencies(`{title standfirst names} : ${match}`, 'open')),
  };
}

const NONE = new Uint16Array(0);

/** Asks for stems one after the other. */
export function phrase(stems: readonly string[]): string {
  return quoted(stems.join(' '));
}

/** Asks for stems that begin so. */
export function beginning(stem: string): string {
  return `${quoted(stem)} *`;
}

/** Asks for stems with at most so many others between them, in any order. */
export function near(stems: readonly string[], others: number): string {
  return `NEAR(${stems.map(quoted).join(' ')}, ${others})`;
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
  return { rows, scores };
}

function sizeOf(lengths: Int32Array): { documents: number; average: number } {
  const used = lengths.filter((length) => length > 0);
  return { documents: used.length, average: used.reduce((sum, length) => sum + length, 0) / Math.max(1, used.length) };
}
