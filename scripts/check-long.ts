import { spawnSync } from 'node:child_process';
import { readArguments } from './arguments.ts';
import { installPackages } from './debian.ts';
import { run } from './steps.ts';

const HELP = `
npm run check:long
The tests of tests/long/: what takes longer than npm test may, such as an archive of 50,000 pieces, and what needs other
people's programs: xmllint, newsboat and rss2email, installed with apt-get where that is possible.
`;

/** Debian's packages, by the programs that they bring. */
const PACKAGES = { xmllint: 'libxml2-utils', newsboat: 'newsboat', r2e: 'rss2email' };

readArguments(HELP, {});
const missing = Object.entries(PACKAGES).filter(([program]) => spawnSync(program, ['--version']).error !== undefined);
if (missing.length > 0) await installPackages(missing.map(([, name]) => name));
const commands = ['node scripts/build.ts', 'vitest run --project long'];
for (const command of commands) {
  const { status } = await run(command);
  if (status === 0) continue;
  process.exitCode = 1;
  break;
}
