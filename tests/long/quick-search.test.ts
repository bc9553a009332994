import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { article, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';
import { openBrowser } from '../e2e/browser.ts';
import { indexed, propose, quickPanel } from '../e2e/quick-panel.ts';
import { freePort, serveFolder } from '../e2e/site.ts';

/** With the three of `validContent`, a thousand. */
const PIECES = 997;
const WORDS = 900;
const MOST_BYTES = 200_000;

/** A fixed sequence of numbers from 0 to 1 (Mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Sentences of the magazine that the repository ships, without markup. */
function sentencesOfMagazine(): string[][] {
  const files = readdirSync('content', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mdx'));
  const texts = files.map((file) => readFileSync(path.join('content', file), 'utf8').split(/^---$/m)[2] ?? '');
  const paragraphs = texts.flatMap((text) => text.split(/\n\n+/)).filter((one) => /^\p{Lu}[^<{[\]*_`#|>]+$/u.test(one));
  return paragraphs.flatMap((one) => one.match(/[^.!?]+[.!?]+/g) ?? []).map((sentence) => sentence.trim().split(/\s+/));
}

/**
 * A magazine of so many open articles: sentences of ours in which one word in sixteen is another, rare one, so that the
 * vocabulary grows as that of an archive does.
 */
function largeMagazine(): Record<string, string> {
  const random = sequence(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const sentences = sentencesOfMagazine();
  const syllables =
    'ba bo car cen chi cla con cor dan fer gar gri jol lan lem mar men nol per pla ran rel sol tan tri val'.split(' ');
  const rare = Array.from({ length: 25_000 }, () =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(syllables)).join(''),
  );
  const files = validContent();
  for (let number = 0; number < PIECES; number += 1) {
    const words: string[] = [];
    while (words.length < WORDS) words.push(...pick(sentences).map((word) => (random() < 1 / 16 ? pick(rare) : word)));
    const paragraphs = Array.from({ length: 10 }, (_, index) => words.slice(index * 90, (index + 1) * 90).join(' '));
    files[`content/articles/2026/texte-${number}.mdx`] = article(
      { uid: `art-1${String(number).padStart(6, '0')}`, title: `"Un titre sur ${pick(rare)} et ${pick(rare)}"` },
      paragraphs.map((text) => text.replace(/^[^\p{L}]+/u, '')).join('\n\n'),
    );
  }
  return files;
}

test('with a thousand open texts of nine hundred words, a first query weighs less than 200 kB', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, largeMagazine());
  const port = await freePort();
  const published = await publishFolder(folder.dir, { siteUrl: `http://localhost:${port}`, now: new Date() });
  expect(published).toMatchObject({ ok: true });
  const site = await serveFolder(folder.dir, port);
  const browser = await openBrowser();
  try {
    await indexed(site, 600_000);
    for (const query of ['attente', 'sens du client', 'téléphone']) {
      const page = await (await browser.newContext()).newPage();
      const client = await page.context().newCDPSession(page);
      await client.send('Network.enable');
      let bytes = 0;
      await page.goto(site.url, { waitUntil: 'networkidle' });
      client.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      await quickPanel(page);
      expect((await propose(page, query)).length).toBeGreaterThan(3);
      await page.waitForLoadState('networkidle');
      console.log(`first query, ${query}: ${Math.round(bytes / 1000)} kB`);
      expect(bytes).toBeGreaterThan(100_000);
      expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
      await page.context().close();
    }
  } finally {
    await browser.close();
    await site.stop();
  }
});
