import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { expect, onTestFinished, test } from 'vitest';
import type { MediaFile } from '../../src/editorial/editorial.ts';
import type { Services } from '../../src/services.ts';
import {
  createHttpServer,
  createIdentities,
  createJobs,
  createSite,
  type Render,
  type Rendered,
} from '../../src/serving/serving.ts';
import { urls } from '../../src/urls.ts';
import { eachDatabase, type OpenDatabase } from '../databases.ts';
import { aPiece, renderPieces, type Shelf, someServices } from '../factories.ts';
import { openSales, type Sales, SECRET, SITE_URL } from '../sales.ts';

/** The request pipeline around pages about a person, over real accounts and sales. */

const CLOSED = 'La phrase que seuls les abonnés lisent.';
const paid = aPiece({ slug: 'reserve', access: 'subscribers', title: 'Réservé' });
const SHELF: Shelf = { pieces: [paid], closed: { 'articles/reserve': CLOSED } };
const PAID = '/articles/reserve/';
const OURS = { origin: SITE_URL };
const FORM = { ...OURS, 'content-type': 'application/x-www-form-urlencoded' };

/** As little of the pages as shows what reaches them, and what they may do. */
const render: Render = async (path, locals) => {
  const { personal, now } = locals;
  if (personal === null) return renderPieces(path, locals);
  const { form, reader, session, readers, links, subscriptions, browserToken, keep } = personal;
  if (path.startsWith(urls.signOut()) && form !== null && reader !== null) {
    if (form.has('partout')) await readers.endAllSessions(reader.id);
    else await readers.endSession(reader.id, session ?? '');
    keep('session', null);
    return html(303, '', [['location', '/']]);
  }
  const token = /^\/connexion\/([\w-]+)$/.exec(path)?.[1];
  if (token !== undefined) {
    const to = form === null ? await links.look(token, now) : await links.follow(token, '', now);
    return typeof to === 'string' ? html(303, '', [['location', to]]) : html(to === null ? 410 : 200, '');
  }
  if (path.startsWith(urls.ordered())) {
    const order = await subscriptions.orderOfBrowser(browserToken ?? '', now);
    return html(200, String(order?.state));
  }
  return html(200, JSON.stringify({ reader: reader?.address ?? null, form: form && [...form] }));
};

function html(status: number, body: string, more: Rendered['headers'] = []): Rendered {
  return { status, headers: [['content-type', 'text/html; charset=utf-8'], ...more], body: Buffer.from(body) };
}

interface Magazine {
  sales: Sales;
  services: Services & { lines: Record<string, unknown>[] };
  port: number;
  /** How many seconds the magazine is ahead of Stripe. */
  wait(seconds: number): void;
  now(): Date;
  ask(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, fields: Record<string, string> | string, headers?: Record<string, string>): Promise<Response>;
  /** Hands an event over as Stripe does. */
  ring(body: string, secret?: string): Promise<Response>;
}

async function openMagazine(open: OpenDatabase, given: Partial<Services> = {}, shelf = SHELF): Promise<Magazine> {
  const database = await open();
  const sales = await openSales(database);
  sales.control.hold();
  return serve(sales, database, given, shelf);
}

async function serve(
  sales: Sales,
  database: Services['database'],
  given: Partial<Services> & { env?: Record<string, string> } = {},
  shelf = SHELF,
): Promise<Magazine> {
  let ahead = 0;
  const now = () => new Date(sales.now().getTime() + ahead * 1000);
  const { readers, subscriptions } = sales;
  const env = { SITE_URL, ...given.env };
  const services = someServices(shelf, { database, readers, subscriptions, now, ...given, env });
  services.identities = createIdentities(services);
  const server: Server = createHttpServer(createSite({ services, render, staticFiles: new Map() }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, init: RequestInit) =>
    fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init });
  return {
    sales,
    services,
    port,
    now,
    wait: (seconds) => void (ahead += seconds),
    ask: (path, headers = {}) => ask(path, { headers }),
    post: (path, fields, headers = FORM) =>
      ask(path, {
        method: 'POST',
        headers,
        body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
      }),
    ring: (body, secret = SECRET) =>
      ask(urls.stripeEvents(), { method: 'POST', headers: { 'stripe-signature': signed(body, secret) }, body }),
  };
}

function signed(payload: string, secret: string): string {
  return new Stripe('sk_test_of_the_tests').webhooks.generateTestHeaderString({ payload, secret });
}

const sessionCookie = (token: string) => ({ cookie: `__Host-verbatim_session=${token}` });
const orderCookie = (token: string) => ({ cookie: `__Host-verbatim_order=${token}` });

async function signIn({ sales, now }: Magazine, address = 'lea@exemple.fr'): Promise<{ id: string; token: string }> {
  const { readerId, token } = await sales.readers.signIn(address, 'Firefox', now());
  return { id: readerId, token };
}

/** What is read with a cookie: the whole, or what everybody reads. */
async function reads({ ask }: Magazine, cookie: Record<string, string>): Promise<boolean> {
  return (await (await ask(PAID, cookie)).text()).includes(CLOSED);
}

async function subscriber(magazine: Magazine): Promise<{ id: string; token: string; subscription: string }> {
  const reader = await signIn(magazine);
  const { sales } = magazine;
  const buyer = { id: reader.id, address: 'lea@exemple.fr' };
  const { subscriptionId } = await sales.buy({ reader: buyer, offerId: 'mensuel' });
  await sales.subscriptions.syncSubscription(subscriptionId, sales.now());
  return { ...reader, subscription: subscriptionId };
}

function bodyOf(event: object): string {
  return JSON.stringify(event);
}

eachDatabase((_engine, open) => {
  test('forms are taken by pages about a person alone, from our own pages alone', async () => {
    const magazine = await openMagazine(open);
    const { post, ask, services } = magazine;
    const taken = await post('/compte/', { a: 'é', b: '1' });
    expect(await taken.json()).toMatchObject({
      form: [
        ['a', 'é'],
        ['b', '1'],
      ],
    });
    const bySite = await post('/compte/', 'a=1', {
      'content-type': FORM['content-type'],
      'sec-fetch-site': 'same-origin',
      origin: 'null',
    });
    expect(bySite.status).toBe(200);
    for (const path of ['/', PAID, '/recherche/', '/abonnement/', '/flux/prive/AAAAAAAAAAAAAAAAAAAAAA.xml', '/sante'])
      expect([path, (await post(path, 'a=1')).status]).toEqual([path, 405]);
    const strangers: Record<string, string>[] = [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: `${SITE_URL}.evil.example` },
      { origin: SITE_URL.replace('https', 'http') },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
    ];
    for (const headers of strangers)
      expect((await post('/compte/', 'a=1', { 'content-type': FORM['content-type'], ...headers })).status).toBe(403);
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await fetch(`http://127.0.0.1:${magazine.port}/compte/`, { method, headers: OURS });
      expect(answer.status).toBe(405);
    }
    expect((await ask(urls.stripeEvents(), OURS)).status).toBe(405);
    expect(services.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  test('a form is of the right type and not too long, however it is sent', async () => {
    const { post, port } = await openMagazine(open);
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/json'])
      expect((await post('/compte/', 'a=1', { ...OURS, 'content-type': type })).status).toBe(415);
    expect(
      (await post('/compte/', 'a=1', { ...FORM, 'content-type': `${FORM['content-type']}; charset=UTF-8` })).status,
    ).toBe(200);
    const limit = 16 * 1024;
    expect((await post('/compte/', `a=${'b'.repeat(limit - 2)}`)).status).toBe(200);
    const long = await post('/compte/', `a=${'b'.repeat(limit - 1)}`);
    expect(long.status).toBe(413);
    expect(await long.text()).toContain('Ce qui a été envoyé est trop long.');
    expect(await sendInPieces(port, '/compte/', 20)).toMatch(/^HTTP\/1\.1 413 /);
    expect((await post('/compte/', 'a=1')).status).toBe(200);
  });

  test('a page about a person is nobody else’s, and tells no other site its address', async () => {
    const magazine = await openMagazine(open);
    const { token } = await signIn(magazine);
    for (const cookie of [{}, sessionCookie(token)]) {
      const page = await magazine.ask('/compte/?fait=adresse', cookie);
      expect(page.headers.get('cache-control')).toBe('private, no-store');
      expect(page.headers.get('referrer-policy')).toBe('same-origin');
      expect(page.headers.get('set-cookie')).toBeNull();
    }
    const mine = await (await magazine.ask('/compte/', sessionCookie(token))).json();
    expect(mine).toMatchObject({ reader: 'lea@exemple.fr' });
    expect(await (await magazine.ask('/compte/')).json()).toMatchObject({ reader: null });
  });

  test('opening a mailed link uses nothing up; pressing its button signs in, once', async () => {
    const magazine = await openMagazine(open);
    const { sales, ask, post, now } = magazine;
    await signIn(magazine);
    await sales.readers.requestSignIn({ address: 'lea@exemple.fr', next: '/articles/', client: '::1' }, now());
    const [{ text } = { text: '' }] = await sales.mails();
    const path = new URL(/https:\S+\/connexion\/\S+/.exec(text)![0]).pathname;
    for (let look = 0; look < 3; look += 1) expect((await ask(path)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${magazine.port}${path}`, { method: 'HEAD' })).status).toBe(200);
    const answers = await Promise.all([post(path, ''), post(path, ''), post(path, '')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410]);
    const won = answers.find(({ status }) => status === 303)!;
    expect(won.headers.get('location')).toBe('/articles/');
    expect(won.headers.get('cache-control')).toBe('private, no-store');
    const [session, order] = won.headers.getSetCookie();
    expect(session).toMatch(
      /^__Host-verbatim_session=[\w-]{43}; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(order).toBe('__Host-verbatim_order=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure');
    const cookie = { cookie: session!.split(';')[0]! };
    expect(await (await ask('/compte/', cookie)).json()).toMatchObject({ reader: 'lea@exemple.fr' });
    expect((await ask(path)).status).toBe(410);
    expect(JSON.stringify(magazine.services.lines)).not.toContain(path.split('/')[2]);
  });

  test('a session is looked up every half minute at most, and anew after any form', async () => {
    const magazine = await openMagazine(open);
    const { sales, wait, post } = magazine;
    const { token, id } = await subscriber(magazine);
    expect(await reads(magazine, sessionCookie(token))).toBe(true);
    await sales.database.query.updateTable('subscriptions').set({ reader_id: null }).execute();
    wait(29);
    expect(await reads(magazine, sessionCookie(token))).toBe(true);
    wait(2);
    expect(await reads(magazine, sessionCookie(token))).toBe(false);
    await sales.database.query.updateTable('subscriptions').set({ reader_id: id }).execute();
    expect(await reads(magazine, sessionCookie(token))).toBe(false);
    await post('/compte/', 'a=1');
    expect(await reads(magazine, sessionCookie(token))).toBe(true);
  });

  test('access ends at the very second, in memory or not', async () => {
    const magazine = await openMagazine(open);
    const { sales, wait, now } = magazine;
    const { token, subscription } = await subscriber(magazine);
    await sales.subscriptions.cancelAtPeriodEnd(subscription, now());
    const { period_end: end } = await sales.database.query
      .selectFrom('subscriptions')
      .select('period_end')
      .executeTakeFirstOrThrow();
    wait((Date.parse(end) - now().getTime()) / 1000 - 1);
    expect(await reads(magazine, sessionCookie(token))).toBe(true);
    wait(0.999);
    expect(await reads(magazine, sessionCookie(token))).toBe(true);
    wait(0.001);
    expect(await reads(magazine, sessionCookie(token))).toBe(false);
  });

  test('signing out is felt at once here, and within half a minute by another process', async () => {
    const one = await openMagazine(open);
    const other = await serve(one.sales, one.sales.database);
    const { token } = await subscriber(one);
    const cookie = sessionCookie(token);
    expect([await reads(one, cookie), await reads(other, cookie)]).toEqual([true, true]);
    const out = await one.post(urls.signOut(), '', { ...FORM, ...cookie });
    expect(out.headers.get('set-cookie')).toContain('__Host-verbatim_session=; Path=/; Max-Age=0;');
    expect(await reads(one, cookie)).toBe(false);
    expect(await (await other.ask('/compte/', cookie)).json()).toMatchObject({ reader: null });
    other.wait(31);
    expect(await reads(other, cookie)).toBe(false);
  });

  test('who comes back from paying reads at once, though no event ever came', async () => {
    const magazine = await openMagazine(open);
    const { sales, ask } = magazine;
    const { browserToken, sessionId } = await sales.order();
    const cookie = orderCookie(browserToken);
    expect(await reads(magazine, cookie)).toBe(false);
    sales.control.pay(sessionId, { email: 'lea@exemple.fr', means: 'card' });
    expect(await (await ask(urls.ordered(), cookie)).text()).toBe('paid');
    expect(await reads(magazine, cookie)).toBe(true);
  });

  test('who is signed in reads at once after paying, though no event ever came', async () => {
    const magazine = await openMagazine(open);
    const { sales, ask } = magazine;
    const { id, token } = await signIn(magazine);
    const { browserToken, sessionId } = await sales.order({ reader: { id, address: 'lea@exemple.fr' } });
    const cookie = { cookie: `${sessionCookie(token).cookie}; ${orderCookie(browserToken).cookie}` };
    expect(await reads(magazine, cookie)).toBe(false);
    sales.control.pay(sessionId, { email: 'lea@exemple.fr', means: 'card' });
    expect(await (await ask(urls.ordered(), cookie)).text()).toBe('paid');
    expect(await reads(magazine, cookie)).toBe(true);
  });

  test('an event is taken when it is signed and stored, and is felt at once', async () => {
    const magazine = await openMagazine(open);
    const { sales, ring, port } = magazine;
    const { browserToken } = await sales.buy();
    expect(await reads(magazine, orderCookie(browserToken))).toBe(false);
    const event = sales.control.events('customer.subscription.created')[0]!;
    const body = bodyOf(event);
    for (const forged of [
      await ring(body, 'whsec_of_somebody_else'),
      await ring(`${body} `.replace('evt_', 'evt_0'), 'x'),
    ])
      expect(forged.status).toBe(400);
    const altered = await fetch(`http://127.0.0.1:${port}${urls.stripeEvents()}`, {
      method: 'POST',
      headers: { 'stripe-signature': signed(body, SECRET) },
      body: `${body} `,
    });
    expect(altered.status).toBe(400);
    expect((await fetch(`http://127.0.0.1:${port}${urls.stripeEvents()}`, { method: 'POST', body })).status).toBe(400);
    expect(await reads(magazine, orderCookie(browserToken))).toBe(false);

    sales.control.fault({ kind: 500, path: '/v1/subscriptions', times: 2 });
    const failed = await ring(body);
    expect(failed.status).toBe(503);
    expect(await failed.text()).not.toMatch(/Error|stack|\bat /);
    expect(await reads(magazine, orderCookie(browserToken))).toBe(false);
    expect((await ring(body)).status).toBe(200);
    expect(await reads(magazine, orderCookie(browserToken))).toBe(true);
    const asked = sales.control.requests().length;
    expect((await ring(body)).status).toBe(200);
    expect(sales.control.requests()).toHaveLength(asked);
  });

  test('an event of more than a mebibyte is not read', async () => {
    const { ring, port } = await openMagazine(open);
    const bytes = 1024 * 1024;
    const event = {
      id: 'evt_big',
      object: 'event',
      type: 'ping',
      livemode: false,
      data: { object: { object: 'ping' } },
    };
    const padded = (length: number) => bodyOf(event).padEnd(length);
    expect((await ring(padded(bytes))).status).toBe(200);
    expect((await ring(padded(bytes + 1))).status).toBe(413);
    expect(await sendInPieces(port, urls.stripeEvents(), 1100)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('while one signing secret replaces another, both are taken', async () => {
    const magazine = await openMagazine(open);
    const { sales, ring } = magazine;
    await sales.buy();
    const [first, second, third] = sales.control.events();
    const { webhookSecrets } = sales.settings;
    sales.settings.webhookSecrets = ['whsec_new', ...webhookSecrets];
    expect((await ring(bodyOf(first!))).status).toBe(200);
    expect((await ring(bodyOf(second!), 'whsec_new')).status).toBe(200);
    sales.settings.webhookSecrets = ['whsec_new'];
    expect((await ring(bodyOf(third!))).status).toBe(400);
    expect((await ring(bodyOf(third!), 'whsec_new')).status).toBe(200);
    const done = await sales.database.query
      .selectFrom('stripe_events')
      .select('id')
      .where('done_at', 'is not', null)
      .execute();
    expect(done.map(({ id }) => id).sort()).toEqual([first!.id, second!.id, third!.id].sort());
  });

  test('a private feed gives the whole to its bearer, and its pictures, until it is replaced or paid no more', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'verbatim-personal-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    const name = 'secret-1a2b3c4d-1200.jpg';
    mkdirSync(join(dataDir, 'media'));
    writeFileSync(join(dataDir, 'media', name), 'a picture');
    const media: MediaFile = { name, type: 'image/jpeg', closed: true } as MediaFile;
    const closed = `<p>${CLOSED}</p><img src="/media/${name}" width="1200" height="800" alt="">`;
    const shelf = { ...SHELF, closed: { 'articles/reserve': closed }, media: [media] };
    const database = await open();
    const sales = await openSales(database);
    sales.control.hold();
    const magazine = await serve(sales, database, { env: { DATA_DIR: dataDir } }, shelf);
    const { ask, now } = magazine;
    const { id, subscription } = await subscriber(magazine);
    const path = urls.privateFeed(await sales.readers.makeFeed(id, now()));
    const feed = await ask(path);
    expect(feed.status).toBe(200);
    expect(feed.headers.get('cache-control')).toMatch(/^private/);
    const text = await feed.text();
    expect(text).toContain(CLOSED);
    expect(text).toContain(`href="${SITE_URL}${path}" rel="self"`);
    expect((await ask(path, { 'if-none-match': feed.headers.get('etag')! })).status).toBe(304);
    const picture = new RegExp(`/media/${name}\\?flux=[\\w-]+(&[#\\w]+;)+signature=[\\w-]+`)
      .exec(text.replaceAll('&amp;', '&'))![0]
      .replace(/(&[#\w]+;)+/, '&');
    expect(await (await ask(picture)).text()).toBe('a picture');
    expect((await ask(`/media/${name}`)).status).toBe(404);
    for (const forged of [picture.slice(0, -2), picture.replace('flux=', 'flux=0'), picture.replace('secret', 'autre')])
      expect((await ask(forged)).status).toBe(404);

    const replaced = urls.privateFeed(await sales.readers.makeFeed(id, now()));
    expect((await ask(path)).status).toBe(404);
    expect((await ask(replaced)).status).toBe(200);
    sales.control.cancel(subscription, 'now');
    await sales.subscriptions.syncSubscription(subscription, sales.now());
    const ended = await (await ask(replaced)).text();
    expect(ended).not.toContain(CLOSED);
    expect((await ask(picture)).status).toBe(404);
    await sales.readers.revokeFeed(id);
    expect((await ask(replaced)).status).toBe(404);
    expect(JSON.stringify(magazine.services.lines)).not.toContain(path.split('/')[3]!.slice(0, 20));
  });

  test('of two processes one does a shared job, each its own, and what fails comes round again', async () => {
    const { sales, services, now } = await openMagazine(open);
    const done: string[] = [];
    let fails = true;
    let isOpen = true;
    const alarms: object[] = [];
    const process = (name: string) => {
      const noted = (what: string) => async () => void done.push(`${name} ${what}`);
      const also = { deliverDue: async () => (done.push(`${name} mails`), 0), purge: noted('purge') };
      const subscriptions = {
        ...sales.subscriptions,
        get isOpen() {
          return isOpen;
        },
        refreshPrices: noted('prices'),
        settleDue: noted('declarations'),
        announceRenewals: noted('reminders'),
        purge: noted('purge of sales'),
        async syncAll() {
          done.push(`${name} sync`);
          if (fails) throw new Error('Stripe is down');
          return { synced: 0, failed: 0 };
        },
      };
      const log = {
        ...services.log,
        error: (fields: object) => void alarms.push(fields),
      } as unknown as Services['log'];
      return createJobs({
        ...services,
        subscriptions,
        log,
        outbox: { ...sales.settings.outbox, ...also } as Services['outbox'],
      });
    };
    const [one, other] = [process('one'), process('other')];
    async function round(at: Date): Promise<string[]> {
      done.length = 0;
      one.follow(at);
      other.follow(at);
      await Promise.all([one.settle(), other.settle()]);
      return done.map((line) => line.replace(/^\w+ /, '')).sort();
    }
    const at = (seconds: number) => new Date(now().getTime() + seconds * 1000);
    const all = ['declarations', 'mails', 'mails', 'prices', 'prices', 'purge', 'purge of sales', 'reminders'];
    expect(await round(at(0))).toEqual([...all, 'sync', 'sync']);
    expect(alarms).toMatchObject([{ job: 'sync' }, { job: 'sync' }]);
    expect(await round(at(1))).toEqual(['mails', 'mails']);
    expect(await round(at(31))).toEqual(['declarations', 'mails', 'mails']);
    fails = false;
    // The day's comparison is not put off until tomorrow.
    expect((await round(at(700))).filter((line) => line === 'sync')).toEqual(['sync']);
    expect((await round(at(3700))).filter((line) => /sync|reminders/.test(line))).toEqual(['reminders']);
    expect((await round(at(90_000))).filter((line) => /sync|purge$/.test(line))).toEqual(['purge', 'sync']);
    isOpen = false;
    expect((await round(at(180_000))).filter((line) => /sync|purge$/.test(line))).toEqual(['purge']);
    isOpen = true;
    // A clock that is set back makes everything due.
    expect((await round(at(50_000))).filter((line) => /sync|purge$/.test(line))).toEqual(['purge', 'sync']);
  });
});

/** Posts `kilobytes` in chunks, without telling the length; the beginning of the answer. */
function sendInPieces(port: number, path: string, kilobytes: number): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      const headers = Object.entries({ ...FORM, 'Transfer-Encoding': 'chunked', 'Stripe-Signature': 't=1,v1=0' });
      socket.write(`POST ${path} HTTP/1.1\r\nHost: verbatim.example\r\n`);
      socket.write(`${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
      for (let sent = 0; sent < kilobytes; sent += 1) socket.write(`400\r\n${'a'.repeat(1024)}\r\n`);
      socket.write('0\r\n\r\n');
    });
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('close', () => resolve(answer));
    socket.on('error', () => undefined);
  });
}
