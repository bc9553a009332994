import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError, loadConfig } from '../src/config.ts';
import { readArguments } from './arguments.ts';
import { isBuilt } from './build-stamp.ts';
import { run, stopping } from './steps.ts';

const HELP = `
npm start
Publishes content/, builds the site when its sources changed, and serves the magazine until Ctrl-C.
Settings come from the environment: PORT, HOST, SITE_URL, DATA_DIR, CONTENT_DIR and others (README.md lists them).
`;

/** V8 lets short-lived objects take 60 MB by default; an eighth costs no speed that could be measured. */
const SERVER = ['--max-semi-space-size=8', 'src/server.ts'];

readArguments(HELP, {});
try {
  const config = loadConfig();
  if ((await publish(config)) && (await build()) && !stopping()) await serve(config);
  else process.exitCode ||= 1;
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

/** Faults in content stop nothing that is online already. */
async function publish(config: Config): Promise<boolean> {
  if ((await run('node scripts/publish.ts')).status === 0) return true;
  const online = existsSync(join(config.dataDir, 'content.db'));
  if (online && !stopping())
    console.error('\nThe lines above say what to mend. Until then the last published content is shown.');
  return online;
}

async function build(): Promise<boolean> {
  if (isBuilt()) return true;
  console.log('Building the site (a few seconds, only when its sources changed)…');
  return (await run('node scripts/build.ts')).status === 0;
}

/** The server takes the place of this process where the system can do that, so that signals reach it directly. */
async function serve(config: Config): Promise<void> {
  console.log(`
Verbatim starts at ${config.siteUrl}

  Change a file in content/, run npm run publish, and reload: the page has changed.
  npm run dev               does both by itself while you write
  npm run new -- interview  gives you a file to write in
  npm test                  runs everything that CI runs

Ctrl-C stops the server.
`);
  if (process.execve !== undefined && process.platform !== 'win32')
    process.execve(process.execPath, [process.execPath, ...SERVER]);
  process.exitCode = (await run(`node ${SERVER.join(' ')}`)).status;
}
