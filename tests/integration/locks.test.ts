import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openReaderDatabase } from '../../src/db/db.ts';
import { eachDatabase, onSqlite } from '../databases.ts';

/** A process that opens the database of its first argument as `database`, `file` is its second. */
function aProcess(url: string, file: string, script: string): ChildProcess {
  const source = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { openReaderDatabase } from '${new URL('../../src/db/db.ts', import.meta.url).href}';
    const [url, file] = process.argv.slice(1);
    const database = await openReaderDatabase(url);
    ${script}
    await database.close();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, url, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function aFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-locks-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'file'), '0');
  return join(folder, 'file');
}

const ADD_SLOWLY = `
  const before = Number(readFileSync(file, 'utf8'));
  await sleep(3);
  writeFileSync(file, String(before + 1));`;

eachDatabase((engine, open) => {
  test('processes that read and then write under a lock lose nothing', async () => {
    const { url } = await open();
    const file = aFile();
    const script = `for (let n = 0; n < 20; n += 1) await database.withLock('counter', async () => {${ADD_SLOWLY}});`;
    const children = [1, 2, 3].map(() => aProcess(url, file, script));
    expect(await Promise.all(children.map((child) => once(child, 'close')))).toEqual(children.map(() => [0, null]));
    expect(readFileSync(file, 'utf8')).toBe('60');
  });

  test('within one process too, in the order in which they came; other names do not wait', async () => {
    const database = await open();
    const said: string[] = [];
    const task = (name: string, ms: number) => async () => {
      said.push(`${name} begins`);
      await sleep(ms);
      said.push(`${name} ends`);
    };
    await Promise.all([
      database.withLock('one', task('a', 200)),
      database.withLock('one', task('b', 1)),
      database.withLock('other', task('c', 1)),
    ]);
    expect(said.indexOf('b begins')).toBeGreaterThan(said.indexOf('a ends'));
    expect(said.indexOf('c ends')).toBeLessThan(said.indexOf('a ends'));
  });

  test('a task gives what it returns and throws what it throws, and the lock is free again', async () => {
    const database = await open();
    await expect(database.withLock('x', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await database.withLock('x', async () => 3)).toBe(3);
    expect(await database.query.selectFrom('leases').selectAll().execute()).toEqual([]);
  });

  test('many tasks under locks use the database without waiting for each other', async () => {
    const database = await open();
    const tasks = Array.from({ length: 40 }, (_, n) =>
      database.withLock(`name ${n}`, () =>
        database.query.transaction().execute((transaction) =>
          transaction
            .insertInto('jobs')
            .values({ name: `job ${n}`, ran_at: '' })
            .execute(),
        ),
      ),
    );
    await Promise.all(tasks);
    expect(await database.query.selectFrom('jobs').selectAll().execute()).toHaveLength(40);
  });

  test('the lock of a process that is killed is free again soon; one in use is kept however long it takes', async () => {
    const database = await open();
    const other = await openReaderDatabase(database.url);
    const said: string[] = [];
    const long = other.withLock('long', async () => {
      await sleep(engine === 'sqlite' ? 12_000 : 1000);
      said.push('done');
    });
    const holder = aProcess(
      database.url,
      aFile(),
      `await database.withLock('x', async () => { console.log('held'); await sleep(600_000); });`,
    );
    await once(holder.stdout!, 'data');
    holder.kill('SIGKILL');
    const begun = performance.now();
    const after = database.withLock('long', async () => void said.push('after'));
    await database.withLock('x', async () => undefined);
    expect(performance.now() - begun).toBeLessThan(engine === 'sqlite' ? 11_500 : 2000);
    await Promise.all([long, after]);
    expect(said).toEqual(['done', 'after']);
    await other.close();
  });
});

/** A connection of another program, which holds the write lock. */
function lockFile(url: string): DatabaseSync {
  const holder = new DatabaseSync(url.slice('sqlite:'.length));
  holder.exec('BEGIN IMMEDIATE');
  return holder;
}

onSqlite((open) => {
  test('a locked file holds up neither the process nor who reads, and writes go on after it', async () => {
    const database = await open();
    await database.query.insertInto('jobs').values({ name: 'before', ran_at: '' }).execute();
    const holder = lockFile(database.url);
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const write = database.query.insertInto('jobs').values({ name: 'after', ran_at: '' }).execute();
    const transaction = database.query.transaction().execute(async (on) => {
      await on.updateTable('jobs').set({ ran_at: 'x' }).execute();
    });
    for (let n = 0; n < 100; n += 1) {
      expect(await database.query.selectFrom('jobs').selectAll().execute()).toHaveLength(1);
      await sleep(10);
    }
    holder.exec('COMMIT');
    await Promise.all([write, transaction]);
    clearInterval(watch);
    holder.close();
    expect(longest).toBeLessThan(150);
    expect(await database.query.selectFrom('jobs').selectAll().execute()).toMatchObject([
      { ran_at: 'x' },
      { ran_at: 'x' },
    ]);
  });

  test('a file that stays locked is told after five seconds, to all who wait at once', async () => {
    const database = await open();
    const holder = lockFile(database.url);
    const begun = performance.now();
    const writes = Array.from({ length: 5 }, (_, n) =>
      n % 2
        ? database.query
            .insertInto('jobs')
            .values({ name: `${n}`, ran_at: '' })
            .execute()
        : database.query.transaction().execute((on) => on.deleteFrom('jobs').execute()),
    );
    const results = await Promise.allSettled(writes);
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(performance.now() - begun).toBeGreaterThan(4500);
    expect(performance.now() - begun).toBeLessThan(6000);
    holder.exec('COMMIT');
    holder.close();
    await database.query.insertInto('jobs').values({ name: 'after', ran_at: '' }).execute();
  });
});
