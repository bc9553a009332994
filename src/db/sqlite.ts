import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';

const BUSY_TIMEOUT_MS = 10_000;

/** A SQLite file as Kysely wants it, with the one write lock that its migrator lacks on this engine. */
export interface Sqlite {
  dialect: Dialect;
  /** Runs `task` in one write transaction: other processes wait, and nothing is kept when it throws. */
  exclusively<T>(task: () => Promise<T>): Promise<T>;
  /** Throws when the file can not be read. */
  ping(): void;
  close(): void;
}

/**
 * Opens `path`, made when absent. Every commit is on the disk before it is answered (`synchronous=FULL`): rows about
 * money and consent outlive a power cut.
 */
export function openSqlite(path: string): Sqlite {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  } catch (cause) {
    database.close();
    throw new Error(`${path} can not be opened as a SQLite database`, { cause });
  }
  const probe = database.prepare('SELECT count(*) FROM sqlite_schema');
  return {
    dialect: new SqliteDialect({
      database: { prepare: (sql) => prepare(database, sql), close: () => database.close() },
    }),
    async exclusively(task) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = await task();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    ping: () => void probe.get(),
    close: () => database.close(),
  };
}

function prepare(database: DatabaseSync, sql: string) {
  // A transaction that reads first and writes later fails at once when another process wrote in between, whatever
  // the timeout (https://sqlite.org/lang_transaction.html): every transaction takes the write lock at its beginning.
  const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql);
  const bind = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...bind(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...bind(parameters)),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...bind(parameters)),
  };
}
