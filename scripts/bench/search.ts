import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEditorial } from '../../src/editorial/editorial.ts';
import { indexPieces, openSearch } from '../../src/search/search.ts';
import type { SearchFigures } from './processes.ts';
import { report } from './report.ts';

/** Searches a published archive for titles, whole and with a typing error, and indexes single pieces again. */
const [dataDir = ''] = process.argv.slice(2);
const NOW = new Date();
const TITLES = 300;
const file = path.join(dataDir, 'content.db');
const editorial = openEditorial(file);
const search = openSearch(file, editorial);
const database = new DatabaseSync(file);
const pieces = database.prepare("SELECT path, key, data ->> 'title' AS title FROM pieces ORDER BY path").all() as {
  path: string;
  key: string;
  title: string;
}[];
const chosen = Array.from(
  { length: TITLES },
  (_, index) => pieces[Math.floor((index * pieces.length) / TITLES)],
).filter((piece) => piece !== undefined);

const times: number[] = [];
let first = 0;
let firstWithError = 0;
for (const { key, title } of chosen) {
  if (find(title) === key) first += 1;
  if (find(withError(title)) === key) firstWithError += 1;
}
for (const query of ['client', 'accueil téléphone', 'promesse du conseiller', '"client attend"', 'acceuil', '73 %'])
  for (let round = 0; round < 20; round += 1) find(query);

const figures: SearchFigures = {
  medianMs: quantile(times, 0.5),
  slowMs: quantile(times, 0.95),
  titles: (100 * first) / chosen.length,
  titlesWithError: (100 * firstWithError) / chosen.length,
  indexMb: sizeOfIndex(),
  updateMs: quantile(
    chosen.slice(0, 40).map(({ path: piece }) => update(piece)),
    0.5,
  ),
};
report({ search: figures });
process.disconnect?.();

/** The key of what is found first. */
function find(query: string): string | undefined {
  const begun = process.threadCpuUsage();
  const { hits } = search.find({ query, sort: 'relevance', page: 1 }, 'public', NOW);
  const { user, system } = process.threadCpuUsage(begun);
  times.push((user + system) / 1000);
  return hits[0]?.piece?.key;
}

/** The longest word of a title with two of its letters swapped. */
function withError(title: string): string {
  const [longest = ''] = (title.match(/\p{L}+/gu) ?? []).sort((one, other) => other.length - one.length);
  const middle = Math.floor(longest.length / 2);
  const swapped = longest.charAt(middle) + longest.charAt(middle - 1);
  return title.replace(longest, longest.slice(0, middle - 1) + swapped + longest.slice(middle + 1));
}

function update(piece: string): number {
  database.exec('BEGIN IMMEDIATE');
  const begun = performance.now();
  indexPieces(database, { all: false, paths: [piece] });
  const taken = performance.now() - begun;
  database.exec('ROLLBACK');
  return taken;
}

function sizeOfIndex(): number {
  const row = database
    .prepare("SELECT sum(pgsize) AS bytes FROM dbstat WHERE name LIKE '%search\\_%' ESCAPE '\\'")
    .get();
  return Number(row?.['bytes']) / 1_000_000;
}

function quantile(numbers: readonly number[], share: number): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length * share)] ?? Number.NaN;
}
