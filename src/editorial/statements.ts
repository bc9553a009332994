import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A row of `pieces` as lists read it. */
export interface PieceRow {
  path: string;
  key: string;
  uid: string;
  collection: 'articles' | 'interviews' | 'letters';
  published_at: string;
  data: string;
}

/** The columns of `PieceRow`, of the table `p`. */
export const PIECE = 'SELECT p.path, p.key, p.uid, p.collection, p.published_at, p.data FROM pieces p';

/** A study (`r`) has no date: at the instant `?1` it is out with the first piece that shows it, or when none does. */
export const STUDY_IS_OUT = `(
  NOT EXISTS (SELECT 1 FROM deps d JOIN manuscripts m ON m.path = d.path WHERE d.on_path = r.path)
  OR EXISTS (SELECT 1 FROM study_uses u WHERE u.study_path = r.path AND u.published_at <= ?1))`;

const SQL = {
  generation: "SELECT value FROM meta WHERE key = 'generation'",
  changedAt: `SELECT max(value) AS at FROM (SELECT value FROM meta WHERE key = 'changed_at'
    UNION ALL SELECT max(published_at) FROM pieces WHERE published_at <= ?)`,
  count: `SELECT (SELECT count(*) FROM pieces WHERE published_at <= ?1)
    + (SELECT count(*) FROM records r WHERE r.kind = 'studies' AND ${STUDY_IS_OUT}) AS n`,
  record: 'SELECT data FROM records WHERE kind = ? AND id = ?',
  peopleNamed: "SELECT id FROM records WHERE kind = 'people' AND data ->> 'name' = ? LIMIT 2",
  byUid: `${PIECE} WHERE p.uid = ? AND p.published_at <= ?`,
  piece: `${PIECE} WHERE p.key = ? AND p.published_at <= ?`,
  latest: `${PIECE} WHERE p.published_at <= ? ORDER BY p.published_at DESC, p.key DESC LIMIT ?`,
  listOf: `${PIECE} WHERE p.collection = ? AND p.published_at <= ?
    ORDER BY p.published_at DESC, p.key DESC LIMIT ? OFFSET ?`,
  countOf: 'SELECT count(*) AS n FROM pieces WHERE collection = ? AND published_at <= ?',
  openPart: 'SELECT open_html AS html, open_notes_html AS notes_html, open_toc AS toc FROM pieces WHERE path = ?',
  answers: `SELECT a.question, a.wording, a.open_html, a.open_text FROM answers a JOIN pieces p ON p.path = a.path
    WHERE p.key = ? AND p.published_at <= ? AND a.open_html IS NOT NULL ORDER BY a.position`,
  replies: `${PIECE} JOIN replies r ON r.path = p.path WHERE r.to_key = ? AND p.published_at <= ?
    ORDER BY p.published_at, p.key`,
  former: `SELECT m.key, m.status, m.published_at FROM former_urls f JOIN manuscripts m ON m.path = f.path WHERE f.url = ?`,
  withdrawn: "SELECT 1 FROM manuscripts WHERE key = ? AND status = 'withdrawn' AND published_at <= ?",
  media: `SELECT type, bytes, min(closed) AS closed FROM assets WHERE name = ? AND visible_from <= ? GROUP BY name`,
  nextPiece: `SELECT min(at) AS at FROM (
    SELECT min(published_at) AS at FROM pieces WHERE published_at > ?1
    UNION ALL SELECT min(visible_from) FROM assets WHERE visible_from > ?1)`,
} as const;

/** The statements of one connection, prepared once. */
export type Statements = Record<keyof typeof SQL, StatementSync>;

export const prepareAll = (database: DatabaseSync): Statements => prepareEach(database, SQL);

/** Prepares the statements of one module, under their names. */
export function prepareEach<Name extends string>(
  database: DatabaseSync,
  sql: Record<Name, string>,
): Record<Name, StatementSync> {
  const entries = Object.entries<string>(sql).map(([name, text]) => [name, database.prepare(text)]);
  return Object.fromEntries(entries) as Record<Name, StatementSync>;
}
