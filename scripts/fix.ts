import { readArguments } from './arguments.ts';
import { run } from './steps.ts';

const HELP = `
npm run fix
Mends what a machine can mend: lint first, then format. What remains is printed.
`;

readArguments(HELP, {});
const lint = await run('eslint --fix --max-warnings=0 .');
const format = await run('prettier --write --log-level=warn --cache .');
if (lint.status !== 0 || format.status !== 0) process.exitCode = 1;
