import { createHash } from 'node:crypto';
import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Holding } from './locks.ts';
import { createTurns } from './turns.ts';

const CONNECTING_MS = 5_000;
const STATEMENT_MS = 8_000;
/** When the server does not even answer that a statement took too long. */
const ANSWER_MS = 10_000;
const CONNECTIONS = 10;
/** Besides those, one for each lock that is held or waited for. */
const LOCKS = 20;
const INT8 = 20;
const NUMERIC = 1700;
const UNIQUE_VIOLATION = '23505';

/** A PostgreSQL database as Kysely wants it. */
export interface Postgres {
  dialect: Dialect;
  /** Takes the lock `name`, for which it waits at most `waitMs`, on a connection of its own. */
  hold(name: string, waitMs: number): Promise<Holding>;
  close(): Promise<void>;
}

/** Whether a statement failed because a row with that key is there. */
export function isPostgresDuplicate(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION;
}

/** Names a database without what its address may hold of secrets. @throws when it is no address. */
export function nameOfPostgres(url: string): string {
  // The error of `new URL` would show the whole of it.
  if (!URL.canParse(url))
    throw new Error('the address of the reader database can not be read: postgres://user:password@host/name');
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}

/** Connects when the first statement needs it. */
export function openPostgres(url: string): Postgres {
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: CONNECTING_MS,
    keepAlive: true,
    application_name: 'verbatim',
    types: { getTypeParser },
  };
  const pool = new pg.Pool({
    ...settings,
    max: CONNECTIONS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS * 2,
  });
  // A connection that breaks while nobody uses it: the next statement gets another. Without a listener Node would end.
  pool.on('error', () => undefined);
  const locks = createTurns(LOCKS);
  return {
    dialect: new PostgresDialect({ pool }),
    async hold(name, waitMs) {
      const deadline = performance.now() + waitMs;
      const leave = await locks.take(deadline);
      try {
        const holding = await hold(new pg.Client(settings), name, deadline - performance.now());
        return { ...holding, release: () => holding.release().finally(leave) };
      } catch (error) {
        leave();
        throw error;
      }
    },
    close: async () => {
      if (!pool.ending) await pool.end();
    },
  };
}

/** A session's advisory lock: PostgreSQL frees it when the process that holds it ends, however that happens. */
async function hold(client: pg.Client, name: string, waitMs: number): Promise<Holding> {
  let broken = false;
  client.on('error', () => (broken = true));
  client.on('end', () => (broken = true));
  const waiting = `set lock_timeout = ${Math.max(1, Math.round(waitMs))}`;
  // A machine that vanishes without a word is noticed after a minute instead of two hours.
  const vanishing = 'set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3';
  try {
    await client.connect();
    await client.query(`${waiting}; ${vanishing}`);
    await client.query('select pg_advisory_lock($1)', [keyOf(name)]);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return {
    isLost: async () => broken,
    release: () => client.end().catch(() => undefined),
  };
}

/** Advisory locks are named by numbers of 64 bits. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE().toString();
}

/** Counts and sums are numbers, as on SQLite. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format as 'text');
