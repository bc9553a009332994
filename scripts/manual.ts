import { readFileSync, writeFileSync } from 'node:fs';
import { fieldTables } from '../src/publishing/publishing.ts';
import { readArguments } from './arguments.ts';

const HELP = `
node scripts/manual.ts [--check]
Writes the table of keys of content/README.md from the schemas. Part of npm run fix.

  --check   writes nothing, fails when the table is stale
`;

const FILE = 'content/README.md';
const MARKS = /(<!-- champs[^>]*-->\n)[\s\S]*?(\n<!-- fin des champs -->)/;

const { values } = readArguments(HELP, { check: { type: 'boolean' } });
const manual = readFileSync(FILE, 'utf8');
if (!MARKS.test(manual)) throw new Error(`${FILE} has lost the marks around its table of keys`);
const written = manual.replace(MARKS, (_all, opening: string, closing: string) => {
  return `${opening}\n${fieldTables()}\n${closing}`;
});
if (written === manual) console.log(`${FILE} says what the schemas say.`);
else if (values.check) {
  console.error(`${FILE} no longer says what the schemas say.`);
  process.exitCode = 1;
} else {
  writeFileSync(FILE, written);
  console.log(`${FILE} is written.`);
}
