import { readArguments } from './arguments.ts';
import { run } from './steps.ts';

const HELP = `
npm run fix
Mends what a machine can mend: lint first, then format, then the manual's table of keys. What remains is printed.
`;

readArguments(HELP, {});
const lint = await run('eslint --fix --max-warnings=0 .');
const format = await run('prettier --write --log-level=warn --cache .');
const manual = await run('node scripts/manual.ts');
if (lint.status !== 0 || format.status !== 0 || manual.status !== 0) process.exitCode = 1;
