import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { serveSample, SUBSCRIBER } from './site.ts';
import { walk } from './walk.ts';

/** What nobody should have to suffer from: text that leaves the screen, things that move. */

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

async function blank(options: BrowserContextOptions): Promise<Page & AsyncDisposable> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

/** The words of a page that stand outside the window or are cut off; runs in the browser. */
function lostWords(): string[] {
  const lost: string[] = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const holder = text.parentElement;
    const words = text.textContent?.trim() ?? '';
    if (words === '' || holder === null || !holder.checkVisibility()) continue;
    // For screen readers alone, or until it has the focus.
    if (holder.closest('.skip, .unseen') !== null) continue;
    range.selectNodeContents(text);
    let { left, right } = range.getBoundingClientRect();
    for (
      let around: Element | null = holder;
      around !== null && around !== document.body;
      around = around.parentElement
    ) {
      const { overflowX } = getComputedStyle(around);
      if (overflowX === 'visible') continue;
      const frame = around.getBoundingClientRect();
      const isCut = overflowX === 'hidden' || overflowX === 'clip';
      if (isCut && (left < frame.left - 1 || right > frame.right + 1)) lost.push(`cut off: ${words.slice(0, 60)}`);
      [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
    }
    if (left < -1 || right > innerWidth + 1) lost.push(`outside: ${words.slice(0, 60)}`);
  }
  return lost;
}

/** What lasts longer than a hundredth of a second on a page that was asked to keep still; runs in the browser. */
function motions(): string[] {
  const seconds = (times: string) => Math.max(...times.split(',').map((time) => parseFloat(time)));
  const moving = [...document.querySelectorAll('*')].flatMap((element) => {
    return ['', '::before', '::after'].flatMap((part) => {
      const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element, part);
      const isLong = seconds(transitionDuration) > 0.01 || seconds(animationDuration) > 0.01;
      return isLong || scrollBehavior === 'smooth' ? [`${element.tagName}.${element.className}${part}`] : [];
    });
  });
  return [...moving, ...document.getAnimations().map(() => 'an animation')];
}

test.each([
  ['the public', {}],
  ['a subscriber', { cookie: SUBSCRIBER }],
])(
  'at 320 px, which is 400 % of zoom, %s loses no word of any page, and nothing moves',
  async (_who, headers) => {
    const pages = [...(await walk(site, headers))].filter(([, { links }]) => links.length > 0);
    expect(pages.length).toBeGreaterThan(100);
    const viewport = { width: 320, height: 256 };
    await using page = await blank({ viewport, reducedMotion: 'reduce', extraHTTPHeaders: headers });
    const found: string[] = [];
    for (const [address] of pages) {
      await page.goto(site.url + address, { waitUntil: 'domcontentloaded' });
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      found.push(...(await page.evaluate(lostWords)).map((what) => `${address} ${what}`));
      found.push(...(await page.evaluate(motions)).map((what) => `${address} moves: ${what}`));
    }
    expect(found).toEqual([]);
  },
  300_000,
);

const WATCHED = ['/', '/articles/votre-appel-est-important/', '/entretiens/bakary-sissoko/', '/lettre/2026-11-20/'];

/** How far things move, as browsers count it, while a page arrives and is read to its end; runs in the browser. */
async function layoutShift(): Promise<number> {
  let sum = 0;
  const add = (entries: PerformanceObserverEntryList) => {
    for (const entry of entries.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
  };
  new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
    scrollTo(0, top);
    await new Promise((done) => setTimeout(done, 30));
  }
  await new Promise((done) => setTimeout(done, 200));
  return sum;
}

test.each([390, 1280])(
  'nothing moves while a page arrives and is read, and next to nothing for late fonts, at %i px',
  async (width) => {
    for (const address of WATCHED) {
      await using still = await blank({ viewport: { width, height: 844 } });
      await still.route('**/*.woff2', (route) => route.abort());
      await still.goto(site.url + address, { waitUntil: 'networkidle' });
      expect([address, await still.evaluate(layoutShift)]).toEqual([address, 0]);

      await using late = await blank({ viewport: { width, height: 844 } });
      await late.route('**/*.woff2', async (route) => {
        await new Promise((done) => setTimeout(done, 400));
        await route.continue();
      });
      await late.goto(site.url + address, { waitUntil: 'networkidle' });
      // A tenth of what Google takes for good is 0.01: https://web.dev/articles/cls
      expect(await late.evaluate(layoutShift), address).toBeLessThan(0.01);
    }
  },
);
