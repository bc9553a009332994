/**
 * The tables of the search, in `content.db`. What stands in closed parts is indexed in `search_closed` alone, so that
 * nothing the public asks ever meets it. Both indexes hold stems and their places, and no text.
 *
 * `search_docs` has a row for each piece and study; its lengths count the stems of each index. The lists of words, for
 * corrections, only grow until the database is made anew: a word counts while a text that is out has it.
 */
const CONTENTLESS = `content='', contentless_delete=1, tokenize='ascii'`;

const TABLES = {
  search_docs: `TABLE search_docs (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, access TEXT NOT NULL,
    published_at TEXT, title TEXT NOT NULL, tags TEXT NOT NULL, open_length INTEGER NOT NULL, closed_length INTEGER NOT NULL)`,
  search_names: 'TABLE search_names (tag TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID',
  search_open_words: 'TABLE search_open_words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)',
  search_closed_words: 'TABLE search_closed_words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)',
  search_open: `VIRTUAL TABLE search_open USING fts5(title, standfirst, names, topics, body, ${CONTENTLESS})`,
  search_closed: `VIRTUAL TABLE search_closed USING fts5(body, ${CONTENTLESS})`,
};

/** Drops what was indexed and makes the tables anew. */
export const NEW_TABLES = Object.entries(TABLES)
  .map(([name, table]) => `DROP TABLE IF EXISTS ${name}; CREATE ${table};`)
  .join('\n');

/** What each column of `search_open` weighs, in its order: whole numbers, so that a frequency is one too. */
export const WEIGHTS = [4, 2, 4, 1, 1] as const;
