import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishFolder, temporaryFolder, writeFiles } from '../content-folder.ts';
import { damagedWords } from '../search-exam/damage.ts';
import { madeCorpus } from '../search-exam/made-corpus.ts';
import { copyMagazine } from '../search-exam/magazine.ts';
import { type LabelledQuery, MADE_QUERIES, MAGAZINE_QUERIES } from '../search-exam/queries.ts';
import { openBrowser } from './browser.ts';
import { indexed, propose, type Proposed, quickPanel } from './quick-panel.ts';
import { freePort, serveFolder } from './site.ts';

/** What the panel of search as you type proposes in a real browser, beside what readers look for. */

const GOOD = 0.95;

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser.close());

/** Publishes and serves a folder, and gives how to ask its panel for the keys of the first five texts. */
async function examined<T>(
  fill: (folder: string) => void | Promise<void>,
  exam: (firstFive: (query: string) => Promise<string[]>, folder: string) => Promise<T>,
): Promise<T> {
  using folder = temporaryFolder();
  await fill(folder.dir);
  const port = await freePort();
  const published = await publishFolder(folder.dir, { siteUrl: `http://localhost:${port}`, now: new Date() });
  expect(published).toMatchObject({ ok: true });
  const site = await serveFolder(folder.dir, port);
  try {
    await indexed(site);
    const page = await browser.newPage();
    await quickPanel(page, site.url);
    return await exam(async (query) => {
      const proposed = await propose(page, query);
      return proposed
        .filter(({ group }) => group === 'pieces')
        .slice(0, 5)
        .map(keyOf);
    }, folder.dir);
  } finally {
    await site.stop();
  }
}

const KINDS: Record<string, string> = { entretiens: 'interviews', courrier: 'letters', etudes: 'studies' };

function keyOf({ path: address }: Proposed): string {
  const [, section = '', slug = ''] = address.split('/');
  return `${KINDS[section] ?? section}/${slug}`;
}

async function recall(
  firstFive: (query: string) => Promise<string[]>,
  queries: readonly LabelledQuery[],
): Promise<{ recall: number; missed: string[] }> {
  const missed: string[] = [];
  let sum = 0;
  for (const { query, wanted } of queries) {
    const first = await firstFive(query);
    const found = wanted.filter((key) => first.includes(key)).length / wanted.length;
    sum += found;
    if (found < 1) missed.push(`${query}: ${wanted.join(', ')} not in ${first.join(', ')}`);
  }
  return { recall: sum / queries.length, missed };
}

test('labelled queries over the magazine propose what they want among the first five texts', async () => {
  const result = await examined(copyMagazine, (firstFive) => recall(firstFive, MAGAZINE_QUERIES));
  expect(result.recall, result.missed.join('\n')).toBeGreaterThanOrEqual(GOOD);
}, 300_000);

test('labelled queries over made texts do too', async () => {
  const result = await examined(
    (folder) => writeFiles(folder, madeCorpus()),
    (firstFive) => recall(firstFive, MADE_QUERIES),
  );
  expect(result.recall, result.missed.join('\n')).toBeGreaterThanOrEqual(GOOD);
}, 300_000);

test('rare words of every piece, damaged as readers do, propose it', async () => {
  const { words, missed } = await examined(copyMagazine, async (firstFive, folder) => {
    const database = new DatabaseSync(path.join(folder, 'data/content.db'), { readOnly: true });
    const rows = database.prepare('SELECT key, open_html FROM pieces').all() as { key: string; open_html: string }[];
    database.close();
    const all = damagedWords(new Map(rows.map(({ key, open_html }) => [key, open_html.replace(/<[^>]*>/g, ' ')])), 4);
    const wrong: typeof all = [];
    for (const word of all) if (!(await firstFive(word.typed)).includes(word.wanted)) wrong.push(word);
    return { words: all, missed: wrong };
  });
  expect(words.length).toBeGreaterThan(150);
  const told = missed.map(({ how, word, typed, wanted }) => `${how}: ${word} as ${typed} (${wanted})`).join('\n');
  expect(1 - missed.length / words.length, told).toBeGreaterThanOrEqual(GOOD);
}, 300_000);
