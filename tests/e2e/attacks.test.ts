import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { urls } from '../../src/urls.ts';
import { freePort, serveFolder, serveShop, type Shop, STRIPE_KEY, WEBHOOK_SECRET } from './site.ts';
import {
  type Answered,
  buyAsGuest,
  hiddenOf,
  lastMailTo,
  locationOf,
  mailsTo,
  openVisitor,
  signIn,
  type Visitor,
} from './visitor.ts';

/** Somebody who knows a victim's address and every id that ever stood in a URL, but receives none of the victim's mail. */

const PIECE = urls.piece('articles', 'votre-appel-est-important');
const VICTIM = 'victime@exemple.fr';
const GUEST = 'payeuse@exemple.fr';
const ATTACKER = 'attaque@exemple.fr';

let shop: Shop;
/** Everything that anybody was answered. */
const answers: Answered[] = [];
/** Signed in, with a subscription that ends and a private feed. */
let victim: Visitor;
/** Has paid, and has not followed the mailed link. */
let guest: Visitor;
let guestLink = '';
/** Signed in, with a subscription of its own. */
let attacker: Visitor;
let feedPath = '';
let ids: { sessionId: string; subscriptionId: string; customerId: string };
let guestIds: typeof ids;

beforeAll(async () => {
  shop = await serveShop({ LOG_LEVEL: 'trace' });
  victim = openVisitor(shop, answers);
  guest = openVisitor(shop, answers);
  attacker = openVisitor(shop, answers);
  ids = await buyAsGuest(shop, victim, { email: VICTIM });
  await signIn(shop, victim, VICTIM);
  const made = await victim.post(urls.accountFeed(), { action: 'creer' });
  feedPath = /\/flux\/prive\/[\w-]+\.xml/.exec(made.text)?.[0] ?? '';
  await victim.get(feedPath);
  await victim.post(urls.cancel(), { nom: 'Victime', email: VICTIM, contrat: '', etape: 'notifier' });
  guestIds = await buyAsGuest(shop, guest, { email: GUEST });
  guestLink = (await lastMailTo(shop, GUEST)).link ?? '';
  await buyAsGuest(shop, attacker, { email: ATTACKER, offer: 'mensuel' });
  await signIn(shop, attacker, ATTACKER);
}, 120_000);

afterAll(() => shop.stop());

const isOpen = ({ text }: Answered) => !text.includes('class="wall ');
const stranger = () => openVisitor(shop, answers);

/** Rows that any visit may touch: how often something was asked for, mails to whom it concerns, when tasks ran. */
const TOUCHED = new Set(['limits', 'leases', 'jobs', 'outbox', 'links', 'stripe_events', 'kysely_migration']);

async function tables(): Promise<string[]> {
  const { query } = shop.services.database;
  const found = await query.introspection.getTables();
  return found.map(({ name }) => name);
}

async function rowsOf(table: string): Promise<Record<string, unknown>[]> {
  return shop.services.database.query
    .selectFrom(table as 'readers')
    .selectAll()
    .execute() as Promise<Record<string, unknown>[]>;
}

/** All that the magazine and Stripe know of anybody. */
async function everything(): Promise<string> {
  const kept: Record<string, unknown> = {};
  for (const table of await tables()) {
    if (TOUCHED.has(table)) continue;
    const rows = await rowsOf(table);
    kept[table] = rows.map(({ seen_at: _, synced_at: __, read_at: ___, ...row }) => JSON.stringify(row)).sort();
  }
  const { subscriptions, customers, refunds, invoices } = shop.control.records();
  return JSON.stringify({ kept, subscriptions, customers, refunds, invoices }, null, 1);
}

/** Whatever `attack` does, nothing of what is known of anybody changes. */
async function changesNothing(attack: () => Promise<unknown>): Promise<void> {
  const before = await everything();
  await attack();
  await shop.control.settled();
  expect(await everything()).toBe(before);
}

interface Raw {
  method?: string;
  path: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** A request as no browser sends it. */
function raw({ method = 'GET', path, headers = {}, body }: Raw): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const { hostname, port } = new URL(shop.url);
  const asked = httpRequest({ hostname, port, method, path, headers, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const lines = new Headers();
      for (let i = 0; i < response.rawHeaders.length; i += 2)
        lines.append(response.rawHeaders[i]!, response.rawHeaders[i + 1]!);
      const text = Buffer.concat(chunks).toString();
      const asked = [path, JSON.stringify(headers), String(body ?? '').replaceAll('%40', '@')].join('\n');
      const answer = { method, path, asked, status: response.statusCode ?? 0, headers: lines, text };
      answers.push(answer);
      resolve(answer);
    });
    response.on('error', reject);
  });
  asked.on('error', reject);
  asked.end(body);
  return promise;
}

const FORM = 'application/x-www-form-urlencoded';

/** Every address that takes a form, with a form that would do something for whoever may send it. */
const forms = (): [path: string, form: Record<string, string>][] => [
  [urls.signIn(), { email: VICTIM }],
  [guestLink, { choix: 'oui' }],
  [urls.signOut(), {}],
  [urls.ordering(), { offre: 'annuel' }],
  [urls.ordered(), { email: ATTACKER }],
  [urls.accountPayment(), {}],
  [urls.accountResumption(), { abonnement: ids.subscriptionId }],
  [urls.accountSessions(), {}],
  [urls.accountFeed(), { action: 'creer' }],
  [urls.accountFeed(), { action: 'supprimer' }],
  [urls.accountAddress(), { email: ATTACKER }],
  [urls.accountDeletion(), { confirmation: 'oui' }],
  [urls.cancel(), { nom: 'Victime', email: VICTIM, contrat: '', etape: 'notifier' }],
  [urls.withdraw(), { nom: 'Victime', email: VICTIM, contrat: '', etape: 'notifier' }],
];

describe('ids and addresses', () => {
  test('the id of a payment in the address of return gives nothing to another browser', async () => {
    await changesNothing(async () => {
      for (const visitor of [stranger(), attacker]) {
        for (const sessionId of [ids.sessionId, guestIds.sessionId]) {
          const answer = await visitor.get(`${urls.ordered()}?session_id=${sessionId}`);
          expect([answer.status, locationOf(answer), answer.headers.getSetCookie()]).toEqual([
            303,
            urls.subscribe(),
            [],
          ]);
        }
      }
      for (const { sessionId } of [ids, guestIds])
        expect(isOpen(await stranger().get(`${PIECE}?session_id=${sessionId}`))).toBe(false);
    });
  });

  test('ids of Stripe, of readers and of orders open nothing as parameters, as tokens or as cookies', async () => {
    const [reader] = await rowsOf('readers');
    const [session] = await rowsOf('sessions');
    const [feed] = await rowsOf('private_feeds');
    const orders = await rowsOf('orders');
    const events = shop.control.events().map(({ id }) => id);
    const known = [...Object.values(ids), ...Object.values(guestIds), events[0], events.at(-1)];
    const own = [reader!['id'], session!['handle'], session!['id_hash'], feed!['id'], feed!['token_hash']];
    const kept = orders.flatMap((order) => [order['id'], order['browser_hash']]);
    await changesNothing(async () => {
      for (const id of [...known, ...own, ...kept].map(String)) {
        expect((await stranger().get(urls.mailedLink(id))).status).toBe(410);
        expect((await stranger().post(urls.mailedLink(id), { choix: 'oui' })).status).toBe(410);
        expect((await stranger().get(urls.privateFeed(id))).status).toBe(404);
        for (const cookie of [`verbatim_session=${id}`, `verbatim_order=${id}`]) {
          expect(isOpen(await stranger().get(PIECE, { cookie }))).toBe(false);
          expect((await stranger().get(urls.account(), { cookie })).status).toBe(303);
        }
        const asked = await stranger().get(`${urls.account()}?id=${id}&session_id=${id}&customer=${id}&reader=${id}`);
        expect([asked.status, asked.text]).toEqual([303, '']);
      }
    });
  });

  test('whoever types the victim’s address at Checkout gets what was paid for, and nothing of the victim’s', async () => {
    const impostor = stranger();
    const before = await rowsOf('readers');
    const bought = await buyAsGuest(shop, impostor, { email: VICTIM });
    expect(isOpen(await impostor.get(PIECE))).toBe(true);
    expect(locationOf(await impostor.get(urls.account()))).toBe(urls.ordered());
    for (const path of [urls.accountFeed(), urls.accountData(), urls.accountAddress(), urls.accountDeletion()])
      expect(locationOf(await impostor.get(path))).toMatch(/^\/connexion\//);
    expect(await rowsOf('readers')).toEqual(before);
    const rows = await rowsOf('subscriptions');
    expect(rows.find(({ id }) => id === bought.subscriptionId)).toMatchObject({ reader_id: null });
    expect(rows.find(({ id }) => id === ids.subscriptionId)!['reader_id']).not.toBeNull();
    expect(shop.control.records().customers[ids.customerId]).toMatchObject({ email: VICTIM });
  });

  test('correcting the address of an order is for the browser that paid', async () => {
    await changesNothing(async () => {
      for (const visitor of [stranger(), attacker]) {
        const answer = await visitor.post(`${urls.ordered()}?session_id=${guestIds.sessionId}`, {
          email: ATTACKER,
          session_id: guestIds.sessionId,
        });
        expect(locationOf(answer)).toBe(urls.subscribe());
      }
    });
  });
});

describe('forged headers', () => {
  test('a forged Host changes no address in answers or mails, and no rule', async () => {
    const email = VICTIM;
    for (const host of ['evil.example', 'evil.example:80', new URL(shop.siteUrl).host]) {
      const page = await raw({ path: PIECE, headers: { host, 'x-forwarded-host': 'evil.example' } });
      expect(`${page.text} ${JSON.stringify([...page.headers])}`).not.toContain('evil.example');
    }
    await changesNothing(async () => {
      const forged = { host: 'evil.example', origin: 'http://evil.example', 'content-type': FORM };
      for (const [path, form] of forms()) {
        const body = new URLSearchParams(form).toString();
        const headers = { ...forged, cookie: victim.cookie() };
        expect((await raw({ method: 'POST', path, headers, body })).status).toBe(403);
      }
    });
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      origin: shop.siteUrl,
      'content-type': FORM,
    };
    await raw({ method: 'POST', path: urls.signIn(), headers, body: `email=${encodeURIComponent(email)}` });
    const mail = await lastMailTo(shop, email);
    expect(mail.text + mail.html).not.toContain('evil');
    expect(mail.text).toContain(`${shop.siteUrl}${mail.link}`);
  });

  test.each([
    ['missing', {}],
    ['null', { origin: 'null' }],
    ['foreign', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['of a host that begins like ours', { origin: 'http://localhost.evil.example' }],
    ['of another port', { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }],
    ['of nobody, typed by the reader', { 'sec-fetch-site': 'none' }],
  ])('with an Origin that is %s, no form does anything, whoever’s cookies come with it', async (_which, origin) => {
    await changesNothing(async () => {
      for (const [path, form] of forms()) {
        for (const cookie of [victim.cookie(), guest.cookie()]) {
          const headers = { ...origin, cookie, 'content-type': FORM };
          const body = new URLSearchParams(form).toString();
          const answer = await raw({ method: 'POST', path, headers, body });
          expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
        }
      }
    });
  });

  test('X-Forwarded-For of whoever is no proxy of ours counts for nothing: limits hold', async () => {
    const statuses: number[] = [];
    for (let turn = 0; turn < 25; turn += 1) {
      const forwarded = { 'x-forwarded-for': `203.0.113.${turn}`, 'x-real-ip': `203.0.113.${turn}` };
      statuses.push((await stranger().post(urls.signIn(), { email: `cible${turn}@exemple.fr` }, forwarded)).status);
    }
    expect(statuses).toContain(200);
    expect(statuses.at(-1)).toBe(429);
    await shop.goTo(new Date(shop.services.now().getTime() + 20 * 60_000));
  });
});

describe('forged cookies', () => {
  test('only the very token of a session or an order opens anything, and only under its own name', async () => {
    const session = victim.cookies.get('verbatim_session') ?? '';
    const order = guest.cookies.get('verbatim_order') ?? '';
    const changed = `${session.slice(0, -1)}${session.endsWith('A') ? 'B' : 'A'}`;
    const flipped = [...session].map((letter) => (/[a-z]/.test(letter) ? letter.toUpperCase() : letter.toLowerCase()));
    await changesNothing(async () => {
      for (const cookie of [
        `verbatim_session=${changed}`,
        `verbatim_session=${flipped.join('')}`,
        `verbatim_session=${session}x`,
        `verbatim_session="${session}"`,
        `verbatim_session= ${session}`,
        `verbatim_session=${createHash('sha256').update(session).digest('hex')}`,
        `verbatim_session=${order}`,
        `verbatim_order=${session}`,
        `__Host-verbatim_session=${session}`,
        `Verbatim_session=${session}`,
        `x_verbatim_session=${session}`,
        `verbatim_session=' OR '1'='1`,
        'verbatim_session=',
        `verbatim_session=${'a'.repeat(43)}; verbatim_session=${session}`,
        `verbatim_session=${'é'.repeat(30)}`,
      ]) {
        // As bytes: a browser would send no such thing.
        const bytes = Buffer.from(cookie).toString('latin1');
        const answer = await raw({ path: PIECE, headers: { cookie: bytes } });
        expect([cookie, answer.status, isOpen(answer)]).toEqual([cookie, 200, false]);
        expect((await raw({ path: urls.account(), headers: { cookie: bytes } })).status).toBe(303);
      }
    });
    expect(isOpen(await victim.get(PIECE))).toBe(true);
    expect(isOpen(await guest.get(PIECE))).toBe(true);
  });

  test('over https the plain name, which any subdomain could set, is worth nothing', async () => {
    const port = await freePort();
    const secure = await serveFolder(shop.folder, port, { SITE_URL: 'https://verbatim.example' });
    try {
      const session = victim.cookies.get('verbatim_session') ?? '';
      const asked = async (cookie: string) => (await fetch(secure.url + PIECE, { headers: { cookie } })).text();
      expect(await asked(`verbatim_session=${session}`)).toContain('class="wall ');
      expect(await asked(`__Secure-verbatim_session=${session}`)).toContain('class="wall ');
      expect(await asked(`__Host-verbatim_session=${session}`)).not.toContain('class="wall ');
    } finally {
      await secure.stop();
    }
  });

  test('signing in gives a new session, whatever cookie was there before', async () => {
    const fixed = 'f'.repeat(43);
    const visitor = stranger();
    visitor.cookies.set('verbatim_session', fixed);
    visitor.cookies.set('verbatim_order', fixed);
    await signIn(shop, visitor, ATTACKER);
    expect(visitor.cookies.get('verbatim_session')).toMatch(/^[\w-]{43}$/);
    expect(visitor.cookies.get('verbatim_session')).not.toBe(fixed);
    expect(visitor.cookies.has('verbatim_order')).toBe(false);
    expect((await stranger().get(urls.account(), { cookie: `verbatim_session=${fixed}` })).status).toBe(303);
  });
});

describe('forged fields', () => {
  const ELSEWHERE = [
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example/',
    'https://evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    '/\t/evil.example/',
    '/%0d%0aSet-Cookie:x=y\r\nX: y',
    ' //evil.example/',
    '@evil.example/',
  ];

  test('what follows signing in is a path of ours, or the account', async () => {
    for (const [index, next] of ELSEWHERE.entries()) {
      const email = `suite${index}@exemple.fr`;
      const visitor = stranger();
      await visitor.get(`${urls.signIn()}?next=${encodeURIComponent(next)}`);
      expect(visitor.answers.at(-1)!.text).not.toContain('evil.example');
      await visitor.post(urls.signIn(), { email, next });
      const link = (await rowsOf('links')).find(({ address }) => address === email)!;
      expect([next, link['next']]).toEqual([next, null]);
    }
    await shop.goTo(new Date(shop.services.now().getTime() + 20 * 60_000));
  });

  test('an order takes from its form the offer alone: no price, amount, quantity, customer or reader', async () => {
    const visitor = stranger();
    const before = Object.keys(shop.control.records().sessions);
    const ordered = await visitor.post(urls.ordering(), {
      offre: 'annuel',
      price: 'price_of_mine',
      prix: '1',
      amount: '1',
      amountCents: '1',
      quantity: '0',
      currency: 'xof',
      customer: ids.customerId,
      customer_email: VICTIM,
      reader: String((await rowsOf('readers'))[0]!['id']),
      success_url: 'https://evil.example/',
      metadata: 'x',
      'subscription_data[trial_period_days]': '700',
    });
    const id = /\/c\/pay\/(\w+)/.exec(locationOf(ordered))?.[1] ?? '';
    expect(before).not.toContain(id);
    const session = shop.control.records().sessions[id]!;
    expect(session).toMatchObject({ amount_total: 11_880, currency: 'eur', customer: null, customer_email: null });
    expect(session.success_url).toBe(`${shop.siteUrl}${urls.ordered()}?session_id={CHECKOUT_SESSION_ID}`);
    expect(JSON.stringify(session)).not.toMatch(/evil|price_of_mine/);
  });

  test('an offer that is not sold is not sold, and an order of somebody else’s form is not theirs', async () => {
    await changesNothing(async () => {
      for (const offre of ['', 'gratuit', '__proto__', 'constructor', 'verbatim_annuel', '../annuel', 'annuel\u0000'])
        expect([offre, (await stranger().post(urls.ordering(), { offre })).status]).toEqual([offre, 404]);
    });
    const nonce = hiddenOf(await victim.get(urls.order('annuel')))['commande'] ?? '';
    const [one, other] = [stranger(), stranger()];
    expect(locationOf(await one.post(urls.ordering(), { offre: 'annuel', commande: nonce }))).toMatch(/\/c\/pay\//);
    await other.post(urls.ordering(), { offre: 'mensuel', commande: nonce });
    expect(other.cookies.get('verbatim_order')).not.toBe(one.cookies.get('verbatim_order'));
  });

  test('a reader resumes, ends and signs out what is theirs alone', async () => {
    const readers = await rowsOf('readers');
    const { id: victimId } = readers.find(({ address }) => address === VICTIM)!;
    const handle = String((await rowsOf('sessions')).find(({ reader_id: id }) => id === victimId)!['handle']);
    await changesNothing(async () => {
      const resumed = await attacker.post(urls.accountResumption(), { abonnement: ids.subscriptionId });
      expect(locationOf(resumed)).toBe(`${urls.account()}?fait=reprise-indisponible`);
      await attacker.post(urls.accountSessions(), { session: handle });
    });
    const portal = locationOf(await attacker.post(urls.accountPayment(), { customer: ids.customerId }));
    const { portals, customers } = shop.control.records();
    const opened = portals[/\/p\/session\/(\w+)/.exec(portal)?.[1] ?? '']!;
    expect(customers[opened.customer]).toMatchObject({ email: ATTACKER });
    expect((await victim.get(urls.account())).status).toBe(200);
    expect((await attacker.get(urls.accountData())).text).not.toContain(VICTIM);
  });

  test('a declaration in the victim’s name reaches the victim’s mail alone, and waits', async () => {
    const email = GUEST;
    const sent = (await mailsTo(shop)).length;
    const signedOut = stranger();
    const receipt = await signedOut.post(urls.cancel(), { nom: 'X', email, contrat: '', etape: 'notifier' });
    expect(receipt.text).not.toMatch(/\/connexion\/[\w-]{20,}/);
    const receiptOfAttacker = await attacker.post(urls.withdraw(), { nom: 'X', email, contrat: '', etape: 'notifier' });
    expect(receiptOfAttacker.status).toBe(200);
    const mails = (await mailsTo(shop)).slice(sent);
    expect(new Set(mails.map(({ to }) => to))).toEqual(new Set([GUEST]));
    expect(mails.filter(({ link, subject }) => link === null || !/^Accusé de réception/.test(subject))).toEqual([]);
    const { subscriptions, customers } = shop.control.records();
    for (const { status, customer, cancel_at_period_end: ends } of Object.values(subscriptions)) {
      const paidBy = customers[customer as string]!;
      const isVictims = 'email' in paidBy && paidBy.email === VICTIM && customer === ids.customerId;
      expect([status, ends]).toEqual(['active', isVictims]);
    }
    const { link } = mails.find((mail) => mail.link !== null)!;
    await stranger().post(link ?? '', { choix: 'non' });
  });
});

describe('requests that no page of ours sends', () => {
  test('a form without body, too long, cut into pieces or of another type is refused, and never breaks anything', async () => {
    const huge = `email=${'a'.repeat(17 * 1024)}`;
    await changesNothing(async () => {
      for (const [path] of forms()) {
        const ours = { origin: shop.siteUrl, cookie: victim.cookie() };
        const post = (headers: Record<string, string>, body?: string | Buffer) =>
          raw({ method: 'POST', path, headers: { ...ours, ...headers }, ...(body === undefined ? {} : { body }) });
        const statuses = [
          (await post({})).status,
          (await post({ 'content-type': 'application/json' }, '{"confirmation":"oui"}')).status,
          (await post({ 'content-type': 'text/plain' }, 'confirmation=oui')).status,
          (await post({ 'content-type': 'multipart/form-data; boundary=x' }, '--x--')).status,
          (await post({ 'content-type': `${FORM}x` }, 'confirmation=oui')).status,
          (await post({ 'content-type': FORM }, huge)).status,
          (await post({ 'content-type': FORM, 'transfer-encoding': 'chunked' }, huge)).status,
        ];
        expect([path, statuses]).toEqual([path, [415, 415, 415, 415, 415, 413, 413]]);
      }
    });
  });

  test('an empty form, or one of bytes that are no text, is answered without failing', async () => {
    for (const path of [urls.signIn(), urls.cancel(), urls.withdraw(), urls.ordering(), urls.ordered()]) {
      for (const body of ['', '&&==', '%ff%fe=%00', 'email=%00%0a&nom=%ff', `email=${'@'.repeat(300)}`]) {
        const headers = { origin: shop.siteUrl, 'content-type': FORM };
        expect((await raw({ method: 'POST', path, headers, body })).status).toBeLessThan(500);
      }
    }
  });

  test('what only a form may do is not done by a link', async () => {
    await changesNothing(async () => {
      for (const [path, form] of forms()) {
        const answer = await victim.get(`${path}?${new URLSearchParams(form).toString()}`);
        expect([path, [200, 303].includes(answer.status), answer.headers.getSetCookie()]).toEqual([path, true, []]);
      }
      expect((await stranger().get(urls.stripeEvents())).status).toBe(405);
      for (const method of ['PUT', 'DELETE', 'PATCH'])
        for (const path of [urls.account(), urls.accountSessions(), urls.stripeEvents()])
          expect((await raw({ method, path, headers: { cookie: victim.cookie() } })).status).toBeGreaterThanOrEqual(
            403,
          );
    });
  });
});

describe('links', () => {
  test('guessed tokens, hashes of tokens and pieces of one are worth nothing', async () => {
    const token = guestLink.replace('/connexion/', '');
    const [link] = await rowsOf('links');
    const guesses = [
      'a'.repeat(43),
      token.slice(0, -1),
      `${token}A`,
      token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
      String(link!['token_hash']),
      '%27%20OR%201%3D1--',
      '..%2f..%2fcompte',
      '%00',
    ];
    await changesNothing(async () => {
      for (const guess of guesses) {
        for (const method of ['GET', 'POST']) {
          const headers = { origin: shop.siteUrl, 'content-type': FORM };
          const answer = await (method === 'GET'
            ? raw({ path: urls.mailedLink(guess) })
            : raw({ method, path: urls.mailedLink(guess), headers, body: 'choix=oui' }));
          expect([guess, [400, 404, 410].includes(answer.status)]).toEqual([guess, true]);
          expect(answer.headers.getSetCookie()).toEqual([]);
        }
      }
    });
    expect((await stranger().get(guestLink)).status).toBe(200);
  });

  test('of those who press one link at the same time, one gets a session', async () => {
    const email = ATTACKER;
    await stranger().post(urls.signIn(), { email });
    const { link } = await lastMailTo(shop, email);
    const visitors = Array.from({ length: 8 }, stranger);
    const pressed = await Promise.all(visitors.map((visitor) => visitor.post(link ?? '', { choix: 'oui' })));
    expect(pressed.map(({ status }) => status).sort()).toEqual([303, ...Array<number>(7).fill(410)]);
    expect(visitors.filter(({ cookies }) => cookies.has('verbatim_session'))).toHaveLength(1);
  });
});

describe('the address that Stripe calls', () => {
  const at = () => Math.floor(Date.now() / 1000);
  const signature = (body: string, secret: string, seconds: number) =>
    `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
  const ring = (body: string, headers: Record<string, string> = {}) =>
    raw({
      method: 'POST',
      path: urls.stripeEvents(),
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  const ended = () => {
    const event = structuredClone(shop.control.events().find(({ type }) => type === 'customer.subscription.created')!);
    const subscription = { ...shop.control.records().subscriptions[ids.subscriptionId]!, status: 'canceled' };
    return { ...event, id: 'evt_forged', type: 'customer.subscription.deleted', data: { object: subscription } };
  };

  test('unsigned, wrongly signed, signed too long ago, of the other mode or too long: refused, and nothing happens', async () => {
    const body = JSON.stringify(ended());
    const live = JSON.stringify({ ...ended(), livemode: true });
    const whole = JSON.stringify({ ...ended(), padding: 'x'.repeat(1024 * 1024) });
    await changesNothing(async () => {
      const refused = [
        await ring(body),
        await ring(body, { 'stripe-signature': '' }),
        await ring(body, { 'stripe-signature': signature(body, 'whsec_of_another', at()) }),
        await ring(body, { 'stripe-signature': signature(body, '', at()) }),
        await ring(`${body} `, { 'stripe-signature': signature(body, WEBHOOK_SECRET, at()) }),
        await ring(body, { 'stripe-signature': signature(body, WEBHOOK_SECRET, at() - 301) }),
        await ring(body, { 'stripe-signature': signature(body, WEBHOOK_SECRET, at()).replace('v1=', 'v0=') }),
        await ring(live, { 'stripe-signature': signature(live, WEBHOOK_SECRET, at()) }),
        await ring('not json', { 'stripe-signature': signature('not json', WEBHOOK_SECRET, at()) }),
        await ring(body.slice(0, 100), { 'stripe-signature': signature(body.slice(0, 100), WEBHOOK_SECRET, at()) }),
      ];
      expect(refused.map(({ status }) => status)).toEqual(Array(10).fill(400));
      const exactly = whole.slice(0, 1024 * 1024 + 1);
      expect((await ring(exactly, { 'stripe-signature': signature(exactly, WEBHOOK_SECRET, at()) })).status).toBe(413);
      const chunked = { 'transfer-encoding': 'chunked', 'stripe-signature': signature(whole, WEBHOOK_SECRET, at()) };
      expect((await ring(whole, chunked)).status).toBe(413);
    });
    expect((await rowsOf('stripe_events')).some(({ id }) => id === 'evt_forged')).toBe(false);
  });

  test('a true event that is played again, and one whose content lies, leave what Stripe says', async () => {
    await changesNothing(async () => {
      const receipts = await shop.control.deliver(undefined, { order: 'reversed', times: 2 });
      expect(receipts.every(({ status }) => status === 200)).toBe(true);
      const lie = JSON.stringify(ended());
      expect((await ring(lie, { 'stripe-signature': signature(lie, WEBHOOK_SECRET, at()) })).status).toBe(200);
    });
    expect(isOpen(await victim.get(PIECE))).toBe(true);
  });
});

describe('whose address is known', () => {
  test.each([
    ['signing in', urls.signIn(), { next: '/' }],
    ['cancelling', urls.cancel(), { nom: 'X', contrat: '', etape: 'notifier' }],
    ['withdrawing', urls.withdraw(), { nom: 'X', contrat: '', etape: 'notifier' }],
  ])(
    '%s does not tell: the same status, headers and bytes for a reader, a guest, and nobody, until the limit and beyond',
    async (_what, path, form) => {
      await shop.goTo(new Date(shop.services.now().getTime() + 25 * 3_600_000));
      shop.setNow(shop.services.now());
      const unknown = 'inconnu@exemple.fr';
      const addresses = [VICTIM, GUEST, unknown];
      expect(new Set(addresses.map((address) => address.length)).size).toBe(1);
      const told: unknown[][] = [[], [], []];
      for (let turn = 0; turn < 6; turn += 1) {
        for (const [index, email] of addresses.entries()) {
          const { status, headers, text } = await stranger().post(path, { ...form, email });
          const kept = [...headers].filter(([name]) => !['date', 'etag'].includes(name));
          told[index]!.push([status, kept, text.replaceAll(email, 'ADRESSE')]);
        }
      }
      shop.startFrom(shop.services.now());
      expect(told[1]).toEqual(told[0]);
      expect(told[2]).toEqual(told[0]);
      expect(told[0]!.map((one) => (one as unknown[])[0])).toContain(429);
    },
  );
});

describe('no secret', () => {
  /** What authorises somebody, by what it is. */
  function secrets(): Record<string, string> {
    const tokens: Record<string, string> = {
      'the key of Stripe': STRIPE_KEY,
      'the webhook secret': WEBHOOK_SECRET,
      'the signing key': Buffer.from(shop.services.database.signingKey()).toString('base64url'),
      'a private feed': feedPath.replace(/.*\/|\.xml$/g, ''),
    };
    for (const { headers } of answers) {
      for (const line of headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(line) ?? [];
        if (value !== '') tokens[`${name} ${value.slice(0, 6)}`] = value;
      }
    }
    return tokens;
  }

  const linkTokens = async () => (await mailsTo(shop)).flatMap(({ link }) => link?.replace('/connexion/', '') ?? []);

  test('in what the server logs, though it tells everything and Stripe fails in every way', async () => {
    const { control } = shop;
    const odd = guestLink.replace('/connexion/', '');
    for (const kind of [500, 429, 'cut'] as const) {
      for (const method of ['GET', 'POST'] as const) {
        control.fault({ kind, method, path: '/v1/', times: 3 });
      }
      await stranger().post(urls.ordering(), { offre: 'annuel' });
      await victim.get(urls.account());
      await victim.post(urls.accountPayment());
      control.clearFaults();
    }
    // Addresses as mail programmes mangle them, refused or not.
    const { port } = new URL(shop.siteUrl);
    for (const path of [
      `/connexion/${odd}`,
      `/%63onnexion/${odd}`,
      `/connexion/${odd}/`,
      `//connexion/${odd}`,
      `/connexion//${odd}`,
      `/./connexion/${odd}`,
      `http://localhost:${port}/connexion/${odd}`,
      `http://evil.example/connexion/${odd}`,
      `/connexion/${odd}%`,
      `/CONNEXION/${odd}`,
      `/api/../connexion/${odd}`,
      feedPath,
      feedPath.replace('/flux/', '/%66lux/'),
      `${feedPath}%`,
      `/flux//prive/${feedPath.replace(/.*\//, '')}`,
    ]) {
      await raw({ path });
      await raw({ method: 'POST', path, body: 'choix=oui', headers: { 'content-type': FORM } });
    }
    await raw({ path: '/', headers: { 'x-long': 'x'.repeat(17_000), cookie: victim.cookie() } }).catch(() => null);
    const log = JSON.stringify(shop.lines);
    expect(shop.lines.length).toBeGreaterThan(100);
    const found = [...Object.entries(secrets()), ...(await linkTokens()).map((token) => ['a link', token])];
    expect(found.filter(([, secret]) => log.includes(secret!)).map(([what]) => what)).toEqual([]);
    expect([...new Set(log.match(/[\w.+-]+@[\w-]+\.[a-z.]+/g))]).toEqual([]);
  });

  test('in what is stored: no token, no link, no key but our own, and addresses where they are needed alone', async () => {
    await shop.services.outbox.deliverDue(shop.services.now());
    const tokens = [...Object.entries(secrets()), ...(await linkTokens()).map((token) => ['a link', token])];
    const found: string[] = [];
    const holders = new Set<string>();
    for (const table of await tables()) {
      for (const row of await rowsOf(table)) {
        const text = JSON.stringify(row);
        for (const [what, secret] of tokens) if (text.includes(secret!)) found.push(`${table}: ${what}`);
        for (const [column, value] of Object.entries(row))
          if (typeof value === 'string' && /@exemple\.fr/.test(value)) holders.add(`${table}.${column}`);
      }
    }
    expect(found).toEqual(['secrets: the signing key']);
    expect([...holders].sort()).toEqual([
      'customers.claimed_address',
      'declarations.address',
      'links.address',
      'orders.claimed_address',
      'readers.address',
    ]);
  });

  test('in answers: a token once, to whoever gets it, an address only to whoever typed it or proved it', async () => {
    const found: string[] = [];
    const links = await linkTokens();
    const feed = feedPath.replace(/.*\/|\.xml$/g, '');
    const mails = await mailsTo(shop);
    const people = [victim, guest, attacker].map(({ cookies }, index): [string, string[]] => {
      const address = [VICTIM, GUEST, ATTACKER][index]!;
      const mailed = mails.flatMap(({ to, link }) => (to === address && link !== null ? [link] : []));
      return [address, [address, ...cookies.values(), ...mailed]];
    });
    for (const { method, path, asked, headers, text } of answers) {
      const where = `${method} ${path.replace(/[\w-]{22,}/, '…')}`;
      const visible = text + [...headers].filter(([name]) => name !== 'set-cookie').join(' ');
      for (const [what, secret] of Object.entries(secrets())) {
        const isMeant = secret === feed && (path === urls.accountFeed() || path.includes(feed));
        if (visible.includes(secret) && !isMeant) found.push(`${where}: ${what}`);
      }
      for (const token of links) if (visible.includes(token) && !path.includes(token)) found.push(`${where}: a link`);
      for (const [address, proofs] of people)
        // The page of thanks repeats to the browser that paid what was typed at Checkout.
        if (
          visible.includes(address) &&
          !(path.startsWith(urls.ordered()) && asked.includes('verbatim_order=')) &&
          !proofs.some((proof) => asked.includes(proof))
        )
          found.push(`${where}: an address`);
      const inUrls = [...visible.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, url = '']) => url);
      for (const url of [headers.get('location') ?? '', ...inUrls])
        if (/[\w-]{43}/.test(url) && !/^\/(?:connexion|media)\/|\/c\/pay\/|\/p\/session\//.test(url))
          found.push(`${where}: ${url}`);
    }
    expect(found).toEqual([]);
    expect(answers.length).toBeGreaterThan(500);
  });
});
