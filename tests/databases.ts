import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, inject, onTestFinished } from 'vitest';
import { openReaderDatabase, type ReaderDatabase } from '../src/db/db.ts';

export type Engine = ReaderDatabase['engine'];

/** An empty reader database, closed when the test ends. `url` lets other processes open it. */
export type OpenDatabase = () => Promise<ReaderDatabase & { url: string }>;

let postgresUrl: Promise<string> | null = null;

/**
 * Runs a suite on SQLite files and on a real PostgreSQL server. A test calls `open` once: on PostgreSQL a test file has one
 * database, which each test finds empty.
 */
export function eachDatabase(suite: (engine: Engine, open: OpenDatabase) => void): void {
  onSqlite((open) => suite('sqlite', open));
  describe.skipIf(inject('postgresDesk') === '')('on PostgreSQL', () => suite('postgres', openOnServer));
}

/** Runs a suite of what concerns SQLite files alone. */
export function onSqlite(suite: (open: OpenDatabase) => void): void {
  describe('on SQLite', () => suite(openSqliteFile));
}

async function openSqliteFile(): Promise<ReaderDatabase & { url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-readers-'));
  const url = `sqlite:${join(folder, 'readers.db')}`;
  const database = await openReaderDatabase(url);
  onTestFinished(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...database, url };
}

async function openOnServer(): Promise<ReaderDatabase & { url: string }> {
  postgresUrl ??= askForDatabase();
  const url = await postgresUrl;
  const database = await openReaderDatabase(url);
  onTestFinished(() => database.close());
  const tables = await database.query.introspection.getTables();
  const names = tables.filter(({ name }) => name !== 'secrets').map(({ name }) => sql.table(name));
  await sql`truncate ${sql.join(names)}`.execute(database.query);
  await database.query.deleteFrom('secrets').where('name', '<>', 'signing-key').execute();
  return { ...database, url };
}

/** The address of a new, empty database on the PostgreSQL server of this run. */
export async function askForDatabase(): Promise<string> {
  const answer = await fetch(inject('postgresDesk'));
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
