import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { article, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';
import { openBrowser } from './browser.ts';
import { indexed, propose, type Proposed, quickPanel } from './quick-panel.ts';
import { freePort, serveFolder, serveSample, type TestSite } from './site.ts';

let site: TestSite;
let browser: Browser;

beforeAll(async () => {
  site = await serveSample();
  browser = await openBrowser();
  await indexed(site);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await site.stop();
});

async function blank(options: BrowserContextOptions = {}): Promise<Page & AsyncDisposable> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

const active = (page: Page) =>
  page.evaluate(() => {
    const id = document.querySelector('.quick input')?.getAttribute('aria-activedescendant') ?? '';
    const selected = [...document.querySelectorAll('.quick [aria-selected=true]')].map((option) => option.id);
    return { id, selected };
  });

const titles = (proposed: Proposed[], group: string) =>
  proposed.filter((one) => one.group === group).map(({ title }) => title);

test('nothing is loaded before it is opened, then the slash key opens it and Escape gives the page back', async () => {
  await using page = await blank();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${site.url}/articles/`, { waitUntil: 'networkidle' });
  const isOurs = (path: string) => /pagefind|quick-search/.test(path);
  expect(asked.filter(isOurs)).toEqual([]);
  await page.locator('main a').first().focus();
  await page.keyboard.press('/');
  await page.waitForSelector('dialog.quick[open]');
  expect(asked.filter((path) => path.startsWith('/pagefind/'))).toEqual([]);
  await page.keyboard.type('attente');
  expect(await page.inputValue('.quick input')).toBe('attente');
  await page.keyboard.press('Escape');
  expect(await page.locator('dialog.quick[open]').count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
});

test('the link to search opens it, a new tab stays possible, and a slash that is typed stays a slash', async () => {
  await using page = await blank();
  await page.goto(site.url);
  await page.click('a[data-search]');
  await page.waitForSelector('dialog.quick[open]');
  await page.keyboard.type('a/b');
  expect(await page.inputValue('.quick input')).toBe('a/b');
  await page.click('.quick-close');
  for (const key of ['Control+/', 'Alt+/', 'Meta+/']) await page.keyboard.press(key);
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    page.click('a[data-search]', { modifiers: ['ControlOrMeta'] }),
  ]);
  expect(new URL(other.url() === 'about:blank' ? 'http://x/recherche/' : other.url()).pathname).toBe('/recherche/');
  expect(await page.locator('dialog.quick[open]').count()).toBe(0);
});

test('the keyboard alone leads through the proposals and opens one', async () => {
  await using page = await blank();
  await quickPanel(page, site.url);
  const proposed = await propose(page, 'attente');
  expect(proposed.length).toBeGreaterThan(3);
  const field = page.locator('.quick input');
  expect(await field.getAttribute('aria-expanded')).toBe('true');
  expect(await page.textContent('.quick [role=status]')).toMatch(/^\d+\u00a0propositions$/);
  expect(await active(page)).toEqual({ id: '', selected: [] });
  const ids = [...proposed.map(({ id }) => id), 'recherche_tout'];
  const press = async (key: string) => {
    await page.keyboard.press(key);
    const { id, selected } = await active(page);
    expect(selected).toEqual(id === '' ? [] : [id]);
    return ids.indexOf(id);
  };
  expect(await press('ArrowDown')).toBe(0);
  expect(await press('ArrowDown')).toBe(1);
  expect(await press('End')).toBe(ids.length - 1);
  expect(await press('ArrowDown')).toBe(-1);
  expect(await press('ArrowUp')).toBe(ids.length - 1);
  expect(await press('Home')).toBe(0);
  expect(await press('ArrowUp')).toBe(-1);
  await press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === new URL(proposed[0]?.path ?? '', site.url).pathname);
});

test('Enter without a choice, and the last line, lead to the page of search', async () => {
  await using page = await blank();
  await quickPanel(page, site.url);
  await propose(page, 'l’été & co');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/recherche/' && url.searchParams.get('q') === 'l’été & co');
  await quickPanel(page, site.url);
  await propose(page, 'attente');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/recherche/' && url.searchParams.get('q') === 'attente');
});

test('people, organisations, themes and answers are proposed, with the words that were searched marked', async () => {
  await using page = await blank();
  await quickPanel(page, site.url);
  expect(titles(await propose(page, 'abadie'), 'people')).toEqual(['Lucienne Abadie']);
  expect(titles(await propose(page, 'cars meri'), 'organisations')).toEqual(['Cars Méridien']);
  const themes = await propose(page, 'ecoute');
  expect(themes.filter(({ group }) => group === 'themes').map(({ path }) => path)).toContain('/themes/ecoute/');
  const answers = await propose(page, 'petit volet tombait manivelle');
  expect(answers[0]).toMatchObject({ path: '/entretiens/lucienne-abadie/#q-sens' });
  expect(await page.locator('.quick mark').allTextContents()).toEqual(expect.arrayContaining(['volet', 'manivelle']));
});

test('a word that is nowhere is answered with a way on', async () => {
  await using page = await blank();
  await quickPanel(page, site.url);
  expect(await propose(page, 'xylophonistique')).toEqual([]);
  expect(await page.textContent('.quick-states [data-for=none]')).toContain('«\u00a0xylophonistique\u00a0»');
  expect(await page.textContent('.quick [role=status]')).toContain('Aucune proposition');
  expect(await page.isVisible('.quick-all')).toBe(true);
  await page.fill('.quick input', '');
  await page.waitForSelector('.quick [role=listbox]', { state: 'hidden' });
});

test('without its index it says so and leads to the page of search', async () => {
  await using page = await blank();
  await page.route('**/pagefind/**', (route) => route.abort());
  await quickPanel(page, site.url);
  expect(await propose(page, 'attente')).toEqual([]);
  expect(await page.isVisible('.quick-states [data-for=failed]')).toBe(true);
  expect(await page.isVisible('.quick-all')).toBe(true);
  await page.unroute('**/pagefind/**');
  expect((await propose(page, 'attentes')).length).toBeGreaterThan(0);
});

test('a page that the server no longer gives is left out', async () => {
  await using page = await blank();
  await quickPanel(page, site.url);
  await page.route('**/fragment/*', (route) => route.fulfill({ status: 404, body: 'rien' }), { times: 2 });
  const some = await propose(page, 'attente');
  expect(some.length).toBeGreaterThan(0);
});

test('the files of the index are sent as what they are, and kept no longer than their texts are public', async () => {
  const folder = await indexed(site);
  const ask = (name: string, init: RequestInit = {}) => fetch(`${site.url}${folder}${name}`, init);
  const { languages } = (await (await ask('pagefind-entry.json')).json()) as { languages: { fr: { hash: string } } };
  for (const [name, type, caching] of [
    ['pagefind.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['wasm.fr.pagefind', 'application/octet-stream', 'public, max-age=31536000, immutable'],
    ['pagefind-entry.json', 'application/json; charset=utf-8', 'public, max-age=86400, s-maxage=60, immutable'],
    [
      `pagefind.${languages.fr.hash}.pf_meta`,
      'application/octet-stream',
      'public, max-age=86400, s-maxage=60, immutable',
    ],
    ['words/a.txt', 'text/plain; charset=utf-8', 'public, max-age=86400, s-maxage=60, immutable'],
  ] as const) {
    const whole = await ask(name);
    expect([name, whole.status, whole.headers.get('content-type')]).toEqual([name, 200, type]);
    expect(whole.headers.get('cache-control')).toBe(caching);
    expect(whole.headers.get('content-security-policy')).toContain("'wasm-unsafe-eval'");
    const head = await ask(name, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const etag = whole.headers.get('etag') ?? '';
    expect((await ask(name, { headers: { 'if-none-match': etag } })).status).toBe(304);
  }
  for (const name of ['record.json', 'pagefind-ui.js', 'fragment/fr_0000000.pf_fragment', '', '../current.json'])
    expect([name, (await ask(name)).status]).toEqual([name, 404]);
  const entry = await fetch(`${site.url}/pagefind/index.json`);
  expect(entry.headers.get('cache-control')).toBe('no-store');
});

test.each(['light', 'dark'] as const)('axe finds nothing in the panel, %s', async (colorScheme) => {
  await using page = await blank({ colorScheme });
  await quickPanel(page, site.url);
  const check = async () => (await new AxeBuilder({ page }).include('.quick').analyze()).violations.map(({ id }) => id);
  expect(await check()).toEqual([]);
  await propose(page, 'client');
  await page.keyboard.press('ArrowDown');
  expect(await check()).toEqual([]);
  await propose(page, 'xylophonistique');
  expect(await check()).toEqual([]);
});

test.each([320, 390, 1280])('no word of the panel is out of sight at %i px', async (width) => {
  await using page = await blank({ viewport: { width, height: 844 } });
  await quickPanel(page, site.url);
  await propose(page, 'client');
  const lost = await page.evaluate(() => {
    const panel = document.querySelector('dialog.quick')?.getBoundingClientRect();
    const list = document.querySelector('.quick-list');
    return [
      (panel?.left ?? -1) < 0 || (panel?.right ?? Infinity) > innerWidth || (panel?.bottom ?? Infinity) > innerHeight,
      (list?.scrollWidth ?? Infinity) > (list?.clientWidth ?? 0),
    ];
  });
  expect(lost).toEqual([false, false]);
});

test('whatever a title holds is only ever text', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/un-article.mdx': article(
      { title: '"<img src=x onerror=alert(1)> & <b>zut</b>"' },
      'Un texte avec `<script>alert(1)</script>` et des &lt;balises&gt;.',
    ),
  });
  const port = await freePort();
  expect(await publishFolder(folder.dir, { siteUrl: `http://localhost:${port}`, now: new Date() })).toMatchObject({
    ok: true,
  });
  const hostile = await serveFolder(folder.dir, port);
  try {
    await indexed(hostile);
    await using page = await blank();
    page.on('dialog', () => expect.unreachable());
    await quickPanel(page, hostile.url);
    const [found] = await propose(page, 'balises');
    expect(found?.title).toBe('<img src=x onerror=alert(1)> & <b>zut</b>');
    expect(await page.textContent('.quick-extract')).toContain('<script>alert(1)</script> et des <balises>');
    expect(await page.locator('.quick-option :is(img, script, b)').count()).toBe(0);
  } finally {
    await hostile.stop();
  }
});
