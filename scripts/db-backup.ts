import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { loadConfig } from '../src/config.ts';
import { backUp, nameOfDatabase, openReaderDatabase, restore, type RowCounts } from '../src/db/db.ts';
import { readArguments } from './arguments.ts';

const HELP = `
npm run db:backup [-- <file>]
Writes the reader database of DATABASE_URL, as it is at one instant, into a new SQLite file (by default in backups/ of
DATA_DIR, named by the time). The server goes on meanwhile. The file holds addresses and keys: keep it where only you read.

  --restore <file>   fills the empty reader database of DATABASE_URL from such a file, whichever engine it was made of;
                     stop the server before, start it after
`;

const { values, positionals } = readArguments(HELP, { restore: { type: 'string' } });
const config = loadConfig();
const name = nameOfDatabase(config.databaseUrl);
const kept = values.restore === undefined ? null : resolve(values.restore);

if (kept !== null && !existsSync(kept)) {
  console.error(`There is no file ${kept}.`);
  process.exit(1);
}
const database = await openReaderDatabase(config.databaseUrl);
try {
  if (kept !== null) console.log(`${name} now holds what ${kept} holds: ${told(await restore(kept, database))}.`);
  else {
    const file = resolve(positionals[0] ?? join(config.dataDir, 'backups', `readers-${timestamp()}.db`));
    mkdirSync(dirname(file), { recursive: true });
    const counts = await backUp(database, file);
    console.log(`${file} holds all of ${name}: ${told(counts)}.`);
  }
} catch (error) {
  console.error(`Nothing was changed: ${(error as Error).message}.`);
  process.exitCode = 1;
} finally {
  await database.close();
}

function told(counts: RowCounts): string {
  const shown = ['readers', 'sessions', 'subscriptions', 'orders', 'grants'];
  return shown.map((table) => `${counts[table] ?? 0} ${table}`).join(', ');
}

function timestamp(): string {
  return new Date().toISOString().slice(0, 19).replaceAll(':', '-');
}
