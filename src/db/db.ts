import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { migrate } from './migrations.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

export type { Tables } from './tables.ts';

/** The reader database: accounts, rights, deliveries, secrets. The only file of the magazine to back up. */
export interface ReaderDatabase {
  query: Kysely<Tables>;
  /** 32 random bytes, made once with the database: signs links and gives the names of closed pictures. */
  signingKey(): Uint8Array;
  /** Throws when the database is unreachable. */
  ping(): void;
  close(): Promise<void>;
}

const SIGNING_KEY = 'signing-key';

/**
 * Opens the database of a `sqlite:` address, made and migrated when needed; two processes may do so at once.
 * @throws when the file can not be opened, is no database, or was migrated by a newer version.
 */
export async function openReaderDatabase(url: string): Promise<ReaderDatabase> {
  const path = url.replace(/^sqlite:/, '');
  if (path === url) throw new Error(`unknown reader database ${new URL(url).protocol}`);
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });

  const sqlite = openSqlite(path);
  const query = new Kysely<Tables>({ dialect: sqlite.dialect });
  try {
    const signingKey = await sqlite.exclusively(async () => {
      await migrate(query);
      return readSigningKey(query);
    });
    return { query, signingKey: () => signingKey, ping: sqlite.ping, close: () => query.destroy() };
  } catch (cause) {
    sqlite.close();
    throw new Error(`the reader database ${path} can not be used`, { cause });
  }
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
