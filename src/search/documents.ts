import type { DatabaseSync } from 'node:sqlite';
import { parisDay } from '../time.ts';
import type { HitKind } from './types.ts';

/**
 * What filters, counts and scores need of every text, in memory, for one generation. A text is known by its position
 * here; columns are parallel.
 */
export interface Documents {
  count: number;
  /** The position of a row of the index; -1 for none. */
  positionOf(id: number): number;
  paths: string[];
  titles: string[];
  /** Numbers into `KINDS`. */
  kinds: Uint8Array;
  isPublic: Uint8Array;
  /** When it comes out, in milliseconds; `-Infinity` for a study that no piece tells, `Infinity` for never. */
  publishedMs: Float64Array;
  years: Int16Array;
  openLengths: Int32Array;
  closedLengths: Int32Array;
  /** The names under which it is gathered: numbers into `names`. */
  tags: Int32Array[];
  names: Name[];
  /** The number of `people/id`, `organisations/id`, `themes/id`. */
  nameOf: ReadonlyMap<string, number>;
}

export const KINDS: readonly HitKind[] = ['articles', 'interviews', 'letters', 'studies'];

export interface Name {
  kind: 'people' | 'organisations' | 'themes';
  id: string;
  name: string;
  synonyms: string[];
}

interface DocRow {
  id: number;
  path: string;
  kind: HitKind;
  access: string;
  published_at: string | null;
  title: string;
  tags: string;
  open_length: number;
  closed_length: number;
}

interface NamedRow {
  kind: Name['kind'];
  id: string;
  name: string;
  replaced_by: string | null;
  synonyms: string | null;
}

const SQL = {
  docs: 'SELECT id, path, kind, access, published_at, title, tags, open_length, closed_length FROM search_docs ORDER BY id',
  names: `SELECT kind, id, data ->> 'name' AS name, data ->> 'replacedBy' AS replaced_by, data ->> 'synonyms' AS synonyms
    FROM records WHERE kind IN ('people', 'organisations', 'themes') ORDER BY kind, sort, id`,
  // As the editorial folder has it: a study is out with the first piece that shows it, or when none does.
  studies: `SELECT r.path, CASE WHEN EXISTS (SELECT 1 FROM deps d JOIN manuscripts m ON m.path = d.path WHERE d.on_path = r.path)
      THEN (SELECT min(u.published_at) FROM study_uses u WHERE u.study_path = r.path) ELSE '' END AS since
    FROM records r WHERE r.kind = 'studies'`,
};

/** Reads what was indexed: some ten milliseconds for ten thousand texts. */
export function readDocuments(database: DatabaseSync): Documents {
  const rows = database.prepare(SQL.docs).all() as unknown as DocRow[];
  const { names, nameOf, find } = readNames(database.prepare(SQL.names).all() as unknown as NamedRow[]);
  const studies = new Map(
    (database.prepare(SQL.studies).all() as { path: string; since: string | null }[]).map(
      ({ path, since }) => [path, since] as const,
    ),
  );
  const positions = new Int32Array((rows.at(-1)?.id ?? 0) + 1).fill(-1);
  for (const [position, { id }] of rows.entries()) positions[id] = position;
  const publishedMs = Float64Array.from(rows, ({ path, published_at }) => {
    const at = published_at ?? studies.get(path) ?? null;
    if (at === null) return Infinity;
    return at === '' ? -Infinity : Date.parse(at);
  });
  const yearOf = new Map<number, number>();
  const year = (ms: number): number => {
    if (!Number.isFinite(ms)) return 0;
    const known = yearOf.get(ms);
    if (known !== undefined) return known;
    const found = Number(parisDay(new Date(ms).toISOString()).slice(0, 4));
    yearOf.set(ms, found);
    return found;
  };
  return {
    count: rows.length,
    positionOf: (id) => positions[id] ?? -1,
    paths: rows.map(({ path }) => path),
    titles: rows.map(({ title }) => title),
    kinds: Uint8Array.from(rows, ({ kind }) => KINDS.indexOf(kind)),
    isPublic: Uint8Array.from(rows, ({ access }) => (access === 'public' ? 1 : 0)),
    publishedMs,
    years: Int16Array.from(publishedMs, year),
    openLengths: Int32Array.from(rows, (row) => row.open_length),
    closedLengths: Int32Array.from(rows, (row) => row.closed_length),
    tags: rows.map(({ tags }) => find(tags)),
    names,
    nameOf,
  };
}

function readNames(rows: readonly NamedRow[]) {
  const names = rows.map(({ kind, id, name, synonyms }): Name => {
    return { kind, id, name, synonyms: synonyms === null ? [] : (JSON.parse(synonyms) as string[]) };
  });
  const nameOf = new Map(names.map(({ kind, id }, index) => [`${kind}/${id}`, index]));
  const senders = new Map<string, number>();
  for (const [index, { kind, name }] of names.entries()) {
    // A letter belongs to the one person who bears its sender's name; two of a name get none.
    if (kind === 'people') senders.set(`sender/${name}`, senders.has(`sender/${name}`) ? -1 : index);
  }
  const next = new Map(rows.flatMap(({ id, replaced_by }) => (replaced_by === null ? [] : [[id, replaced_by]])));
  const current = (id: string, passed = 0): string => {
    const successor = next.get(id);
    return successor === undefined || passed > rows.length ? id : current(successor, passed + 1);
  };
  const one = (tag: string): number => {
    if (tag.startsWith('sender/')) return senders.get(tag) ?? -1;
    const [kind = '', id = ''] = tag.split('/');
    if (kind === 'themes') return nameOf.get(`themes/${current(id)}`) ?? -1;
    return kind === 'who' ? (nameOf.get(`people/${id}`) ?? nameOf.get(`organisations/${id}`) ?? -1) : -1;
  };
  const known = new Map<string, Int32Array>();
  /** Many texts share their names. */
  const find = (tags: string): Int32Array => {
    const found = known.get(tags);
    if (found !== undefined) return found;
    const numbers = Int32Array.from(new Set(tags.split('\n').map(one))).filter((number) => number >= 0);
    known.set(tags, numbers);
    return numbers;
  };
  return { names, nameOf, find };
}
