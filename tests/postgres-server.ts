import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { postgresPrograms, type PostgresServer, startPostgres } from '../scripts/postgres.ts';
import { openReaderDatabase } from '../src/db/db.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test file asks for a database of its own; empty where PostgreSQL has no program for this machine. */
    postgresDesk: string;
  }
}

const TEMPLATE = 'verbatim';

/**
 * One PostgreSQL server for all test files of a run, started when the first of them asks: `GET` at the desk answers the
 * address of a new database with all tables.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = postgresPrograms();
  let server: Promise<PostgresServer> | null = null;
  let made = 0;
  const desk = createServer((_request, response) => {
    server ??= start(programs!);
    server
      .then(async ({ create }) => response.end(await create(`verbatim_${(made += 1)}`, TEMPLATE)))
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

async function start(programs: string): Promise<PostgresServer> {
  const server = await startPostgres(programs);
  await (await openReaderDatabase(await server.create(TEMPLATE))).close();
  return server;
}
