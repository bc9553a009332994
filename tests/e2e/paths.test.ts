import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Editorial, openEditorial, type Piece } from '../../src/editorial/editorial.ts';
import { parisDay } from '../../src/time.ts';
import { urls } from '../../src/urls.ts';
import { openBrowser } from './browser.ts';
import { serveSample, SUBSCRIBER } from './site.ts';
import { listLinksTo, piecesOut, type Visited, walk } from './walk.ts';

/** The ways through the magazine that the repository ships: without scripts, by links, by the keyboard alone. */

const AUDIENCES = [
  ['the public', {}],
  ['a subscriber', { cookie: SUBSCRIBER }],
] as const;

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

function monthOf({ publishedAt }: Piece): string {
  const [year = 0, month] = parisDay(publishedAt).split('-').map(Number);
  return urls.archive(year, month);
}

/** The pages that a piece stands on, each with what it is to the piece. */
function placesOf(piece: Piece): [string, string][] {
  const questions = editorial.questions(now).filter(({ questionnaire }) => questionnaire === piece.questionnaire);
  return [
    ...(piece.guest === null ? [] : [['guest', urls.gathering('people', piece.guest.id)] as [string, string]]),
    ...piece.themes.map(({ id }): [string, string] => ['theme', urls.gathering('themes', id)]),
    ...piece.organisations.map(({ id }): [string, string] => ['organisation', urls.gathering('organisations', id)]),
    ['month', monthOf(piece)],
    ...(piece.issue === null ? [] : [['issue', urls.issue(piece.issue.number)] as [string, string]]),
    ...questions.map(({ slug }): [string, string] => ['question', urls.question(slug)]),
    ...editorial.repliesTo(piece.key, now).map((reply): [string, string] => ['letter', reply.path]),
    ...(piece.study === null ? [] : [['study', urls.study(piece.study.id)] as [string, string]]),
  ];
}

describe.each(AUDIENCES)('to %s', (_who, headers) => {
  let visited: Map<string, Visited>;

  beforeAll(async () => {
    visited = await walk(site, headers);
  });

  test('every piece is three steps or fewer from la une', () => {
    const far = piecesOut(editorial, now).filter((piece) => (visited.get(piece.path)?.steps ?? Infinity) > 3);
    expect(far.map((piece) => piece.path)).toEqual([]);
  });

  test('a piece leads to its guest, themes, organisations, month, issue, study, questions and the letters that answer it', () => {
    const met = new Set<string>();
    const missing = piecesOut(editorial, now).flatMap((piece) => {
      const links = visited.get(piece.path)?.links ?? [];
      return placesOf(piece).flatMap(([what, place]) => {
        met.add(what);
        return links.includes(place) ? [] : [`${piece.path} -> ${what} ${place}`];
      });
    });
    expect(missing).toEqual([]);
    expect([...met].sort()).toEqual(
      ['guest', 'issue', 'letter', 'month', 'organisation', 'question', 'study', 'theme'].sort(),
    );
  });

  test('and each of those pages leads back to the piece', () => {
    const missing = piecesOut(editorial, now).flatMap((piece) => {
      return placesOf(piece)
        .filter(([, place]) => !listLinksTo(visited, place, piece.path))
        .map(([what, place]) => `${what} ${place} -> ${piece.path}`);
    });
    expect(missing).toEqual([]);
  });
});

describe('with the keyboard alone and without scripts', () => {
  const OLD = urls.piece('articles', 'le-merci-de-onze-heures');

  async function open(address: string, headers: Record<string, string>): Promise<Page & AsyncDisposable> {
    const context = await browser.newContext({ javaScriptEnabled: false, extraHTTPHeaders: { ...headers } });
    const page = await context.newPage();
    await page.goto(site.url + address);
    return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
  }

  /** Goes from link to link, each of which shows where the reader is, and follows the first one that leads to `address`. */
  async function follow(page: Page, address: string): Promise<void> {
    const links = await page.locator('a').count();
    for (let step = 0; step < links + 5; step += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      const { href, outline } = await focused.evaluate((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return { href: element.getAttribute('href'), outline: `${outlineStyle} ${outlineWidth}` };
      });
      expect([href, outline]).toEqual([href, 'solid 2px']);
      if (href !== address) continue;
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === address);
      return;
    }
    throw new Error(`no link that the keyboard reaches leads from ${page.url()} to ${address}`);
  }

  test.each(AUDIENCES)('%s goes from la une to the archives, to a month and to an old piece', async (_who, headers) => {
    const old = editorial.piece('articles', 'le-merci-de-onze-heures', now);
    if (old === null) throw new Error('the old piece is no longer there');
    await using page = await open(urls.home(), headers);
    for (const address of [urls.archives(), monthOf(old), OLD]) await follow(page, address);
    expect((await page.locator('h1').innerText()).replaceAll(/\s+/g, ' ')).toBe(old.title.replaceAll(/\s+/g, ' '));
  });

  test.each(AUDIENCES)('%s goes from la une to its lead and on to its theme', async (_who, headers) => {
    await using page = await open(urls.home(), headers);
    const lead = (await page.locator('main .lead-title a').first().getAttribute('href')) ?? '';
    expect(piecesOut(editorial, now).map((piece) => piece.path)).toContain(lead);
    await follow(page, lead);
    const theme = (await page.locator('.piece-facts .themes a').first().getAttribute('href')) ?? '';
    await follow(page, theme);
    expect(await page.locator(`main a[href="${lead}"]`).count()).toBeGreaterThan(0);
  });

  test('the first key leads past the header, to the text', async () => {
    for (const address of [urls.home(), OLD, urls.archives(), urls.letter(), urls.studies()]) {
      await using page = await open(address, {});
      await page.keyboard.press('Tab');
      const skip = page.locator(':focus');
      expect(await skip.getAttribute('href')).toBe('#page_contenu');
      expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      await page.waitForURL(/#page_contenu$/);
      await page.keyboard.press('Tab');
      expect(await page.locator('main :focus').count()).toBe(1);
    }
  });
});
