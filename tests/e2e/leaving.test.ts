import { afterAll, beforeAll, expect, test } from 'vitest';
import { entitlementOfRights } from '../../src/subscriptions/subscriptions.ts';
import { urls } from '../../src/urls.ts';
import { serveShop, type Shop } from './site.ts';
import {
  type Answered,
  buyAsGuest,
  hiddenOf,
  lastMailTo,
  locationOf,
  mailsTo,
  openVisitor,
  signIn,
  until,
  wordsOf,
} from './visitor.ts';

/** Leaving, as the law wants it, walked with the clock on the built site. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let shop: Shop;

beforeAll(async () => {
  shop = await serveShop();
}, 120_000);

afterAll(() => shop.stop());

const now = () => shop.services.now().getTime();
const later = (milliseconds: number) => shop.goTo(new Date(now() + milliseconds));
const subscriptionOf = (id: string) => shop.control.records().subscriptions[id]!;
const refundsOf = (customerId: string) => {
  const { charges, refunds } = shop.control.records();
  return Object.values(refunds).filter(({ charge }) => charges[charge as string]!.customer === customerId);
};
const declarationsOf = (address: string) =>
  shop.services.database.query
    .selectFrom('declarations')
    .selectAll()
    .where('address', '=', address)
    .orderBy('declared_at')
    .execute();

/** Declares signed out, as a browser does: the form, its check, the declaration. Counts what it sends. */
async function declare(path: string, email: string): Promise<{ answers: Answered[]; submissions: number }> {
  const visitor = openVisitor(shop);
  const front = await visitor.get(urls.home());
  expect(front.text).toContain(`href="${path}"`);
  await visitor.get(path);
  const check = await visitor.post(path, { nom: 'Camille Aubry', email, contrat: '', etape: 'verifier' });
  await visitor.post(path, { ...hiddenOf(check), etape: 'notifier' });
  const submissions = visitor.answers.filter(({ method }) => method === 'POST').length;
  return { answers: visitor.answers.slice(1), submissions };
}

/** The day and the hour in Paris, as they are written to readers. */
function paris(instant: number): string {
  const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'Europe/Paris' }).format(instant);
  return day.replace(/ 1er /, ' 1er ');
}

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test.each([
  ['cancellation', urls.cancel()],
  ['withdrawal', urls.withdraw()],
])(
  'a %s signed out takes at most three submissions, and its pages do not tell whose address is known',
  async (_kind, path) => {
    const [known, unknown] = [`connu${path.length}@exemple.fr`, `autre${path.length}@exemple.fr`];
    await buyAsGuest(shop, openVisitor(shop), { email: known });
    shop.setNow(shop.services.now());
    const ofKnown = await declare(path, known);
    const ofUnknown = await declare(path, unknown);
    shop.startFrom(shop.services.now());
    expect(ofKnown.submissions).toBeLessThanOrEqual(3);
    const told = ({ answers }: typeof ofKnown, email: string) =>
      answers.map(({ status, headers, text }) => {
        const kept = [...headers].filter(([name]) => !['date', 'etag'].includes(name));
        return [status, kept, text.replaceAll(email, 'ADRESSE')];
      });
    expect(told(ofUnknown, unknown)).toEqual(told(ofKnown, known));
    expect(ofKnown.answers.at(-1)!.text).toContain('Reçue le');
  },
);

test('a cancellation is acknowledged at once with its date and content, waits, and takes effect by itself after 24 hours', async () => {
  const email = 'attend@exemple.fr';
  const { subscriptionId } = await buyAsGuest(shop, openVisitor(shop), { email });
  const declaredAt = now();
  await declare(urls.cancel(), email);
  const receipt = await lastMailTo(shop, email);
  expect(receipt.subject).toBe('Accusé de réception de votre résiliation');
  for (const said of ['Camille Aubry', email, 'Je résilie mon contrat', paris(declaredAt)])
    expect(plain(receipt.text)).toContain(said);
  expect(receipt.link).not.toBeNull();

  await later(DAY - MINUTE);
  await shop.services.subscriptions.settleDue(shop.services.now());
  expect(subscriptionOf(subscriptionId).cancel_at_period_end).toBe(false);
  await later(2 * MINUTE);
  await until(() => subscriptionOf(subscriptionId).cancel_at_period_end);
  await until(async () => (await declarationsOf(email))[0]?.outcome === 'done');
  const done = await lastMailTo(shop, email);
  expect(done.subject).toBe('Votre abonnement est résilié');
  expect(plain(done.text)).toContain(paris(subscriptionOf(subscriptionId).items.data[0]!.current_period_end * 1000));
  expect(subscriptionOf(subscriptionId).status).toBe('active');
  expect(refundsOf(subscriptionOf(subscriptionId).customer as string)).toEqual([]);
});

test('the link of the receipt gives effect at once, after looking at it changed nothing', async () => {
  const email = 'confirme@exemple.fr';
  const { subscriptionId } = await buyAsGuest(shop, openVisitor(shop), { email });
  await declare(urls.cancel(), email);
  const { link } = await lastMailTo(shop, email);
  const visitor = openVisitor(shop);
  for (const _look of [1, 2]) expect((await visitor.get(link ?? '')).status).toBe(200);
  expect(subscriptionOf(subscriptionId).cancel_at_period_end).toBe(false);
  expect(locationOf(await visitor.post(link ?? '', { choix: 'oui' }))).toBe(`${urls.cancel()}?fait=confirme`);
  expect(subscriptionOf(subscriptionId).cancel_at_period_end).toBe(true);
  expect((await visitor.post(link ?? '', { choix: 'non' })).status).toBe(410);
  expect((await mailsTo(shop, email)).filter(({ subject }) => subject === 'Votre abonnement est résilié')).toHaveLength(
    1,
  );
});

test('the same link takes the declaration back: nothing happens, then or later', async () => {
  const email = 'retire@exemple.fr';
  const { subscriptionId } = await buyAsGuest(shop, openVisitor(shop), { email });
  await declare(urls.cancel(), email);
  const { link } = await lastMailTo(shop, email);
  const answer = await openVisitor(shop).post(link ?? '', { choix: 'non' });
  expect(locationOf(answer)).toBe(`${urls.cancel()}?fait=retire`);
  expect((await lastMailTo(shop, email)).subject).toBe('Votre résiliation est retirée');
  await later(2 * DAY);
  await shop.services.subscriptions.settleDue(shop.services.now());
  expect(subscriptionOf(subscriptionId).cancel_at_period_end).toBe(false);
  expect(await declarationsOf(email)).toMatchObject([{ outcome: 'taken-back' }]);
});

test('whoever is signed in cancels at once, and may go on from the account', async () => {
  const email = 'connectee@exemple.fr';
  const visitor = openVisitor(shop);
  const { subscriptionId } = await buyAsGuest(shop, visitor, { email });
  await signIn(shop, visitor, email);
  const check = await visitor.post(urls.cancel(), { nom: 'Camille Aubry', email, contrat: '', etape: 'verifier' });
  const done = await visitor.post(urls.cancel(), { ...hiddenOf(check), etape: 'notifier' });
  expect(wordsOf(done)).toContain('elle prend effet dès maintenant');
  expect(subscriptionOf(subscriptionId).cancel_at_period_end).toBe(true);
  const account = await visitor.get(urls.account());
  const resumed = await visitor.post(urls.accountResumption(), hiddenOf(account));
  expect(locationOf(resumed)).toBe(`${urls.account()}?fait=repris`);
  expect(subscriptionOf(subscriptionId).cancel_at_period_end).toBe(false);
});

test('a declaration for an address without contract is acknowledged, and the mail says that nothing was found', async () => {
  const email = 'sans-contrat@exemple.fr';
  await declare(urls.cancel(), email);
  expect(plain((await lastMailTo(shop, email)).text)).toContain('Nous n’avons pas trouvé d’abonnement en cours');
  await later(DAY + HOUR);
  await until(async () => (await declarationsOf(email))[0]?.outcome === 'without-contract');
  expect((await lastMailTo(shop, email)).subject).toMatch(/aucun abonnement trouvé/);
});

test('within 14 days a withdrawal ends reading and pays everything back, once, though declared twice and pressed while the job runs', async () => {
  const email = 'renonce@exemple.fr';
  const visitor = openVisitor(shop);
  const { subscriptionId, customerId } = await buyAsGuest(shop, visitor, { email });
  const piece = urls.piece('articles', 'votre-appel-est-important');
  expect((await visitor.get(piece)).text).not.toContain('class="wall');
  await later(13 * DAY);
  const declaredAt = now();
  await declare(urls.withdraw(), email);
  const first = await lastMailTo(shop, email);
  await later(MINUTE);
  await declare(urls.withdraw(), email);
  const second = await lastMailTo(shop, email);
  expect(first.subject).toBe('Accusé de réception de votre rétractation');
  for (const said of ['Je renonce à mon contrat', 'Camille Aubry', paris(declaredAt)])
    expect(plain(first.text)).toContain(said);
  expect(second.link).not.toBe(first.link);

  shop.startFrom(new Date(now() + DAY));
  const settling = shop.services.subscriptions.settleDue(shop.services.now());
  const pressed = await Promise.all(
    [first, second].map(({ link }) => openVisitor(shop).post(link ?? '', { choix: 'oui' })),
  );
  await settling;
  await shop.control.settled();
  expect(pressed.map(({ status }) => [303, 410].includes(status))).toEqual([true, true]);
  await until(async () => (await declarationsOf(email)).every(({ outcome }) => outcome !== null));
  expect(refundsOf(customerId)).toMatchObject([{ amount: 11_880, status: 'succeeded' }]);
  expect(subscriptionOf(subscriptionId).status).toBe('canceled');
  expect((await visitor.get(piece)).text).toContain('class="wall');
  const mails = await mailsTo(shop, email);
  const settled = mails.filter(({ subject }) => subject === 'Votre rétractation est faite');
  expect(settled.length).toBeGreaterThanOrEqual(1);
  expect(settled.filter(({ text }) => /118,80/.test(text))).toHaveLength(1);
});

test('after the last day to withdraw, the declaration is acknowledged, the mail says that it is too late, and nothing changes', async () => {
  const email = 'trop-tard@exemple.fr';
  const { subscriptionId, customerId } = await buyAsGuest(shop, openVisitor(shop), { email });
  // Saturdays, Sundays and holidays put the end off by three days at most.
  await later(19 * DAY);
  await declare(urls.withdraw(), email);
  const { link } = await lastMailTo(shop, email);
  await openVisitor(shop).post(link ?? '', { choix: 'oui' });
  const told = await lastMailTo(shop, email);
  expect(told.subject).toBe('Le délai pour renoncer est passé');
  expect(told.text).toContain(`${shop.siteUrl}${urls.cancel()}`);
  expect(refundsOf(customerId)).toEqual([]);
  expect(subscriptionOf(subscriptionId).status).toBe('active');
});

test('a withdrawal declared on the last day counts, though its link is pressed after it', async () => {
  const email = 'dernier-jour@exemple.fr';
  const { customerId } = await buyAsGuest(shop, openVisitor(shop), { email });
  await later(14 * DAY);
  await declare(urls.withdraw(), email);
  await later(8 * DAY);
  await until(async () => (await declarationsOf(email))[0]?.outcome === 'done');
  expect(refundsOf(customerId)).toMatchObject([{ amount: 11_880 }]);
});

test('the confirmation of an order says what was ordered, how to leave, and holds the terms as they were accepted', async () => {
  const email = 'confirmation@exemple.fr';
  const visitor = openVisitor(shop);
  const orderedAt = now();
  await buyAsGuest(shop, visitor, { email });
  const { subject, text, html } = await lastMailTo(shop, email);
  expect(subject).toBe('Confirmation de votre abonnement à Verbatim');
  const order = await shop.services.database.query
    .selectFrom('orders')
    .innerJoin('terms', 'terms.version', 'orders.terms_version')
    .select(['orders.id', 'terms.text'])
    .where('claimed_address', '=', email)
    .executeTakeFirstOrThrow();
  const words = plain(text).replace(/^> ?/gm, '');
  for (const said of [
    order.id,
    paris(orderedAt),
    'Abonnement annuel',
    '118,80 € par an',
    '2,1 %',
    'reconduit tacitement',
  ])
    expect(words).toContain(said);
  for (const path of [urls.cancel(), urls.withdraw()]) expect(text).toContain(shop.siteUrl + path);
  expect(words).toContain(plain(order.text));
  expect(plain(order.text)).toContain('Le consommateur dispose de quatorze jours');
  expect(plain(html)).toContain('Le consommateur dispose de quatorze jours');
  // What the page says is what the order keeps.
  const page = wordsOf(await visitor.get(urls.house.terms));
  for (const line of order.text.split('\n').filter((one) => one.length > 80))
    expect(plain(page).replace(/ (?=[.,;:])/g, '')).toContain(
      plain(line)
        .replace(/^– /, '')
        .replace(/ (?=[.,;:])/g, ''),
    );
});

test('an annual renewal is announced exactly once, between three months and one month before, and not after a cancellation', async () => {
  const goes = 'annuel@exemple.fr';
  const leaves = 'annuel-resilie@exemple.fr';
  const monthly = 'mensuel@exemple.fr';
  const going = await buyAsGuest(shop, openVisitor(shop), { email: goes });
  const leaving = await buyAsGuest(shop, openVisitor(shop), { email: leaves });
  await buyAsGuest(shop, openVisitor(shop), { email: monthly, offer: 'mensuel' });
  await declare(urls.cancel(), leaves);
  await openVisitor(shop).post((await lastMailTo(shop, leaves)).link ?? '', { choix: 'oui' });
  expect(subscriptionOf(leaving.subscriptionId).cancel_at_period_end).toBe(true);
  const end = subscriptionOf(going.subscriptionId).items.data[0]!.current_period_end * 1000;
  const notices = async (email: string) =>
    (await mailsTo(shop, email)).filter(({ subject }) => /se renouvelle le/.test(subject));

  const announce = () => shop.services.subscriptions.announceRenewals(shop.services.now());
  await shop.goTo(new Date(end - 95 * DAY));
  await announce();
  expect(await notices(goes)).toEqual([]);
  await shop.goTo(new Date(end - 85 * DAY));
  await until(async () => (await notices(goes)).length > 0);
  for (const days of [84, 60, 32, 20]) {
    await shop.goTo(new Date(end - days * DAY));
    await Promise.all([announce(), announce()]);
  }
  const [notice, ...more] = await notices(goes);
  expect(more).toEqual([]);
  for (const said of [paris(end), '118,80 €', 'reconduit pour un an', 'article L. 215-1'])
    expect(plain(notice!.text)).toContain(said);
  expect(notice!.text).toContain(shop.siteUrl + urls.cancel());
  expect([await notices(leaves), await notices(monthly)]).toEqual([[], []]);
  const proof = await shop.services.database.query.selectFrom('reminders').selectAll().execute();
  const own = proof.filter(({ subscription_id: id }) => id === going.subscriptionId);
  expect(own).toMatchObject([{ period_end: new Date(end).toISOString().replace('.000', '') }]);
  expect(proof.some(({ subscription_id: id }) => id === leaving.subscriptionId)).toBe(false);

  // The next year has a notice of its own.
  await shop.goTo(new Date(end + DAY));
  await shop.goTo(new Date(end + 300 * DAY));
  await until(async () => (await notices(goes)).length === 2);
}, 60_000);

test('who deletes the account ends the subscription at once and leaves no address anywhere', async () => {
  const email = 'efface@exemple.fr';
  const visitor = openVisitor(shop);
  const { subscriptionId } = await buyAsGuest(shop, visitor, { email });
  await signIn(shop, visitor, email);
  await visitor.post(urls.accountFeed(), { action: 'creer' });
  await visitor.post(urls.accountAddress(), { email: 'nouvelle@exemple.fr' });
  await declare(urls.cancel(), email);
  const data = JSON.parse((await visitor.get(urls.accountData())).text) as Record<string, unknown[]>;
  for (const table of ['readers', 'sessions', 'private_feeds', 'orders', 'customers', 'subscriptions', 'declarations'])
    expect([table, data[table]!.length]).not.toEqual([table, 0]);

  expect((await visitor.post(urls.accountDeletion(), {})).status).toBe(422);
  const done = await visitor.post(urls.accountDeletion(), { confirmation: 'oui' });
  expect(wordsOf(done)).toMatch(/Votre compte est\ssupprimé/);
  expect(subscriptionOf(subscriptionId).status).toBe('canceled');
  expect((await lastMailTo(shop, email)).subject).toBe('Votre compte à Verbatim est supprimé');
  expect((await visitor.get(urls.account())).status).toBe(303);
  const { query } = shop.services.database;
  for (const { name } of await query.introspection.getTables()) {
    const rows = await query
      .selectFrom(name as 'readers')
      .selectAll()
      .execute();
    expect([name, JSON.stringify(rows)]).not.toEqual([name, expect.stringMatching(/efface@|nouvelle@/)]);
  }
});

/** The last test: it deletes what is old enough. */
test('the terms and the page on data name the very durations that the software keeps', async () => {
  const { database, readers, subscriptions, outbox } = shop.services;
  const { query } = database;
  const inWords = new Map(
    Object.entries({
      1: 'un',
      3: 'trois',
      7: 'sept',
      10: 'dix',
      14: 'quatorze',
      24: 'vingt-quatre',
      30: 'trente',
      90: 'quatre-vingt-dix',
    }),
  );
  const w = (count: number) => inWords.get(String(count)) ?? `${count}, which no page names`;
  const days = (from: string | number, to: string | number) =>
    (new Date(to).getTime() - new Date(from).getTime()) / DAY;
  const after = (from: string | number, milliseconds: number) => new Date(new Date(from).getTime() + milliseconds);

  const email = 'durees@exemple.fr';
  const visitor = openVisitor(shop);
  const { subscriptionId } = await buyAsGuest(shop, visitor, { email });
  const [ordered] = visitor.answers.flatMap(({ headers }) => headers.getSetCookie());
  const order = await query
    .selectFrom('orders')
    .selectAll()
    .where('claimed_address', '=', email)
    .executeTakeFirstOrThrow();
  const browser = await subscriptions.entitlementOfBrowser(
    visitor.cookies.get('verbatim_order') ?? '',
    shop.services.now(),
  );
  const signedIn = await signIn(shop, visitor, email);
  const token = visitor.cookies.get('verbatim_session') ?? '';
  const session = await query
    .selectFrom('sessions')
    .selectAll()
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  await declare(urls.cancel(), email);
  const [declaration] = await declarationsOf(email);
  const limits = await query.selectFrom('limits').selectAll().execute();
  const owing = {
    status: 'past_due',
    periodEnd: order.created_at,
    cancelsAtPeriodEnd: false,
    endsAt: null,
    isReversed: false,
  };
  const dunned = entitlementOfRights([{ ...owing, pastDueSince: order.created_at }], [], new Date(order.created_at))!;
  // A Tuesday, fourteen days before a Tuesday.
  const concluded = '2026-11-03T11:00:00Z';
  await query.updateTable('subscriptions').set({ started_at: concluded }).where('id', '=', subscriptionId).execute();
  const account = await subscriptions.accountOf(session.reader_id, shop.services.now());

  const maxAge = (line = '') => Number(/Max-Age=(\d+)/.exec(line)?.[1]) / 86_400;
  const measured = {
    withdrawal: Math.floor(days(concluded, account.subscriptions[0]!.withdrawalEndsAt)),
    waiting: days(declaration!.declared_at, declaration!.takes_effect_at) * 24,
    browser: days(order.paid_at!, browser!.until!.getTime()),
    orderCookie: maxAge(ordered),
    sessionCookie: maxAge(signedIn.headers.getSetCookie()[0]),
    session: days(session.created_at, session.expires_at),
    dunned: days(order.created_at, dunned.until!.getTime()),
    limits: Math.max(...limits.map(({ since, expires_at: end }) => days(since, end))),
  };
  expect(measured).toMatchObject({ orderCookie: measured.browser, session: 365, sessionCookie: 365 });

  // Unused for 90 days: asked about the later instant first, since asking is using.
  const unused = 90;
  expect(await readers.sessionOf(token, after(session.seen_at, unused * DAY))).toBeNull();
  expect(await readers.sessionOf(token, after(session.seen_at, unused * DAY - 1000))).not.toBeNull();

  const unpaid = openVisitor(shop);
  await unpaid.post(urls.ordering(), { offre: 'annuel' });
  const waits = await query
    .selectFrom('orders')
    .selectAll()
    .where('paid_at', 'is', null)
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  const isThere = async (id: string) =>
    (await query.selectFrom('orders').select('id').where('id', '=', id).execute()).length === 1;
  const kept = 30;
  await subscriptions.purge(after(waits.created_at, kept * DAY));
  expect(await isThere(waits.id)).toBe(true);
  await subscriptions.purge(after(waits.created_at, kept * DAY + 1000));
  expect(await isThere(waits.id)).toBe(false);

  await subscriptions.withdraw(subscriptionId, shop.services.now());
  const { period_end: end } = await query
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', '=', subscriptionId)
    .executeTakeFirstOrThrow();
  const years = 10;
  const later = Temporal.Instant.from(end).toZonedDateTimeISO('UTC').add({ years }).epochMilliseconds;
  await subscriptions.purge(new Date(later));
  expect(await isThere(order.id)).toBe(true);
  await subscriptions.purge(new Date(later + 2 * DAY));
  expect(await isThere(order.id)).toBe(false);

  await outbox.deliverDue(shop.services.now());
  const mails = async () =>
    (await query.selectFrom('outbox').select('key').where('next_attempt_at', 'is', null).execute()).length;
  const count = await mails();
  await outbox.purge(after(order.created_at, 3 * 365 * DAY - HOUR));
  const left = await mails();
  await outbox.purge(after(now(), 3 * 366 * DAY));
  expect([left > 0, left <= count, await mails()]).toEqual([true, true, 0]);

  const words = async (path: string) => plain(wordsOf(await visitor.get(path))).replace(/ (?=[.,])/g, '');
  const terms = await words(urls.house.terms);
  for (const said of [
    `Le consommateur dispose de ${w(measured.withdrawal)} jours`,
    `d’elle-même au bout de ${w(measured.waiting)} heures`,
    `ce navigateur lit pendant ${w(measured.browser)} jours au plus`,
    `La lecture reste ouverte ${w(measured.dunned)} jours`,
    `Nous conservons la commande et les conditions acceptées pendant ${w(years)} ans`,
  ])
    expect(terms).toContain(said);
  const privacy = await words(urls.house.privacy);
  for (const said of [
    `le navigateur qui est allé payer, pendant ${w(measured.orderCookie)} jours ; l’autre, celui qui s’est connecté, pendant un an`,
    `après ${w(unused)} jours sans usage, et dans tous les cas au bout d’un an`,
    `Gardés ${w(years)} ans après la fin du contrat`,
    `n’a pas été payée est effacée au bout de ${w(kept)} jours`,
    `il reste qu’ils sont partis, ${w(3)} ans`,
    `pendant ${w(measured.limits)} jour au plus`,
  ])
    expect(privacy).toContain(said);
});
