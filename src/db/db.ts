import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Dialect, Kysely } from 'kysely';
import { createLeases, createLocks, type Hold } from './locks.ts';
import { migrate } from './migrations.ts';
import { isPostgresDuplicate, nameOfPostgres, openPostgres } from './postgres.ts';
import { isSqliteDuplicate, openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

export { backUp, restore, type RowCounts } from './backup.ts';
export type { Tables } from './tables.ts';

/** The reader database: accounts, rights, deliveries, secrets. The only part of the magazine to back up. */
export interface ReaderDatabase {
  /** Whoever reads and then writes does both in one transaction, or says in `where` what was read. */
  query: Kysely<Tables>;
  engine: 'sqlite' | 'postgres';
  /** 32 random bytes, made once with the database: signs links and gives the names of closed pictures. */
  signingKey(): Uint8Array;
  /** Throws when the database is unreachable. */
  ping(): Promise<void>;
  /**
   * Runs `task` while no other process and nothing else in this one runs a task under the same name.
   * @throws after waiting 20 s; when the lock was lost meanwhile, after the task.
   */
  withLock<T>(name: string, task: () => Promise<T>): Promise<T>;
  /** Whether a statement failed because a row with that key is there. */
  isDuplicate(error: unknown): boolean;
  close(): Promise<void>;
}

const SIGNING_KEY = 'signing-key';

/**
 * Opens the database of a `sqlite:` or `postgres://` address, made (SQLite) and migrated when needed; several processes
 * may do so at once.
 * @throws when it can not be opened or reached, is no database, or was migrated by a newer version; never with a password.
 */
export async function openReaderDatabase(url: string): Promise<ReaderDatabase> {
  if (/^postgres(?:ql)?:/.test(url)) return openOnPostgres(url);
  if (!url.startsWith('sqlite:')) throw new Error(`unknown reader database ${/^[\w+.-]*:/.exec(url)?.[0] ?? ''}`);
  return openOnSqlite(url.slice('sqlite:'.length));
}

/** Names the database of an address without what the address may hold of secrets. */
export function nameOfDatabase(url: string): string {
  return url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : nameOfPostgres(url);
}

async function openOnSqlite(path: string): Promise<ReaderDatabase> {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const sqlite = openSqlite(path);
  try {
    const opened = await open(sqlite.dialect, 'sqlite', createLeases, sqlite.migrating);
    return { ...opened, isDuplicate: isSqliteDuplicate };
  } catch (cause) {
    sqlite.close();
    throw new Error(`the reader database ${path} can not be used`, { cause });
  }
}

async function openOnPostgres(url: string): Promise<ReaderDatabase> {
  const name = nameOfPostgres(url);
  const postgres = openPostgres(url);
  try {
    const opened = await open(
      postgres.dialect,
      'postgres',
      () => postgres.hold,
      (task) => task(),
    );
    return { ...opened, isDuplicate: isPostgresDuplicate };
  } catch (cause) {
    await postgres.close();
    throw new Error(`the reader database ${name} can not be used`, { cause });
  }
}

async function open(
  dialect: Dialect,
  engine: ReaderDatabase['engine'],
  createHold: (query: Kysely<Tables>) => Hold,
  migrating: (task: () => Promise<Uint8Array>) => Promise<Uint8Array>,
): Promise<Omit<ReaderDatabase, 'isDuplicate'>> {
  const query = new Kysely<Tables>({ dialect });
  const signingKey = await migrating(async () => {
    await migrate(query);
    return readSigningKey(query);
  });
  return {
    query,
    engine,
    signingKey: () => signingKey,
    ping: async () => void (await query.selectFrom('secrets').select('name').limit(1).execute()),
    withLock: createLocks(createHold(query)),
    close: () => query.destroy(),
  };
}

async function readSigningKey(query: Kysely<Tables>): Promise<Uint8Array> {
  await query
    .insertInto('secrets')
    .values({ name: SIGNING_KEY, value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await query
    .selectFrom('secrets')
    .select('value')
    .where('name', '=', SIGNING_KEY)
    .executeTakeFirstOrThrow();
  return Buffer.from(value, 'base64url');
}
