import { cpSync, existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { type StandIn, startStandIn } from '../../scripts/stand-in/stand-in.ts';
import { loadConfig } from '../../src/config.ts';
import { loadRender, startServer } from '../../src/server.ts';
import { composeServices, createLogger, type Services } from '../../src/services.ts';
import { publishFolder, temporaryFolder } from '../content-folder.ts';
import { addSubscriber } from '../../scripts/bench/subscriber.ts';

export { SUBSCRIBER } from '../../scripts/bench/subscriber.ts';

/** The built site over a published folder, listening on loopback. */
export interface TestSite {
  url: string;
  /** What was logged, one parsed object a line. */
  lines: Record<string, unknown>[];
  services: Services;
  /** Stops the site's clock at an instant; `null` lets it go on. */
  setNow(now: Date | null): void;
  /** Moves the site's clock, which goes on from there. */
  startFrom(now: Date): void;
  /** Puts the clock, which goes on, that many minutes ahead of the real one. */
  setAhead(minutes: number): void;
  /** Stops the server. @throws when a secret was logged meanwhile. */
  stop(): Promise<void>;
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/**
 * Serves `<folder>/data` with the site that `npm run build` made. Every service is the real one; `SUBSCRIBER` is signed in.
 * `settings`: variables of the environment.
 */
export async function serveFolder(
  folder: string,
  port: number,
  settings: Record<string, string> = {},
): Promise<TestSite> {
  const config = loadConfig({
    SITE_URL: `http://localhost:${port}`,
    PORT: String(port),
    DATA_DIR: path.join(folder, 'data'),
    CONTENT_DIR: path.join(folder, 'content'),
    ...settings,
  });
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(config, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const services = await composeServices(config, await loadRender(config), log);
  await addSubscriber(services.database);
  let fixed: Date | null = null;
  let aheadMs = 0;
  const now = () => fixed ?? new Date(Date.now() + aheadMs);
  const server = await startServer(config, { ...services, now });
  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    services: { ...services, now },
    setNow: (instant) => void (fixed = instant),
    setAhead: (minutes) => void (aheadMs = minutes * 60_000),
    startFrom(instant) {
      fixed = null;
      aheadMs = instant.getTime() - Date.now();
    },
    async stop() {
      await server.stop();
      expect(lines.map((line) => JSON.stringify(line)).filter((line) => SECRET.test(line))).toEqual([]);
    },
  };
}

/** What no log may hold, whatever a test did: addresses, keys, and what authorises its bearer. */
const SECRET = /[\w.+-]+@[\w-]+\.\w+|(?:sk|rk)_(?:test|live)_|whsec_|\/(?:connexion|flux\/prive)\/[\w-]{16}/;

/** The magazine that the repository ships, served. */
export interface SampleSite extends TestSite {
  /** The address under which the site knows itself: the same machine. */
  siteUrl: string;
  folder: string;
  dataDir: string;
}

/** Serves the magazine that the repository ships. Pictures that `npm run publish` has made are not made again. */
export async function serveSample(settings: Record<string, string> = {}, port?: number): Promise<SampleSite> {
  const folder = temporaryFolder();
  cpSync('content', path.join(folder.dir, 'content'), { recursive: true });
  if (existsSync('data/media')) cpSync('data/media', path.join(folder.dir, 'data/media'), { recursive: true });
  port ??= await freePort();
  const siteUrl = `http://localhost:${port}`;
  const published = await publishFolder(folder.dir, { siteUrl, now: new Date() });
  if (!published.ok) throw new Error('the content of the repository has mistakes');
  const site = await serveFolder(folder.dir, port, settings);
  return {
    ...site,
    siteUrl,
    folder: folder.dir,
    dataDir: path.join(folder.dir, 'data'),
    async stop() {
      await site.stop();
      folder[Symbol.dispose]();
    },
  };
}

export const STRIPE_KEY = 'sk_test_of_the_journeys';
export const WEBHOOK_SECRET = 'whsec_of_the_journeys';

/** The sample with a stand-in for Stripe beside it: one can order there. */
export interface Shop extends SampleSite {
  standIn: StandIn;
  control: StandIn['control'];
  /** Moves both clocks on: whatever becomes due at Stripe has happened, and was told. */
  goTo(instant: Date): Promise<void>;
}

export async function serveShop(settings: Record<string, string> = {}): Promise<Shop> {
  const port = await freePort();
  const { offers } = parse(readFileSync('content/site.yaml', 'utf8')) as Pick<
    Parameters<typeof startStandIn>[0],
    'offers'
  >;
  const siteUrl = `http://localhost:${port}`;
  const standIn = await startStandIn({
    siteUrl,
    webhookUrl: `http://127.0.0.1:${port}/api/stripe/webhook`,
    webhookSecret: WEBHOOK_SECRET,
    secretKey: STRIPE_KEY,
    offers,
  });
  const site = await serveSample(
    {
      STRIPE_SECRET_KEY: STRIPE_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_BASE: standIn.url,
      ...settings,
    },
    port,
  );
  await site.services.subscriptions.refreshPrices(site.services.now());
  const { control } = standIn;
  return {
    ...site,
    standIn,
    control,
    async goTo(instant) {
      site.startFrom(instant);
      await control.advance(instant);
    },
    async stop() {
      await standIn.stop();
      await site.stop();
    },
  };
}
