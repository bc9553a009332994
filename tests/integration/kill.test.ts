import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeCorpus } from '../../scripts/bench/corpus.ts';
import { openEditorial } from '../../src/editorial/editorial.ts';
import { temporaryFolder, writeFiles } from '../content-folder.ts';

const NOW = new Date('2027-06-01T12:00:00Z');
const PIECES = 120;

/** Runs the publish command and kills it after `killAfterMs`; the exit code, or `null` when it was killed. */
function publishProcess(folder: string, killAfterMs?: number): Promise<number | null> {
  const env = { ...process.env, CONTENT_DIR: path.join(folder, 'content'), DATA_DIR: path.join(folder, 'data') };
  return new Promise((done) => {
    const child = spawn(process.execPath, ['scripts/publish.ts'], { env, stdio: 'ignore' });
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('close', (code) => {
      clearTimeout(timer);
      done(code);
    });
  });
}

function titles(folder: string): { generation: number; titles: Set<string>; count: number } {
  const editorial = openEditorial(path.join(folder, 'data', 'content.db'));
  try {
    const pieces = editorial.latest(1000, NOW);
    return {
      generation: editorial.generation(),
      titles: new Set(pieces.map((piece) => piece.shortTitle ?? '')),
      count: pieces.length,
    };
  } finally {
    editorial.close();
  }
}

function rewrite(articles: readonly string[], files: Record<string, string>, round: number, folder: string): void {
  writeFiles(
    folder,
    Object.fromEntries(
      articles.map((name) => [
        name,
        (files[name] ?? '').replace('status: ready', `shortTitle: Tour ${round}\nstatus: ready`),
      ]),
    ),
  );
}

test(
  'a publish killed at 30 random moments leaves the last good content, and the next one succeeds',
  { timeout: 240_000 },
  async () => {
    using folder = temporaryFolder();
    const content = path.join(folder.dir, 'content');
    const articles = writeCorpus(content, PIECES).map((file) => path.relative(folder.dir, file));
    const files = Object.fromEntries(articles.map((name) => [name, readFileSync(path.join(folder.dir, name), 'utf8')]));
    rewrite(articles, files, 0, folder.dir);
    const begun = performance.now();
    expect(await publishProcess(folder.dir)).toBe(0);
    const whole = performance.now() - begun;
    let last = titles(folder.dir);
    let killed = 0;
    for (let round = 1; round <= 30; round += 1) {
      rewrite(articles, files, round, folder.dir);
      const code = await publishProcess(folder.dir, whole * (0.25 + 0.75 * Math.random()));
      if (code === null) killed += 1;
      const now = titles(folder.dir);
      expect(now.count).toBe(PIECES);
      expect(now.titles.size).toBe(1);
      if (now.generation === last.generation) expect(now.titles).toEqual(last.titles);
      else expect([...now.titles]).toEqual([`Tour ${round}`]);
      last = now;
    }
    expect(killed).toBeGreaterThan(5);
    expect(await publishProcess(folder.dir)).toBe(0);
    expect([...titles(folder.dir).titles]).toEqual(['Tour 30']);
    expect(readdirSync(path.join(folder.dir, 'data')).filter((name) => name.includes('.tmp'))).toEqual([]);
  },
);
