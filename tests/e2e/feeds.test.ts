import { cpSync } from 'node:fs';
import path from 'node:path';
import { parseJsonFeed } from 'feedsmith';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Editorial, openEditorial, type Piece, type PieceSummary } from '../../src/editorial/editorial.ts';
import { feedResponse, magazineFeed } from '../../src/feeds/feeds.ts';
import { latestEditions } from '../../src/letter/letter.ts';
import { type FollowedGathering, urls } from '../../src/urls.ts';
import { publishFolder, temporaryFolder } from '../content-folder.ts';
import { openBrowser } from './browser.ts';
import { type Expected, feedProblems } from './feed-problems.ts';
import { FEED_READERS } from './feed-readers.ts';
import { serveSample } from './site.ts';

/** The feeds of the magazine that the repository ships, read back by programs that are not ours. */

let site: Awaited<ReturnType<typeof serveSample>>;
let editorial: Editorial;
let browser: Browser;
const now = new Date();

beforeAll(async () => {
  site = await serveSample();
  editorial = openEditorial(path.join(site.dataDir, 'content.db'));
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  editorial.close();
  await site.stop();
});

const ask = (address: string, init: RequestInit = {}) => fetch(site.url + address, { redirect: 'manual', ...init });
const textAt = async (address: string) => (await ask(address)).text();

function expectedAt(title: string, address: string, page: string, summaries: readonly PieceSummary[]): Expected {
  const pieces = summaries
    .map(({ collection, slug }) => editorial.piece(collection, slug, now))
    .filter((piece): piece is Piece => piece !== null);
  return { title, path: address, page, pieces, site: editorial.site(), siteUrl: site.siteUrl };
}

const magazine = (address = urls.feed()) => expectedAt('Verbatim', address, urls.home(), editorial.latest(50, now));

function gathered(gathering: FollowedGathering): Expected[] {
  return (editorial.gatherings(gathering, 1, now)?.items ?? []).map(({ id, name }) => {
    const listed = (page: number) =>
      (gathering === 'themes' ? editorial.theme : editorial.person)(id, page, now)?.pieces;
    const pieces = Array.from({ length: listed(1)?.pages ?? 0 }, (_, index) => listed(index + 1)?.items ?? []).flat();
    return expectedAt(
      `Verbatim – ${name}`,
      urls.gatheringFeed(gathering, id),
      urls.gathering(gathering, id),
      pieces.slice(0, 50),
    );
  });
}

/** Every feed of pieces that the site has. */
function everyFeed(): Expected[] {
  const sections = [
    ['articles', 'Articles'],
    ['interviews', 'Entretiens'],
    ['letters', 'Courrier'],
  ] as const;
  return [
    magazine(),
    magazine(urls.atomFeed()),
    ...sections.map(([name, title]) =>
      expectedAt(`Verbatim – ${title}`, urls.sectionFeed(name), urls.list(name), editorial.latest(50, now, name)),
    ),
    ...gathered('themes'),
    ...gathered('people'),
  ];
}

test('three readers find in every feed what the pieces say, field by field', async () => {
  const feeds = everyFeed();
  expect(feeds.length).toBeGreaterThan(20);
  for (const feed of feeds) {
    expect([feed.path, await feedProblems(await textAt(feed.path), feed)]).toEqual([feed.path, []]);
  }
});

const MISTAKES: [string, (xml: string) => string][] = [
  ['a guid changes', (xml) => xml.replace('art-2026-0010<', 'art-2026-0011<')],
  ['a guid says that it is an address', (xml) => xml.replace('isPermaLink="false"', 'isPermaLink="true"')],
  ['a date is moved', (xml) => xml.replace(/(<pubDate>\w{3}, )\d{2}/, '$101')],
  ['a date is French', (xml) => xml.replace(/<pubDate>\w{3}/, '<pubDate>ven')],
  ['the oldest come first', (xml) => reversed(xml)],
  ['an item is there twice', (xml) => xml.replace(/<item>.*?<\/item>/s, '$&$&')],
  ['an item is missing', (xml) => xml.replace(/<item>.*?<\/item>/s, '')],
  ['a title is escaped once too often', (xml) => xml.replace('Écoute<', '&amp;Eacute;coute<')],
  ['an author is lost', (xml) => xml.replace(/<dc:creator>.*?<\/dc:creator>/, '')],
  ['the size of a picture is guessed', (xml) => xml.replace(/length="\d+"/, 'length="0"')],
  ['an address is relative', (xml) => xml.replace(/href=&quot;http:\/\/localhost:\d+/, 'href=&quot;')],
  ['a script slips in', (xml) => xml.replace('&lt;p&gt;', '&lt;script&gt;1&lt;/script&gt;&lt;p&gt;')],
  ['a style slips in', (xml) => xml.replace('&lt;h2&gt;', '&lt;h2 style=&quot;color:red&quot;&gt;')],
  ['a paragraph is lost', (xml) => xml.replace(/&lt;\/h2&gt;&lt;p&gt;.*?&lt;\/p&gt;/, '')],
  ['a summary holds HTML', (xml) => xml.replace('<description>Trois', '<description>&lt;b&gt;Trois')],
  ['the build date is now', (xml) => xml.replace(/<lastBuildDate>[^<]*/, `<lastBuildDate>${now.toUTCString()}`)],
  ['the feed does not know its address', (xml) => xml.replace('rel="self"', 'rel="alternate"')],
  ['what is closed is not told', (xml) => xml.replaceAll('La suite est réservée aux abonnés.', '')],
  ['an advertisement is hidden', (xml) => xml.replace('<category>Publicité</category>', '')],
  ['a control character slips in', (xml) => xml.replace('<title>', '<title>\u0008')],
];

function reversed(xml: string): string {
  const items = xml.match(/<item>.*?<\/item>/gs) ?? [];
  const [head = ''] = xml.split('<item>');
  return `${head}${items.reverse().join('')}</channel></rss>`;
}

test.each(MISTAKES)('the test sees it when %s', async (_what, break_) => {
  const xml = await textAt(urls.feed());
  const broken = break_(xml);
  expect(broken).not.toBe(xml);
  expect(await feedProblems(broken, magazine())).not.toEqual([]);
});

test('every feed is well-formed in the eyes of a browser, and a broken one is not', async () => {
  const page = await browser.newPage();
  const complaint = (xml: string) =>
    page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'application/xml');
      return parsed.querySelector('parsererror')?.textContent ?? null;
    }, xml);
  const addresses = [...everyFeed().map((feed) => feed.path), urls.letterFeed(), urls.feedList()];
  for (const address of addresses) expect([address, await complaint(await textAt(address))]).toEqual([address, null]);
  const xml = await textAt(urls.feed());
  for (const broken of [xml.replace('&lt;', '<'), xml.replace('Verbatim', 'R&D'), xml.slice(0, -10)])
    expect(await complaint(broken)).not.toBeNull();
  await page.close();
});

test('the JSON Feed says the same', async () => {
  const text = await textAt(urls.jsonFeed());
  const parsed = parseJsonFeed(text);
  const { items: told } = JSON.parse(text) as { items: { id: string; content_html: string; summary: string }[] };
  expect(parsed).toMatchObject({ title: 'Verbatim', feed_url: site.siteUrl + urls.jsonFeed(), language: 'fr' });
  const rss = await FEED_READERS.feedsmith?.(await textAt(urls.feed()));
  expect(told.map(({ id, summary, content_html: html }) => ({ id, summary, html }))).toEqual(
    rss?.items.map(({ id, summary, html }) => ({ id, summary, html })),
  );
  expect(parsed.items?.map((item) => item.url)).toEqual(rss?.items.map(({ url }) => url));
  expect(parsed.items?.map((item) => item.date_published)).toEqual(magazine().pieces.map((piece) => piece.publishedAt));
  expect(parsed.items?.map((item) => item.authors?.map(({ name }) => name))).toEqual(
    rss?.items.map(({ authors }) => authors),
  );
  expect(parsed.items?.map((item) => item.attachments?.[0]?.size_in_bytes)).toEqual(
    rss?.items.map(({ enclosure }) => enclosure?.bytes),
  );
});

test('the feed of the letter has every edition, whole, as its mail', async () => {
  const editions = latestEditions(editorial, 50, now);
  const xml = await textAt(urls.letterFeed());
  for (const [name, read] of Object.entries(FEED_READERS)) {
    const { items } = await read(xml);
    expect([name, items.map(({ title }) => title)]).toEqual([name, editions.map(({ subject }) => subject)]);
    expect(items.map(({ url }) => url)).toEqual(editions.map(({ date }) => site.siteUrl + urls.edition(date)));
    expect(items.map(({ published }) => published)).toEqual(editions.map(({ leavesAt }) => Date.parse(leavesAt)));
    for (const [index, { html, summary }] of items.entries()) {
      const edition = editions[index];
      expect(summary).toContain(edition?.preheader);
      for (const { path: piecePath } of edition?.pieces ?? []) expect(html).toContain(site.siteUrl + piecePath);
      for (const { quote } of edition?.extracts ?? []) expect(html).toContain(quote.slice(0, 20));
      expect(html).not.toMatch(/\sclass=|<(style|script|svg|div|table)\b|(?:href|src)="(?!https?:|mailto:)/);
      expect(Buffer.byteLength(html)).toBeLessThan(70_000);
    }
  }
});

test('the last edition is there as JSON too', async () => {
  const [edition] = latestEditions(editorial, 1, now);
  const response = await ask(urls.latestLetter());
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const { items } = (await FEED_READERS.htmlparser2?.(await textAt(urls.letterFeed()))) ?? { items: [] };
  expect(await response.json()).toMatchObject({ subject: edition?.subject, date: edition?.date, html: items[0]?.html });
});

test.each([
  [urls.feed(), 'application/rss+xml; charset=utf-8'],
  [urls.atomFeed(), 'application/atom+xml; charset=utf-8'],
  [urls.jsonFeed(), 'application/feed+json; charset=utf-8'],
  [urls.sectionFeed('interviews'), 'application/rss+xml; charset=utf-8'],
  [urls.gatheringFeed('themes', 'ecoute'), 'application/rss+xml; charset=utf-8'],
  [urls.letterFeed(), 'application/rss+xml; charset=utf-8'],
  [urls.latestLetter(), 'application/json; charset=utf-8'],
])('%s is of its type, may be read by other sites, and answers 304 to GET and HEAD', async (address, type) => {
  const first = await ask(address);
  const { headers } = first;
  expect([first.status, headers.get('content-type'), headers.get('access-control-allow-origin')]).toEqual([
    200,
    type,
    '*',
  ]);
  const conditions: Record<string, string>[] = [
    { 'if-none-match': headers.get('etag') ?? '' },
    { 'if-modified-since': headers.get('last-modified') ?? '' },
  ];
  for (const condition of conditions) {
    for (const method of ['GET', 'HEAD']) {
      const again = await ask(address, { method, headers: condition });
      expect([method, again.status, await again.text()]).toEqual([method, 304, '']);
    }
  }
  expect((await ask(address, { headers: { 'if-none-match': '"autre"' } })).status).toBe(200);
  const head = await ask(address, { method: 'HEAD' });
  expect([head.status, head.headers.get('etag')]).toEqual([200, headers.get('etag')]);
});

test('two builds give the same bytes', async () => {
  using folder = temporaryFolder();
  // Pictures are not made again.
  cpSync(path.join(site.dataDir, 'media'), path.join(folder.dir, 'data', 'media'), { recursive: true });
  const options = { contentDir: 'content', dataDir: path.join(folder.dir, 'data'), siteUrl: site.siteUrl, now };
  expect((await publishFolder(folder.dir, options)).ok).toBe(true);
  const other = openEditorial(path.join(folder.dir, 'data', 'content.db'));
  const services = { editorial: other, siteUrl: site.siteUrl };
  const again = await feedResponse(magazineFeed(services, urls.feed(), now), 'rss').text();
  other.close();
  expect(again).toBe(await textAt(urls.feed()));
});

test('a picture weighs what its enclosure says', async () => {
  const { items } = (await FEED_READERS.feedsmith?.(await textAt(urls.feed()))) ?? { items: [] };
  const enclosures = items.flatMap(({ enclosure }) => enclosure ?? []);
  expect(enclosures.length).toBeGreaterThan(10);
  for (const { url, type, bytes } of enclosures) {
    const response = await ask(new URL(url).pathname);
    expect([response.headers.get('content-type'), (await response.arrayBuffer()).byteLength]).toEqual([type, bytes]);
  }
});

test('there is no feed of what there is not', async () => {
  for (const address of ['/themes/inconnu/rss.xml', '/personnes/inconnu/rss.xml', '/organisations/x/rss.xml'])
    expect((await ask(address)).status).toBe(404);
});

test('a page offers its feed, to programs and to people', async () => {
  const pages = [
    [urls.list('articles'), urls.sectionFeed('articles')],
    [urls.gathering('themes', 'ecoute'), urls.gatheringFeed('themes', 'ecoute')],
    [urls.gathering('people', 'maud-keraudren'), urls.gatheringFeed('people', 'maud-keraudren')],
    [urls.letter(), urls.letterFeed()],
  ] as const;
  for (const [address, feed] of pages) {
    const html = await textAt(address);
    expect(html).toMatch(
      new RegExp(`<link rel="alternate" type="application/rss\\+xml"[^>]* href="${site.siteUrl}${feed}"`),
    );
    expect(html).toContain(`<a href="${feed}"`);
  }
  const home = await textAt(urls.home());
  for (const feed of [urls.feed(), urls.atomFeed(), urls.jsonFeed()])
    expect(home).toMatch(new RegExp(`<link rel="alternate" type="[^"]+" title="[^"]+" href="${site.siteUrl}${feed}"`));
});

test.each([urls.feed(), urls.atomFeed(), urls.letterFeed()])('%s has a look in a browser', async (address) => {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await page.goto(site.url + address);
  const seen = await page.evaluate(() => {
    const titles = [...document.querySelectorAll(':is(item, entry) > title')];
    const machine = document.querySelector('guid, id');
    return {
      titles: titles.length,
      family: titles[0] && getComputedStyle(titles[0]).fontFamily,
      machine: machine && getComputedStyle(machine).display,
      wide: document.documentElement.scrollWidth > innerWidth,
    };
  });
  await page.close();
  expect(seen.titles).toBeGreaterThan(10);
  expect(seen).toMatchObject({ family: expect.stringContaining('Newsreader'), machine: 'none', wide: false });
});
