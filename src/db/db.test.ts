import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openReaderDatabase } from './db.ts';

let dir: string;
let url: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'verbatim-db-'));
  url = `sqlite:${join(dir, 'deep', 'readers.db')}`;
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a new database has a signing key of 32 bytes, the same at the next opening', async () => {
  const first = await openReaderDatabase(url);
  const key = first.signingKey();
  await first.close();
  const second = await openReaderDatabase(url);
  expect(key).toHaveLength(32);
  expect(second.signingKey()).toEqual(key);
  await second.close();
});

test('two databases have different keys', async () => {
  const one = await openReaderDatabase('sqlite::memory:');
  const other = await openReaderDatabase('sqlite::memory:');
  expect(one.signingKey()).not.toEqual(other.signingKey());
  await Promise.all([one.close(), other.close()]);
});

test('processes that start at once agree on one key', async () => {
  const script = `import { openReaderDatabase } from '${new URL('db.ts', import.meta.url).href}';
    const db = await openReaderDatabase(process.argv[1]);
    console.log(Buffer.from(db.signingKey()).toString('hex'));
    await db.close();`;
  const run = promisify(execFile);
  const outputs = await Promise.all(
    Array.from({ length: 6 }, () => run(process.execPath, ['--input-type=module', '--eval', script, url])),
  );
  expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1);
});

test('a transaction that throws leaves nothing', async () => {
  const db = await openReaderDatabase(url);
  const failing = db.query.transaction().execute(async (transaction) => {
    await transaction.insertInto('secrets').values({ name: 'x', value: 'y' }).execute();
    throw new Error('stop');
  });
  await expect(failing).rejects.toThrow('stop');
  expect(await db.query.selectFrom('secrets').select('name').execute()).toEqual([{ name: 'signing-key' }]);
  await db.close();
});

test('a writer waits for another instead of failing', async () => {
  const one = await openReaderDatabase(url);
  const other = await openReaderDatabase(url);
  await one.query.insertInto('secrets').values({ name: 'a', value: '1' }).execute();
  await other.query.insertInto('secrets').values({ name: 'b', value: '2' }).execute();
  expect(await one.query.selectFrom('secrets').select('name').orderBy('name').execute()).toHaveLength(3);
  await Promise.all([one.close(), other.close()]);
});

test('ping throws once the database is closed', async () => {
  const db = await openReaderDatabase(url);
  await db.ping();
  await db.close();
  await expect(db.ping()).rejects.toThrow();
});

test('a file that is no database is refused by its name', async () => {
  const path = join(dir, 'readers.db');
  writeFileSync(path, 'not a database, but long enough to be taken for the header of one '.repeat(20));
  await expect(openReaderDatabase(`sqlite:${path}`)).rejects.toThrow(path);
});

test('a database of a newer version is refused', async () => {
  const db = await openReaderDatabase(url);
  await db.query
    .insertInto('kysely_migration' as never)
    .values({ name: '9999-future', timestamp: '2030-01-01T00:00:00Z' } as never)
    .execute();
  await db.close();
  await expect(openReaderDatabase(url)).rejects.toThrow('can not be used');
});

test('another engine is refused plainly', async () => {
  await expect(openReaderDatabase('mysql://u:secret@localhost/readers')).rejects.toThrow(/mysql:$/);
});
