import type { DatabaseSync } from 'node:sqlite';

const RECORDS = "SELECT kind, id, path, data FROM records WHERE kind IN ('people', 'organisations', 'themes')";
/** The theme itself and all that it has replaced. */
const REPLACED = `WITH RECURSIVE same (id) AS (
    SELECT ? UNION SELECT r.id FROM same s JOIN records r ON r.kind = 'themes' AND r.data ->> 'replacedBy' = s.id)
  SELECT id FROM same`;

interface NamedRow {
  kind: string;
  id: string;
  path: string;
  data: string;
}

interface Named {
  name: string;
  synonyms?: string[];
  replacedBy?: string;
}

/**
 * The names by which pieces are found: of people, of organisations, of themes with their synonyms. What they were at the
 * last publish is kept, so that a new biography does not index a hundred pieces again.
 */
export function createNames(database: DatabaseSync) {
  const rows = database.prepare(RECORDS).all() as unknown as NamedRow[];
  const records = new Map(rows.map((row) => [tagOf(row), JSON.parse(row.data) as Named]));

  const themeWords = (tag: string, passed: Set<string>): string[] => {
    const theme = records.get(tag);
    if (theme === undefined || passed.has(tag)) return [];
    const { name, synonyms = [], replacedBy } = theme;
    const next = replacedBy === undefined ? [] : themeWords(`themes/${replacedBy}`, passed.add(tag));
    return [name, ...synonyms, ...next];
  };

  const wordsOf = (tag: string): string => {
    if (tag.startsWith('themes/')) return themeWords(tag, new Set()).join('\n');
    return tag.startsWith('sender/') ? tag.slice('sender/'.length) : (records.get(tag)?.name ?? '');
  };

  return {
    /** What a piece with this tag is found by. */
    wordsOf,

    /** The pieces that bear a name which is no longer what it was, and notes what it is now. */
    renamed(paths: readonly string[]): string[] {
      const before = database.prepare('SELECT words FROM search_names WHERE tag = ?');
      const note = database.prepare('INSERT OR REPLACE INTO search_names (tag, words) VALUES (?, ?)');
      const replaced = database.prepare(REPLACED);
      const bearing = database.prepare('SELECT path FROM mentions WHERE tag = ?');
      const tags = paths.flatMap((path) => tagOfPath(path) ?? []);
      const all = tags.flatMap((tag) => {
        if (!tag.startsWith('themes/')) return [tag];
        return (replaced.all(tag.slice('themes/'.length)) as { id: string }[]).map(({ id }) => `themes/${id}`);
      });
      return [...new Set(all)].flatMap((tag) => {
        const words = wordsOf(tag);
        if ((before.get(tag) as { words: string } | undefined)?.words === words) return [];
        note.run(tag, words);
        return (bearing.all(tag) as { path: string }[]).map(({ path }) => path);
      });
    },

    /** Notes all names of a new database. */
    noteAll(): void {
      const note = database.prepare('INSERT OR REPLACE INTO search_names (tag, words) VALUES (?, ?)');
      for (const tag of records.keys()) note.run(tag, wordsOf(tag));
    },
  };
}

function tagOf({ kind, id }: { kind: string; id: string }): string {
  return kind === 'themes' ? `themes/${id}` : `who/${id}`;
}

function tagOfPath(path: string): string | null {
  const match = /^(people|organisations|themes)\/(.+)\.yaml$/.exec(path);
  return match === null ? null : tagOf({ kind: match[1] ?? '', id: match[2] ?? '' });
}
