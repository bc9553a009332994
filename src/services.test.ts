import { closeSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aSearch, anEditorial } from '../tests/factories.ts';
import { loadConfig } from './config.ts';
import { composeServices, createLogger } from './services.ts';
import { type Content, watchContent } from './serving/serving.ts';

let dir: string;
let path: string;
let content: Content | undefined;
let lines: Record<string, unknown>[];
let closed: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'verbatim-content-'));
  path = join(dir, 'content.db');
  lines = [];
  closed = [];
});
afterEach(() => {
  content?.close();
  content = undefined;
  rmSync(dir, { recursive: true });
});

const log = () => createLogger({ logLevel: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });

/** A file of one word stands for a database: its generation. It is held open, so that its inode is not given to another. */
function watch(): Content {
  const opened = (file: string) => {
    const name = readFileSync(file, 'utf8');
    const descriptor = openSync(file, 'r');
    const editorial = {
      ...anEditorial(),
      generation: () => {
        const word = name === 'live' ? readFileSync(`${file}.generation`, 'utf8') : name;
        if (Number.isNaN(Number(word))) throw new Error('malformed');
        return Number(word);
      },
      close() {
        closeSync(descriptor);
        closed.push(name);
      },
    };
    return { editorial, search: aSearch() };
  };
  content = watchContent(path, log(), opened, 5);
  return content;
}

function replaceFile(text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

test('a publish into the open file moves the version', async () => {
  writeFileSync(`${path}.generation`, '1');
  writeFileSync(path, 'live');
  const watched = watch();
  const before = watched.version();
  writeFileSync(`${path}.generation`, '2');
  await vi.waitUntil(() => watched.version() > before);
  expect(closed).toEqual([]);
});

test('another file takes the place of the old one, which closes when its last reader is done', async () => {
  writeFileSync(path, '1');
  const watched = watch();
  const reading = Promise.withResolvers<void>();
  const generations: number[] = [];
  const reader = watched.use(async (editorial) => {
    await reading.promise;
    generations.push(editorial.generation());
  });
  replaceFile('2');
  await vi.waitUntil(() => watched.current().generation() === 2);
  expect(closed).toEqual([]);
  reading.resolve();
  await reader;
  expect(generations).toEqual([1]);
  expect(closed).toEqual(['1']);
});

test('a deleted file is told once, the old content stays, and a new file is taken', async () => {
  writeFileSync(path, '1');
  const watched = watch();
  rmSync(path);
  await vi.waitUntil(() => lines.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(lines).toHaveLength(1);
  expect(watched.current().generation()).toBe(1);
  replaceFile('3');
  await vi.waitUntil(() => watched.current().generation() === 3);
});

test('a file that can not be read leaves the old content online', async () => {
  writeFileSync(path, '1');
  const watched = watch();
  replaceFile('damaged');
  await vi.waitUntil(() => lines.length > 0);
  expect(watched.current().generation()).toBe(1);
  replaceFile('4');
  await vi.waitUntil(() => watched.current().generation() === 4);
});

test('a server without content says what to run', async () => {
  await expect(composeServices(loadConfig({ DATA_DIR: dir }), () => Promise.resolve(null), log())).rejects.toThrow(
    'npm run publish',
  );
});

test('secrets never enter the log', () => {
  log().info({ cookie: 'a', request: { headers: { cookie: 'b' }, url: '/x?token=c' }, email: 'd@example.fr' }, 'odd');
  expect(lines).toMatchObject([
    { cookie: '[redacted]', request: { headers: '[redacted]', url: '[redacted]' }, email: '[redacted]' },
  ]);
});
