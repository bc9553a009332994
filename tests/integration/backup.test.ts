import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { backUp, openReaderDatabase, type ReaderDatabase, restore } from '../../src/db/db.ts';
import { eachDatabase } from '../databases.ts';

const AT = '2026-11-22T11:00:00Z';

async function fill({ query }: ReaderDatabase, readers = 1200): Promise<void> {
  const ids = Array.from({ length: readers }, (_, n) => `reader-${n}`);
  for (let n = 0; n < readers; n += 400) {
    const some = ids.slice(n, n + 400);
    const rows = some.map((id) => ({ id, address: `${id}@exemple.fr`, created_at: AT, signed_in_at: null }));
    await query.insertInto('readers').values(rows).execute();
    const grants = some.map((id) => ({ id: `g-${id}`, reader_id: id, until: AT, reason: 'é »', granted_at: AT }));
    await query.insertInto('grants').values(grants).execute();
  }
  const reminder = { subscription_id: 's', queued_at: AT, mail_key: 'k' };
  await query
    .insertInto('reminders')
    .values(['2027', '2028'].map((period_end) => ({ ...reminder, period_end })))
    .execute();
}

async function contentOf({ query }: ReaderDatabase): Promise<Record<string, unknown>> {
  const content: Record<string, unknown> = {};
  for (const { name } of (await query.introspection.getTables()).toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    content[name] = (
      await query
        .selectFrom(name as 'jobs')
        .selectAll()
        .execute()
    )
      .map((row) => JSON.stringify(row))
      .sort();
  return content;
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-backup-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

eachDatabase((_engine, open) => {
  test('a backup holds everything, is for its owner alone, and is never written over', async () => {
    const database = await open();
    await fill(database);
    const folder = aFolder();
    const file = join(folder, 'kept.db');
    const counts = await backUp(database, file);
    expect(counts).toMatchObject({ readers: 1200, grants: 1200, reminders: 2, secrets: 1, orders: 0 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['kept.db']);
    await expect(backUp(database, file)).rejects.toThrow('is there already');
  });

  test('restored into an empty database of either engine, it is the same, keys included', async () => {
    const database = await open();
    await fill(database);
    const folder = aFolder();
    const file = join(folder, 'kept.db');
    await backUp(database, file);
    const content = await contentOf(database);
    const bytes = readFileSync(file);

    const other = await openReaderDatabase(`sqlite:${join(folder, 'other.db')}`);
    expect(await restore(file, other)).toMatchObject({ readers: 1200 });
    expect(await contentOf(other)).toEqual(content);
    await other.close();
    const opened = await openReaderDatabase(`sqlite:${join(folder, 'other.db')}`);
    expect(opened.signingKey()).toEqual(database.signingKey());
    await opened.close();

    for (const table of ['grants', 'readers', 'reminders'] as const) await database.query.deleteFrom(table).execute();
    await restore(file, database);
    expect(await contentOf(database)).toEqual(content);
    expect(readFileSync(file)).toEqual(bytes);
  });

  test('a database in use is not written over, and what is no backup changes nothing', async () => {
    const database = await open();
    await fill(database, 1);
    const folder = aFolder();
    const file = join(folder, 'kept.db');
    await backUp(database, file);
    await expect(restore(file, database)).rejects.toThrow('in use');
    writeFileSync(join(folder, 'text'), 'not a database '.repeat(100));
    await database.query.deleteFrom('readers').execute();
    await expect(restore(join(folder, 'text'), database)).rejects.toThrow();
    await expect(restore(join(folder, 'absent'), database)).rejects.toThrow();
    expect(await database.query.selectFrom('reminders').selectAll().execute()).toHaveLength(2);
  });

  test('what is written while a backup is made is in it wholly or not at all', async () => {
    const database = await open();
    await fill(database, 800);
    let going = true;
    let written = 0;
    const writer = (async () => {
      while (going) {
        written += 1;
        const id = `late-${written}`;
        await database.query.transaction().execute(async (on) => {
          await on.insertInto('readers').values({ id, address: id, created_at: AT, signed_in_at: null }).execute();
          await on.insertInto('grants').values({ id, reader_id: id, until: AT, reason: '', granted_at: AT }).execute();
        });
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const counts = await backUp(database, join(aFolder(), 'kept.db'));
    going = false;
    await writer;
    expect(counts['readers']).toBe(counts['grants']);
  });
});
