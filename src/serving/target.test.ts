import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHost, readTarget } from './target.ts';

const read = (url: string) => readTarget(url, ['https://www.example.fr']);

test('path and query are told apart', () => {
  expect(read('/articles/?page=2&x')).toEqual({ path: '/articles/', query: '?page=2&x' });
  expect(read('/')).toEqual({ path: '/', query: '' });
  expect(read('/?')).toEqual({ path: '/', query: '?' });
});

test('the absolute form is taken for our own origin alone', () => {
  expect(read('https://www.example.fr/articles/')).toEqual({ path: '/articles/', query: '' });
  expect(read('https://www.example.fr.evil.example/')).toBe('foreign-host');
  expect(read('https://evil.example/')).toBe('foreign-host');
});

test('a page has one path, however it is escaped', () => {
  expect(read('/%61rticles/')).toEqual({ path: '/articles/', query: '' });
  expect(read('/caf%c3%a9/')).toEqual({ path: '/caf%C3%A9/', query: '' });
  expect(read('/a%3Fb/')).toEqual({ path: '/a%3Fb/', query: '' });
});

test('a dot is only refused as a whole segment', () => {
  expect(read('/.well-known/tdmrep.json')).toMatchObject({ path: '/.well-known/tdmrep.json' });
  expect(read('/a..b/...')).toMatchObject({ path: '/a..b/...' });
  for (const path of ['/.', '/..', '/a/./b', '/a/..', '/%2e/', '/a/.%2E/'])
    expect(read(path), path).toBe('malformed-url');
});

test('a tracking parameter in another charset is let through', () => {
  expect(read('/?utm_campaign=%E9t%E9')).toMatchObject({ path: '/' });
});

test('a search may be for anything: its query is read as it was meant and is as long as headers may be', () => {
  const typed = (query: string) => {
    const target = read(`/recherche/?q=${query}`);
    return typeof target === 'string' ? target : new URLSearchParams(target.query).get('q');
  };
  expect(['100%', '%zz', '%00', '%1b', 'a+b', Buffer.from('été').toString('latin1')].map(typed)).toEqual([
    '100%',
    '%zz',
    '\0',
    '\x1b',
    'a b',
    'été',
  ]);
  expect(typed('x'.repeat(9000))).toHaveLength(9000);
  expect(read(`/recherche?q=100%`)).toEqual({ path: '/recherche', query: '?q=100%25' });
  expect(read(`/articles/?q=${'x'.repeat(9000)}`)).toBe('long-url');
  expect(read('/articles/?q=100%')).toBe('malformed-url');
});

test('whatever is accepted is printable, short, free of traversal, and accepted again as it is', () => {
  const pieces = ['/', '.', '..', '%2e', '%2f', '%5c', '%00', '%25', '\\\\', '%', 'a', '%C3%A9', '?', '#'];
  const nasty = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), nasty), (text) => {
      const target = read(`/${text}`);
      if (typeof target === 'string') return;
      expect(target.path).toMatch(/^\/[\x21-\x7e]*$/);
      expect(decodeURIComponent(target.path).split('/')).not.toContain('..');
      expect(target.path).not.toMatch(/\/\/|[\\?#]/);
      expect(read(target.path)).toEqual({ path: target.path, query: '' });
    }),
    { numRuns: 2000 },
  );
});

test('a host is a name or an address, with a port or not', () => {
  for (const host of ['localhost:4321', 'www.example.fr', '127.0.0.1', '[::1]:80'])
    expect(isHost(host), host).toBe(true);
  for (const host of ['', 'a b', 'a/b', 'user@host', 'a:b', '[::1', 'x'.repeat(256)])
    expect(isHost(host), host).toBe(false);
});
