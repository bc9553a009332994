import { chmodSync, copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type Transaction } from 'kysely';
import { openReaderDatabase, type ReaderDatabase, type Tables } from './db.ts';

/** How many rows a copy has by table. */
export type RowCounts = Record<string, number>;

type Table = keyof Tables;

/** So that a statement stays below the number of values that SQLite takes. */
const ROWS_AT_ONCE = 500;

/**
 * Writes the whole of a reader database, as it is at one instant, into a new SQLite file, whichever engine it is on; the
 * server goes on meanwhile. Only its owner may read the file: addresses and keys are in it.
 * @throws when `file` is there, and then leaves it alone.
 */
export async function backUp(database: ReaderDatabase, file: string): Promise<RowCounts> {
  if (existsSync(file)) throw new Error(`${file} is there already`);
  const part = `${file}.part`;
  removeSqlite(part);
  try {
    if (database.engine === 'sqlite') await sql`vacuum into ${part}`.execute(database.query);
    else await copyIntoFile(database, part);
    chmodSync(part, 0o600);
    renameSync(part, file);
  } finally {
    removeSqlite(part);
  }
  return countsOf(file);
}

/**
 * Fills a reader database in which nobody ever signed in with what a backup holds; the engine may be another than the
 * one it was made of, and the backup older than this version. All or nothing.
 * @throws when the database has readers, orders or mails.
 */
export async function restore(file: string, database: ReaderDatabase): Promise<RowCounts> {
  return withCopy(file, (backup) =>
    database.query.transaction().execute(async (transaction) => {
      for (const table of ['readers', 'orders', 'outbox'] as const) {
        const row = await transaction
          .selectFrom(table)
          .select(sql`1`.as('one'))
          .limit(1)
          .executeTakeFirst();
        if (row !== undefined) throw new Error(`the reader database is in use: it has ${table}`);
      }
      const tables = await tablesOf(backup);
      for (const table of tables) await transaction.deleteFrom(table).execute();
      return copyRows(tables, backup.query, transaction);
    }),
  );
}

async function copyIntoFile(database: ReaderDatabase, file: string): Promise<void> {
  const copy = await openReaderDatabase(`sqlite:${file}`);
  try {
    const snapshot = database.query.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    await snapshot.execute(async (from) => {
      const tables = await tablesOf(copy);
      await copy.query.transaction().execute(async (to) => {
        await to.deleteFrom('secrets').execute();
        await copyRows(tables, from, to);
      });
    });
  } finally {
    await copy.close();
  }
}

/** Readers first: other rows refer to them. */
async function tablesOf({ query }: ReaderDatabase): Promise<Table[]> {
  const names = (await query.introspection.getTables()).map(({ name }) => name as Table);
  return names.toSorted((one, other) => Number(other === 'readers') - Number(one === 'readers'));
}

async function copyRows(tables: Table[], from: ReaderDatabase['query'], to: Transaction<Tables>): Promise<RowCounts> {
  const counts: RowCounts = {};
  for (const table of tables) {
    counts[table] = 0;
    for (;;) {
      // Every table has its key first.
      const rows = await from
        .selectFrom(table)
        .selectAll()
        .orderBy(sql`1, 2`)
        .offset(counts[table])
        .limit(ROWS_AT_ONCE)
        .execute();
      if (rows.length === 0) break;
      await to
        .insertInto(table)
        .values(rows as never)
        .execute();
      counts[table] += rows.length;
    }
  }
  return counts;
}

function countsOf(file: string): Promise<RowCounts> {
  return withCopy(file, async (backup) => {
    const counts: RowCounts = {};
    for (const table of await tablesOf(backup)) {
      const { rows } = await backup.query
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
      counts[table] = rows;
    }
    return counts;
  });
}

/** Opening migrates, so that what was kept is never opened itself. */
async function withCopy<T>(file: string, task: (backup: ReaderDatabase) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-backup-'));
  try {
    const copy = join(folder, 'readers.db');
    copyFileSync(file, copy);
    const backup = await openReaderDatabase(`sqlite:${copy}`);
    try {
      return await task(backup);
    } finally {
      await backup.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function removeSqlite(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}
