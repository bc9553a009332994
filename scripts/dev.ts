import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../src/config.ts';
import { readArguments } from './arguments.ts';
import { run, stopping } from './steps.ts';

const HELP = `
npm run dev
The magazine while you write: content is published at each saved file, pages and styles change as you save them.
Ctrl-C stops both. PORT and the other settings are those of npm start.
`;

readArguments(HELP, {});
const config = loadConfig();
await run('node scripts/publish.ts');
if (stopping()) process.exit();
if (!existsSync(join(config.dataDir, 'content.db'))) {
  console.error('\nThe lines above say what to mend; then run npm run dev again.');
  process.exit(1);
}
const env = { ASTRO_TELEMETRY_DISABLED: '1' };
await Promise.race([
  run('node scripts/publish.ts --watch'),
  run(`astro dev --port ${config.port} --host ${config.host}`, { env }),
]);
// One has ended: the other goes with it.
process.kill(process.pid, 'SIGTERM');
