import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createHttpServer, createSite, type Render, stopServer } from '../../src/serving/serving.ts';
import { renderPieces, someServices } from '../factories.ts';

async function started(render: Render): Promise<{ server: Server; origin: string }> {
  const server = createHttpServer(createSite({ services: someServices({}), render, staticFiles: new Map() }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a stop lets the request in flight finish and takes no new one', async () => {
  const rendering = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const { server, origin } = await started(async (path, locals) => {
    asked.resolve();
    await rendering.promise;
    return renderPieces(path, locals);
  });
  const answer = fetch(origin);
  await asked.promise;
  const stopped = stopServer(server, 60_000);
  await expect(fetch(origin)).rejects.toThrow();
  rendering.resolve();
  expect((await answer).status).toBe(200);
  expect(await (await answer).text()).toContain('<ul>');
  await stopped;
});

test('a connection that is kept for later does not hold the stop up', async () => {
  const { server, origin } = await started(renderPieces);
  await (await fetch(origin)).text();
  await stopServer(server, 60_000);
});

test('a request that does not end is cut', async () => {
  const asked = Promise.withResolvers<void>();
  const { server, origin } = await started(() => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  const answer = fetch(origin).then(
    () => 'answered',
    () => 'cut',
  );
  await asked.promise;
  await stopServer(server, 50);
  expect(await answer).toBe('cut');
});
