import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { securityHeaders } from './headers.ts';
import { storePage } from './stored-page.ts';

const security = securityHeaders('https://www.example.fr');
const HTML = `<!doctype html><p>${'Une phrase ordinaire. '.repeat(100)}</p>`;
const stored = (body: string, headers: [string, string][] = [['content-type', 'text/html']]) =>
  storePage({ status: 200, headers, body: Buffer.from(body) }, security);
const values = (headers: readonly string[], name: string) =>
  headers.filter((_, at) => at % 2 === 1 && headers[at - 1]?.toLowerCase() === name);

test('a page is compressed when it is first asked in an encoding, once', async () => {
  const page = stored(HTML);
  expect(page.variants.br).toBeUndefined();
  const [one, other] = await Promise.all([page.encode('br'), page.encode('br')]);
  expect(other).toBe(one);
  expect(page.variants.br).toBe(one);
  expect(brotliDecompressSync(one.body).toString()).toBe(HTML);
  expect(gunzipSync((await page.encode('gzip')).body).toString()).toBe(HTML);
  expect(values(one.headers, 'content-encoding')).toEqual(['br']);
  expect(values(one.headers, 'content-length')).toEqual([String(one.body.length)]);
});

test('what is short or compressed already is sent as it is', () => {
  const short = stored('<p>a</p>');
  expect(short.variants.br).toBe(short.variants.identity);
  const picture = stored(HTML, [['content-type', 'image/png']]);
  expect(picture.variants.gzip).toBe(picture.variants.identity);
});

test('the same bytes have the same tag, and each encoding its own', async () => {
  const [one, other] = [stored(HTML), stored(HTML)];
  expect(one.variants.identity.etag).toBe(other.variants.identity.etag);
  expect((await one.encode('br')).etag).not.toBe(one.variants.identity.etag);
  expect(stored(`${HTML} `).variants.identity.etag).not.toBe(one.variants.identity.etag);
});

test('a page may tighten a security header and never doubles one', () => {
  const { headers } = stored(HTML, [
    ['content-type', 'text/html; charset=utf-8'],
    ['referrer-policy', 'same-origin'],
    ['x-powered-by', 'x'],
    ['vary', 'x'],
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ]).variants.identity;
  expect(values(headers, 'referrer-policy')).toEqual(['same-origin']);
  expect(values(headers, 'content-security-policy')).toHaveLength(1);
  expect(values(headers, 'x-powered-by')).toEqual([]);
  expect(values(headers, 'vary')).toEqual(['Cookie, Accept-Encoding']);
  expect(values(headers, 'set-cookie')).toEqual(['a=1', 'b=2']);
});

test('HTML says its charset', () => {
  expect(values(stored(HTML).variants.identity.headers, 'content-type')).toEqual(['text/html; charset=utf-8']);
});
