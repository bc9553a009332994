import { precompress } from '../src/serving/serving.ts';
import { readArguments } from './arguments.ts';
import { stampOfSources, writeStamp } from './build-stamp.ts';
import { run } from './steps.ts';

const HELP = `
npm run build
Builds pages, styles and scripts into dist/. What editors write is no part of it: npm run publish does that.
`;

readArguments(HELP, {});
const begun = performance.now();
const stamp = stampOfSources();
const { status, output } = await run('astro build', { show: false, env: { ASTRO_TELEMETRY_DISABLED: '1' } });
if (status === 0) {
  await precompress('dist/client');
  writeStamp(stamp);
  console.log(`Built in ${((performance.now() - begun) / 1000).toFixed(1)} s.`);
} else {
  console.error(output);
  process.exitCode = status;
}
