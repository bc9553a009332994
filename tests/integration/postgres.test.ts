import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { inspect, promisify } from 'node:util';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openReaderDatabase } from '../../src/db/db.ts';
import { eachDatabase } from '../databases.ts';

const SECRET = 'tres-secret';

async function errorOf(url: string): Promise<string> {
  const error: unknown = await openReaderDatabase(url).then(
    () => new Error('it opened'),
    (reason: unknown) => reason,
  );
  return inspect(error, { depth: 10, showHidden: true });
}

test('a server that can not be reached is told without the password', async () => {
  const error = await errorOf(`postgres://lecteur:${SECRET}@127.0.0.1:1/readers`);
  expect(error).toContain('the reader database postgres://127.0.0.1:1/readers can not be used');
  expect(error).not.toContain(SECRET);
});

test('an address that can not be read is told without it', async () => {
  for (const url of [
    `postgres://u:${SECRET}@[::1/x`,
    `postgres://u:${SECRET}@h:port/x`,
    `postgres://u:${SECRET}%zz@127.0.0.1:1/x`,
  ]) {
    const error = await errorOf(url);
    expect(error).toContain('can not be');
    expect(error).not.toContain(SECRET);
  }
});

test('a server that says nothing is left after five seconds', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as { port: number };
  const begun = performance.now();
  expect(await errorOf(`postgres://u:${SECRET}@127.0.0.1:${port}/x`)).not.toContain(SECRET);
  expect(performance.now() - begun).toBeLessThan(6000);
});

eachDatabase((engine, open) => {
  if (engine === 'postgres')
    test('connections that the server ends do not end the process', async () => {
      const database = await open();
      const other = await openReaderDatabase(database.url);
      await Promise.all([1, 2, 3].map(() => other.query.selectFrom('jobs').selectAll().execute()));
      const held = other.withLock('x', async () => {
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(database.query);
        await new Promise((resolve) => setTimeout(resolve, 200));
      });
      await expect(held).rejects.toThrow('the lock x was lost while it was needed');
      expect(await other.query.selectFrom('jobs').selectAll().execute()).toEqual([]);
      await other.close();
    });

  if (engine === 'postgres')
    test('processes that start at once on an empty database agree on one key', async () => {
      const database = await open();
      await sql`create database ${sql.ref('empty_one')} template template0`.execute(database.query);
      const url = Object.assign(new URL(database.url), { pathname: '/empty_one' }).href;
      const script = `import { openReaderDatabase } from '${new URL('../../src/db/db.ts', import.meta.url).href}';
      const database = await openReaderDatabase(process.argv[1]);
      console.log(Buffer.from(database.signingKey()).toString('hex'));
      await database.close();`;
      const run = promisify(execFile);
      const outputs = await Promise.all(
        Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '--eval', script, url])),
      );
      expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1);
      await sql`drop database ${sql.ref('empty_one')}`.execute(database.query);
    });

  if (engine === 'postgres')
    test('a statement ends after eight seconds', async () => {
      const database = await open();
      const { rows } = await sql`show statement_timeout`.execute(database.query);
      expect(rows).toEqual([{ statement_timeout: '8s' }]);
    });

  test('a key that is there is recognised, also within a transaction, and no other mistake is taken for it', async () => {
    const { query, isDuplicate } = await open();
    const job = { name: 'x', ran_at: '' };
    await query.insertInto('jobs').values(job).execute();
    const errors = await Promise.all(
      [
        query.insertInto('jobs').values(job).execute(),
        query.transaction().execute((on) => on.insertInto('jobs').values(job).execute()),
        query
          .insertInto('jobs')
          .values({ name: 'y', ran_at: null as never })
          .execute(),
        query
          .insertInto('grants')
          .values({ id: 'g', reader_id: 'nobody', until: '', reason: '', granted_at: '' })
          .execute(),
      ].map((statement) => statement.then(() => 'done').catch((error: unknown) => isDuplicate(error))),
    );
    expect(errors).toEqual([true, true, false, false]);
  });
});
