import { availableParallelism } from 'node:os';
import { readArguments } from './arguments.ts';
import { run, stopping } from './steps.ts';

const HELP = `
npm run check
Format, lint, types, content, the manual and dead code, side by side. Mend format and much of lint with: npm run fix

  --no-cache   looks at every file again, not only at those that changed
`;

const { values } = readArguments(HELP, { 'no-cache': { type: 'boolean' } });
const cached = (options: string) => (values['no-cache'] ? '' : options);

/** The slowest first, so that the others fill the time beside it. */
const CHECKS = [
  { name: 'types', command: 'astro check', mend: 'correct what stands above' },
  {
    name: 'lint',
    command: `eslint --max-warnings=0 ${cached('--cache --cache-location=node_modules/.cache/eslint/')} .`,
    mend: 'npm run fix mends a part; CONTRIBUTING.md says who may import whom',
  },
  {
    name: 'format',
    command: `prettier --check --log-level=warn ${cached('--cache')} .`,
    mend: 'npm run fix',
  },
  { name: 'dead code', command: 'knip --no-progress', mend: 'delete it, or use it' },
  { name: 'manual', command: 'node scripts/manual.ts --check', mend: 'npm run fix' },
  { name: 'content', command: 'node scripts/publish.ts --check', mend: 'each line above says what to write' },
];

const waiting = [...CHECKS];
const failed: typeof CHECKS = [];

async function work(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined && !stopping(); check = waiting.shift()) {
    const { status, output, seconds } = await run(check.command, { show: false });
    if (stopping()) return;
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${check.name} (${seconds.toFixed(1)} s)`);
    if (status === 0) continue;
    console.log(`\n${output.trim()}\n`);
    failed.push(check);
  }
}

await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));

for (const { name, mend } of failed) console.log(`To mend ${name}: ${mend}.`);
if (failed.length > 0) process.exitCode = 1;
