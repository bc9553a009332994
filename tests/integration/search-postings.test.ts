import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { publishFolder, temporaryFolder } from '../content-folder.ts';
import { copyMagazine } from '../search-exam/magazine.ts';

test('the score of FTS5 for one word tells how often a text has it, whole numbers, for every word', async () => {
  using folder = temporaryFolder();
  await copyMagazine(folder.dir);
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true });
  const database = new DatabaseSync(path.join(folder.dir, 'data', 'content.db'));
  database.exec("CREATE VIRTUAL TABLE temp.places USING fts5vocab('main', 'search_open', 'instance')");
  const weights: Record<string, number> = { title: 4, standfirst: 2, names: 4, topics: 1, body: 1 };
  const counted = new Map<string, number>();
  for (const { term, doc, col } of database.prepare('SELECT term, doc, col FROM temp.places').all() as {
    term: string;
    doc: number;
    col: string;
  }[])
    counted.set(`${term} ${doc}`, (counted.get(`${term} ${doc}`) ?? 0) + (weights[col] ?? 0));
  const docs = database.prepare('SELECT id, open_length FROM search_docs').all() as {
    id: number;
    open_length: number;
  }[];
  const lengths = new Map(docs.map(({ id, open_length }) => [id, open_length]));
  const average = docs.reduce((sum, { open_length }) => sum + open_length, 0) / docs.length;
  const scores = database.prepare(
    'SELECT rowid, bm25(search_open, 4, 2, 4, 1, 1) AS score FROM search_open WHERE search_open MATCH ?',
  );
  const terms = new Set([...counted.keys()].map((key) => key.split(' ')[0] ?? ''));
  expect(terms.size).toBeGreaterThan(1000);
  for (const term of terms) {
    const rows = scores.all(`"${term}"`) as { rowid: number; score: number }[];
    const idf = Math.max(Math.log((docs.length - rows.length + 0.5) / (rows.length + 0.5)), 1e-6);
    for (const { rowid, score } of rows) {
      const share = -score / idf;
      const length = 1.2 * (0.25 + (0.75 * (lengths.get(rowid) ?? 0)) / average);
      expect((share * length) / (2.2 - share), `${term} in ${rowid}`).toBeCloseTo(
        counted.get(`${term} ${rowid}`) ?? 0,
        3,
      );
    }
  }
  database.close();
});
