import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { type Cards, openCards } from './cards/cards.ts';
import { openReaderDatabase, type ReaderDatabase } from './db/db.ts';
import { type Editorial, openEditorial } from './editorial/editorial.ts';
import type { Audience, Entitlement } from './paywall.ts';
import { openQuickIndex, openSearch, type QuickIndex, type Search } from './search/search.ts';

export type { Logger } from 'pino';

/** What a page may use. */
export interface PageServices {
  editorial: Editorial;
  search: Search;
  siteUrl: string;
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
  /** Set by the middleware when rendering threw; the server logs it and answers 500. */
  failure?: unknown;
}

/** Everything that the server stands on, composed once. */
export interface Services {
  config: Config;
  log: Logger;
  now(): Date;
  content: Content;
  readers: ReaderDatabase;
  cards: Cards;
  quickIndex: QuickIndex;
  /** What the sender of a Cookie header may read; `null` when it names nobody. */
  identify(cookieHeader: string, now: Date): Entitlement | null | Promise<Entitlement | null>;
  close(): Promise<void>;
}

/** The published content of the moment. Another takes its place when a publish replaces the file. */
export interface Content {
  /** Rises whenever what is published may have changed. */
  version(): number;
  /** For a look-up that ends before anything is awaited. */
  current(): Editorial;
  /** Runs `task` on the editorial of the moment and its search, which stay open until it is done. */
  use<T>(task: (editorial: Editorial, search: Search) => Promise<T>): Promise<T>;
  close(): void;
}

/**
 * Opens everything that `config` names.
 * @throws when nothing is published yet, with what to run; when a database can not be used.
 */
export async function composeServices(config: Config, log = createLogger(config)): Promise<Services> {
  const path = join(config.dataDir, 'content.db');
  if (inodeOf(path) === null) throw new Error(`nothing is published yet in ${config.dataDir}: run npm run publish`);
  const readers = await openReaderDatabase(config.databaseUrl);
  try {
    const content = watchContent(path, log);
    const cards = openCards(config.dataDir);
    const quickIndex = openQuickIndex({
      dataDir: config.dataDir,
      content,
      onBuilt: (pages, ms) => log.info({ pages, ms }, 'the index of search as you type was built'),
      onFailure: (error) =>
        log.error({ err: error }, 'the index of search as you type can not be built: the last one stays'),
    });
    return {
      config,
      log,
      now: () => new Date(),
      content,
      readers,
      cards,
      quickIndex,
      identify: () => null,
      async close() {
        await quickIndex.close();
        content.close();
        await cards.close();
        await readers.close();
      },
    };
  } catch (cause) {
    await readers.close();
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

interface Held {
  editorial: Editorial;
  search: Search;
  users: number;
  retired: boolean;
}

/** A content database, opened: what is read there, and what is found. */
type Opened = Pick<Held, 'editorial' | 'search'>;

function openBoth(path: string): Opened {
  const editorial = openEditorial(path);
  try {
    return { editorial, search: openSearch(path, editorial) };
  } catch (error) {
    editorial.close();
    throw error;
  }
}

function closeBoth({ editorial, search }: Opened): void {
  search.close();
  editorial.close();
}

/**
 * Opens the content at `path` and follows it: looks every `pollMs` whether its generation moved, or another file took its
 * place. A file that vanishes or can not be read leaves the last content online and is told once.
 */
export function watchContent(
  path: string,
  log: Logger,
  open: (path: string) => Opened = openBoth,
  pollMs = 100,
): Content {
  let inode = inodeOf(path);
  let held: Held = { ...open(path), users: 0, retired: false };
  let generation = held.editorial.generation();
  let version = 1;
  let told: string | null = null;

  function look(): void {
    const found = inodeOf(path);
    if (found === null) {
      inode = null;
      return tell('the content database is gone: the last content stays online');
    }
    try {
      if (found !== inode) replace(found);
      const seen = held.editorial.generation();
      if (seen !== generation) version += 1;
      generation = seen;
      told = null;
    } catch (error) {
      tell('the content database can not be read: the last content stays online', error);
    }
  }

  function replace(found: string): void {
    const next = open(path);
    try {
      generation = next.editorial.generation();
    } catch (error) {
      closeBoth(next);
      throw error;
    }
    retire(held);
    held = { ...next, users: 0, retired: false };
    inode = found;
    version += 1;
    log.info({ generation }, 'the content database was replaced');
  }

  function tell(message: string, error?: unknown): void {
    if (told !== message) log.error({ err: error }, message);
    told = message;
  }

  const timer = setInterval(look, pollMs).unref();
  return {
    version: () => version,
    current: () => held.editorial,
    async use(task) {
      const mine = held;
      mine.users += 1;
      try {
        return await task(mine.editorial, mine.search);
      } finally {
        mine.users -= 1;
        if (mine.retired && mine.users === 0) closeBoth(mine);
      }
    },
    close() {
      clearInterval(timer);
      retire(held);
    },
  };
}

function retire(held: Held): void {
  held.retired = true;
  if (held.users === 0) closeBoth(held);
}

/** Names the file itself, whatever its path; `null` when there is none. */
function inodeOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}
