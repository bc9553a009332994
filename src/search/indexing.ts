import type { DatabaseSync } from 'node:sqlite';
import { createNames } from './indexed-names.ts';
import { NEW_TABLES } from './tables.ts';
import { openTexts, type Texts } from './texts.ts';
import { createTokeniser } from './tokens.ts';

/** What a publish changed. `paths` are files below the content folder, changed, removed or rendered again. */
export interface Changed {
  /** Everything: the database is new. */
  all: boolean;
  paths: readonly string[];
}

/**
 * Brings the search index up to what was just published, inside the publisher's transaction: only what changed, and what
 * is found by a name that changed.
 */
export function indexPieces(database: DatabaseSync, { all, paths }: Changed): void {
  if (all) database.exec(NEW_TABLES);
  const names = createNames(database);
  const textsOf = openTexts(database, names.wordsOf);
  const store = openIndex(database);
  const touched = all ? allPaths(database) : new Set([...paths, ...names.renamed(paths)]);
  for (const path of touched) {
    if (!all) store.remove(path);
    const texts = textsOf(path);
    if (texts !== null) store.add(path, texts);
  }
  store.finish();
  if (all) names.noteAll();
  if (all) database.exec("INSERT INTO search_open (search_open) VALUES ('optimize')");
  if (all) database.exec("INSERT INTO search_closed (search_closed) VALUES ('optimize')");
}

function allPaths(database: DatabaseSync): Set<string> {
  const rows = database
    .prepare("SELECT path FROM pieces UNION ALL SELECT path FROM records WHERE kind = 'studies'")
    .all() as { path: string }[];
  return new Set(rows.map(({ path }) => path));
}

function openIndex(database: DatabaseSync) {
  const find = database.prepare('SELECT id, closed_length FROM search_docs WHERE path = ?');
  const removeDoc = database.prepare('DELETE FROM search_docs WHERE id = ?');
  const removeOpen = database.prepare('DELETE FROM search_open WHERE rowid = ?');
  const removeClosed = database.prepare('DELETE FROM search_closed WHERE rowid = ?');
  const addDoc = database.prepare(
    `INSERT INTO search_docs (path, kind, access, published_at, title, tags, open_length, closed_length)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addOpen = database.prepare(
    'INSERT INTO search_open (rowid, title, standfirst, names, topics, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const addClosed = database.prepare('INSERT INTO search_closed (rowid, body) VALUES (?, ?)');
  const openWord = database.prepare('INSERT OR IGNORE INTO search_open_words (word) VALUES (?)');
  const closedWord = database.prepare('INSERT OR IGNORE INTO search_closed_words (word) VALUES (?)');
  // A contentless table leaves a last row id that JavaScript can not hold, and node:sqlite throws ERR_OUT_OF_RANGE when
  // any statement that inserts nothing reads it.
  for (const statement of [removeDoc, removeOpen, removeClosed, openWord, closedWord]) statement.setReadBigInts(true);
  const open = createTokeniser();
  const closed = createTokeniser();

  return {
    remove(path: string): void {
      const row = find.get(path) as { id: number; closed_length: number } | undefined;
      if (row === undefined) return;
      removeDoc.run(row.id);
      removeOpen.run(row.id);
      if (row.closed_length > 0) removeClosed.run(row.id);
    },

    add(path: string, texts: Texts): void {
      const title = open.tokensOf(texts.title);
      const whole = open.stopWordsOf(texts.title);
      const columns = [texts.standfirst, texts.names, texts.topics, texts.open].map((text) => open.tokensOf(text));
      const hidden = closed.tokensOf(texts.closed);
      const length = columns.reduce((sum, { count }) => sum + count, title.count + whole.count);
      const { kind, access, publishedAt, tags } = texts;
      const { lastInsertRowid: id } = addDoc.run(
        path,
        kind,
        access,
        publishedAt,
        texts.title,
        tags.join('\n'),
        length,
        hidden.count,
      );
      addOpen.run(id, title.stems + whole.stems, ...columns.map(({ stems }) => stems));
      if (hidden.count > 0) addClosed.run(id, hidden.stems);
    },

    /** The words are written last, together: they are many and mostly known. */
    finish(): void {
      for (const word of open.takeNewWords()) openWord.run(word);
      for (const word of closed.takeNewWords()) closedWord.run(word);
    },
  };
}
