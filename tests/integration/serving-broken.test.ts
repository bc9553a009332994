import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHttpServer, createSite } from '../../src/serving/serving.ts';
import { aPiece, renderPieces, someServices } from '../factories.ts';

const services = someServices({ pieces: [aPiece()] });
let server: Server;
let port: number;

beforeAll(async () => {
  const site = createSite({ services, render: renderPieces, staticFiles: new Map() });
  const limits = { headersMs: 300, requestMs: 600, checkEveryMs: 50, keepAliveMs: 5_000, silenceMs: 5_000 };
  server = createHttpServer(site, limits);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
beforeEach(() => void services.lines.splice(0));

/** Sends bytes as they are and reads until the server closes, or until `whole` says that there is enough. */
function send(bytes: string, whole = (_answer: string) => false): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (whole(answer)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const HOST = 'Host: localhost:4321\r\nConnection: close\r\n';
const get = (target: string, more = '') => `GET ${target} HTTP/1.1\r\n${HOST}${more}\r\n`;
const post = (more: string, body = '') => `POST /articles/ HTTP/1.1\r\n${HOST}${more}\r\n${body}`;

const BROKEN: [what: string, bytes: string, status: number][] = [
  ['a lone percent sign', get('/articles/%/'), 400],
  ['half an escape', get('/articles/%4/'), 400],
  ['an escape that is no hexadecimal', get('/articles/%zz/'), 400],
  ['bad UTF-8', get('/articles/%E0%A4%A/'), 400],
  ['a lone continuation byte', get('/articles/%80/'), 400],
  ['an overlong slash', get('/articles/%c0%af/'), 400],
  ['a zero byte', get('/articles/%00/'), 400],
  ['a zero byte in the query', get('/?q=%00'), 400],
  ['a broken escape in the query', get('/?q=%'), 400],
  ['an escaped line feed', get('/articles/%0d%0aSet-Cookie:a=b/'), 400],
  ['a raw control character', get('/articles/\x01/'), 400],
  ['raw bytes beyond ASCII', get('/articles/\xe9t\xe9/'), 400],
  ['a backslash', get('/articles\\x/'), 400],
  ['an escaped backslash', get('/articles/%5c..%5cpackage.json'), 400],
  ['a double slash', get('//evil.example/'), 400],
  ['a double slash inside', get('/articles//x/'), 400],
  ['traversal', get('/media/../../package.json'), 400],
  ['escaped traversal', get('/media/%2e%2e/%2e%2e/package.json'), 400],
  ['traversal with escaped slashes', get('/media/..%2f..%2fpackage.json'), 400],
  ['traversal escaped twice', get('/media/%252e%252e/package.json'), 400],
  ['a fragment', get('/articles/#x'), 400],
  ['no path at all', get('articles'), 400],
  ['a path of 3 kB', get(`/${'a'.repeat(3000)}/`), 414],
  ['a query of 9 kB', get(`/?q=${'a'.repeat(9000)}`), 414],
  ['headers of 20 kB', get('/', `X-Long: ${'a'.repeat(20_000)}\r\n`), 431],
  ['a hundred and twenty headers', get('/', 'X-Many: 1\r\n'.repeat(120)), 431],
  ['TRACE', `TRACE / HTTP/1.1\r\n${HOST}\r\n`, 405],
  ['OPTIONS', `OPTIONS / HTTP/1.1\r\n${HOST}\r\n`, 405],
  ['OPTIONS *', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 405],
  ['CONNECT', `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`, 405],
  ['an unknown method', `FOO / HTTP/1.1\r\n${HOST}\r\n`, 405],
  ['PROPFIND', `PROPFIND / HTTP/1.1\r\n${HOST}\r\n`, 405],
  ['a method in lower case', `get / HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['POST from nowhere', post('Content-Length: 3\r\n', 'a=b'), 403],
  ['POST from elsewhere', post('Origin: https://evil.example\r\nContent-Length: 3\r\n', 'a=b'), 403],
  ['POST where nothing is taken', post('Origin: http://localhost:4321\r\nContent-Length: 3\r\n', 'a=b'), 405],
  ['DELETE from our own page', `DELETE / HTTP/1.1\r\n${HOST}Sec-Fetch-Site: same-origin\r\n\r\n`, 405],
  ['the absolute form of another host', get('http://evil.example/'), 421],
  ['another scheme', get('ftp://localhost/'), 400],
  ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['two Hosts', get('/', 'Host: evil.example\r\n'), 400],
  ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n', 400],
  ['an empty Host', 'GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n', 400],
  ['HTTP/1.0 without Host', 'GET / HTTP/1.0\r\n\r\n', 400],
  ['HTTP/0.9', 'GET /\r\n\r\n', 400],
  ['HTTP/3.0', `GET / HTTP/3.0\r\n${HOST}\r\n`, 400],
  ['two ways to tell the length', post('Content-Length: 3\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), 400],
  ['two lengths', post('Content-Length: 3\r\nContent-Length: 5\r\n', 'abc'), 400],
  ['a negative length', post('Content-Length: -1\r\n'), 400],
  ['an unknown transfer coding', post('Transfer-Encoding: chunked, foo\r\n', '0\r\n\r\n'), 400],
  ['a body of a gigabyte on a page', get('/', 'Content-Length: 1000000000\r\n'), 413],
  ['a chunked body on a page', get('/', 'Transfer-Encoding: chunked\r\n'), 413],
  ['an expectation', get('/', 'Expect: the-impossible\r\n'), 417],
  ['a body announced with Expect', post('Origin: null\r\nExpect: 100-continue\r\nContent-Length: 9000000\r\n'), 403],
  ['a header without colon', get('/', 'Nonsense\r\n'), 400],
  ['a space before the colon', get('/', 'X-Y : z\r\n'), 400],
  ['a folded header', get('/', 'X-Y: a\r\n\tb\r\n').replace('X-Y', ' X-Y'), 400],
  ['no HTTP', 'hello, world\r\n\r\n', 400],
  ['the beginning of a TLS connection', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['headers that never end', `GET / HTTP/1.1\r\nHost: localhost:4321\r\nX-Slow: `, 408],
  ['__proto__ as a path', get('/__proto__/'), 404],
  ['constructor as a slug', get('/articles/constructor/'), 404],
  ['a picture named __proto__', get('/media/__proto__'), 404],
  ['a route of Astro’s own', get('/_image?href=http://localhost/'), 404],
];

test.for(BROKEN)('%s gets a clean answer, one line in the log, and the server lives on', async ([, bytes, status]) => {
  const answer = await send(bytes);
  const head = answer.slice(0, answer.indexOf('\r\n\r\n'));
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toContain("Content-Security-Policy: default-src 'none'");
  expect(head).toContain('X-Content-Type-Options: nosniff');
  expect(head.toLowerCase()).toContain('cache-control: no-store');
  expect(head.toLowerCase()).not.toMatch(/^(server|x-powered-by|set-cookie):/m);
  if (status === 405) expect(head).toContain('Allow: GET, HEAD');
  expect(services.lines).toMatchObject([{ level: 30, status }]);
  expect(JSON.stringify(services.lines)).not.toMatch(/q=|href=/);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
});

const HARMLESS: [what: string, bytes: string][] = [
  ['odd parameters', get('/?__proto__=1&constructor[prototype]=2&a[]=%E9')],
  ['the absolute form of our own host', get('http://localhost:4321/')],
  ['an offer to change protocol', get('/', 'Upgrade: h2c\r\n').replace('close', 'Upgrade, close')],
  ['HTTP/1.0 with a Host', 'GET / HTTP/1.0\r\nHost: localhost:4321\r\n\r\n'],
  ['an empty body', get('/', 'Content-Length: 0\r\n')],
  ['Expect: 100-continue without a body', get('/', 'Expect: 100-continue\r\n')],
  ['a cookie header of nonsense', get('/', 'Cookie: =;;=verbatim_session;%%%\r\n')],
  ['an unreadable date', get('/', 'If-Modified-Since: yesterday\r\n')],
  ['Accept-Encoding of nonsense', get('/', 'Accept-Encoding: ;;q=,*;q=x\r\n')],
];

test.for(HARMLESS)('%s does no harm', async ([, bytes]) => {
  const answer = await send(bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('Le téléphone sonne'.replaceAll('é', Buffer.from('é').toString('latin1')));
  expect(services.lines).toEqual([]);
});

test('a broken request behind a good one on the same connection is answered after it', async () => {
  const answer = await send(`GET / HTTP/1.1\r\nHost: localhost:4321\r\n\r\n${get('/%00')}`);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
});
