import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { type Cards, openCards } from './cards/cards.ts';
import { openReaderDatabase, type ReaderDatabase } from './db/db.ts';
import type { Editorial, Site } from './editorial/editorial.ts';
import { createOutbox, openTransport, type Outbox } from './mail/mail.ts';
import type { Audience } from './paywall.ts';
import { createReaders, type Link, type Reader, type Readers } from './readers/readers.ts';
import { openQuickIndex, type QuickIndex, type Search } from './search/search.ts';
import {
  type Content,
  createIdentities,
  type Identities,
  type Render,
  type Terms,
  termsOfSale,
  watchContent,
  withPrices,
} from './serving/serving.ts';
import { createStripe, createSubscriptions, hasClaim, type Subscriptions } from './subscriptions/subscriptions.ts';
import { instantOf, parisDay } from './time.ts';

export type { Logger } from 'pino';

/** What a page may use. */
export interface PageServices {
  editorial: Editorial;
  search: Search;
  siteUrl: string;
  /** Whether one can pay here; otherwise the offers say how to subscribe by letter. */
  isPaymentOpen: boolean;
}

/** What a page finds in `Astro.locals`. */
export interface PageLocals {
  services: PageServices;
  /** Whom the page is rendered for: an audience, never a person. */
  audience: Audience;
  /** The instant the page is rendered for: pages never read the clock. */
  now: Date;
  /** True when what stood at the address was withdrawn: the 404 page says so and is sent with status 410. */
  gone: boolean;
  /** On a page about a person alone: `isPersonalPath` tells which. */
  personal: Personal | null;
  /** Set by the middleware when rendering threw; the server logs it and answers 500. */
  failure?: unknown;
}

/** Who asks for a page about a person, and what was sent with it. */
export interface Personal {
  readers: Readers;
  subscriptions: Subscriptions;
  links: MailedLinks;
  /** Who is signed in. */
  reader: Reader | null;
  /** The handle of the session. */
  session: string | null;
  /** Of the browser that went to pay. */
  browserToken: string | null;
  /** What a form sent; `null` when the page is only asked for. */
  form: URLSearchParams | null;
  /** Whom limits count. */
  client: string;
  /** Makes a form one, however often it is sent. */
  nonce(): string;
  /** Sets a cookie with the answer; `null` drops it. */
  keep(kind: 'session' | 'order', value: string | null): void;
  /** What `keep` collected: Set-Cookie headers. */
  cookies: readonly string[];
}

/** Links that were mailed, in the browser that opened one. */
export interface MailedLinks {
  /** What the link would do; consumes nothing. `null` when it is used, replaced or too old. */
  look(token: string, now: Date): Promise<Link | null>;
  /** Does it, once; gives the path to go on to, `null` when the link is worth nothing. */
  follow(token: string, choice: string, now: Date): Promise<string | null>;
}

/** What readers and sales stand on: all that commands need of it. */
export interface ReaderServices {
  database: ReaderDatabase;
  outbox: Outbox;
  readers: Readers;
  subscriptions: Subscriptions;
  close(): Promise<void>;
}

/** Everything that the server stands on, composed once. */
export interface Services extends ReaderServices {
  config: Config;
  log: Logger;
  now(): Date;
  content: Content;
  cards: Cards;
  quickIndex: QuickIndex;
  identities: Identities;
}

/**
 * Opens everything that `config` names. `render`: the pages that `npm run build` made.
 * @throws when nothing is published yet, with what to run; when a database can not be used.
 */
export async function composeServices(
  config: Config,
  render: Render,
  log: Logger = createLogger(config),
): Promise<Services> {
  const content = openContent(config, log);
  try {
    const terms = termsOfSale(content, render, config);
    const reading = await composeReaderServices(config, log, () => content.current().site(), terms);
    const { readers, subscriptions } = reading;
    const cards = openCards(config.dataDir);
    const quickIndex = openQuickIndex({
      dataDir: config.dataDir,
      content,
      onBuilt: (pages, ms) => log.info({ pages, ms }, 'the index of search as you type was built'),
      onFailure: (error) =>
        log.error({ err: error }, 'the index of search as you type can not be built: the last one stays'),
    });
    return {
      ...reading,
      config,
      log,
      now: () => new Date(),
      content: withPrices(content, subscriptions),
      cards,
      quickIndex,
      identities: createIdentities({ readers, subscriptions, config, log }),
      async close() {
        await quickIndex.close();
        content.close();
        await cards.close();
        await reading.close();
      },
    };
  } catch (error) {
    content.close();
    throw error;
  }
}

/**
 * Opens readers, sales and mails. `site` gives the facts of the moment, `terms` the terms of sale.
 * @throws when the reader database can not be used.
 */
export async function composeReaderServices(
  config: Config,
  log: Logger,
  site: () => Site,
  terms: (now: Date) => Promise<Terms>,
): Promise<ReaderServices> {
  const { siteUrl, stripe, mail } = config;
  const database = await openReaderDatabase(config.databaseUrl);
  const { name, publisher } = site();
  const house = { name, siteUrl, address: `${publisher.name}, ${publisher.address}`, email: publisher.email };
  const transport = openTransport({ smtpUrl: mail.smtpUrl, mailDir: mail.dir });
  const outbox = createOutbox({ database, transport, house, from: mail.from ?? publisher.email, log });
  const readers = createReaders({ database, outbox, siteUrl, house, claims: (address) => hasClaim(database, address) });
  const subscriptions: Subscriptions = createSubscriptions({
    database,
    stripe: stripe && createStripe(stripe),
    webhookSecrets: stripe?.webhookSecrets ?? [],
    livemode: /^.._live_/.test(stripe?.secretKey ?? ''),
    portalConfiguration: stripe?.portalConfiguration ?? null,
    outbox,
    readers,
    siteUrl,
    house,
    offers: () => site().offers,
    terms,
    vatPercent: (now) => site().vat.findLast(({ from }) => from <= parisDay(instantOf(now)))?.percent ?? 0,
    log,
  });
  return {
    database,
    outbox,
    readers,
    subscriptions,
    async close() {
      transport.close();
      await database.close();
    },
  };
}

/** @throws when nothing is published, with what to run. */
export function openContent({ dataDir }: Pick<Config, 'dataDir'>, log: Logger): Content {
  const path = join(dataDir, 'content.db');
  if (!existsSync(path)) throw new Error(`nothing is published yet in ${dataDir}: run npm run publish`);
  try {
    return watchContent(path, log);
  } catch (cause) {
    throw new Error(`${path} can not be read: run npm run publish, which makes it anew`, { cause });
  }
}

/** One JSON object a line. Secrets and addresses of readers never enter a log, whoever passes them. */
export function createLogger(
  config: Pick<Config, 'logLevel'>,
  stream: { write(line: string): void } = process.stdout,
): Logger {
  const secret = ['cookie', 'authorization', 'email', 'token', 'address', 'url', 'headers'];
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secret.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
    },
    stream,
  );
}
