import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { readArguments } from './arguments.ts';
import { findChromium, installChromium } from './chromium.ts';
import { run, stopping } from './steps.ts';

const HELP = `
npm test
Everything that CI runs, in order, stopping at the first failure: format, lint, types, content, dead code; unit and
integration tests; publish and build; journeys in a real Chromium (found, or installed where that is possible;
CHROMIUM_PATH chooses one). The last line counts the tests. One test alone: npx vitest run src/paywall.test.ts
`;

const REPORTS = 'node_modules/.cache/verbatim-tests';

readArguments(HELP, {});
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const begun = performance.now();
const total = { passed: 0, failed: 0 };
let chromium = '';

const succeeded =
  (await step('1/5 Format, lint, types, content, dead code', () => command('node scripts/check.ts --no-cache'))) &&
  (await step('2/5 A browser for the journeys', browser)) &&
  (await step('3/5 Unit and integration tests', () => vitest('unit', 'integration'))) &&
  (await step('4/5 Publish and build', async () => {
    return (await command('node scripts/publish.ts')) && (await command('node scripts/build.ts'));
  })) &&
  (await step('5/5 Journeys in the browser', () => vitest('e2e')));

const ending = succeeded ? 'All is well' : stopping() ? 'Stopped' : 'Stopped at the failure above';
console.log(`\n${ending}, after ${since(begun)}.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
if (!succeeded) process.exitCode ||= 1;

async function step(title: string, work: () => Promise<boolean>): Promise<boolean> {
  if (stopping()) return false;
  console.log(`\n=== ${title}`);
  const start = performance.now();
  const ok = await work();
  console.log(`=== ${ok ? 'done' : 'FAILED'} in ${since(start)}`);
  return ok;
}

async function command(line: string): Promise<boolean> {
  return (await run(line, { env: { CHROMIUM_PATH: chromium } })).status === 0;
}

async function browser(): Promise<boolean> {
  try {
    const path = findChromium() ?? (await installChromium());
    if (path !== null) {
      chromium = path;
      console.log(path);
      return true;
    }
    console.error('No Chromium was found, and none could be installed.');
  } catch (error) {
    console.error(`${(error as Error).message}.`);
  }
  console.error('Install Chromium or Chrome, or set CHROMIUM_PATH to where one is, then run npm test again.');
  return false;
}

/** Runs the tests of these projects of vitest.config.ts and adds them to the total. */
async function vitest(...projects: string[]): Promise<boolean> {
  const report = `${REPORTS}/${projects.join('-')}.json`;
  const chosen = projects.map((project) => `--project=${project}`).join(' ');
  const ok = await command(`vitest run ${chosen} --reporter=default --reporter=json --outputFile.json=${report}`);
  if (stopping()) return false;
  try {
    const counted = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
    total.passed += counted.numPassedTests;
    total.failed += counted.numFailedTests;
    // A file that can not even be loaded has no tests to count.
    total.failed += counted.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.length,
    ).length;
  } catch (error) {
    console.error(`The report of these tests can not be read: ${(error as Error).message}`);
    return false;
  }
  return ok;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

function since(start: number): string {
  const seconds = Math.round((performance.now() - start) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
