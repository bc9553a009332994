import { cpSync, existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
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
  /** Stops the site's clock at an instant; `null` gives it back the real one. */
  setNow(now: Date | null): void;
  /** Puts the site's clock, which goes on, that many minutes ahead of the real one. */
  setAhead(minutes: number): void;
  services: Services;
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
 * `env`: further settings.
 */
export async function serveFolder(folder: string, port: number, env: Record<string, string> = {}): Promise<TestSite> {
  const config = loadConfig({
    SITE_URL: `http://localhost:${port}`,
    PORT: String(port),
    DATA_DIR: path.join(folder, 'data'),
    CONTENT_DIR: path.join(folder, 'content'),
    ...env,
  });
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(config, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const services = await composeServices(config, await loadRender(config), log);
  await addSubscriber(services.database);
  let fixed: Date | null = null;
  let aheadMs = 0;
  const server = await startServer(config, {
    ...services,
    now: () => fixed ?? new Date(Date.now() + aheadMs),
  });
  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    setNow: (now) => void (fixed = now),
    setAhead: (minutes) => void (aheadMs = minutes * 60_000),
    services,
    stop: () => server.stop(),
  };
}

/** Serves the magazine that the repository ships. Pictures that `npm run publish` has made are not made again. */
export async function serveSample(): Promise<TestSite & { siteUrl: string; dataDir: string }> {
  const folder = temporaryFolder();
  cpSync('content', path.join(folder.dir, 'content'), { recursive: true });
  if (existsSync('data/media')) cpSync('data/media', path.join(folder.dir, 'data/media'), { recursive: true });
  const port = await freePort();
  const siteUrl = `http://localhost:${port}`;
  const published = await publishFolder(folder.dir, { siteUrl, now: new Date() });
  if (!published.ok) throw new Error('the content of the repository has mistakes');
  const site = await serveFolder(folder.dir, port);
  return {
    ...site,
    siteUrl,
    dataDir: path.join(folder.dir, 'data'),
    async stop() {
      await site.stop();
      folder[Symbol.dispose]();
    },
  };
}
