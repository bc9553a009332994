import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEditorial } from '../../src/editorial/editorial.ts';
import type { Audience } from '../../src/paywall.ts';
import { openSearch, type SearchRequest, type SearchResults } from '../../src/search/search.ts';
import { publishFolder, temporaryFolder, writeFiles } from '../content-folder.ts';

const NOW = new Date('2026-11-25T12:00:00Z');

/** A published folder that is searched. Whatever is asked is asked of the database as it is then. */
export interface Searched {
  find(query: string, audience?: Audience, more?: Partial<SearchRequest> & { now?: Date }): SearchResults;
  /** The keys of what is found, in order: `articles/slug`, `studies/id`. */
  keys(query: string, audience?: Audience, more?: Partial<SearchRequest> & { now?: Date }): string[];
  publish(files: Record<string, string | null>): Promise<void>;
  /** Runs SQL on the database itself. */
  change(sql: string): void;
  [Symbol.dispose](): void;
}

export async function searched(files: Record<string, string | null>): Promise<Searched> {
  const folder = temporaryFolder();
  const file = path.join(folder.dir, 'data', 'content.db');
  const publish: Searched['publish'] = async (changed) => {
    writeFiles(folder.dir, changed);
    const result = await publishFolder(folder.dir, { now: NOW });
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
  };
  await publish(files);
  const editorial = openEditorial(file);
  const search = openSearch(file, editorial);
  const find: Searched['find'] = (query, audience = 'public', { now = NOW, ...more } = {}) =>
    search.find({ query, sort: 'relevance', page: 1, ...more }, audience, now);
  return {
    find,
    keys: (...asked) =>
      find(...asked).hits.map(({ piece, path: address }) => piece?.key ?? `studies/${address.split('/')[2] ?? ''}`),
    publish,
    change(sql) {
      const database = new DatabaseSync(file);
      database.exec(sql);
      database.close();
    },
    [Symbol.dispose]() {
      search.close();
      editorial.close();
      folder[Symbol.dispose]();
    },
  };
}
