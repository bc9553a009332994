import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { instantOf } from '../time.ts';
import { createDesk } from './desk.ts';
import { publishEdition } from './edition-file.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Issue, sortIssues } from './issues.ts';
import { publishPiece } from './piece-file.ts';
import { publishRecord } from './record-file.ts';
import { recall, recallFrom } from './past.ts';
import { mistakesBetweenFiles } from './dangling.ts';
import { hashOf, listSources, refuseDuplicates, type SourceFile } from './sources.ts';
import { createStore, openStore, type Store } from './store.ts';

export { formatIssue, type Issue } from './issues.ts';
export { COMPONENT_NAMES, fieldTables } from './manual.ts';
export { scaffold, type ScaffoldKind } from './scaffold.ts';

export interface PublishOptions {
  contentDir: string;
  /** Where `content.db` and `media/` stand. Created when missing. */
  dataDir: string;
  siteUrl: string;
  /** Names the pictures of closed parts. From the reader database. */
  signingKey: Uint8Array;
  now: Date;
  /** Only check: nothing is written, and everything is read again. */
  check?: boolean;
  /** Brings an index up to what was published, in the same transaction. `paths`: changed, removed or rendered again. */
  index?: (database: DatabaseSync, changed: { all: boolean; paths: string[] }) => void;
  /** Called after each rendered file. */
  onProgress?: (done: number, total: number) => void;
  /** Called once when another publish is running and this one waits for it. */
  onWaiting?: () => void;
}

export type PublishResult =
  { ok: true; generation: number; pieces: number; rendered: number; removed: number } | { ok: false; issues: Issue[] };

/**
 * Publishes the content folder (decision 0001): reads what changed since the last time, checks it, renders it and
 * writes it in one transaction. With any issue nothing is written and the live site stays as it was. A missing or
 * damaged database is made anew beside the old one and takes its place by rename. Two publishes never overlap.
 */
export async function publish(options: PublishOptions): Promise<PublishResult> {
  if (options.check === true) return publishInto(createStore(':memory:'), options, true);
  mkdirSync(options.dataDir, { recursive: true });
  const unlock = lock(path.join(options.dataDir, 'publish.lock'), options.onWaiting);
  try {
    removeLeftovers(options.dataDir);
    const live = path.join(options.dataDir, 'content.db');
    const fingerprint = fingerprintOf(options);
    const store = openSound(live, fingerprint);
    const result =
      store === null ? await rebuild(live, fingerprint, options) : await update(store, live, fingerprint, options);
    if (result.ok && (store === null || result.rendered + result.removed > 0))
      removeUnusedPictures(live, path.join(options.dataDir, 'media'));
    return result;
  } finally {
    unlock();
  }
}

/** The live database when it is whole and was made by this version of the publisher, else `null`. */
function openSound(live: string, fingerprint: string): Store | null {
  if (!existsSync(live)) return null;
  let store: Store | null = null;
  try {
    store = openStore(live);
    if (store.meta('fingerprint') === fingerprint) return store;
  } catch {
    // Damaged, or no database at all: it is derived, so it is made anew.
  }
  store?.close();
  return null;
}

async function update(
  store: Store,
  live: string,
  fingerprint: string,
  options: PublishOptions,
): Promise<PublishResult> {
  try {
    store.run('BEGIN IMMEDIATE');
    const result = await publishInto(store, options, false);
    store.run(result.ok ? 'COMMIT' : 'ROLLBACK');
    if (result.ok && result.rendered > 1000) store.run('PRAGMA wal_checkpoint(TRUNCATE)');
    return result;
  } catch (error) {
    if (!isDamage(error)) throw error;
  } finally {
    // Whatever has not been committed is forgotten.
    store.close();
  }
  return rebuild(live, fingerprint, options);
}

/** SQLITE_CORRUPT and SQLITE_NOTADB: https://sqlite.org/rescode.html */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return code !== undefined && ((code & 0xff) === 11 || (code & 0xff) === 26);
}

async function rebuild(live: string, fingerprint: string, options: PublishOptions): Promise<PublishResult> {
  const unfinished = `${live}.${process.pid}.tmp`;
  const store = createStore(unfinished);
  let result: PublishResult;
  try {
    store.run('BEGIN');
    store.setMeta('generation', String(generationOf(live)));
    store.setMeta('fingerprint', fingerprint);
    result = await publishInto(store, options, true);
    store.run(result.ok ? 'COMMIT' : 'ROLLBACK');
    store.run('PRAGMA journal_mode = WAL');
  } finally {
    store.close();
  }
  if (!result.ok) {
    rmSync(unfinished, { force: true });
    return result;
  }
  settle(live);
  // A journal of the old file must not be replayed over the new one.
  for (const suffix of ['-wal', '-shm']) rmSync(`${live}${suffix}`, { force: true });
  renameSync(unfinished, live);
  return result;
}

/** Moves what the journal of the live database holds into the file itself, so that the file is whole without it. */
function settle(live: string): void {
  if (!existsSync(live)) return;
  try {
    const database = new DatabaseSync(live);
    database.exec('PRAGMA busy_timeout = 2000; PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
  } catch {
    // A damaged file has nothing to keep.
  }
}

/** The last generation of a database that is about to be replaced, so that generations only rise; 0 when unreadable. */
function generationOf(live: string): number {
  if (!existsSync(live)) return 0;
  try {
    const database = new DatabaseSync(live, { readOnly: true });
    const row = database.prepare("SELECT value FROM meta WHERE key = 'generation'").get();
    database.close();
    return Number(row?.['value'] ?? 0);
  } catch {
    return 0;
  }
}

async function publishInto(store: Store, options: PublishOptions, all: boolean): Promise<PublishResult> {
  const { files, issues } = listSources(options.contentDir);
  refuseDuplicates(files, issues);
  const { changed, removed } = all ? { changed: files, removed: [] } : compare(store, files, options.contentDir);
  const past = all
    ? recallFrom(path.join(options.dataDir, 'content.db'), changed)
    : recall((sql, value) => store.get(sql, value), changed);
  const affected = new Set([...changed.map((file) => file.path), ...removed]);
  for (const gone of removed) {
    store.forget(gone);
    store.run('DELETE FROM sources WHERE path = ?', gone);
  }
  const desk = createDesk(store, options, issues, past, all);
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const file of changed) if (file.kind.type === 'picture') desk.rememberPicture(file);
  const dependents = (all ? [] : dependentsOf(store, affected)).flatMap((dependent) => byPath.get(dependent) ?? []);
  const records = [...changed, ...dependents].filter(({ kind }) => kind.type === 'record' || kind.type === 'site');
  for (const file of records) await publishRecord(file, desk);
  if (!byPath.has('site.yaml')) {
    issues.push({ file: 'site.yaml', line: 1, field: 'site.yaml', what: 'ce fichier manque', remedy: 'créez-le' });
  }
  const work = [...changed, ...dependents].filter((file) => file.kind.type === 'piece');
  for (const [index, file] of work.entries()) {
    await publishPiece(file, desk);
    options.onProgress?.(index + 1, work.length);
  }
  const keys = new Set([...affected, ...work.map((file) => keyOf(file))]);
  const editions = [
    ...changed,
    ...(all ? [] : dependentsOf(store, keys)).flatMap((dependent) => byPath.get(dependent) ?? []),
  ];
  const letters = new Set(editions.filter((candidate) => candidate.kind.type === 'edition'));
  for (const file of letters) await publishEdition(file, desk);

  if (all) store.index();
  issues.push(...mistakesBetweenFiles(store, instantOf(options.now), desk.lineOf, desk.faulty));
  if (issues.length > 0) return { ok: false, issues: sortIssues(issues) };
  const rendered = new Set([...changed, ...records, ...work, ...letters]).size;
  const generation = Number(store.meta('generation') ?? 0) + (affected.size > 0 ? 1 : 0);
  store.setMeta('generation', String(generation));
  if (affected.size > 0) store.setMeta('changed_at', instantOf(options.now));
  if (options.check !== true && (all || affected.size > 0)) {
    const paths = [...affected, ...[...records, ...work].map((file) => file.path)];
    options.index?.(store.database, { all, paths });
  }
  const pieces = store.get<{ n: number }>('SELECT count(*) AS n FROM pieces')?.n ?? 0;
  return { ok: true, generation, pieces, rendered, removed: removed.length };
}

/** `articles/slug` for a piece, its path for any other file. */
function keyOf({ kind, path: file }: SourceFile): string {
  return kind.type === 'piece' ? `${kind.collection}/${kind.slug}` : file;
}

/** What changed since the last publish, by date and size first, then by content: a fresh checkout changes nothing. */
function compare(
  store: Store,
  files: readonly SourceFile[],
  contentDir: string,
): { changed: SourceFile[]; removed: string[] } {
  interface Known {
    path: string;
    mtime_ms: number;
    size: number;
    hash: string;
  }
  const known = new Map(
    store.all<Known>('SELECT path, mtime_ms, size, hash FROM sources').map((row) => [row.path, row]),
  );
  const changed: SourceFile[] = [];
  for (const file of files) {
    const before = known.get(file.path);
    known.delete(file.path);
    if (before !== undefined && before.mtime_ms === file.mtimeMs && before.size === file.size) continue;
    if (
      before !== undefined &&
      before.size === file.size &&
      before.hash === hashOf(readFileSync(path.join(contentDir, file.path)))
    ) {
      store.run('UPDATE sources SET mtime_ms = ? WHERE path = ?', file.mtimeMs, file.path);
    } else changed.push(file);
  }
  return { changed, removed: [...known.keys()] };
}

function dependentsOf(store: Store, affected: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const name of affected) {
    for (const { path: dependent } of store.all<{ path: string }>('SELECT path FROM deps WHERE on_path = ?', name)) {
      if (!affected.has(dependent)) found.add(dependent);
    }
  }
  return [...found];
}

const LONGEST_WAIT_SECONDS = 900;

/** Holds an exclusive lock that the system frees when the process dies, however it dies. Returns its release. */
function lock(file: string, onWaiting: (() => void) | undefined): () => void {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch {
    onWaiting?.();
    database.exec(`PRAGMA busy_timeout = ${LONGEST_WAIT_SECONDS * 1000}; BEGIN EXCLUSIVE`);
  }
  return () => database.close();
}

/** What a killed publish has left unfinished. Under the lock, nobody else is writing. */
function removeLeftovers(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (/^content\.db\.\d+\.tmp/.test(name)) rmSync(path.join(dataDir, name), { force: true });
  }
}

/** Pictures that no published file names any more. The server asks the database before each one, so this only frees space. */
function removeUnusedPictures(live: string, mediaDir: string): void {
  if (!existsSync(mediaDir)) return;
  const names = readdirSync(mediaDir);
  const store = openStore(live);
  const used = new Set(store.all<{ name: string }>('SELECT DISTINCT name FROM assets').map(({ name }) => name));
  store.close();
  for (const name of names) if (!used.has(name)) rmSync(path.join(mediaDir, name), { force: true });
}
