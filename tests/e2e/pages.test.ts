import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { crawl } from './crawl.ts';
import { urls } from '../../src/urls.ts';
import { serveSample, SUBSCRIBER, type TestSite } from './site.ts';

/** The magazine that the repository ships, in a browser: one page of each kind. */
const PAGES = {
  'la une': '/',
  'the list of articles': '/articles/',
  'the list of interviews': '/entretiens/',
  'the list of letters': '/courrier/',
  'an article for subscribers': '/articles/votre-appel-est-important/',
  'a study': '/articles/attendre-n-est-pas-le-pire/',
  'numbered lessons': '/articles/six-lecons-de-guichet/',
  'a selection': '/articles/cinq-facons-d-attendre/',
  'an interview': '/entretiens/bakary-sissoko/',
  'an interview for subscribers': '/entretiens/remi-castagnol/',
  'a letter': '/courrier/mon-cabinet-a-sept-chaises/',
  'the archives': '/archives/',
  'a month': '/archives/2026/11/',
  'a year': '/archives/2014/',
  'all people': '/personnes/',
  'a person': '/personnes/maud-keraudren/',
  'an organisation': '/organisations/cars-meridien/',
  'all themes': '/themes/',
  'a theme': '/themes/service/',
  'all issues': '/numeros/',
  'an issue': '/numeros/2/',
  'the questions': '/entretiens/questions/',
  'the answers to a question': '/entretiens/questions/avoir-le-sens-du-client/',
  'the studies': '/etudes/',
  'the sheet of a study': '/etudes/barometre-attente-2026/',
  'the sheet of a study for subscribers': '/etudes/voix-et-machines-2023/',
  'the search': '/recherche/',
  'what was found': '/recherche/?q=attente',
  'what was found, narrowed': '/recherche/?q=client&type=entretiens&tri=date',
  'nothing that was found': '/recherche/?q=zzyzx&type=articles',
  'the offers': '/abonnement/',
  'what is about to be ordered': '/abonnement/recapitulatif/?offre=annuel',
  'signing in': '/connexion/',
  cancelling: '/resilier/',
  withdrawing: '/retractation/',
  'the letters': '/lettre/',
  'the letters of a month': '/lettre/2026/11/',
  'a daily letter': '/lettre/2026-11-20/',
  'a daily letter without a file': '/lettre/2026-11-16/',
  'the terms': '/cgv/',
  'what is known of readers': '/confidentialite/',
  'the feeds': '/flux/',
  'the tools for newsletters': '/flux/newsletters/',
  'a page that is not there': '/nulle-part/',
};

let site: TestSite;
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
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
  const page = await context.newPage();
  await page.goto(site.url + address, { waitUntil: 'load' });
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

/** The headers of whoever is shown a page of their own at an address: where both get the same bytes, one look is enough. */
async function audiencesAt(address: string): Promise<Record<string, string>[]> {
  const audiences: Record<string, string>[] = [{}, { cookie: SUBSCRIBER }];
  const answers = audiences.map(async (headers) => (await fetch(site.url + address, { headers })).text());
  const [forPublic, forSubscriber] = await Promise.all(answers);
  return forPublic === forSubscriber ? audiences.slice(0, 1) : audiences;
}

/** The scheme changes colours alone: nothing else needs a second look. */
const RULES_ON_COLOURS = ['color-contrast', 'link-in-text-block'];

describe.each(Object.entries(PAGES))('%s', (_name, address) => {
  test('axe finds nothing in either scheme, as the public and as a subscriber', async () => {
    for (const extraHTTPHeaders of await audiencesAt(address)) {
      await using page = await open(address, { colorScheme: 'light', extraHTTPHeaders });
      const light = await new AxeBuilder({ page }).analyze();
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await new AxeBuilder({ page }).withRules(RULES_ON_COLOURS).analyze();
      const violations = [...light.violations, ...dark.violations];
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    }
  });

  test('loses nothing at 320 px, nor at 400 % zoom', async () => {
    await using page = await open(address, { viewport: { width: 320, height: 256 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

  test('runs next to no script, asks nobody else, and its first visit is light', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    const sizes = new Map<string, number>();
    const asked: string[] = [];
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    client.on('Network.requestWillBeSent', ({ request }) => asked.push(request.url));
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
    await page.goto(site.url + address, { waitUntil: 'networkidle' });
    await context.close();
    const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
    const scripts = asked.filter((url) => url.endsWith('.js'));
    const lengths = await Promise.all(scripts.map(async (url) => (await (await fetch(url)).text()).length));
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(4000);
    expect(asked.length).toBeLessThanOrEqual(8);
    expect(total).toBeLessThanOrEqual(110_000);
    expect(problems.filter((text) => !text.includes('404'))).toEqual([]);
  });

  test('has one h1, a main part, a title, a language and a way to skip to the text', async () => {
    await using page = await open(address, { javaScriptEnabled: false });
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main').count()).toBe(1);
    expect(await page.getAttribute('html', 'lang')).toBe('fr');
    expect(await page.title()).toMatch(/Verbatim/);
    await page.keyboard.press('Tab');
    const first = await page.locator(':focus').getAttribute('href');
    expect(first).toMatch(/^#/);
    expect(await page.locator(first ?? '').count()).toBe(1);
  });
});

test('with the keyboard alone and without scripts, a reader goes from la une to the offers', async () => {
  await using page = await open('/', { javaScriptEnabled: false });
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    const outline = await focused.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline).not.toBe('none');
    if ((await focused.getAttribute('href')) === '/abonnement/') break;
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/abonnement\/$/);
});

test('every link of the site leads to a page, and every anchor to a place', async () => {
  const siteUrl = site.url.replace('127.0.0.1', 'localhost');
  const pages = await crawl(['/', '/sitemap-index.xml', '/rss.xml'], siteUrl, async (address) => {
    const response = await fetch(site.url + address, { redirect: 'manual' });
    return { path: address, status: response.status, headers: response.headers, text: await response.text() };
  });
  const dead = [...pages.values()]
    // The account of nobody leads to the page that makes somebody of them.
    .filter(({ path: address, status }) => status !== (address === urls.account() ? 303 : 200))
    .map(({ path: address, status }) => `${status} ${address}`);
  expect(dead).toEqual([]);
  expect(pages.size).toBeGreaterThan(40);
  for (const { path: address, text } of pages.values()) {
    const ids = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    const fragments = [...text.matchAll(/\shref="#([^"]+)"/g)].map(([, id]) => decodeURIComponent(id ?? ''));
    expect([address, fragments.filter((id) => !ids.has(id))]).toEqual([address, []]);
    const repeated = [...text.matchAll(/\sid="([^"]+)"/g)]
      .map(([, id]) => id)
      .filter((id, index, all) => all.indexOf(id) !== index);
    expect([address, repeated]).toEqual([address, []]);
  }
});

test('no page carries an inline style or an inline script other than data', async () => {
  for (const address of Object.values(PAGES)) {
    const text = await (await fetch(site.url + address)).text();
    expect(text).not.toMatch(/\sstyle="|<style|\son[a-z]+="/);
    expect(
      [...text.matchAll(/<script([^>]*)>/g)].filter(
        ([, attributes]) => !attributes?.match(/application\/ld\+json|type="module" src="\/_astro\//),
      ),
    ).toEqual([]);
  }
});

test('the address of a piece is copied by a button that is there with scripts alone', async () => {
  const address = '/articles/six-lecons-de-guichet/';
  await using plain = await open(address, { javaScriptEnabled: false });
  expect(await plain.getByRole('button').count()).toBe(0);
  await using page = await open(address, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Copier le lien' }).click();
  await page.getByText('Lien copié').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(copied).pathname).toBe(address);
});

test('an advertisement says so in its head, in its title and on paper, where no background is printed', async () => {
  await using page = await open('/articles/standard-partage/');
  expect(await page.title()).toMatch(/^Publicité/);
  await page.emulateMedia({ media: 'print' });
  const colours = await page.locator('.piece-head .advertisement').evaluate((element) => {
    const { color, backgroundColor } = getComputedStyle(element);
    return [color, backgroundColor];
  });
  expect(colours).toEqual(['rgb(0, 0, 0)', 'rgba(0, 0, 0, 0)']);
});
