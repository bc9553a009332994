import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { createTurns, type Leave } from './turns.ts';

/** How long opening waits for whoever holds the file: it may be migrating. */
const OPENING_WAIT_MS = 10_000;
/** How long a statement waits, without holding up the process that asked. */
const WAIT_MS = 5_000;
const LONGEST_PAUSE_MS = 50;

/** SQLITE_BUSY, in the low byte of the extended codes: https://sqlite.org/rescode.html */
const BUSY = 5;
const SQLITE_CONSTRAINT_UNIQUE = 2067;
const SQLITE_CONSTRAINT_PRIMARYKEY = 1555;

/** A SQLite file as Kysely wants it. */
export interface Sqlite {
  dialect: Dialect;
  /** Runs `task`, before anything else uses the file, in one write transaction: other processes wait. */
  migrating<T>(task: () => Promise<T>): Promise<T>;
  close(): void;
}

/** Whether a statement failed because a row with that key is there. */
export function isSqliteDuplicate(error: unknown): boolean {
  const code = codeOf(error);
  return code === SQLITE_CONSTRAINT_UNIQUE || code === SQLITE_CONSTRAINT_PRIMARYKEY;
}

/**
 * Opens `path`, made when absent. Every commit is on the disk before it is answered (`synchronous=FULL`): rows about
 * money and consent outlive a power cut.
 */
export function openSqlite(path: string): Sqlite {
  const writer = openFile(
    path,
    `PRAGMA busy_timeout = ${OPENING_WAIT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`,
  );
  let reader = writer;
  let migrating = false;
  const close = (): void => {
    if (reader !== writer && reader.isOpen) reader.close();
    if (writer.isOpen) writer.close();
  };
  return {
    dialect: {
      createAdapter,
      createDriver: () =>
        createDriver(
          writer,
          () => reader,
          () => migrating,
          close,
        ),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    async migrating(task) {
      writer.exec('BEGIN IMMEDIATE');
      migrating = true;
      try {
        const result = await task();
        writer.exec('COMMIT');
        writer.exec('PRAGMA busy_timeout = 0');
        // What only reads has a connection of its own: it goes on while a writer waits.
        if (path !== ':memory:') reader = openFile(path, 'PRAGMA busy_timeout = 0; PRAGMA query_only = ON');
        return result;
      } catch (error) {
        if (writer.isTransaction) writer.exec('ROLLBACK');
        throw error;
      } finally {
        migrating = false;
      }
    },
    close,
  };
}

function openFile(path: string, pragmas: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec(`${pragmas}; PRAGMA foreign_keys = ON`);
    return database;
  } catch (cause) {
    database.close();
    throw new Error(`${path} can not be opened as a SQLite database`, { cause });
  }
}

/** The driver below puts in a queue what has to wait; Kysely's own lock would make readers wait for writers. */
function createAdapter(): SqliteAdapter {
  return Object.defineProperty(new SqliteAdapter(), 'supportsMultipleConnections', { value: true });
}

interface Connection extends DatabaseConnection {
  /** Ends its transaction's turn; `null` outside of a transaction. */
  leave: Leave | null;
}

/**
 * One writer at a time in this process, in the order in which they came; statements that only read pass beside them.
 * node:sqlite waits by blocking, so the file is tried again from time to time instead.
 */
function createDriver(
  writer: DatabaseSync,
  reader: () => DatabaseSync,
  migrating: () => boolean,
  close: () => void,
): Driver {
  const turns = createTurns();

  async function execute<Row>(connection: Connection, query: CompiledQuery): Promise<QueryResult<Row>> {
    if (connection.leave !== null || migrating()) return run(writer, query);
    const deadline = performance.now() + WAIT_MS;
    if (reader() !== writer && SelectQueryNode.is(query.query)) return whenFree(deadline, () => run(reader(), query));
    const leave = await turns.take(deadline);
    try {
      return await whenFree(deadline, () => run(writer, query));
    } finally {
      leave();
    }
  }

  function end(connection: DatabaseConnection, statement: 'COMMIT' | 'ROLLBACK'): void {
    // SQLite itself takes a transaction back when the disk is full, for example.
    if (statement === 'COMMIT' || writer.isTransaction) writer.exec(statement);
    leaveTurn(connection as Connection);
  }

  return {
    init: async () => undefined,
    async acquireConnection() {
      const connection: Connection = {
        leave: null,
        executeQuery: (query) => execute(connection, query),
        streamQuery: () => {
          throw new Error('nothing is read as a stream here');
        },
      };
      return connection;
    },
    async beginTransaction(connection) {
      const deadline = performance.now() + WAIT_MS;
      const leave = await turns.take(deadline);
      try {
        // A transaction that reads first and writes later fails at once when another process wrote in between, whatever
        // the timeout (https://sqlite.org/lang_transaction.html): each takes the write lock at its beginning.
        await whenFree(deadline, () => writer.exec('BEGIN IMMEDIATE'));
      } catch (error) {
        leave();
        throw error;
      }
      (connection as Connection).leave = leave;
    },
    commitTransaction: async (connection) => end(connection, 'COMMIT'),
    rollbackTransaction: async (connection) => end(connection, 'ROLLBACK'),
    async releaseConnection(connection) {
      leaveTurn(connection as Connection);
    },
    destroy: async () => close(),
  };
}

function leaveTurn(connection: Connection): void {
  connection.leave?.();
  connection.leave = null;
}

/** Does `work` once no other process is in its way. */
async function whenFree<T>(deadline: number, work: () => T): Promise<T> {
  for (let pause = 2; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return work();
    } catch (error) {
      if ((codeOf(error) & 0xff) !== BUSY || performance.now() + pause > deadline) throw error;
    }
    await sleep(pause);
  }
}

function codeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
}

function run<Row>(database: DatabaseSync, { sql, parameters }: CompiledQuery): QueryResult<Row> {
  const statement = database.prepare(sql);
  const values = parameters as SQLInputValue[];
  // Rows of node:sqlite have no prototype, those of pg have one.
  if (statement.columns().length > 0) return { rows: statement.all(...values).map((row) => ({ ...row }) as Row) };
  return { numAffectedRows: BigInt(statement.run(...values).changes), rows: [] };
}
