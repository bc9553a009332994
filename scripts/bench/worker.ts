import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '../../src/config.ts';
import { loadRender, startServer } from '../../src/server.ts';
import { composeServices } from '../../src/services.ts';
import { addSubscriber } from './subscriber.ts';
import { report } from './report.ts';

/**
 * One task of the bench in a process of its own, so that its processor time and memory are its own. Started by
 * `processes.ts`, which talks to it over the channel that `fork` opens.
 */

const [task, ...args] = process.argv.slice(2);
await run(task ?? '', args);

async function run(name: string, [first = '', second = '', third = '']: string[]): Promise<void> {
  if (name === 'serve') {
    const settings = { DATA_DIR: first, SITE_URL: second, PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: third };
    const config = loadConfig(settings);
    const services = await composeServices(config, await loadRender(config));
    await addSubscriber(services.database);
    const { port } = await startServer(config, services);
    report({ port });
    process.on('message', () => report());
  } else if (name === 'render') {
    const config = loadConfig({ DATA_DIR: first, SITE_URL: second, LOG_LEVEL: 'warn' });
    const render = await loadRender(config);
    const { content, now, close } = await composeServices(config, render);
    const pages = (paths: readonly string[]) =>
      content.use(async (editorial, search) => {
        const begun = process.threadCpuUsage();
        for (const path of paths) {
          const services = { editorial, search, siteUrl: config.siteUrl, isPaymentOpen: false };
          const page = await render(path, { services, audience: 'public', now: now(), gone: false, personal: null });
          if (page?.status !== 200) throw new Error(`${path} answers ${page?.status ?? 'nothing'}`);
        }
        const { user, system } = process.threadCpuUsage(begun);
        return (user + system) / 1000 / paths.length;
      });
    const paths = JSON.parse(third) as string[];
    const half = Math.floor(paths.length / 2);
    // A process that has just started is still compiling.
    await pages(paths.slice(0, half));
    report({ renderMs: await pages(paths.slice(half)) });
    process.disconnect?.();
    await close();
  } else if (name === 'bare') {
    const body = readFileSync(first);
    const headers = JSON.parse(second) as string[];
    const server = createServer((_request, response) => {
      response.writeHead(200, headers);
      response.end(body);
    });
    server.listen(0, '127.0.0.1', () => report({ port: (server.address() as AddressInfo).port }));
    process.on('message', () => report());
  } else throw new Error(`unknown task ${name}`);
}
