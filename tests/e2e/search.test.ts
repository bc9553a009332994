import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { urls } from '../../src/urls.ts';
import { openBrowser } from './browser.ts';
import { serveSample, SUBSCRIBER } from './site.ts';

/** The search page of the magazine that the repository ships, without scripts unless said. */

let site: Awaited<ReturnType<typeof serveSample>>;
let browser: Browser;

beforeAll(async () => {
  site = await serveSample();
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await site.stop();
});

async function open(
  address: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page & AsyncDisposable> {
  const context = await browser.newContext({ javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  await page.goto(site.url + address);
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

/** Goes from stop to stop until the one that `selector` names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(`${selector}:focus`).count()) === 1) return;
  }
  throw new Error(`the keyboard never reaches ${selector}`);
}

const ask = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${site.url}${urls.search()}?${query}`, { headers });

test('with the keyboard alone, a reader goes from la une to a text by searching', async () => {
  await using page = await open(urls.home());
  await tabTo(page, '.header a[href="/recherche/"]');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === urls.search());
  await tabTo(page, 'input[name="q"]');
  await page.keyboard.type('appel important');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('q') === 'appel important');
  expect(await page.inputValue('input[name="q"]')).toBe('appel important');
  expect(await page.locator('h1').innerText()).toMatch(/^\d+\sr[ée]sultats?/);
  const first = (await page.locator('.hit h2 a').first().getAttribute('href')) ?? '';
  await tabTo(page, `.hit h2 a[href="${first}"]`);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === first);
});

test.each([390, 1280])('filters narrow a search and are taken away again by the keyboard, at %i px', async (width) => {
  await using page = await open(urls.search({ query: 'client' }), { viewport: { width, height: 900 } });
  const total = async () => Number((await page.locator('h1').innerText()).replace(/\s/g, '').match(/^\d+/)?.[0]);
  const before = await total();
  if (width < 1024) {
    await tabTo(page, '.filters > summary');
    await page.keyboard.press('Enter');
  }
  const theme = page.locator('.filter a[href*="theme="]').first();
  const count = Number(await theme.locator('.count').innerText());
  expect(count).toBeLessThan(before);
  await tabTo(page, `.filter a[href="${await theme.getAttribute('href')}"]`);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.has('theme'));
  expect(await total()).toBe(count);
  await tabTo(page, '.search-chosen li a');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.searchParams.has('theme'));
  expect(await total()).toBe(before);
});

test('what is found in an answer leads to the answer', async () => {
  await using page = await open(urls.search({ query: 'gare routière', kind: 'interviews' }));
  const way = page.locator('.hit-place a').first();
  const address = (await way.getAttribute('href')) ?? '';
  expect(address).toMatch(/^\/entretiens\/[a-z-]+\/#[a-z-]+/);
  await way.click();
  expect(await page.locator(`[id="${address.split('#')[1]}"]`).count()).toBe(1);
});

test('the order of dates is the order of dates', async () => {
  await using page = await open(urls.search({ query: 'client', sort: 'date' }));
  const dates = await page
    .locator('.hit time')
    .evaluateAll((times) => times.map((time) => time.getAttribute('datetime')));
  expect(dates.length).toBeGreaterThan(5);
  expect(dates).toEqual(dates.toSorted().reverse());
});

test('where nothing is found there are ways on', async () => {
  await using page = await open(urls.search({ query: 'attente', person: 'personne-de-ce-nom' }));
  expect(await page.locator('h1').innerText()).toMatch(/Aucun résultat/);
  await page.getByRole('link', { name: /Sans filtre/ }).click();
  expect(await page.locator('.hit').count()).toBeGreaterThan(0);
  await page.goto(site.url + urls.search({ query: 'zzyzx' }));
  for (const way of [urls.gathering('themes', 'ecoute'), urls.archives(), urls.questions()]) {
    expect(await page.locator(`main a[href^="${way}"]`).count(), way).toBeGreaterThan(0);
  }
  expect(await page.locator('main .teaser').count()).toBeGreaterThan(2);
});

const HOSTILE = [
  '"',
  '"" ""',
  '*',
  'a*',
  '^titre',
  'NEAR(a b, 5)',
  'titre:attente OR NOT (',
  '-attente',
  '{a b}:c',
  "l'd'qu'",
  '\u0000\u0001\u001b\u007f',
  '\ud800',
  '\u202e\u200b\ufeff',
  '😀'.repeat(100),
  'é'.repeat(1500),
  'mot '.repeat(200),
  'x'.repeat(9000),
  '(('.repeat(1000),
  '%',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus=alert(1) autofocus='",
  '</title><h1>',
  '&amp;&lt;&#60;',
  '${7*7}{{7*7}}',
  "1' OR '1'='1",
];

test.each(HOSTILE)('a page answers to %j', async (query) => {
  for (const more of ['', '&tri=date&type=entretiens&annee=2026&page=2']) {
    for (const headers of [{}, { cookie: SUBSCRIBER }] as Record<string, string>[]) {
      const answer = await ask(`q=${encodeURIComponent(query.toWellFormed())}${more}`, headers);
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
      // Between quotation marks, only they would mean something.
      const meaning = html.replace(/="[^"]*"/g, '');
      expect(/<script>alert|<img src=x|<\/title><h1>|<[^>]*onfocus=/.exec(meaning)?.[0] ?? null).toBeNull();
      expect(html.match(/<h1[ >]/g)).toHaveLength(1);
      expect(html.length).toBeLessThan(100_000);
    }
  }
});

test.each([
  'q=a&q=b',
  'q[]=x&q[$ne]=1',
  'q',
  '&&==&q',
  'q=%ff%fe',
  'q=100%',
  'q=%zz%00',
  'q=attente&page=0',
  'q=attente&page=9999',
  'q=attente&page=-1&annee=99999',
  'q=attente&type=autre&theme=../..&personne=%3Cb%3E&acces=1',
  'page=2&theme=ecoute',
])('a page answers to the parameters %s', async (query) => {
  const answer = await ask(query);
  expect(answer.status).toBe(200);
  expect((await answer.text()).match(/<h1[ >]/g)).toHaveLength(1);
});

test('a query that is too long is cut, and the page says so', async () => {
  const html = await (await ask(`q=${'attente+'.repeat(100)}`)).text();
  expect(html).toContain('nous n’en avons gardé que le début');
  expect(await (await ask('q=attente')).text()).not.toContain('nous n’en avons gardé que le début');
});

test('search engines keep no page of the search, and browsers learn to search', async () => {
  const html = await (await ask('q=attente')).text();
  expect(html).toContain('<meta name="robots" content="noindex">');
  expect(html).toContain(`<link rel="canonical" href="${site.siteUrl}/recherche/">`);
  expect(await (await fetch(`${site.url}/robots.txt`)).text()).toContain('\nDisallow: /recherche/\n');
  const [, address = ''] = /<link rel="search"[^>]*href="([^"]*)"/.exec(html) ?? [];
  const description = await fetch(address.replace(site.siteUrl, site.url));
  expect(description.headers.get('content-type')).toBe('application/opensearchdescription+xml; charset=utf-8');
  expect(await description.text()).toContain(`template="${site.siteUrl}/recherche/?q={searchTerms}"`);
});

test('the page that is not there offers to search', async () => {
  await using page = await open('/nulle-part/');
  await page.fill('input[name="q"]', 'attente');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await page.waitForURL((url) => url.pathname === urls.search() && url.searchParams.get('q') === 'attente');
});
