import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../scripts/stand-in/api/faults.ts';
import { type StandIn, startStandIn } from '../../scripts/stand-in/stand-in.ts';
import { urls } from '../../src/urls.ts';
import { temporaryFolder } from '../content-folder.ts';
import { MONTHLY, YEARLY } from '../stand-in.ts';
import { CLOSED, type MailServer, openMailServer, order, PAID, pay, publishShop, shopSettings } from './shop.ts';
import { freePort, serveFolder, type TestSite } from './site.ts';
import { type Answer, aVisitor, type Visitor } from './timed-visitor.ts';

/** What stands behind the magazine fails: pages answer in French, and all is well once it works again. */

const folder = temporaryFolder();
let site: TestSite;
let siteUrl: string;
let standIn: StandIn;
let mailServer: MailServer;
let control: StandIn['control'];

beforeAll(async () => {
  const port = await freePort();
  siteUrl = `http://localhost:${port}`;
  await publishShop(folder.dir, siteUrl);
  mailServer = await openMailServer(await freePort());
  standIn = await startStandIn({
    siteUrl,
    webhookUrl: `http://127.0.0.1:${port}${urls.stripeEvents()}`,
    webhookSecret: 'whsec_stand_in',
    secretKey: 'sk_test_stand_in',
    offers: [YEARLY, MONTHLY],
  });
  ({ control } = standIn);
  control.hold();
  site = await serveFolder(folder.dir, port, { ...shopSettings(standIn), SMTP_URL: mailServer.url });
});

afterEach(() => {
  control.clearFaults();
});

afterAll(async () => {
  await site.stop();
  await standIn.stop();
  await mailServer.close();
  folder[Symbol.dispose]();
});

const visitor = (): Visitor => aVisitor(site.url, siteUrl);
/** The clock only ever goes ahead, so that what comes round does. */
const now = (): Date => new Date(Date.now() + minutes * 60_000);
let people = 0;
let minutes = 0;
const anAddress = (): string => `lecteur-${(people += 1)}@exemple.fr`;

interface Subscriber extends Visitor {
  id: string;
  address: string;
  subscription: string;
}

/** Somebody who is signed in and subscribes. */
async function aSubscriber(): Promise<Subscriber> {
  const address = anAddress();
  const { readers, subscriptions } = site.services;
  const { id: subscription } = control.subscribe({ lookupKey: YEARLY.lookupKey, email: address, means: 'card' });
  await subscriptions.syncSubscription(subscription, now());
  const { readerId: id, token } = await readers.signIn(address, 'Firefox', now());
  await subscriptions.claim({ id, address }, null, now());
  const who = visitor();
  who.keep(`verbatim_session=${token}`);
  return { ...who, id, address, subscription };
}

/** The path of a mailed link. */
async function aLink(kind: 'sign-in' | 'declaration', address: string, subject = ''): Promise<string> {
  let link = '';
  const mail = (url: string) => {
    link = new URL(url).pathname;
    return { subject: 'Un lien', blocks: [] };
  };
  const what = {
    kind,
    address,
    subject,
    next: null,
    minutes: 60,
    mail,
    key: `test:${(people += 1)}`,
    kindOfMail: 'test',
  };
  await site.services.readers.mailLink(what, site.services.database.query, now());
  return link;
}

const leaving = (address: string) => ({ nom: 'Léa', email: address, contrat: '', etape: 'notifier' });
const mailsTo = (address: string, about: RegExp) =>
  mailServer.mails.filter(({ to, text }) => to === address && about.test(text));

/** A page of ours, soon, whatever it says. */
function expectPage(what: string, { status, text, ms, location }: Answer): void {
  expect({ what, soon: ms < 10_000 }).toEqual({ what, soon: true });
  expect([200, 303, 422, 500, 503]).toContain(status);
  if (status === 303) return expect(location).not.toBeNull();
  expect(text).toContain('<html lang="fr"');
  expect(text).not.toMatch(/Stripe\w*Error|Error:|\bat .+:\d+:\d+|node_modules|sqlite/i);
}

async function reads(who: Visitor): Promise<boolean> {
  return (await who.get(PAID)).text.includes(CLOSED);
}

const subscriptionOf = (id: string) => control.records().subscriptions[id]!;

const FAULTS: [what: string, fault: Fault][] = [
  ['is silent', { kind: 'hang' }],
  ['fails', { kind: 500 }],
  ['refuses for a while', { kind: 429 }],
  ['hangs up', { kind: 'cut' }],
  ['does what is asked and hangs up', { kind: 'cut', afterEffect: true }],
];

test.for(FAULTS)('while Stripe %s pages answer, nothing is lost, and it is made good once', async ([, fault]) => {
  const [buyer, returning, stranger] = [visitor(), visitor(), visitor()];
  const [ending, withdrawing, leavingUs, looking, told] = await Promise.all([
    aSubscriber(),
    aSubscriber(),
    aSubscriber(),
    aSubscriber(),
    aSubscriber(),
  ]);
  const paidBy = anAddress();
  const session = pay(standIn, await order(returning), paidBy);
  const signInLink = await aLink('sign-in', paidBy);
  const declared = await stranger.post(urls.cancel(), leaving(told.address));
  expect(declared.status).toBe(200);
  const { id: declaration } = await site.services.database.query
    .selectFrom('declarations')
    .select('id')
    .where('address', '=', told.address)
    .executeTakeFirstOrThrow();
  const confirmLink = await aLink('declaration', told.address, declaration);
  const event = control.events('customer.subscription.created').at(-1)!;

  control.fault({ ...fault, times: 10_000 });
  const rings = control.deliver([event.id]);
  const signingIn = visitor();
  const answers = await Promise.all(
    Object.entries({
      order: order(buyer),
      return: returning.get(urls.ordered()),
      'sign in': signingIn.post(signInLink),
      'sign in without link': visitor().post(urls.signIn(), { email: paidBy }),
      account: looking.get(urls.account()),
      portal: looking.post(urls.accountPayment()),
      resume: looking.post(urls.accountResumption(), { abonnement: looking.subscription }),
      cancel: ending.post(urls.cancel(), leaving(ending.address)),
      withdraw: withdrawing.post(urls.withdraw(), leaving(withdrawing.address)),
      confirm: visitor().post(confirmLink, { choix: 'oui' }),
      delete: leavingUs.post(urls.accountDeletion(), { confirmation: 'oui' }),
      offers: visitor().get(urls.subscribe()),
    }).map(async ([what, answer]) => [what, await answer] as const),
  );
  for (const [what, answer] of answers) expectPage(what, answer);
  const by = Object.fromEntries(answers);
  expect(by['order']!.status).toBe(503);
  expect(by['return']!.text).toMatch(/<title>Paiement en\scours/);
  expect(by['sign in']!.location).toBe(urls.account());
  expect(by['account']!.status).toBe(200);
  expect(by['portal']!.location).toContain('fait=paiement-indisponible');
  expect(by['cancel']!.status).toBe(200);
  expect(by['withdraw']!.status).toBe(200);
  expect(by['confirm']!.location).toContain('fait=en-attente');
  expect(by['delete']!.status).toBe(503);
  const [ring] = await rings;
  expect(ring!.status).toBeGreaterThanOrEqual(500);
  expect(await reads(leavingUs)).toBe(true);
  expect((await leavingUs.get(urls.account())).status).toBe(200);
  expect(await reads(returning)).toBe(false);

  control.clearFaults();
  expect((await control.deliver([event.id]))[0]!.status).toBe(200);
  expect((await returning.get(urls.ordered())).text).toContain(paidBy);
  expect(await reads(returning)).toBe(true);
  const readerId = (await site.services.readers.readerOf(paidBy))!.id;
  const isPaidFor = async () => (await site.services.subscriptions.accountOf(readerId, now())).subscriptions.length;
  expect(await isPaidFor()).toBe(0);
  await site.services.subscriptions.claim({ id: readerId, address: paidBy }, null, now());
  expect(await isPaidFor()).toBe(1);

  site.setAhead((minutes += 20));
  const records = control.records();
  await expect.poll(() => subscriptionOf(ending.subscription).cancel_at_period_end, POLL).toBe(true);
  await expect.poll(() => subscriptionOf(told.subscription).cancel_at_period_end, POLL).toBe(true);
  await expect.poll(() => subscriptionOf(withdrawing.subscription).status, POLL).toBe('canceled');
  await expect.poll(() => mailsTo(withdrawing.address, /./).length, POLL).toBe(3);
  const refunded = Object.values(records.charges).filter(
    ({ customer }) => customer === subscriptionOf(withdrawing.subscription).customer,
  );
  expect(refunded.map(({ amount, amount_refunded: back }) => [amount, back])).toEqual([[11_880, 11_880]]);
  expect((await leavingUs.post(urls.accountDeletion(), { confirmation: 'oui' })).status).toBe(200);
  expect(subscriptionOf(leavingUs.subscription).status).toBe('canceled');
  expect(await site.services.readers.readerOf(leavingUs.address)).toBeNull();
  expect((await order(buyer)).location).toContain(standIn.url);

  await site.services.subscriptions.syncAll(now());
  await expect.poll(() => mailsTo(paidBy, /Subject: .*confirm/i).length, POLL).toBe(1);
  expect(mailServer.mails.map(({ id }) => id)).toHaveLength(new Set(mailServer.mails.map(({ id }) => id)).size);
  expect(records.sessions[session]!.payment_status).toBe('paid');
});

const POLL = { timeout: 20_000, interval: 50 };

test('while another process holds the database pages answer, and nothing is half done', async () => {
  const [buyer, returning, stranger] = [visitor(), visitor(), visitor()];
  const who = await aSubscriber();
  const paidBy = anAddress();
  pay(standIn, await order(returning), paidBy);
  const link = await aLink('sign-in', paidBy);
  const event = control.events('customer.subscription.created').at(-1)!;
  const other = new DatabaseSync(path.join(folder.dir, 'data/readers.db'));
  other.exec('BEGIN IMMEDIATE');
  let answers: (readonly [string, Answer])[];
  let rings: Awaited<ReturnType<typeof control.deliver>>;
  try {
    const delivery = control.deliver([event.id]);
    answers = await Promise.all(
      Object.entries({
        order: order(buyer),
        return: returning.get(urls.ordered()),
        'sign in': visitor().post(link),
        'ask for a link': stranger.post(urls.signIn(), { email: paidBy }),
        account: who.get(urls.account()),
        cancel: who.post(urls.cancel(), leaving(who.address)),
        delete: who.post(urls.accountDeletion(), { confirmation: 'oui' }),
        'sign out': who.post(urls.signOut()),
        feed: who.post(urls.accountFeed(), { action: 'creer' }),
        front: who.get(urls.home()),
      }).map(async ([what, answer]) => [what, await answer] as const),
    );
    rings = await delivery;
  } finally {
    other.exec('ROLLBACK');
    other.close();
  }
  for (const [what, answer] of answers) expectPage(what, answer);
  const by = Object.fromEntries(answers);
  expect(by['account']!.status).toBe(200);
  expect(by['front']!.status).toBe(200);
  expect(by['sign out']!.status).toBe(500);
  expect(rings[0]!.status).toBeGreaterThanOrEqual(500);
  expect((await control.deliver([event.id]))[0]!.status).toBe(200);
  expect((await returning.get(urls.ordered())).text).toContain(paidBy);
  expect((await visitor().post(link)).status).toBe(303);
  expect((await order(buyer)).status).toBe(303);
  expect(await reads(who)).toBe(true);
  expect(subscriptionOf(who.subscription).cancel_at_period_end).toBe(false);
});

test('while no mail leaves nothing waits for it, and each mail leaves once', async () => {
  await mailServer.close();
  const who = visitor();
  const paidBy = anAddress();
  pay(standIn, await order(who), paidBy);
  const answers = {
    return: await who.get(urls.ordered()),
    'ask for a link': await visitor().post(urls.signIn(), { email: paidBy }),
    cancel: await visitor().post(urls.cancel(), leaving(paidBy)),
  };
  for (const [what, answer] of Object.entries(answers)) {
    expectPage(what, answer);
    expect([what, answer.status]).toEqual([what, 200]);
  }
  const waiting = async () =>
    (await site.services.database.query.selectFrom('outbox').selectAll().where('recipient', '=', paidBy).execute()).map(
      ({ attempts }) => attempts,
    );
  await expect.poll(waiting, POLL).toEqual([1, 1, 1]);
  await mailServer.open();
  site.setAhead((minutes += 20));
  await expect.poll(() => mailsTo(paidBy, /./).length, POLL).toBe(3);
  await expect.poll(waiting, POLL).toEqual([]);
  site.setAhead((minutes += 20));
  await site.services.outbox.deliverDue(now());
  expect(mailsTo(paidBy, /./)).toHaveLength(3);
});
