import { hash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parisInstant } from '../time.ts';
import { type PieceCollection, RESERVED_SLUGS } from '../urls.ts';
import { type Issue, suggest } from './issues.ts';
import { type RecordKind, recordSchemas } from './record-schemas.ts';
import { slugify } from './slugs.ts';

/** What a file of the content folder is, by its place and name. */
export type SourceKind =
  | { type: 'piece'; collection: PieceCollection; slug: string }
  | { type: 'edition'; date: string }
  | { type: 'record'; kind: RecordKind; id: string }
  | { type: 'site' }
  | { type: 'picture' };

export interface SourceFile {
  /** Below the content folder, with `/` on every system. */
  path: string;
  mtimeMs: number;
  size: number;
  kind: SourceKind;
}

const COLLECTIONS: readonly string[] = ['articles', 'interviews', 'letters'];
const RECORDS = Object.keys(recordSchemas);
const FOLDERS = [...COLLECTIONS, ...RECORDS, 'editions'];
const PICTURE = /\.(jpe?g|png|webp|avif)$/i;

/** Every file of the content folder that means something; a misnamed one is an issue. Hidden files and READMEs are passed over. */
export function listSources(contentDir: string): { files: SourceFile[]; issues: Issue[] } {
  const files: SourceFile[] = [];
  const issues: Issue[] = [];
  const visit = (folder: string): void => {
    const entries = readdirSync(path.join(contentDir, folder), { withFileTypes: true });
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === 'README.md') continue;
      const below = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(below);
      if (!entry.isFile()) continue;
      const kind = classify(below);
      if (kind === null) continue;
      if ('what' in kind) issues.push({ file: below, line: 1, field: 'nom du fichier', ...kind });
      else {
        const { mtimeMs, size } = statSync(path.join(contentDir, below));
        files.push({ path: below, mtimeMs, size, kind });
      }
    }
  };
  visit('');
  return { files, issues };
}

/** `null` for a file that is nobody's business (a PDF, a spreadsheet). */
function classify(file: string): SourceKind | { what: string; remedy: string } | null {
  const folder = file.split('/')[0] ?? '';
  const name = file.split('/').at(-1) ?? '';
  const base = name.replace(/\.[^.]+$/, '');
  if (file === 'site.yaml') return { type: 'site' };
  if (PICTURE.test(name)) return { type: 'picture' };
  if (!/\.(mdx?|markdown|ya?ml)$/i.test(name)) return null;
  if (!FOLDERS.includes(folder) || !file.includes('/')) {
    return {
      what: `le dossier « ${file.includes('/') ? folder : 'content'} » n’attend pas ce fichier`,
      remedy: suggest(folder, FOLDERS),
    };
  }
  const wanted = RECORDS.includes(folder) ? 'yaml' : 'mdx';
  if (!name.endsWith(`.${wanted}`))
    return { what: `« ${name} » n’est pas un fichier .${wanted}`, remedy: `renommez-le ${base}.${wanted}` };
  if (folder === 'editions') {
    if (/^\d{4}-\d{2}-\d{2}$/.test(base) && parisInstant(base) !== null) return { type: 'edition', date: base };
    return { what: 'le nom d’une édition est sa date', remedy: 'renommez-le aaaa-mm-jj.mdx' };
  }
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(base)) {
    return {
      what: `« ${base} » n’a pas que des minuscules sans accent, des chiffres et des tirets`,
      remedy: `renommez-le ${slugify(base) || 'un-titre-court'}.${wanted}`,
    };
  }
  if (RECORDS.includes(folder)) return { type: 'record', kind: folder as RecordKind, id: base };
  if (RESERVED_SLUGS.includes(base))
    return { what: `« ${base} » est le nom d’une page du site`, remedy: `renommez-le ${base}-2.mdx` };
  return { type: 'piece', collection: folder as PieceCollection, slug: base };
}

/** Two files for one record or one day: the second would silently replace the first. Pieces are compared in the store. */
export function refuseDuplicates(files: readonly SourceFile[], issues: Issue[]): void {
  const seen = new Map<string, string>();
  for (const { kind, path: file } of files) {
    if (kind.type !== 'record' && kind.type !== 'edition') continue;
    const name = kind.type === 'record' ? `${kind.kind}/${kind.id}` : `editions/${kind.date}`;
    const first = seen.get(name);
    if (first === undefined) seen.set(name, file);
    else {
      const what = `« ${name} » est déjà le nom de content/${first}`;
      issues.push({ file, line: 1, field: 'nom du fichier', what, remedy: 'gardez un seul des deux' });
    }
  }
}

/** The name under which content is known: equal bytes, equal hash. */
export function hashOf(bytes: string | Uint8Array): string {
  return hash('sha256', bytes, 'base64url');
}
