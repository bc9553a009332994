import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Services } from '../../src/services.ts';
import {
  createHttpServer,
  createSite,
  indexStaticFiles,
  type Render,
  type SiteOptions,
} from '../../src/serving/serving.ts';
import { aPiece, renderPieces, type Shelf, someServices } from '../factories.ts';

const CLOSED = 'La phrase que seuls les abonnés lisent.';
const FILLER = `<p>${'Une phrase ordinaire. '.repeat(60)}</p>`;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A running site over `shelf`, and a way to ask it. */
async function running(
  shelf: Shelf,
  given: Partial<Services> & { env?: Record<string, string> } & Partial<SiteOptions> = {},
) {
  const services = someServices(shelf, given);
  let renders = 0;
  const render: Render = (path, locals) => {
    renders += 1;
    return (given.render ?? renderPieces)(path, locals);
  };
  const server: Server = createHttpServer(createSite({ staticFiles: new Map(), ...given, services, render }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(origin + path, { headers: { 'accept-encoding': 'identity', ...headers }, method, redirect: 'manual' });
  return { ask, lines: services.lines, renders: () => renders };
}

function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'verbatim-serving-'));
  open.push(() => rmSync(dir, { recursive: true }));
  return dir;
}

const SUBSCRIBER = { cookie: 'verbatim_session=subscriber' };
const paid = aPiece({ slug: 'reserve', access: 'subscribers', title: 'Réservé', openHtml: FILLER });
const paidShelf: Shelf = { pieces: [paid], closed: { 'articles/reserve': CLOSED } };

test('a page is rendered once for each audience, whatever the parameters and the cookies', async () => {
  const { ask, renders } = await running(paidShelf);
  const open = await (await ask('/articles/reserve/')).text();
  const forged = await (
    await ask('/articles/reserve/?a=1&audience=subscriber', { cookie: 'verbatim_session=forged' })
  ).text();
  const whole = await (await ask('/articles/reserve/', SUBSCRIBER)).text();
  await (await ask('/articles/reserve/?utm_source=lettre', { 'user-agent': 'Googlebot/2.1', ...SUBSCRIBER })).text();
  expect(open).not.toContain(CLOSED);
  expect(forged).toBe(open);
  expect(whole).toContain(CLOSED);
  expect(renders()).toBe(2);
});

test('an entitlement that has ended reads as the public', async () => {
  const now = new Date('2026-03-10T12:00:00Z');
  const { ask } = await running(paidShelf, {
    now: () => now,
    identities: { entitlementOf: () => Promise.resolve({ until: now }), forget: () => undefined },
  });
  expect(await (await ask('/articles/reserve/', SUBSCRIBER)).text()).not.toContain(CLOSED);
});

test('the render is told nothing of the request', async () => {
  const told: unknown[] = [];
  const render: Render = (path, locals) => {
    told.push(path, Object.keys(locals).sort(), locals.personal);
    return renderPieces(path, locals);
  };
  const { ask } = await running(paidShelf, { render });
  await ask('/?q=secret', {
    'accept-language': 'en',
    cookie: 'verbatim_session=x',
    'x-forwarded-host': 'evil.example',
  });
  expect(told).toEqual(['/', ['audience', 'gone', 'now', 'personal', 'services'], null]);
});

test('shared caches keep a page for a minute, and nothing for a request with a cookie of ours', async () => {
  const { ask } = await running(paidShelf);
  const anonymous = await ask('/');
  expect(anonymous.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=60, stale-while-revalidate=30');
  expect(anonymous.headers.get('vary')).toBe('Cookie, Accept-Encoding');
  expect((await ask('/', SUBSCRIBER)).headers.get('cache-control')).toBe('private, no-store');
  expect((await ask('/', { cookie: 'verbatim_session=forged' })).headers.get('cache-control')).toBe(
    'private, no-store',
  );
  expect((await ask('/', { cookie: '_ga=GA1.2.3' })).headers.get('cache-control')).toContain('public');
});

test('an embargoed piece appears at its minute on pages that are in memory, by itself', async () => {
  let now = new Date('2026-03-29T00:59:20.000Z');
  const embargoed = aPiece({ slug: 'demain', title: 'Demain', publishedAt: '2026-03-29T01:00:00Z' });
  const { ask, renders } = await running({ pieces: [embargoed] }, { now: () => now });
  expect((await ask('/')).headers.get('cache-control')).toContain('s-maxage=40,');
  expect((await ask('/articles/demain/')).status).toBe(404);

  now = new Date('2026-03-29T00:59:59.999Z');
  const before = await ask('/');
  expect(await before.text()).not.toContain('Demain');
  expect(before.headers.get('cache-control')).toContain('s-maxage=0,');
  const rendersBefore = renders();

  now = new Date('2026-03-29T01:00:00.000Z');
  expect(await (await ask('/')).text()).toContain('Demain');
  expect((await ask('/articles/demain/')).status).toBe(200);
  expect(renders()).toBe(rendersBefore + 2);
});

test('a publish makes every page stale', async () => {
  const shelf: Shelf = { pieces: [aPiece({ title: 'Avant' })], generation: 1 };
  const { ask } = await running(shelf);
  const before = await ask('/');
  expect(await before.text()).toContain('Avant');
  shelf.pieces = [aPiece({ title: 'Après' })];
  expect(await (await ask('/')).text()).toContain('Avant');
  shelf.generation = 2;
  const after = await ask('/', { 'if-none-match': before.headers.get('etag') ?? '' });
  expect(after.status).toBe(200);
  expect(await after.text()).toContain('Après');
});

test('many who ask at once share one rendering', async () => {
  const { ask, renders } = await running(paidShelf);
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask('/articles/reserve/')));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(renders()).toBe(1);
});

test('a failed rendering is told in French, logged once and tried again', async () => {
  let broken = true;
  const render: Render = (path, locals) => (broken ? Promise.reject(new Error('boom')) : renderPieces(path, locals));
  const { ask, lines } = await running(paidShelf, { render });
  const failed = await ask('/');
  expect(failed.status).toBe(500);
  expect(failed.headers.get('cache-control')).toBe('no-store');
  expect(await failed.text()).toContain('n’a pas pu être préparée');
  expect(lines).toMatchObject([{ status: 500, path: '/', err: { message: 'boom' } }]);
  broken = false;
  expect((await ask('/')).status).toBe(200);
});

test('the page for failures is the one that was built', async () => {
  const render: Render = () => Promise.reject(new Error('boom'));
  const { ask } = await running({}, { render, failurePage: Buffer.from('<h1>Panne</h1>') });
  expect(await (await ask('/')).text()).toBe('<h1>Panne</h1>');
});

test('a page comes in the encoding that the client takes', async () => {
  const { ask } = await running(paidShelf);
  const plain = Buffer.from(await (await ask('/articles/reserve/')).arrayBuffer());
  const br = await ask('/articles/reserve/', { 'accept-encoding': 'gzip, deflate, br, zstd' });
  const gz = await ask('/articles/reserve/', { 'accept-encoding': 'gzip, br;q=0' });
  expect(br.headers.get('content-encoding')).toBe('br');
  expect(gz.headers.get('content-encoding')).toBe('gzip');
  // fetch has decoded both already.
  expect(Buffer.from(await br.arrayBuffer())).toEqual(plain);
  expect(Buffer.from(await gz.arrayBuffer())).toEqual(plain);
  const etags = [br, gz, await ask('/articles/reserve/')].map(({ headers }) => headers.get('etag'));
  expect(new Set(etags).size).toBe(3);
});

test('HEAD has the headers of GET and no body', async () => {
  const { ask } = await running(paidShelf);
  const got = await ask('/articles/reserve/');
  const head = await ask('/articles/reserve/', {}, 'HEAD');
  const headersOf = ({ headers }: Response) =>
    [...headers].filter(([name]) => !/^(date|connection|keep-alive)$/.test(name));
  expect(headersOf(head)).toEqual(headersOf(got));
  expect(await head.text()).toBe('');
});

test.for([['%'], ['W/%'], ['"other", %'], ['*'], ['"other",W/%,"third"']])(
  'If-None-Match %s gives 304',
  async ([form = '']) => {
    const { ask } = await running(paidShelf);
    const etag = (await ask('/')).headers.get('etag') ?? '';
    const answer = await ask('/', { 'if-none-match': form.replace('%', etag) });
    expect(answer.status).toBe(304);
    expect(answer.headers.get('etag')).toBe(etag);
    expect(answer.headers.get('vary')).toBe('Cookie, Accept-Encoding');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  },
);

test.for([['garbage'], ['"'], ['W/'], ['"other"'], [',,,']])(
  'If-None-Match %s gives the page',
  async ([value = '']) => {
    const { ask } = await running(paidShelf);
    expect((await ask('/', { 'if-none-match': value })).status).toBe(200);
  },
);

test('a range of a page is ignored', async () => {
  const { ask } = await running(paidShelf);
  const answer = await ask('/articles/reserve/', { range: 'bytes=0-10' });
  expect(answer.status).toBe(200);
  expect((await answer.text()).length).toBeGreaterThan(1000);
});

test('an address without its slash redirects once, with its query', async () => {
  const { ask } = await running({ ...paidShelf, moved: { '/articles/ancien/': { to: '/articles/reserve/' } } });
  const direct = await ask('/articles/reserve?a=b');
  expect([direct.status, direct.headers.get('location')]).toEqual([301, '/articles/reserve/?a=b']);
  const moved = await ask('/articles/ancien');
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/articles/reserve/']);
  const head = await ask('/articles/ancien/', {}, 'HEAD');
  expect([head.status, head.headers.get('location')]).toEqual([301, '/articles/reserve/']);
});

test('what was withdrawn is gone, what never was is not found', async () => {
  const { ask, lines } = await running({ ...paidShelf, moved: { '/articles/retire/': 'gone' } });
  const gone = await ask('/articles/retire/');
  expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining('Retiré')]);
  const missing = await ask('/nulle-part/', SUBSCRIBER);
  expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('Introuvable')]);
  expect(gone.headers.get('cache-control')).toBe('no-store');
  expect(missing.headers.get('cache-control')).toBe('private, no-store');
  expect(lines).toMatchObject([{ status: 410, path: '/articles/retire/' }, { status: 404 }]);
});

test('addresses that do not exist take no memory', async () => {
  const { ask, renders } = await running(paidShelf);
  for (let i = 0; i < 5; i++) expect((await ask(`/articles/inconnu-${i}/`)).status).toBe(404);
  // Each is tried, and the 404 page itself is rendered once.
  expect(renders()).toBe(6);
});

test('a page that sets a cookie or says how it is kept is rendered for each request', async () => {
  const render: Render = async (path) => ({
    status: 200,
    headers: [path === '/cookie/' ? ['set-cookie', 'a=b'] : ['cache-control', 'no-store']],
    body: Buffer.from('x'),
  });
  const { ask, renders } = await running({}, { render });
  const headersOf = async (path: string) => (await ask(path)).headers.get('cache-control');
  expect([await headersOf('/cookie/'), await headersOf('/cookie/')]).toEqual([
    'private, no-store',
    'private, no-store',
  ]);
  expect([await headersOf('/autre/'), await headersOf('/autre/')]).toEqual(['no-store', 'no-store']);
  expect(renders()).toBe(4);
});

test('health tells the generation and the pieces', async () => {
  const { ask } = await running({ ...paidShelf, generation: 7 });
  const answer = await ask('/sante');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({ status: 'ok', generation: 7, pieces: 1 });
});

test('health is 503 when a database is unreachable', async () => {
  const ping = () => Promise.reject(new Error('closed'));
  const { database } = someServices({});
  const { ask, lines } = await running({}, { database: { ...database, ping } });
  expect((await ask('/sante')).status).toBe(503);
  expect(lines.length).toBeGreaterThan(0);
});

test('every answer carries the security headers', async () => {
  const { ask } = await running({ ...paidShelf, moved: { '/articles/ancien/': { to: '/' } } });
  for (const path of [
    '/',
    '/articles/ancien/',
    '/articles/reserve',
    '/nulle-part/',
    '/sante',
    '/media/x.jpg',
    '/%00',
  ]) {
    const { headers } = await ask(path);
    expect(headers.get('content-security-policy'), path).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('referrer-policy'), path).toBe('strict-origin-when-cross-origin');
    expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
    expect(headers.get('tdm-reservation'), path).toBe('1');
    expect(headers.get('tdm-policy'), path).toMatch(/^http:.*\/mentions-legales\//);
    expect(headers.get('strict-transport-security'), path).toBeNull();
    expect(headers.get('server') ?? headers.get('x-powered-by'), path).toBeNull();
  }
});

test('over https browsers are told to stay there', async () => {
  const { ask } = await running({}, { env: { SITE_URL: 'https://www.example.fr' } });
  expect((await ask('/')).headers.get('strict-transport-security')).toContain('max-age=');
});

test('a feed may be read by other sites', async () => {
  const render: Render = async () => ({
    status: 200,
    headers: [
      ['content-type', 'application/rss+xml; charset=utf-8'],
      ['last-modified', 'Mon, 02 Mar 2026 07:00:00 GMT'],
    ],
    body: Buffer.from('<rss/>'),
  });
  const { ask } = await running({}, { render });
  const feed = await ask('/rss.xml');
  expect(feed.headers.get('access-control-allow-origin')).toBe('*');
  expect(feed.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  const later = { 'if-modified-since': 'Mon, 02 Mar 2026 07:00:00 GMT' };
  expect((await ask('/rss.xml', later, 'HEAD')).status).toBe(304);
  expect((await ask('/rss.xml', { 'if-modified-since': 'Sun, 01 Mar 2026 07:00:00 GMT' })).status).toBe(200);
});

test('a feed opened in a window of a browser comes as mere XML, with the same tag', async () => {
  const render: Render = async () => ({
    status: 200,
    headers: [['content-type', 'application/atom+xml; charset=utf-8']],
    body: Buffer.from('<feed/>'),
  });
  const { ask } = await running({}, { render });
  const [feed, inWindow] = [await ask('/atom.xml'), await ask('/atom.xml', { 'sec-fetch-dest': 'document' })];
  expect(feed.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
  expect(inWindow.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  expect(inWindow.headers.get('etag')).toBe(feed.headers.get('etag'));
  expect(feed.headers.get('vary')).toContain('Sec-Fetch-Dest');
});

test('pictures: open ones for all and for ever, closed ones for subscribers', async () => {
  const dataDir = temporaryDir();
  mkdirSync(join(dataDir, 'media'));
  for (const name of ['ouverte-1a.jpg', 'fermee-2b.jpg']) writeFileSync(join(dataDir, 'media', name), '0123456789');
  const media = [
    { name: 'ouverte-1a.jpg', type: 'image/jpeg', bytes: 10, closed: false },
    { name: 'fermee-2b.jpg', type: 'image/jpeg', bytes: 10, closed: true },
    { name: 'perdue-3c.jpg', type: 'image/jpeg', bytes: 10, closed: false },
  ];
  const { ask } = await running({ media }, { env: { DATA_DIR: dataDir } });

  const shown = await ask('/media/ouverte-1a.jpg');
  expect([shown.status, shown.headers.get('content-type'), await shown.text()]).toEqual([
    200,
    'image/jpeg',
    '0123456789',
  ]);
  expect(shown.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(shown.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect((await ask('/media/ouverte-1a.jpg', { 'if-none-match': shown.headers.get('etag') ?? '' })).status).toBe(304);

  const hidden = await ask('/media/fermee-2b.jpg');
  const absent = await ask('/media/jamais-vue.jpg');
  const lost = await ask('/media/perdue-3c.jpg');
  expect([hidden.status, absent.status, lost.status]).toEqual([404, 404, 404]);
  expect(await hidden.text()).toBe(await absent.text());
  const paid = await ask('/media/fermee-2b.jpg', SUBSCRIBER);
  expect([paid.status, paid.headers.get('cache-control')]).toEqual([200, 'private, max-age=3600']);
  for (const name of ['../content.db', '%2e%2e%2fcontent.db', '.htaccess', 'a/b.jpg', '']) {
    expect([400, 404], name).toContain((await ask(`/media/${name}`)).status);
  }
});

test.for([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-2', 206, '89', 'bytes 8-9/10'],
  ['bytes=0-99', 206, '0123456789', 'bytes 0-9/10'],
  ['bytes=10-', 416, '', 'bytes */10'],
  ['bytes=-0', 416, '', 'bytes */10'],
  ['bytes=4-2', 200, '0123456789', null],
  ['bytes=0-1,3-4', 200, '0123456789', null],
  ['lines=1-2', 200, '0123456789', null],
  ['bytes=abc', 200, '0123456789', null],
] as const)('Range: %s of a picture answers %s', async ([range, status, body, contentRange]) => {
  const dataDir = temporaryDir();
  mkdirSync(join(dataDir, 'media'));
  writeFileSync(join(dataDir, 'media', 'p-1.jpg'), '0123456789');
  const media = [{ name: 'p-1.jpg', type: 'image/jpeg', bytes: 10, closed: false }];
  const { ask } = await running({ media }, { env: { DATA_DIR: dataDir } });
  const answer = await ask('/media/p-1.jpg', { range });
  expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
    status,
    body,
    contentRange,
  ]);
  expect((await ask('/media/p-1.jpg', { range, 'if-range': '"other"' })).status).toBe(200);
});

test('files of the build come compressed, and for ever when their name is a hash', async () => {
  const dir = temporaryDir();
  mkdirSync(join(dir, '_astro'));
  writeFileSync(join(dir, '_astro', 'site.abc.css'), 'body{}');
  writeFileSync(join(dir, '_astro', 'site.abc.css.br'), 'compressed');
  writeFileSync(join(dir, 'favicon.svg'), '<svg/>');
  writeFileSync(join(dir, '.secret'), 'x');
  const { ask } = await running({}, { staticFiles: indexStaticFiles(dir) });
  const css = await ask('/_astro/site.abc.css');
  expect([await css.text(), css.headers.get('content-type')]).toEqual(['body{}', 'text/css; charset=utf-8']);
  expect(css.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const br = await ask('/_astro/site.abc.css', { 'accept-encoding': 'br' }, 'HEAD');
  expect([br.headers.get('content-encoding'), br.headers.get('vary')]).toEqual(['br', 'Accept-Encoding']);
  expect(br.headers.get('etag')).not.toBe(css.headers.get('etag'));
  expect((await ask('/favicon.svg')).headers.get('cache-control')).toBe('public, max-age=3600');
  expect([(await ask('/.secret')).status, (await ask('/_astro/other.css')).status]).toEqual([404, 404]);
  rmSync(join(dir, 'favicon.svg'));
  expect((await ask('/favicon.svg')).status).toBe(404);
});

test('a card is there for a piece that is out, for other sites too, and for an hour', async () => {
  const dataDir = temporaryDir();
  writeFileSync(join(dataDir, 'carte.png'), 'pixels');
  const drawn: string[] = [];
  const cards: Services['cards'] = {
    fileOf(piece) {
      drawn.push(piece.uid);
      return Promise.resolve({ file: join(dataDir, 'carte.png'), etag: '"carte"' });
    },
    close: () => Promise.resolve(),
  };
  const later = aPiece({ slug: 'plus-tard', uid: 'art-000002', publishedAt: '2026-03-10T12:00:01Z' });
  const { ask } = await running({ pieces: [aPiece({ uid: 'art-000001' }), later] }, { cards });
  const card = await ask('/cartes/art-000001.png');
  expect(card.status).toBe(200);
  expect(card.headers.get('content-type')).toBe('image/png');
  expect(card.headers.get('cache-control')).toBe('public, max-age=3600');
  expect(card.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect((await ask('/cartes/art-000001.png', { 'if-none-match': '"carte"' })).status).toBe(304);
  expect((await ask('/cartes/art-000001.png', {}, 'HEAD')).status).toBe(200);
  for (const path of ['/cartes/art-000002.png', '/cartes/inconnue.png', '/cartes/art-000001.jpg', '/cartes/']) {
    const nothing = await ask(path);
    expect([path, nothing.status, nothing.headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
  }
  expect(drawn).toEqual(['art-000001', 'art-000001', 'art-000001']);
});

test('a card that has to wait too long is asked for again', async () => {
  const { ask } = await running({ pieces: [aPiece({ uid: 'art-000001' })] });
  expect((await ask('/cartes/art-000001.png')).status).toBe(503);
});
