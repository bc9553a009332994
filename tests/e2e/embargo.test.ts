import sharp from 'sharp';
import { expect, test } from 'vitest';
import { article, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';
import { type Answer, crawl } from './crawl.ts';
import { freePort, serveFolder, type TestSite } from './site.ts';

const CARD = '/cartes/art-000099.png';
const STARTS = [
  '/',
  '/rss.xml',
  '/atom.xml',
  '/feed.json',
  '/articles/rss.xml',
  '/themes/ecoute/rss.xml',
  '/lettre/rss.xml',
  '/lettre/dernier.json',
  '/sitemap-index.xml',
  '/robots.txt',
  '/sante',
  '/articles/',
  '/articles/embargo/',
  CARD,
  '/2011/09/embargo',
];

async function ask(site: TestSite, path: string): Promise<Answer> {
  const response = await fetch(site.url + path, { redirect: 'manual' });
  return { path, status: response.status, headers: response.headers, text: await response.text() };
}

/** Publishes one piece under embargo until `local` (Paris) and looks at every surface a second before and at its minute. */
async function cross(local: string, instant: string): Promise<void> {
  using folder = temporaryFolder();
  const image = await sharp({ create: { width: 600, height: 400, channels: 3, background: 'purple' } })
    .jpeg()
    .toBuffer();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/embargo.jpg': image,
    'content/articles/2026/embargo.mdx': article(
      {
        uid: 'art-000099',
        title: 'Le secret de minuit',
        publishedAt: local,
        formerUrls: '[/2011/09/embargo]',
        image: '{ src: ./embargo.jpg, alt: Un secret, credit: Verbatim }',
      },
      'Un texte sous embargo.',
    ),
    'content/articles/2026/un-article.mdx': article({ readAlso: '[articles/embargo]' }),
  });
  const port = await freePort();
  const siteUrl = `http://localhost:${port}`;
  const at = new Date(instant);
  const published = await publishFolder(folder.dir, { siteUrl, now: new Date(at.getTime() - 86_400_000) });
  expect(published).toMatchObject({ ok: true });
  const site = await serveFolder(folder.dir, port);
  try {
    site.setNow(at);
    const pictures = [...(await ask(site, '/articles/embargo/')).text.matchAll(/\/media\/[\w.-]+/g)].map(
      ([name]) => name,
    );
    expect(pictures.length).toBeGreaterThan(2);
    const generation = /"generation":\d+/;

    site.setNow(new Date(at.getTime() - 1000));
    const before = await crawl(STARTS, siteUrl, (path) => ask(site, path));
    for (const { path, text, headers } of before.values()) {
      expect([
        path,
        /secret de minuit|embargo\.|\/articles\/embargo\/"|sous embargo/i.test(text.replaceAll(path, '')),
      ]).toEqual([path, false]);
      expect(headers.get('location') ?? '').not.toContain('embargo');
      const shared = /s-maxage=(\d+)/.exec(headers.get('cache-control') ?? '');
      if (shared) expect(Number(shared[1])).toBeLessThanOrEqual(1);
    }
    for (const path of ['/articles/embargo/', '/2011/09/embargo', CARD, ...pictures])
      expect((await ask(site, path)).status).toBe(404);
    const health = (await ask(site, '/sante')).text;

    site.setNow(at);
    expect((await ask(site, '/articles/embargo/')).status).toBe(200);
    expect((await ask(site, '/2011/09/embargo')).headers.get('location')).toMatch(/\/articles\/embargo\/$/);
    for (const path of [CARD, ...pictures]) expect((await ask(site, path)).status).toBe(200);
    for (const path of ['/', '/articles/', '/articles/un-article/', '/rss.xml', '/sitemap-1.xml']) {
      const { text } = await ask(site, path);
      expect([path, /secret de minuit|\/articles\/embargo\//i.test(text)]).toEqual([path, true]);
    }
    const after = (await ask(site, '/sante')).text;
    expect(generation.exec(after)?.[0]).toBe(generation.exec(health)?.[0]);
    expect(JSON.parse(after).pieces).toBe(JSON.parse(health).pieces + 1);
  } finally {
    await site.stop();
  }
}

test('an embargoed piece appears at its minute on every surface, by itself, and nothing of it a second before', async () => {
  await cross('2026-12-03T07:30', '2026-12-03T06:30:00Z');
});

test('on the night when clocks go forward, an hour that does not exist counts from before the change', async () => {
  await cross('2027-03-28T02:30', '2027-03-28T01:30:00Z');
});

test('on the night when clocks go back, an hour that comes twice is the first of the two', async () => {
  await cross('2027-10-31T02:30', '2027-10-31T00:30:00Z');
});

test('a date alone is its midnight in Paris', async () => {
  await cross('2027-07-14', '2027-07-13T22:00:00Z');
});
