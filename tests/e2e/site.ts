import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadConfig } from '../../src/config.ts';
import { composeServices, createLogger } from '../../src/services.ts';
import {
  type AstroHandler,
  astroRender,
  createHttpServer,
  createSite,
  indexStaticFiles,
  stopServer,
} from '../../src/serving/serving.ts';

/** The cookie that the test site takes for a subscriber's session. */
export const SUBSCRIBER = 'verbatim_session=subscriber';

/** The built site over a published folder, listening on loopback. */
export interface TestSite {
  url: string;
  /** What was logged, one parsed object a line. */
  lines: Record<string, unknown>[];
  /** Moves the site's clock; `null` gives it back the real one. */
  setNow(now: Date | null): void;
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ENTRY = path.join(ROOT, 'dist/server/entry.mjs');

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Serves `<folder>/data` with the site that `npm run build` made. Every service is the real one, save who is signed in. */
export async function serveFolder(folder: string, port: number): Promise<TestSite> {
  if (!existsSync(ENTRY)) throw new Error('the site is not built: run npm run build');
  const config = loadConfig({
    SITE_URL: `http://localhost:${port}`,
    PORT: String(port),
    DATA_DIR: path.join(folder, 'data'),
    CONTENT_DIR: path.join(folder, 'content'),
  });
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(config, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const services = await composeServices(config, log);
  let fixed: Date | null = null;
  const { handler } = (await import(pathToFileURL(ENTRY).href)) as { handler: AstroHandler };
  const staticFiles = indexStaticFiles(path.join(ROOT, 'dist/client/'));
  const failure = staticFiles.get('/500.html');
  const site = createSite({
    services: {
      ...services,
      now: () => fixed ?? new Date(),
      identify: (cookie) => (cookie.includes(SUBSCRIBER) ? { until: null } : null),
    },
    render: astroRender(handler, config.siteUrl),
    staticFiles,
    failurePage: failure && readFileSync(failure.file),
  });
  const server = createHttpServer(site);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    setNow: (now) => void (fixed = now),
    async stop() {
      await stopServer(server, 1000);
      await services.close();
    },
  };
}
