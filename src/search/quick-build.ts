import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { close, createIndex, type PagefindIndex } from 'pagefind';
import { type Editorial, openEditorial } from '../editorial/editorial.ts';
import { holdsWholeTexts, quickKeys, quickPage } from './quick-pages.ts';
import { type BuildRecord, contentState, CURRENT, hashOf, readCurrent, RECORD } from './quick-state.ts';

/** What to build: of the content in `database` as of `now`, below `folder`. */
export interface BuildOrder {
  database: string;
  folder: string;
  recipe: string;
  now: string;
}

/** `failure`: why there is no new build. `pages` is 0 when another process had just built the same. */
export type BuildOutcome = { failure: string } | { failure: null; pages: number; milliseconds: number };

const LONGEST_WAIT_SECONDS = 300;
/** How long a build is kept for the pages that were reading it when the next one took its place. */
const KEPT_MS = 120_000;
/** The files of Pagefind's own interfaces, and of what is no French. */
const NOT_SERVED = /^(?:pagefind-(?:component-ui|highlight|modular-ui|ui)\..*|wasm\.unknown\.pagefind)$/;

/**
 * The process that builds the quick index: begun by `quick-index.ts` for one order, ended with it. A process and not a
 * thread: what building takes of memory is given back, and readers come first.
 */
setPriority(constants.priority.PRIORITY_LOW);
process.once('message', (order: BuildOrder) => {
  void carryOut(order)
    .catch((error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }))
    .then((outcome) => process.send?.(outcome, () => process.disconnect?.()));
});

async function carryOut({ database, folder, recipe, now }: BuildOrder): Promise<BuildOutcome> {
  const begun = performance.now();
  mkdirSync(folder, { recursive: true });
  const unlock = lock(path.join(folder, 'build.lock'));
  const editorial = openEditorial(database);
  try {
    const at = new Date(now);
    const content = contentState(editorial, at);
    const online = readCurrent(folder);
    if (online?.recipe === recipe && online.content === content) return { failure: null, pages: 0, milliseconds: 0 };
    removeOld(folder, online?.build, at);
    const build = hashOf(`${recipe} ${content}`)
      .replace(/[^a-z0-9]/gi, '')
      .toLowerCase();
    const unfinished = path.join(folder, `${build}.tmp`);
    const pages = await write(unfinished, editorial, { recipe, content }, at);
    swap(folder, unfinished, { build, recipe, content });
    return { failure: null, pages, milliseconds: Math.round(performance.now() - begun) };
  } finally {
    await close();
    editorial.close();
    unlock();
  }
}

async function write(
  folder: string,
  editorial: Editorial,
  state: Pick<BuildRecord, 'recipe' | 'content'>,
  now: Date,
): Promise<number> {
  const { index, errors } = await createIndex({ forceLanguage: 'fr' });
  if (index === undefined) throw new Error(errors.join('; '));
  const isWhole = holdsWholeTexts(editorial, now);
  const read = new Map<string, { key: string; hash: string }>();
  const words = new Set<string>();
  for (const key of quickKeys(editorial, now)) {
    const page = quickPage(editorial, key, isWhole, now);
    if (page === null) continue;
    refuseErrors(await index.addHTMLFile({ url: page.path, content: page.html }));
    read.set(page.path, { key, hash: hashOf(page.html) });
    for (const word of page.words) words.add(word);
  }
  await writeFiles(index, folder);
  writeLexicon(path.join(folder, 'words'), words);
  const record: BuildRecord = { ...state, isWhole, fragments: fragmentsIn(folder, read) };
  writeFileSync(path.join(folder, RECORD), JSON.stringify(record));
  return read.size;
}

async function writeFiles(index: PagefindIndex, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  refuseErrors(await index.writeFiles({ outputPath: folder }));
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (NOT_SERVED.test(name)) rmSync(file);
    else if (name.endsWith('.js')) compress(file, readFileSync(file));
    // Pagefind takes it as it is stored, in gzip, or already unfolded by the browser.
    else if (name.startsWith('wasm.')) compress(file, gunzipSync(readFileSync(file)));
  }
}

/** The words of the index, a file for each first letter: what a typing error is compared with. */
function writeLexicon(folder: string, words: ReadonlySet<string>): void {
  mkdirSync(folder);
  const byLetter = Map.groupBy([...words].sort(), (word) => word.charAt(0));
  for (const [letter, ofLetter] of byLetter) {
    const file = path.join(folder, `${letter}.txt`);
    writeFileSync(file, ofLetter.join(' '));
    compress(file, readFileSync(file));
  }
}

function compress(file: string, bytes: Buffer): void {
  writeFileSync(`${file}.br`, brotliCompressSync(bytes));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

/** Pagefind names fragments by their content: only the files tell which page is in which. */
function fragmentsIn(
  folder: string,
  read: ReadonlyMap<string, { key: string; hash: string }>,
): BuildRecord['fragments'] {
  const inside = path.join(folder, 'fragment');
  const names = read.size === 0 ? [] : readdirSync(inside);
  return Object.fromEntries(
    names.map((name) => {
      const text = gunzipSync(readFileSync(path.join(inside, name))).toString();
      const { url } = JSON.parse(text.slice(text.indexOf('{'))) as { url: string };
      const page = read.get(url);
      if (page === undefined) throw new Error(`${name} holds ${url}, which was never given`);
      return [name, page];
    }),
  );
}

/** From one moment to the next: those who were reading the last build go on with it. */
function swap(folder: string, unfinished: string, current: { build: string; recipe: string; content: string }): void {
  const built = path.join(folder, current.build);
  rmSync(built, { recursive: true, force: true });
  renameSync(unfinished, built);
  const pointer = path.join(folder, CURRENT);
  writeFileSync(`${pointer}.tmp`, JSON.stringify(current));
  renameSync(`${pointer}.tmp`, pointer);
}

/** Builds that nobody reads any more, and what a process that was killed has left. Under the lock, nobody else writes. */
function removeOld(folder: string, online: string | undefined, now: Date): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === online) continue;
    const place = path.join(folder, entry.name);
    const age = now.getTime() - statSync(place).mtimeMs;
    if (entry.name.endsWith('.tmp') || age > KEPT_MS || age < 0) rmSync(place, { recursive: true, force: true });
  }
  // Its time counts from when it was replaced.
  if (online !== undefined) utimesSync(path.join(folder, online), now, now);
}

function refuseErrors({ errors }: { errors: string[] }): void {
  if (errors.length > 0) throw new Error(errors.join('; '));
}

/** Held by one process of this machine at a time; the system frees it when the process dies, however it dies. */
function lock(file: string): () => void {
  const database = new DatabaseSync(file, { timeout: LONGEST_WAIT_SECONDS * 1000 });
  database.exec('BEGIN EXCLUSIVE');
  return () => database.close();
}
