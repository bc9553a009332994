import { readArguments } from './arguments.ts';
import { run } from './steps.ts';

const HELP = `
npm run check:long
The tests of tests/long/: what takes longer than npm test may, such as an archive of 50,000 pieces.
`;

readArguments(HELP, {});
const { status } = await run('vitest run --project long');
if (status !== 0) process.exitCode = 1;
