import { DatabaseSync, type StatementSync } from 'node:sqlite';

/**
 * The tables of `content.db`. The editorial folder reads them; nothing else writes them. `sources` (with what each file refers to,
 * as JSON), `deps` and `manuscripts` are the publisher's memory; the others are what readers get. What subscribers alone may read stands
 * in `closed_parts`, in `closed_answers` and in `records.closed_data`, and nowhere else; the search folder has tables of its own.
 */
const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (path TEXT PRIMARY KEY, mtime_ms REAL NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL, refs TEXT NOT NULL);
CREATE TABLE deps (path TEXT NOT NULL, on_path TEXT NOT NULL, PRIMARY KEY (path, on_path)) WITHOUT ROWID;
CREATE TABLE manuscripts (path TEXT PRIMARY KEY, key TEXT NOT NULL, uid TEXT NOT NULL, status TEXT NOT NULL, published_at TEXT NOT NULL, questionnaire TEXT, number INTEGER) WITHOUT ROWID;
CREATE TABLE records (kind TEXT NOT NULL, id TEXT NOT NULL, path TEXT NOT NULL, sort TEXT NOT NULL, data TEXT NOT NULL, closed_data TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE pieces (path TEXT PRIMARY KEY, key TEXT NOT NULL, uid TEXT NOT NULL, collection TEXT NOT NULL, published_at TEXT NOT NULL, changed_at TEXT NOT NULL, noindex INTEGER NOT NULL, data TEXT NOT NULL, open_html TEXT NOT NULL, open_notes_html TEXT NOT NULL, open_toc TEXT NOT NULL);
CREATE TABLE closed_parts (path TEXT PRIMARY KEY, html TEXT NOT NULL, notes_html TEXT NOT NULL, toc TEXT NOT NULL);
CREATE TABLE answers (path TEXT NOT NULL, position INTEGER NOT NULL, questionnaire TEXT NOT NULL, question TEXT NOT NULL, published_at TEXT NOT NULL, wording TEXT NOT NULL, open_html TEXT, open_text TEXT, PRIMARY KEY (path, position)) WITHOUT ROWID;
CREATE TABLE closed_answers (path TEXT NOT NULL, position INTEGER NOT NULL, html TEXT NOT NULL, PRIMARY KEY (path, position)) WITHOUT ROWID;
CREATE TABLE study_uses (study_path TEXT NOT NULL, published_at TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (study_path, published_at, path)) WITHOUT ROWID;
CREATE TABLE replies (path TEXT NOT NULL, to_key TEXT NOT NULL, PRIMARY KEY (path, to_key)) WITHOUT ROWID;
CREATE TABLE mentions (path TEXT NOT NULL, tag TEXT NOT NULL, published_at TEXT NOT NULL, roles TEXT NOT NULL);
CREATE TABLE former_urls (path TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY (path, url)) WITHOUT ROWID;
CREATE TABLE editions (path TEXT PRIMARY KEY, date TEXT NOT NULL, ends_at TEXT NOT NULL, data TEXT NOT NULL, html TEXT NOT NULL);
CREATE TABLE assets (name TEXT NOT NULL, path TEXT NOT NULL, closed INTEGER NOT NULL, visible_from TEXT NOT NULL, type TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (name, path)) WITHOUT ROWID;
`;

/** Made once a new database is filled, which is faster than keeping them in order all along. */
const INDEXES = `
CREATE INDEX deps_on ON deps (on_path);
CREATE INDEX manuscripts_key ON manuscripts (key);
CREATE INDEX manuscripts_uid ON manuscripts (uid);
CREATE INDEX manuscripts_number ON manuscripts (questionnaire, number) WHERE number IS NOT NULL;
CREATE INDEX records_path ON records (path);
CREATE INDEX records_sort ON records (kind, sort, id);
CREATE INDEX records_name ON records (kind, data ->> 'name');
CREATE INDEX pieces_key ON pieces (key);
CREATE INDEX pieces_date ON pieces (published_at, key, changed_at, noindex);
CREATE INDEX pieces_uid ON pieces (uid);
CREATE INDEX pieces_collection ON pieces (collection, published_at, key);
CREATE INDEX mentions_tag ON mentions (tag, published_at, path, roles);
CREATE INDEX mentions_path ON mentions (path);
CREATE INDEX pieces_guest ON pieces (data ->> 'guest', published_at) WHERE collection = 'interviews';
CREATE INDEX pieces_series ON pieces (data ->> '$.series.name') WHERE data ->> '$.series.name' IS NOT NULL;
CREATE INDEX answers_question ON answers (questionnaire, question, published_at);
CREATE INDEX study_uses_path ON study_uses (path);
CREATE INDEX replies_to ON replies (to_key);
CREATE INDEX former_urls_url ON former_urls (url);
CREATE INDEX editions_date ON editions (date);
CREATE INDEX assets_path ON assets (path);
`;

/** Rows that one source file owns, table by table: what is forgotten when the file changes or goes. */
const OWNED = [
  'deps',
  'manuscripts',
  'records',
  'pieces',
  'closed_parts',
  'answers',
  'closed_answers',
  'study_uses',
  'replies',
  'mentions',
  'former_urls',
  'editions',
  'assets',
] as const;

type Value = string | number | null;
type Row = Record<string, Value>;

export interface Store {
  /** For what is not of the publisher: the index of the search. */
  database: DatabaseSync;
  /** `row` names every column of the table. */
  insert(table: (typeof OWNED)[number] | 'sources', row: Row): void;
  all<T>(sql: string, ...values: Value[]): T[];
  get<T>(sql: string, ...values: Value[]): T | undefined;
  run(sql: string, ...values: Value[]): void;
  /** Drops every row that `path` owns, save its line in `sources`. */
  forget(path: string): void;
  /** Ends the filling of a new database. */
  index(): void;
  meta(key: string): string | null;
  setMeta(key: string, value: string): void;
  close(): void;
}

/** A new, empty database at `file` (`:memory:` for a check), fast to fill: nothing reads it before it is complete. */
export function createStore(file: string): Store {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA page_size = 4096');
  database.exec(TABLES);
  return storeOver(database);
}

/** The live database at `file`. Throws when it is no database or is damaged. */
export function openStore(file: string): Store {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 10000');
  return storeOver(database);
}

function storeOver(database: DatabaseSync): Store {
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const insertions = new Map<string, { names: string[]; statement: StatementSync }>();
  // `exec` where it may be: it does not read the last row id, which an index may leave larger than JavaScript can hold.
  const run = (sql: string, ...values: Value[]): void =>
    void (values.length === 0 ? database.exec(sql) : prepare(sql).run(...values));
  return {
    database,
    run,
    insert(table, row) {
      let insertion = insertions.get(table);
      if (insertion === undefined) {
        const columns = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as { name: string }[];
        const names = columns.map(({ name }) => name);
        const sql = `INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
        insertion = { names, statement: database.prepare(sql) };
        insertions.set(table, insertion);
      }
      insertion.statement.run(...insertion.names.map((name) => row[name] ?? null));
    },
    index: () => database.exec(INDEXES),
    all: <T>(sql: string, ...values: Value[]) => prepare(sql).all(...values) as T[],
    get: <T>(sql: string, ...values: Value[]) => prepare(sql).get(...values) as T | undefined,
    forget(path) {
      for (const table of OWNED) run(`DELETE FROM ${table} WHERE path = ?`, path);
    },
    meta: (key) =>
      (prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined)?.value ?? null,
    setMeta: (key, value) => run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, value),
    close: () => database.close(),
  };
}
