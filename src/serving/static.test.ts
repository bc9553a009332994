import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { indexStaticFiles, precompress } from './static.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'verbatim-static-'));
  mkdirSync(join(dir, '_astro'));
  mkdirSync(join(dir, '.well-known'));
});
afterEach(() => rmSync(dir, { recursive: true }));

test('text files get compressed forms, which are no files of their own', async () => {
  const css = 'body { color: black }\n'.repeat(100);
  writeFileSync(join(dir, '_astro', 'site.1a2b.css'), css);
  writeFileSync(join(dir, '_astro', 'serif.3c4d.woff2'), css);
  writeFileSync(join(dir, 'robots.txt'), 'short');
  await precompress(dir);
  expect(brotliDecompressSync(readFileSync(join(dir, '_astro', 'site.1a2b.css.br'))).toString()).toBe(css);
  expect(gunzipSync(readFileSync(join(dir, '_astro', 'site.1a2b.css.gz'))).toString()).toBe(css);

  const index = indexStaticFiles(dir);
  expect([...index.keys()].sort()).toEqual(['/_astro/serif.3c4d.woff2', '/_astro/site.1a2b.css', '/robots.txt']);
  expect(index.get('/_astro/site.1a2b.css')).toMatchObject({ hashed: true, br: expect.stringMatching(/\.css\.br$/) });
  expect(index.get('/robots.txt')).toMatchObject({ hashed: false, br: null, gzip: null });
});

test('hidden files stay hidden, save those that are well known', () => {
  writeFileSync(join(dir, '.env'), 'x');
  writeFileSync(join(dir, '_astro', '.cache'), 'x');
  writeFileSync(join(dir, '.well-known', 'tdmrep.json'), '[]');
  expect([...indexStaticFiles(dir).keys()]).toEqual(['/.well-known/tdmrep.json']);
});

test('a name with spaces and accents is found by its escaped address', () => {
  writeFileSync(join(dir, 'dossier été.pdf'), 'x');
  expect(indexStaticFiles(dir).get('/dossier%20%C3%A9t%C3%A9.pdf')).toMatchObject({ type: 'application/pdf' });
});
