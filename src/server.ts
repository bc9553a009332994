import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Config, ConfigError, loadServerConfig } from './config.ts';
import { composeServices, type Logger, type Services } from './services.ts';
import {
  type AstroHandler,
  astroRender,
  createHttpServer,
  createJobs,
  createSite,
  indexStaticFiles,
  type Render,
  stopServer,
} from './serving/serving.ts';

const GRACE_MS = 10_000;
const FOLLOW_MS = 1_000;
const BUILT_HANDLER = new URL('../dist/server/entry.mjs', import.meta.url);
const BUILT_FILES = new URL('../dist/client/', import.meta.url);

/** A server that listens. */
export interface RunningServer {
  port: number;
  log: Logger;
  /** Finishes the requests in flight and closes the databases. */
  stop(): Promise<void>;
}

/**
 * Starts the magazine: databases, built pages, HTTP. `given` replaces the services that `config` names.
 * @throws with a remedy when nothing is published or built yet, or when the port is taken.
 */
export async function startServer(config: Config, given?: Services): Promise<RunningServer> {
  const render = await loadRender(config);
  const services = given ?? (await composeServices(config, render));
  try {
    const staticFiles = indexStaticFiles(fileURLToPath(BUILT_FILES));
    // A page for failures has no address of its own.
    const failure = staticFiles.get('/500.html');
    staticFiles.delete('/500.html');
    const site = createSite({
      services,
      render,
      staticFiles,
      failurePage: failure && readFileSync(failure.file),
    });
    const server = createHttpServer(site);
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause: NodeJS.ErrnoException) => reject(bindError(config, cause)));
      server.listen(config.port, config.host, resolve);
    });
    const { port } = server.address() as AddressInfo;
    const jobs = createJobs(services);
    const follow = () => {
      const now = services.now();
      services.quickIndex.follow(now);
      jobs.follow(now);
    };
    follow();
    const following = setInterval(follow, FOLLOW_MS).unref();
    services.log.info({ siteUrl: config.siteUrl, host: config.host, port }, 'listening');
    return {
      port,
      log: services.log,
      async stop() {
        clearInterval(following);
        await stopServer(server, GRACE_MS);
        await jobs.settle();
        await services.close();
      },
    };
  } catch (error) {
    await services.close();
    throw error;
  }
}

/**
 * The pages that `npm run build` made.
 * @throws when the site is not built yet.
 */
export async function loadRender(config: Config): Promise<Render> {
  if (!existsSync(BUILT_HANDLER)) throw new Error('the site is not built yet: run npm run build');
  const { handler } = (await import(BUILT_HANDLER.href)) as { handler: AstroHandler };
  return astroRender(handler, config.siteUrl);
}

/** Stops `server` and ends the process at the first SIGTERM or SIGINT. */
function stopOnSignal(server: RunningServer): void {
  const stop = (signal: NodeJS.Signals) => {
    server.log.info({ signal }, 'stopping');
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        server.log.fatal({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

function bindError({ host, port }: Config, cause: NodeJS.ErrnoException): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: `port ${port} is taken by another program: stop it, or choose another port with PORT=${port + 1}`,
    EACCES: `port ${port} needs rights that this process lacks: choose one above 1023 with PORT`,
    EADDRNOTAVAIL: `${host} is no address of this machine: set HOST to 127.0.0.1, or to 0.0.0.0 to listen everywhere`,
    ENOTFOUND: `${host} is no known host: set HOST to 127.0.0.1, or to 0.0.0.0 to listen everywhere`,
  };
  return new Error(reasons[cause.code ?? ''] ?? `can not listen on ${host}:${port}`, { cause });
}

if (import.meta.main) {
  try {
    stopOnSignal(await startServer(loadServerConfig()));
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : `Verbatim can not start: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
