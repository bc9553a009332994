import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'public'];
const SINGLE = ['astro.config.mjs', 'package-lock.json', 'tsconfig.json'];
const STAMP = 'dist/.built-from';

/** Whether dist/ was built from the sources as they are now. */
export function isBuilt(): boolean {
  return existsSync('dist/server/entry.mjs') && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stampOfSources();
}

/** A name for the present state of everything that the build reads. Tests are no part of it. */
export function stampOfSources(): string {
  const files = SOURCES.flatMap((dir) =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const hash = createHash('sha256');
  for (const file of [...files, ...SINGLE].sort()) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Notes that dist/ was built from sources of this stamp. */
export function writeStamp(stamp: string): void {
  writeFileSync(STAMP, stamp);
}
