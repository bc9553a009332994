import { loadConfig } from '../src/config.ts';
import { nameOfDatabase, openReaderDatabase } from '../src/db/db.ts';
import { readArguments } from './arguments.ts';

const HELP = `
npm run db:migrate
Brings the reader database of DATABASE_URL to the form of this version, as every start of the server does; makes it when
there is none. Several processes may do so at once. There is no way back: back up first.
`;

readArguments(HELP, {});
const { databaseUrl } = loadConfig();
const database = await openReaderDatabase(databaseUrl);
await database.close();
console.log(`${nameOfDatabase(databaseUrl)} has the form of this version.`);
