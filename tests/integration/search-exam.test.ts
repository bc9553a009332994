import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Editorial, openEditorial } from '../../src/editorial/editorial.ts';
import { openSearch, type Search } from '../../src/search/search.ts';
import { publishFolder, temporaryFolder, writeFiles } from '../content-folder.ts';
import { damagedWords } from '../search-exam/damage.ts';
import { copyMagazine } from '../search-exam/magazine.ts';
import { madeCorpus } from '../search-exam/made-corpus.ts';
import { type LabelledQuery, MADE_QUERIES, MAGAZINE_QUERIES } from '../search-exam/queries.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const GOOD = 0.95;

interface Examined {
  file: string;
  editorial: Editorial;
  search: Search;
}

const folders = [temporaryFolder(), temporaryFolder()] as const;
let magazine: Examined;
let made: Examined;

beforeAll(async () => {
  await copyMagazine(folders[0].dir);
  writeFiles(folders[1].dir, madeCorpus());
  magazine = await examine(folders[0].dir);
  made = await examine(folders[1].dir);
});

afterAll(() => {
  for (const { search, editorial } of [magazine, made]) {
    search.close();
    editorial.close();
  }
  for (const folder of folders) folder[Symbol.dispose]();
});

async function examine(folder: string): Promise<Examined> {
  expect(await publishFolder(folder, { now: NOW })).toMatchObject({ ok: true });
  const file = path.join(folder, 'data', 'content.db');
  const editorial = openEditorial(file);
  return { file, editorial, search: openSearch(file, editorial) };
}

/** The keys of the first five results, as the public gets them. */
function firstFive({ search }: Examined, query: string): string[] {
  const { hits } = search.find({ query, sort: 'relevance', page: 1 }, 'public', NOW);
  return hits.slice(0, 5).map(({ piece, path: address }) => piece?.key ?? `studies/${address.split('/')[2] ?? ''}`);
}

function recall(of: Examined, queries: readonly LabelledQuery[]): { recall: number; missed: string[] } {
  const missed: string[] = [];
  let sum = 0;
  for (const { query, wanted } of queries) {
    const first = firstFive(of, query);
    const found = wanted.filter((key) => first.includes(key)).length / wanted.length;
    sum += found;
    if (found < 1) missed.push(`${query}: ${wanted.join(', ')} not in ${first.join(', ')}`);
  }
  return { recall: sum / queries.length, missed };
}

test('at least eighty labelled queries find what they want among the first five', () => {
  expect(MAGAZINE_QUERIES.length + MADE_QUERIES.length).toBeGreaterThanOrEqual(80);
  const results = [recall(magazine, MAGAZINE_QUERIES), recall(made, MADE_QUERIES)];
  for (const { recall: share, missed } of results) expect(share, missed.join('\n')).toBeGreaterThanOrEqual(GOOD);
});

test('rare words of every piece, damaged as readers do, find it among the first five', () => {
  const database = new DatabaseSync(magazine.file, { readOnly: true });
  const rows = database.prepare('SELECT key, open_html FROM pieces').all() as { key: string; open_html: string }[];
  database.close();
  const texts = new Map(rows.map(({ key, open_html }) => [key, open_html.replace(/<[^>]*>/g, ' ')]));
  const words = damagedWords(texts, 8);
  const missed = words.filter(({ typed, wanted }) => !firstFive(magazine, typed).includes(wanted));
  expect(words.length).toBeGreaterThan(300);
  const told = missed.map(({ how, word, typed, wanted }) => `${how}: ${word} as ${typed} (${wanted})`).join('\n');
  expect(1 - missed.length / words.length, told).toBeGreaterThanOrEqual(GOOD);
});

test('every title finds its piece first', () => {
  for (const { editorial, search } of [magazine, made]) {
    for (const piece of editorial.latest(100, NOW)) {
      const { hits } = search.find({ query: piece.title, sort: 'relevance', page: 1 }, 'public', NOW);
      expect(hits[0]?.piece?.key, piece.title).toBe(piece.key);
    }
  }
});
