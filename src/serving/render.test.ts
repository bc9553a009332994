import { expect, test } from 'vitest';
import { anEditorial, aSearch } from '../../tests/factories.ts';
import type { PageLocals } from '../services.ts';
import { type AstroHandler, astroRender } from './render.ts';

const locals = (): PageLocals => ({
  services: { isPaymentOpen: false, editorial: anEditorial(), search: aSearch(), siteUrl: 'https://www.example.fr' },
  audience: 'public',
  now: new Date('2026-03-10T12:00:00Z'),
  gone: false,
  personal: null,
});
const render = (handler: AstroHandler) => astroRender(handler, 'https://www.example.fr')('/articles/', locals());

test('Astro is asked for the path at the site’s own address and for nothing else', async () => {
  let asked: unknown;
  await render(async (request, response) => {
    asked = { method: request.method, url: request.url, headers: request.headers };
    response.end();
  });
  expect(asked).toEqual({ method: 'GET', url: '/articles/', headers: { host: 'www.example.fr' } });
});

test('status, headers and body are captured', async () => {
  const rendered = await render(async (_request, response) => {
    response.writeHead(410, { 'Content-Type': 'text/html', 'Set-Cookie': ['a=1', 'b=2'] });
    response.write(Buffer.from('<h1>'));
    response.write('é');
    response.end('</h1>');
  });
  expect(rendered).toEqual({
    status: 410,
    headers: [
      ['content-type', 'text/html'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ],
    body: Buffer.from('<h1>é</h1>'),
  });
});

test('an address that is no route gives null', async () => {
  expect(await render(async (_request, _response, next) => next())).toBeNull();
});

test('an error that the middleware caught is thrown', async () => {
  const failing: AstroHandler = async (_request, response, _next, given) => {
    given.failure = new Error('boom');
    response.end();
  };
  await expect(render(failing)).rejects.toThrow('boom');
});

test('a body that breaks off is an error', async () => {
  const failing: AstroHandler = async (_request, response) => {
    response.write('<h1>');
    response.destroy(new Error('half-way'));
  };
  await expect(render(failing)).rejects.toThrow('half-way');
});
