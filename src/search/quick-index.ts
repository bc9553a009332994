import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Editorial } from '../editorial/editorial.ts';
import type { BuildOrder, BuildOutcome } from './quick-build.ts';
import { quickPage } from './quick-pages.ts';
import {
  type BuildRecord,
  contentState,
  CURRENT,
  hashOf,
  type QuickState,
  readCurrent,
  readRecord,
  recipeOf,
} from './quick-state.ts';

/** A file of the quick index. */
export interface QuickFile {
  file: string;
  type: string;
  /** Whether something of what was published is in it; else it is code. */
  holdsTexts: boolean;
  /** Whether `.br` and `.gz` stand beside it. */
  isCompressible: boolean;
}

/** The index of search as you type: files that the browser reads. Open parts only. */
export interface QuickIndex {
  /** To be called every second or so: begins a build when what is public has changed. Never two at a time. */
  follow(now: Date): void;
  /** The folder of the build that is online, as an address names it; `null` while there is none. */
  build(): string | null;
  /** A file of a build; `null` when there is none, or when what it holds is not, or no longer, public as it was read. */
  file(build: string, name: string, now: Date): QuickFile | null;
  /** Ends the build under way; the one that is online stays. */
  close(): Promise<void>;
}

export interface QuickIndexOptions {
  /** Where `content.db` stands; the index stands below it, and may be deleted at any time. */
  dataDir: string;
  content: { version(): number; current(): Editorial };
  onBuilt: (pages: number, milliseconds: number) => void;
  /** Called once for what goes wrong with one state of the content: the index that is online stays. */
  onFailure: (error: Error) => void;
}

const BUILDER = new URL('./quick-build.ts', import.meta.url);
/** Calls of `follow`: how long what is public must rest before a build, how long at most that is waited for, when a build
 * that failed is tried again, and how far one build is from the next. */
const REST = 2;
const LONGEST_UNREST = 20;
const UNTIL_RETRY = 600;
const BETWEEN_BUILDS = 10;
const MEMORY_MB = 256;

const ENGINE = /^pagefind(?:-worker)?\.js$|^wasm\.fr\.pagefind$/;
const TEXT =
  /^pagefind-entry\.json$|^pagefind\.fr_[a-z0-9]+\.pf_meta$|^(?:index|filter)\/fr_[a-z0-9]+\.pf_(?:index|filter)$/;
const LEXICON = /^words\/[a-z]\.txt$/;
const FRAGMENT = /^fragment\/(fr_[a-z0-9]+\.pf_fragment)$/;

/** Follows the content of `dataDir` with an index for the browser, built by a process of its own. */
export function openQuickIndex({ dataDir, content, onBuilt, onFailure }: QuickIndexOptions): QuickIndex {
  const folder = path.join(dataDir, 'pagefind');
  const recipe = recipeOf();
  const online = followCurrent(folder);
  const records = new Map<string, BuildRecord | null>();
  const stateAt = stateTeller(content, recipe);
  let builder: ChildProcess | null = null;
  let wanted = '';
  let rest = 0;
  let unrest = 0;
  let sinceBuild = BETWEEN_BUILDS;
  let failed: { wanted: string; calls: number } | null = null;

  function recordOf(build: string): BuildRecord | null {
    if (!/^[a-z0-9]{10,30}$/.test(build)) return null;
    const known = records.get(build);
    if (known !== undefined && existsSync(path.join(folder, build))) return known;
    const record = readRecord(folder, build);
    if (record === null) records.delete(build);
    else records.set(build, record);
    return record;
  }

  /** `null` while the content can not be read, which others tell. */
  function stateOrNull(now: Date): QuickState | null {
    try {
      return stateAt(now);
    } catch {
      return null;
    }
  }

  async function start(now: Date): Promise<void> {
    const attempt = wanted;
    const order: BuildOrder = { database: path.join(dataDir, 'content.db'), folder, recipe, now: now.toISOString() };
    const outcome = await runBuilder(order, (child) => void (builder = child));
    builder = null;
    sinceBuild = 0;
    if (outcome === 'stopped') return;
    if (outcome.failure === null) {
      failed = null;
      if (outcome.pages > 0) onBuilt(outcome.pages, outcome.milliseconds);
      return;
    }
    if (failed?.wanted !== attempt) onFailure(new Error(outcome.failure));
    failed = { wanted: attempt, calls: 0 };
  }

  return {
    follow(now) {
      const state = stateOrNull(now);
      if (state === null) return;
      const name = `${state.recipe} ${state.content}`;
      rest = name === wanted ? rest + 1 : 0;
      wanted = name;
      sinceBuild += 1;
      if (failed !== null) failed.calls += 1;
      const current = online.look();
      if (current?.recipe === state.recipe && current.content === state.content) return void (unrest = 0);
      unrest += 1;
      const isDue = (rest >= REST || unrest > LONGEST_UNREST) && sinceBuild >= BETWEEN_BUILDS;
      const isHopeless = failed?.wanted === wanted && failed.calls < UNTIL_RETRY;
      if (isDue && !isHopeless && builder === null) void start(now);
    },

    build: () => online.look()?.build ?? null,

    file(build, name, now) {
      const record = recordOf(build);
      if (record === null) return null;
      const file = path.join(folder, build, name);
      const isEngine = ENGINE.test(name);
      const isLexicon = LEXICON.test(name);
      const sent = { file, type: typeOf(name), holdsTexts: !isEngine, isCompressible: isEngine || isLexicon };
      if (isEngine || isLexicon || TEXT.test(name)) return sent;
      const fragment = FRAGMENT.exec(name)?.[1];
      const page = fragment === undefined ? undefined : record.fragments[fragment];
      if (page === undefined) return null;
      const state = stateAt(now);
      const isFresh = record.content === state.content;
      if (!isFresh && !isStillPublic(content.current(), page, record.isWhole, now)) return null;
      return sent;
    },

    async close() {
      const ending = builder;
      if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = once(ending, 'exit');
      // Pagefind's own process ends when nobody talks to it any more.
      ending.kill('SIGKILL');
      await gone;
    },
  };
}

/** Whether a page would be read today as it was read. */
function isStillPublic(
  editorial: Editorial,
  { key, hash }: { key: string; hash: string },
  isWhole: boolean,
  now: Date,
): boolean {
  const page = quickPage(editorial, key, isWhole, now);
  return page !== null && hashOf(page.html) === hash;
}

/** The state of the content at an instant, asked anew only when it may have changed. */
function stateTeller(content: QuickIndexOptions['content'], recipe: string): (now: Date) => QuickState {
  let state: QuickState = { recipe, content: '' };
  let version = Number.NaN;
  let from = 0;
  let until = 0;
  return (now) => {
    const time = now.getTime();
    if (content.version() !== version || time < from || time >= until) {
      const editorial = content.current();
      version = content.version();
      from = time;
      until = editorial.nextChangeAfter(now).getTime();
      state = { recipe, content: contentState(editorial, now) };
    }
    return state;
  };
}

/** Reads which build is online, again when the file that says so is another one: any process may have replaced it. */
function followCurrent(folder: string) {
  const file = path.join(folder, CURRENT);
  let seen = '';
  let current = readCurrent(folder);
  return {
    look() {
      const stats = statSync(file, { throwIfNoEntry: false });
      const identity = stats === undefined ? '' : `${stats.ino} ${stats.mtimeMs}`;
      if (identity !== seen) current = readCurrent(folder);
      seen = identity;
      return current;
    },
  };
}

/** Runs the process that builds. `stopped`: it was killed before it could say anything. */
async function runBuilder(
  order: BuildOrder,
  onStart: (child: ChildProcess) => void,
): Promise<BuildOutcome | 'stopped'> {
  const child = fork(BUILDER, {
    env: {},
    execArgv: [`--max-old-space-size=${MEMORY_MB}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  onStart(child);
  let outcome: BuildOutcome | null = null;
  let complaints = '';
  child.stderr?.on('data', (text: Buffer) => (complaints = (complaints + text.toString()).slice(-2000)));
  child.once('message', (message: BuildOutcome) => void (outcome = message));
  child.once('error', (error) => void (outcome = { failure: error.message }));
  child.send(order, () => undefined);
  await once(child, 'close').catch(() => undefined);
  if (outcome !== null) return outcome;
  if (child.signalCode === 'SIGKILL') return 'stopped';
  return { failure: `the process that builds the index ended: ${complaints.trim() || `code ${child.exitCode}`}` };
}

function typeOf(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript; charset=utf-8';
  if (name.endsWith('.txt')) return 'text/plain; charset=utf-8';
  return name.endsWith('.json') ? 'application/json; charset=utf-8' : 'application/octet-stream';
}
