import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { serveSample, type TestSite } from './site.ts';

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

/** A page as it goes to paper, from a screen that is dark. */
async function onPaper(address: string): Promise<Page & AsyncDisposable> {
  const context = await browser.newContext({ colorScheme: 'dark' });
  const page = await context.newPage();
  await page.emulateMedia({ media: 'print' });
  await page.goto(site.url + address, { waitUntil: 'load' });
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

/** One page of each kind that readers print. */
const PRINTED = [
  '/articles/votre-appel-est-important/',
  '/articles/attendre-n-est-pas-le-pire/',
  '/articles/standard-partage/',
  '/entretiens/remi-castagnol/',
  '/courrier/mon-cabinet-a-sept-chaises/',
  '/etudes/barometre-attente-2026/',
  '/etudes/voix-et-machines-2023/',
  '/lettre/2026-11-20/',
];

test.each(PRINTED)('%s is printed in black on white', async (address) => {
  await using page = await onPaper(address);
  const colours = await page.evaluate(() => {
    const shown = [...document.querySelectorAll('html, body, body *')].filter((element) => element.checkVisibility());
    return shown.map((element) => {
      const { color, backgroundColor } = getComputedStyle(element);
      return { color: element.textContent.trim() === '' ? '' : color, backgroundColor };
    });
  });
  const inks = new Set(colours.map(({ color }) => color).filter((color) => color !== ''));
  expect([...inks].filter((ink) => !['rgb(0, 0, 0)', 'rgb(51, 51, 51)'].includes(ink))).toEqual([]);
  const papers = new Set(colours.map(({ backgroundColor }) => backgroundColor));
  expect([...papers].sort()).toEqual(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']);
});

test.each(PRINTED)('%s is printed without what only a screen can use', async (address) => {
  await using page = await onPaper(address);
  for (const part of ['nav', 'button', '.skip', '.share', '.offers', '.action', '.more', '.contents', '.anchor']) {
    const shown = await page.locator(part).evaluateAll((all) => all.filter((element) => element.checkVisibility()));
    expect([part, shown.length]).toEqual([part, 0]);
  }
  expect(await page.locator('h1').isVisible()).toBe(true);
});

test.each(PRINTED)('%s is printed with the addresses of what it links to elsewhere', async (address) => {
  await using page = await onPaper(address);
  const silent = await page.locator('main a[href^="http"]').evaluateAll((links) => {
    const shown = links
      .filter((link) => link.checkVisibility())
      .map((link) => [link, link.getAttribute('href') ?? ''] as const);
    return shown
      .filter(([link, href]) => !getComputedStyle(link, '::after').content.includes(href))
      .map(([, href]) => href);
  });
  expect(silent).toEqual([]);
});

test('what remains to be read is said on paper, without a price', async () => {
  await using page = await onPaper('/articles/votre-appel-est-important/');
  expect(await page.locator('.wall').innerText()).toMatch(/^Il (?:vous )?reste/);
  expect(await page.locator('.wall').innerText()).not.toContain('€');
});

test('an article goes on paper as pages of an ordinary size', async () => {
  await using page = await onPaper('/articles/attendre-n-est-pas-le-pire/');
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  expect(pdf).toMatch(/^%PDF-/);
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(1);
  expect(pages).toBeLessThan(10);
});
