import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const verbs = Object.keys(scripts);

function node(...words: string[]) {
  return spawnSync(process.execPath, words, { encoding: 'utf8' });
}

function run(verb: string, option: string) {
  return node(`scripts/${verb.replace(':', '-')}.ts`, option);
}

test.each(verbs)('npm run %s goes through the bootstrap', (verb) => {
  expect(scripts[verb]).toBe(`node scripts/bootstrap.mjs ${verb}`);
});

test.each(verbs)('npm run %s -- --help says what it does', (verb) => {
  const { status, stdout } = run(verb, '--help');
  expect(stdout).toContain(verb === 'start' || verb === 'test' ? `npm ${verb}` : `npm run ${verb}`);
  expect(status).toBe(0);
});

test.each(verbs)('npm run %s refuses an option that it does not know', (verb) => {
  const { status, stderr } = run(verb, '--no-such-option');
  expect(stderr).toContain("'--no-such-option'");
  expect(status).toBe(1);
});

test('an unknown verb is answered with the list of verbs', () => {
  const { status, stderr } = node('scripts/bootstrap.mjs', 'strat');
  expect(status).toBe(1);
  for (const verb of verbs) expect(stderr).toContain(`\n  ${verb} `);
});
