import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Editorial } from '../editorial/editorial.ts';

/** What a quick index was built of. */
export interface QuickState {
  /** Changes with the recipe by which an index is made: code that reads it otherwise needs another one. */
  recipe: string;
  /** Changes with every publish and with all that appears by itself. */
  content: string;
}

/** What is recorded of a build, beside its files. */
export interface BuildRecord extends QuickState {
  isWhole: boolean;
  /** By the name of each fragment, the key of the page that it holds and a hash of what was read of it. */
  fragments: Record<string, { key: string; hash: string }>;
}

/** The build that is online. */
export interface CurrentBuild extends QuickState {
  build: string;
}

/** Files of a build that readers never ask for. */
export const RECORD = 'record.json';
/** Names the build that is online; takes its place by rename. */
export const CURRENT = 'current.json';

const RECIPE_FILES = ['plain-text.ts', 'quick-build.ts', 'quick-pages.ts', 'quick-text.ts', 'words.ts'];
const PAGEFIND = '../../node_modules/pagefind/package.json';

/** Of the code as it is on the disk. */
export function recipeOf(): string {
  const hash = createHash('sha256');
  for (const name of [...RECIPE_FILES, PAGEFIND]) hash.update(readFileSync(path.join(import.meta.dirname, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Of what the public may read at `now`: pieces only ever appear between two publishes, so that their number tells. */
export function contentState(editorial: Editorial, now: Date): string {
  return [editorial.generation(), editorial.changedAt(now), editorial.count(now)].join(' ');
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** The build that is online below `folder`; `null` when there is none that can be read. */
export function readCurrent(folder: string): CurrentBuild | null {
  return readJson<CurrentBuild>(path.join(folder, CURRENT));
}

/** What is recorded of a build; `null` when there is no such build. */
export function readRecord(folder: string, build: string): BuildRecord | null {
  return readJson<BuildRecord>(path.join(folder, build, RECORD));
}

function readJson<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return null;
  }
}
