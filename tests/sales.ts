import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type StandIn, startStandIn } from '../scripts/stand-in/stand-in.ts';
import type { ReaderDatabase } from '../src/db/db.ts';
import { createOutbox, openTransport } from '../src/mail/mail.ts';
import { createReaders, newSecret, type Readers } from '../src/readers/readers.ts';
import {
  createStripe,
  createSubscriptions,
  hasClaim,
  type Offer,
  type SalesSettings,
  type SignedIn,
  type Subscriptions,
} from '../src/subscriptions/subscriptions.ts';

export const SITE_URL = 'https://verbatim.example';
export const SECRET = 'whsec_of_the_tests';
const SECRET_KEY = 'sk_test_of_the_tests';
const HOUSE = { name: 'Verbatim', siteUrl: SITE_URL, address: '12 bis, rue du Guichet, 75011 Paris' };

const OFFERS: Offer[] = [
  {
    id: 'annuel',
    label: 'Abonnement annuel',
    lookupKey: 'verbatim_annuel',
    amountCents: 11880,
    currency: 'eur',
    period: 'year',
  },
  {
    id: 'mensuel',
    label: 'Abonnement mensuel',
    lookupKey: 'verbatim_mensuel',
    amountCents: 1290,
    currency: 'eur',
    period: 'month',
  },
];

/** A mail that waits to leave. */
export interface WaitingMail {
  key: string;
  kind: string;
  to: string | null;
  subject: string;
  text: string;
}

/** The magazine's sales, a Stripe of its own, and a webhook between them. */
export interface Sales {
  subscriptions: Subscriptions;
  readers: Readers;
  database: ReaderDatabase;
  settings: SalesSettings;
  standIn: StandIn;
  control: StandIn['control'];
  /** Who takes events, in turn. */
  takers: Subscriptions[];
  /** Stripe's clock, which is ours. */
  now(): Date;
  /** What was logged as an error. */
  alarms: string[];
  mails(): Promise<WaitingMail[]>;
  /** Somebody with an account. */
  reader(address: string): Promise<SignedIn>;
  /** Orders as a browser does; `nonce` makes it the same request. */
  order(
    options?: Partial<{ offerId: string; nonce: string; reader: SignedIn | null; browserToken: string | null }>,
  ): Promise<{
    url: string;
    browserToken: string;
    sessionId: string;
  }>;
  /** Orders and pays; webhooks are on their way, unless they are held. */
  buy(
    options?: Partial<{
      email: string;
      offerId: string;
      reader: SignedIn;
      means: 'card' | 'sepa' | 'card-then-declined';
    }>,
  ): Promise<{
    browserToken: string;
    subscriptionId: string;
    sessionId: string;
  }>;
}

/** Everything is closed when the test ends. Two of them may share one database. */
export async function openSales(database: ReaderDatabase, sharing: Sales | null = null): Promise<Sales> {
  const takers = sharing?.takers ?? [];
  const standIn = sharing?.standIn ?? (await openStandIn(takers));
  const { control } = standIn;
  const alarms: string[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_: object, line: string) => void alarms.push(line),
  };
  const mailDir = mkdtempSync(join(tmpdir(), 'verbatim-mail-'));
  onTestFinished(() => rmSync(mailDir, { recursive: true, force: true }));
  const outbox = createOutbox({
    database,
    transport: openTransport({ smtpUrl: null, mailDir }),
    house: HOUSE,
    from: 'abonnements@verbatim.example',
    log,
  });
  const readers = createReaders({
    database,
    outbox,
    siteUrl: SITE_URL,
    house: HOUSE,
    claims: async (address) => hasClaim(database, address),
  });
  const settings: SalesSettings = {
    database,
    stripe: createStripe({ secretKey: SECRET_KEY, apiBase: standIn.url }),
    webhookSecrets: [SECRET],
    livemode: false,
    portalConfiguration: null,
    outbox,
    readers,
    siteUrl: SITE_URL,
    house: HOUSE,
    offers: () => OFFERS,
    terms: async () => ({ version: 'v1', text: 'Article premier.\nLe prix est celui du jour.' }),
    vatPercent: () => 2.1,
    log,
  };
  const subscriptions = createSubscriptions(settings);
  takers.push(subscriptions);
  await subscriptions.refreshPrices(control.now());

  const order: Sales['order'] = async (options = {}) => {
    const request = {
      offerId: 'annuel',
      nonce: newSecret(),
      reader: null,
      browserToken: null,
      client: '192.0.2.1',
      ...options,
    };
    const outcome = await subscriptions.order(request, control.now());
    if (outcome.kind !== 'pay') throw new Error(`the order gave ${outcome.kind}`);
    const sessionId = Object.values(control.records().sessions).find(({ url }) => url === outcome.url)!.id;
    return { ...outcome, sessionId };
  };

  return {
    subscriptions,
    readers,
    database,
    settings,
    standIn,
    takers,
    control,
    now: control.now,
    alarms,
    order,
    async mails() {
      const rows = await database.query.selectFrom('outbox').selectAll().orderBy('created_at').orderBy('key').execute();
      return rows.map(({ key, kind, recipient, subject, text }) => ({
        key,
        kind,
        to: recipient,
        subject: subject ?? '',
        text: text ?? '',
      }));
    },
    async reader(address) {
      const { readerId } = await readers.signIn(address, 'Firefox', control.now());
      return { id: readerId, address };
    },
    async buy({ email = 'lea@exemple.fr', offerId = 'annuel', reader = null, means = 'card' }: BuyOptions = {}) {
      const { browserToken, sessionId } = await order({ offerId, reader });
      control.pay(sessionId, { email: reader?.address ?? email, means });
      const subscriptionId = control.records().sessions[sessionId]!.subscription as string;
      return { browserToken, subscriptionId, sessionId };
    },
  };
}

type BuyOptions = Partial<{
  email: string;
  offerId: string;
  reader: SignedIn | null;
  means: 'card' | 'sepa' | 'card-then-declined';
}>;

async function openStandIn(takers: Subscriptions[]): Promise<StandIn> {
  let taken = 0;
  let standIn: StandIn | null = null;
  const webhook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      takers[taken++ % takers.length]!.handleEvent(
        Buffer.concat(chunks),
        String(request.headers['stripe-signature']),
        standIn!.control.now(),
      )
        .then((outcome) => response.writeHead({ done: 200, failed: 500 }[outcome as string] ?? 400).end())
        .catch(() => response.writeHead(500).end());
    });
  });
  await once(webhook.listen(0, '127.0.0.1'), 'listening');
  standIn = await startStandIn({
    siteUrl: SITE_URL,
    webhookUrl: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`,
    webhookSecret: SECRET,
    secretKey: SECRET_KEY,
    offers: OFFERS,
  });
  onTestFinished(async () => {
    await standIn!.stop();
    webhook.close();
    webhook.closeAllConnections();
  });
  return standIn;
}
