import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { QuestionnaireData } from './record-schemas.ts';
import type { SourceFile } from './sources.ts';

/** What the last publish knew of the files that have changed since: some things must never change. */
export interface Past {
  /** The uid that a piece had, by its key. */
  uids: ReadonlyMap<string, string>;
  /** The questionnaires that an interview used, by their file. */
  questionnaires: ReadonlyMap<string, QuestionnaireData>;
}

/** Looks one row up in a published database. */
type LookUp = (sql: string, value: string) => Record<string, unknown> | undefined;

/** Asks a published database what it knew of `files`, before anything of it is forgotten. */
export function recall(lookUp: LookUp, files: readonly SourceFile[]): Past {
  const uids = new Map<string, string>();
  const questionnaires = new Map<string, QuestionnaireData>();
  for (const { kind, path } of files) {
    if (kind.type === 'piece') {
      const key = `${kind.collection}/${kind.slug}`;
      const found = lookUp('SELECT uid FROM manuscripts WHERE key = ?', key);
      if (found !== undefined) uids.set(key, String(found['uid']));
    } else if (kind.type === 'record' && kind.kind === 'questionnaires') {
      const used = 'SELECT data FROM records WHERE path = ?1 AND EXISTS (SELECT 1 FROM deps WHERE on_path = ?1)';
      const found = lookUp(used, path);
      if (found !== undefined) questionnaires.set(path, JSON.parse(String(found['data'])) as QuestionnaireData);
    }
  }
  return { uids, questionnaires };
}

/** The same, of a database that is about to be replaced, or only compared with. Knows nothing of one that can not be read. */
export function recallFrom(file: string, files: readonly SourceFile[]): Past {
  const nothing: Past = { uids: new Map(), questionnaires: new Map() };
  if (!existsSync(file)) return nothing;
  try {
    using database = new DatabaseSync(file, { readOnly: true });
    return recall((sql, value) => database.prepare(sql).get(value), files);
  } catch {
    return nothing;
  }
}
