import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpServer, createSite, type Render, type SiteOptions } from '../../src/serving/serving.ts';
import { someServices } from '../factories.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A page that shows what it was asked, as the search page does. */
const echo: Render = (path, { audience }) =>
  Promise.resolve({
    status: 200,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['cache-control', 'private, no-store'],
    ],
    body: Buffer.from(`${audience} ${path}`),
  });

async function running(options: Partial<SiteOptions> & { env?: Record<string, string> } = {}) {
  const services = someServices({}, options.env === undefined ? {} : { env: options.env });
  const server: Server = createHttpServer(createSite({ staticFiles: new Map(), render: echo, ...options, services }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(origin + path, { headers, redirect: 'manual' });
  return { ask, lines: services.lines };
}

test('a search is told its parameters, is made anew for each request and kept by nobody', async () => {
  const { ask } = await running();
  for (const [query, headers, seen] of [
    ['?q=un', {}, 'public /recherche/?q=un'],
    ['?q=deux', {}, 'public /recherche/?q=deux'],
    ['?q=un', { cookie: 'verbatim_session=subscriber' }, 'subscriber /recherche/?q=un'],
    ['', {}, 'public /recherche/'],
  ] as const) {
    const answer = await ask(`/recherche/${query}`, headers);
    expect([await answer.text(), answer.headers.get('cache-control')]).toEqual([seen, 'private, no-store']);
  }
});

test('an address of a search without its slash redirects with its words', async () => {
  const { ask } = await running();
  const answer = await ask('/recherche?q=100%');
  expect([answer.status, answer.headers.get('location')]).toEqual([301, '/recherche/?q=100%25']);
});

test('whatever is searched is answered', async () => {
  const { ask } = await running();
  for (const query of ['100%', '%00%01%1f%7f', '%ff%fe', 'a&q=b', '&q[]=x', `${'x'.repeat(9000)}`, '"*NEAR(^']) {
    expect([query, (await ask(`/recherche/?q=${query}`)).status]).toEqual([query, 200]);
  }
  expect((await ask(`/recherche/?q=${'x'.repeat(20_000)}`)).status).toBe(431);
});

test('a client who searches without end is asked to wait, and nobody else is', async () => {
  const { ask, lines } = await running({ searchesAMinute: 3, env: { TRUSTED_PROXIES: '127.0.0.1' } });
  const search = (client: string) => ask('/recherche/?q=secret', { 'x-forwarded-for': client });
  for (let count = 0; count < 3; count += 1) expect((await search('2001:db8::1')).status).toBe(200);
  const refused = await search('2001:db8::2');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(refused.headers.get('cache-control')).toBe('no-store');
  expect(await refused.text()).toContain('<h1>Trop de recherches');
  expect((await search('2001:db8:0:1::1')).status).toBe(200);
  expect((await ask('/', { 'x-forwarded-for': '2001:db8::1' })).status).toBe(200);
  expect(JSON.stringify(lines)).not.toMatch(/secret|2001:/);
});
