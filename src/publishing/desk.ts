import { readFileSync } from 'node:fs';
import path from 'node:path';
import { instantOf } from '../time.ts';
import { readBody } from './body.ts';
import { frontMatterOf, parseYaml, type Yaml } from './front-matter.ts';
import type { Issue } from './issues.ts';
import type { Past } from './past.ts';
import { type Asset, locatePicture, makePicture, type PictureFault } from './pictures.ts';
import type { Surroundings } from './material.ts';
import type { PublishOptions } from './publishing.ts';
import type { Reference } from './references.ts';
import type { StudyData } from './record-schemas.ts';
import { hashOf, type SourceFile } from './sources.ts';
import type { Store } from './store.ts';
import { typeset } from './typography.ts';

/** A picture as a front matter names it. */
export interface ImageField {
  src: string;
  alt: string;
  credit: string;
}

/** What publishing one file needs of the whole: the store, the issues found so far, the other files. */
export interface Desk {
  store: Store;
  issues: Issue[];
  /** `articles/slug`, `themes/id`: files whose own mistakes are reported, so that references to them are not. */
  faulty: Set<string>;
  siteHost: string;
  /** The instant of the publish, as the database writes it. */
  now: string;
  /** Forgets what the last version of a file had written. */
  forget(file: SourceFile): void;
  read(file: string): string;
  /** The front matter of an MDX file; `null` when it has none that can be read, which is then an issue. */
  readFrontMatter(file: string, source: string): Yaml | null;
  /** Notes that a file was read, and what it refers to. */
  remember(file: SourceFile, bytes: string | Uint8Array, references: readonly Reference[]): void;
  /** Notes that a picture was read. What shows it is published again by dependency. */
  rememberPicture(file: SourceFile): void;
  /** A record that was published before, and its file. */
  record<T>(kind: string, id: string): { data: T; file: string } | null;
  past: Past;
  /** What the renderer asks; `visibleFrom` is `null` for a piece that readers do not get. */
  surroundings(file: string, visibleFrom: string | null): Surroundings;
  /** The picture of a front matter with its files in place of its source; `null` when there is none or it is at fault. */
  frontPicture(
    image: ImageField | undefined,
    key: string,
    file: string,
    visibleFrom: string | null,
    yaml: Yaml,
  ): Promise<object | null>;
  /** The line of a front-matter field or of a link, found again by reading the file: only for issues. */
  lineOf(file: string, field: string): number;
}

/** `fresh`: the store is new, so that there is nothing to forget. */
export function createDesk(store: Store, options: PublishOptions, issues: Issue[], past: Past, fresh: boolean): Desk {
  const siteHost = new URL(options.siteUrl).host;
  const mediaDir = path.join(options.dataDir, 'media');
  const records = new Map<string, { data: unknown; file: string }>();
  const faulty = new Set<string>();
  const read = (file: string): string => readFileSync(path.join(options.contentDir, file), 'utf8');

  const remember: Desk['remember'] = (file, bytes, references) =>
    store.insert('sources', {
      path: file.path,
      mtime_ms: file.mtimeMs,
      size: file.size,
      hash: hashOf(bytes),
      refs: JSON.stringify(references),
    });

  const record = <T>(kind: string, id: string): { data: T; file: string } | null => {
    const known = records.get(`${kind}/${id}`);
    if (known !== undefined) return known as { data: T; file: string };
    const row = store.get<{ data: string; closed_data: string | null; path: string }>(
      'SELECT data, closed_data, path FROM records WHERE kind = ? AND id = ?',
      kind,
      id,
    );
    if (row === undefined) return null;
    const closed = row.closed_data === null ? {} : (JSON.parse(row.closed_data) as object);
    const found = { data: { ...(JSON.parse(row.data) as object), ...closed } as T, file: row.path };
    records.set(`${kind}/${id}`, found);
    return found;
  };

  /** Makes a picture's files, notes who uses them and since when readers may have them. */
  const picture = async (
    src: string,
    file: string,
    use: { closed: boolean; visibleFrom: string | null },
  ): Promise<Asset | PictureFault> => {
    const located = locatePicture(src, file, options.contentDir);
    if (typeof located !== 'string') return located;
    store.insert('deps', { path: file, on_path: located });
    const made = await makePicture(
      path.join(options.contentDir, located),
      options.check === true ? null : mediaDir,
      use.closed ? options.signingKey : null,
    );
    if ('what' in made || use.visibleFrom === null) return made;
    const row = { path: file, closed: use.closed ? 1 : 0, visible_from: use.visibleFrom };
    for (const { name, bytes } of made.avif) store.insert('assets', { ...row, name, bytes, type: 'image/avif' });
    for (const { name, bytes } of made.webp) store.insert('assets', { ...row, name, bytes, type: 'image/webp' });
    const { name, bytes, type } = made.fallback;
    store.insert('assets', { ...row, name, bytes, type });
    return made;
  };

  const frontPicture: Desk['frontPicture'] = async (image, key, file, visibleFrom, yaml) => {
    if (image === undefined) return null;
    const made = await picture(image.src, file, { closed: false, visibleFrom });
    if (!('what' in made)) return { ...made, alt: typeset(image.alt), credit: typeset(image.credit) };
    issues.push({ file, line: yaml.lineOf([key, 'src']), field: `${key}.src`, ...made });
    return null;
  };

  const surroundings: Desk['surroundings'] = (file, visibleFrom) => ({
    siteHost,
    study: (id) => {
      if (faulty.has(`studies/${id}`)) return 'faulty';
      const found = record<StudyData>('studies', id);
      if (found !== null) store.insert('deps', { path: file, on_path: found.file });
      return found?.data ?? null;
    },
    studyIds: () =>
      store.all<{ id: string }>("SELECT id FROM records WHERE kind = 'studies' ORDER BY id").map(({ id }) => id),
    picture: (src, closed) => picture(src, file, { closed, visibleFrom }),
  });

  const readFrontMatter: Desk['readFrontMatter'] = (file, source) => {
    const block = frontMatterOf(source);
    if (block === null) {
      issues.push({
        file,
        line: 1,
        field: '---',
        what: 'l’en-tête manque ou n’est pas refermé',
        remedy: 'entourez-le de deux lignes ---',
      });
      return null;
    }
    const yaml = parseYaml(block, file, 2);
    if (!Array.isArray(yaml)) return yaml;
    issues.push(...yaml);
    return null;
  };

  return {
    store,
    issues,
    faulty,
    siteHost,
    now: instantOf(options.now),
    read,
    readFrontMatter,
    remember,
    record,
    surroundings,
    frontPicture,
    past,
    rememberPicture: (file) => remember(file, readFileSync(path.join(options.contentDir, file.path)), []),

    forget(file) {
      if (!fresh) store.forget(file.path);
    },

    lineOf(file, field) {
      const source = read(file);
      const link = /^\[…\]\((.*)\)$/.exec(field)?.[1];
      if (link !== undefined) {
        const { body } = readBody(source, file, 'articles', siteHost, true);
        return body.links.find((candidate) => candidate.path === link)?.line ?? 1;
      }
      const block = file.endsWith('.mdx') ? frontMatterOf(source) : source;
      const yaml = block === null ? [] : parseYaml(block, file, file.endsWith('.mdx') ? 2 : 1);
      if (Array.isArray(yaml)) return 1;
      const steps = field.split(/[.[]/).map((step) => (step.endsWith(']') ? Number(step.slice(0, -1)) - 1 : step));
      return yaml.lineOf(steps);
    },
  };
}
