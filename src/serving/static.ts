import { readdirSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A file of the build, with its ready-made compressed forms. */
export interface StaticFile {
  file: string;
  type: string;
  etag: string;
  /** Its name holds the hash of its content. */
  hashed: boolean;
  br: string | null;
  gzip: string | null;
}

const TYPES: Record<string, string> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};
const COMPRESSIBLE = /\.(css|html|js|json|mjs|svg|txt|wasm|webmanifest|xml)$/;
const MIN_COMPRESSED = 500;

/** The files under `clientDir` by address. Read once at start: a file that comes later is not served. */
export function indexStaticFiles(clientDir: string): Map<string, StaticFile> {
  const files = new Set(listFiles(clientDir));
  const index = new Map<string, StaticFile>();
  for (const file of files) {
    if (/\.(br|gz)$/.test(file)) continue;
    const path = `/${relative(clientDir, file).split(sep).map(encodeURIComponent).join('/')}`;
    const { size, mtimeMs } = statSync(file);
    index.set(path, {
      file,
      type: TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
      etag: `${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}`,
      hashed: path.startsWith('/_astro/'),
      br: files.has(`${file}.br`) ? `${file}.br` : null,
      gzip: files.has(`${file}.gz`) ? `${file}.gz` : null,
    });
  }
  return index;
}

/** Writes `.br` and `.gz` beside each text file under `clientDir` that gets smaller by it. Part of the build. */
export async function precompress(clientDir: string): Promise<void> {
  await Promise.all(
    listFiles(clientDir)
      .filter((file) => COMPRESSIBLE.test(file))
      .map(async (file) => {
        const bytes = await readFile(file);
        if (bytes.length < MIN_COMPRESSED) return;
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
        await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      }),
  );
}

/** Hidden files stay hidden, save what stands under `.well-known`. */
function listFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[/\\]\.(?!well-known[/\\])/.test(file.slice(dir.length)));
}
