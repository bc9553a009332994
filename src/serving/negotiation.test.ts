import { expect, test } from 'vitest';
import { chooseEncoding, isFresh, readRange } from './negotiation.ts';

test.for([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br', 'br'],
  ['GZIP', 'gzip'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['br;q=0.000, gzip;q=0', 'identity'],
  ['br;q=0.1', 'br'],
  ['identity', 'identity'],
  ['*', 'identity'],
  ['zstd, brotli', 'identity'],
] as const)('Accept-Encoding: %s gives %s', ([header, encoding]) => {
  expect(chooseEncoding(header)).toBe(encoding);
  expect(chooseEncoding(header)).toBe(encoding);
});

test('If-None-Match takes precedence over If-Modified-Since', () => {
  const later = 'Mon, 02 Mar 2026 07:00:00 GMT';
  const changed = Date.parse('2026-03-01T00:00:00Z');
  expect(isFresh({ 'if-none-match': '"b"', 'if-modified-since': later }, '"a"', changed)).toBe(false);
  expect(isFresh({ 'if-modified-since': later }, '"a"', changed)).toBe(true);
  expect(isFresh({ 'if-modified-since': later }, '"a"', null)).toBe(false);
  expect(isFresh({}, '"a"', changed)).toBe(false);
});

test('an empty file has no range', () => {
  expect(readRange('bytes=0-0', 0)).toBe('unsatisfiable');
  expect(readRange('bytes=-5', 0)).toBe('unsatisfiable');
  expect(readRange('bytes=-', 10)).toBeNull();
  expect(readRange(undefined, 10)).toBeNull();
});
