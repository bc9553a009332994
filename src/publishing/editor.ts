import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { instantOf, parisInstant } from '../time.ts';
import { FIXED_PAGES, pieceOfPath } from '../urls.ts';
import { readBody } from './body.ts';
import { fieldName, frontMatterOf, parseYaml, validate, type Yaml } from './front-matter.ts';
import type { Issue } from './issues.ts';
import { textOfHtml } from './mdx.ts';
import { type Asset, locatePicture, makePicture, type PictureFault } from './pictures.ts';
import { type RenderedBody, renderBody, type Surroundings } from './piece.ts';
import type { PublishOptions } from './publishing.ts';
import { referencesOf } from './references.ts';
import {
  editionSchema,
  type PieceData,
  pieceSchemas,
  type QuestionnaireData,
  recordSchemas,
  siteSchema,
  type StudyData,
} from './schemas.ts';
import { hashOf, type SourceFile } from './sources.ts';
import type { Store } from './store.ts';
import { typesetFields } from './typeset-fields.ts';
import { typeset } from './typography.ts';

/** Publishes one file at a time into a store, gathering issues. A file with issues writes nothing that readers see. */
export interface Editor {
  /** Forgets what the last version of a changed file had written. */
  forget(file: SourceFile): void;
  publishRecord(file: SourceFile): Promise<void>;
  publishPiece(file: SourceFile): Promise<void>;
  publishEdition(file: SourceFile): Promise<void>;
  /** `articles/slug` for a piece, its path for any other file. */
  keyOf(file: SourceFile): string;
  /** `articles/slug`, `themes/id`: files whose own mistakes are reported, so that references to them are not. */
  faulty: ReadonlySet<string>;
  /** The line of a front-matter field, found again by reading the file: only for issues. */
  lineOf(file: string, field: string): number;
}

/** `fresh`: the store is new, so that there is nothing to forget. */
export function createEditor(store: Store, options: PublishOptions, issues: Issue[], fresh: boolean): Editor {
  const siteHost = new URL(options.siteUrl).host;
  const mediaDir = path.join(options.dataDir, 'media');
  const today = instantOf(options.now);
  const formerUids = new Map<string, string>();
  const faulty = new Set<string>();
  const questionnaires = new Map<string, { data: QuestionnaireData; file: string } | null>();
  const read = (file: string): string => readFileSync(path.join(options.contentDir, file), 'utf8');

  const remember = (file: SourceFile, bytes: string | Uint8Array): void =>
    store.insert('sources', { path: file.path, mtime_ms: file.mtimeMs, size: file.size, hash: hashOf(bytes) });

  const record = <T>(kind: string, id: string): { data: T; file: string } | null => {
    const row = store.get<{ data: string; closed_data: string | null; path: string }>(
      'SELECT data, closed_data, path FROM records WHERE kind = ? AND id = ?',
      kind,
      id,
    );
    if (row === undefined) return null;
    const closed = row.closed_data === null ? {} : (JSON.parse(row.closed_data) as object);
    return { data: { ...(JSON.parse(row.data) as object), ...closed } as T, file: row.path };
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

  /** The picture of a front matter with its files in place of its source. */
  const frontPicture = async (
    image: { src: string; alt: string; credit: string } | undefined,
    key: string,
    file: string,
    visibleFrom: string | null,
    yaml: Yaml,
  ): Promise<object | null> => {
    if (image === undefined) return null;
    const made = await picture(image.src, file, { closed: false, visibleFrom });
    if (!('what' in made)) return { ...made, alt: typeset(image.alt), credit: typeset(image.credit) };
    issues.push({ file, line: yaml.lineOf([key, 'src']), field: `${key}.src`, ...made });
    return null;
  };

  const surroundings = (file: string, visibleFrom: string | null): Surroundings => ({
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

  const questionnaireOf = (id: string): { data: QuestionnaireData; file: string } | null => {
    const known = questionnaires.get(id);
    if (known !== undefined) return known;
    const found = record<QuestionnaireData>('questionnaires', id);
    questionnaires.set(id, found);
    return found;
  };

  const readFrontMatter = (file: string, source: string): Yaml | null => {
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
    forget(file) {
      if (file.kind.type === 'picture') remember(file, readFileSync(path.join(options.contentDir, file.path)));
      if (fresh) return;
      if (file.kind.type === 'piece') {
        const before = store.get<{ uid: string }>('SELECT uid FROM manuscripts WHERE path = ?', file.path);
        if (before !== undefined) formerUids.set(file.path, before.uid);
      }
      store.forget(file.path);
    },

    async publishRecord(file) {
      const kind = file.kind.type === 'record' ? file.kind.kind : 'site';
      const id = file.kind.type === 'record' ? file.kind.id : 'site';
      const refuse = (found: readonly Issue[]): void => {
        faulty.add(`${kind}/${id}`);
        issues.push(...found);
      };
      const source = read(file.path);
      remember(file, source);
      const parsed = parseYaml(source, file.path, 1);
      if (Array.isArray(parsed)) return refuse(parsed);
      const schema: z.ZodObject = kind === 'site' ? siteSchema : recordSchemas[kind];
      const checked = validate(schema, parsed, file.path);
      if ('issues' in checked) return refuse(checked.issues);
      const data: Record<string, unknown> = { ...checked.data };
      if (kind === 'people') {
        const photo = data['photo'] as { src: string; alt: string; credit: string } | undefined;
        data['photo'] = await frontPicture(photo, 'photo', file.path, '', parsed);
      }
      checkIds(kind, data, parsed, file.path, issues);
      const { figures, ...rest } = data;
      const isSold = kind === 'studies' && data['access'] === 'subscribers';
      const row = typesetFields(isSold ? rest : data);
      store.insert('records', {
        kind,
        id,
        path: file.path,
        data: JSON.stringify(row),
        closed_data: isSold ? JSON.stringify(typesetFields({ figures })) : null,
      });
      for (const reference of recordReferences(kind, data)) {
        store.insert('refs', {
          path: file.path,
          field: fieldName(reference.path),
          kind: reference.kind,
          target: reference.target,
        });
      }
    },

    async publishPiece(file) {
      if (file.kind.type !== 'piece') throw new Error(`${file.path} is no piece`);
      const { collection, slug } = file.kind;
      const key = `${collection}/${slug}`;
      if (!fresh) store.forget(file.path);
      const source = read(file.path);
      remember(file, source);
      const yaml = readFrontMatter(file.path, source);
      if (yaml === null) return void faulty.add(key);
      const checked = validate<z.ZodObject>(pieceSchemas[collection], yaml, file.path);
      const front = 'data' in checked ? (checked.data as PieceData) : null;
      if ('issues' in checked) issues.push(...checked.issues);
      else checkDates(checked.data as PieceData, yaml, file.path, today, issues);
      const before = formerUids.get(file.path);
      if (front !== null && before !== undefined && before !== front.uid) {
        issues.push({
          file: file.path,
          line: yaml.lineOf(['uid']),
          field: 'uid',
          what: 'l’uid d’une pièce ne change jamais',
          remedy: `remettez « ${before} »`,
        });
      }
      const questionnaire = front !== null && 'questionnaire' in front ? questionnaireOf(front.questionnaire) : null;
      if (questionnaire !== null) store.insert('deps', { path: file.path, on_path: questionnaire.file });
      const isOut = front?.status === 'ready';
      const visibleFrom = isOut ? front.publishedAt : null;
      const body = await renderBody(
        {
          source,
          file: file.path,
          collection,
          access: front?.access ?? 'subscribers',
          numbered: front !== null && 'genre' in front && front.genre === 'lessons',
          questionnaire: questionnaire?.data ?? null,
        },
        surroundings(file.path, visibleFrom),
      );
      issues.push(...body.issues);
      if (front === null) return void faulty.add(key);
      const image = await frontPicture(front.image, 'image', file.path, visibleFrom, yaml);
      store.insert('manuscripts', {
        path: file.path,
        key,
        uid: front.uid,
        status: front.status,
        published_at: front.publishedAt,
      });
      for (const reference of referencesOf(front)) {
        store.insert('refs', {
          path: file.path,
          field: fieldName(reference.path),
          kind: reference.kind,
          target: reference.target,
        });
      }
      insertLinks(store, file.path, body.links);
      if (front.status !== 'ready' && front.status !== 'withdrawn') return;
      insertFormerUrls(store, file.path, front, yaml, issues);
      if (isOut) insertPiece(store, file.path, { key, collection, slug }, front, image, body);
    },

    async publishEdition(file) {
      if (file.kind.type !== 'edition') throw new Error(`${file.path} is no edition`);
      if (!fresh) store.forget(file.path);
      const source = read(file.path);
      remember(file, source);
      const yaml = readFrontMatter(file.path, source);
      if (yaml === null) return;
      const checked = validate(editionSchema, yaml, file.path);
      if ('issues' in checked) issues.push(...checked.issues);
      const body = await renderBody(
        { source, file: file.path, collection: 'editions', access: 'public', numbered: false, questionnaire: null },
        surroundings(file.path, parisInstant(file.kind.date)),
      );
      issues.push(...body.issues);
      if ('issues' in checked) return;
      for (const [index, { from, quote: extract }] of checked.data.extracts.entries()) {
        store.insert('deps', { path: file.path, on_path: from });
        store.insert('refs', {
          path: file.path,
          field: `extracts[${index + 1}].from`,
          kind: 'piece',
          target: from,
        });
        checkExtract(store, file.path, from, extract, yaml.lineOf(['extracts', index, 'quote']), index, issues);
      }
      insertLinks(store, file.path, body.links);
      store.insert('editions', {
        path: file.path,
        date: file.kind.date,
        data: JSON.stringify(typesetFields(checked.data)),
        html: body.open.html + (body.open.notesHtml === '' ? '' : `<ol>${body.open.notesHtml}</ol>`),
      });
    },

    faulty,

    keyOf: (file) => (file.kind.type === 'piece' ? `${file.kind.collection}/${file.kind.slug}` : file.path),

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

function insertLinks(store: Store, file: string, links: readonly { path: string; line: number }[]): void {
  for (const link of links) {
    const piece = pieceOfPath(link.path);
    const target = piece === null ? link.path : `${piece.collection}/${piece.slug}`;
    store.insert('refs', { path: file, field: `[…](${link.path})`, kind: 'link', target });
  }
}

function insertFormerUrls(store: Store, file: string, front: PieceData, yaml: Yaml, issues: Issue[]): void {
  for (const [index, url] of front.formerUrls.entries()) {
    const bare = url.replace(/\/+$/, '');
    if (
      FIXED_PAGES.includes(`${bare}/`) ||
      FIXED_PAGES.includes(bare) ||
      /^\/(media|_astro|api|sante)(\/|$)/.test(bare)
    ) {
      issues.push({
        file,
        line: yaml.lineOf(['formerUrls', index]),
        field: `formerUrls[${index + 1}]`,
        what: `${url} est une page du site`,
        remedy: 'retirez-la',
      });
    }
    store.insert('former_urls', { path: file, url: bare });
  }
}

function insertPiece(
  store: Store,
  file: string,
  { key, collection, slug }: { key: string; collection: keyof typeof pieceSchemas; slug: string },
  front: PieceData,
  image: object | null,
  body: RenderedBody,
): void {
  const { open, closed } = body;
  const data = {
    ...typesetFields(front),
    slug,
    image,
    openWords: open.words,
    closedWords: closed?.words ?? 0,
    closedAnswers: closed?.answers ?? 0,
    cut: closed !== null,
  };
  store.insert('pieces', {
    path: file,
    key,
    uid: front.uid,
    collection,
    published_at: front.publishedAt,
    changed_at: front.updatedAt ?? front.publishedAt,
    noindex: front.seo.noindex ? 1 : 0,
    data: JSON.stringify(data),
  });
  store.insert('open_parts', {
    path: file,
    html: open.html,
    notes_html: open.notesHtml,
    toc: JSON.stringify(open.toc),
  });
  if (closed !== null) {
    store.insert('closed_parts', {
      path: file,
      html: closed.html,
      notes_html: closed.notesHtml,
      toc: JSON.stringify(closed.toc),
    });
  }
  for (const [position, answer] of body.answers.entries()) {
    store.insert('answers', {
      path: file,
      position,
      question: answer.questionId,
      wording: answer.wording,
      open_html: answer.open?.html ?? null,
      open_text: answer.open?.text ?? null,
    });
  }
  if ('repliesTo' in front) {
    for (const target of front.repliesTo)
      if (typeof target === 'string') store.insert('replies', { path: file, to_key: target });
  }
}

/** Dates that contradict each other or announce what has not happened. */
function checkDates(front: PieceData, yaml: Yaml, file: string, today: string, issues: Issue[]): void {
  const refuse = (steps: (string | number)[], what: string, remedy: string): void =>
    void issues.push({ file, line: yaml.lineOf(steps), field: fieldName(steps), what, remedy });
  if (front.updatedAt !== undefined && front.updatedAt < front.publishedAt) {
    refuse(['updatedAt'], 'la mise à jour précède la publication', 'corrigez l’une des deux dates');
  } else if (front.updatedAt !== undefined && front.updatedAt > today && front.publishedAt <= today) {
    refuse(['updatedAt'], 'la mise à jour est dans l’avenir', 'écrivez la date du changement');
  }
  for (const [index, correction] of front.corrections.entries()) {
    const at = parisInstant(correction.date) ?? '';
    if (at > today)
      refuse(
        ['corrections', index, 'date'],
        'cette correction est dans l’avenir',
        'écrivez le jour où elle a été faite',
      );
  }
}

/** Ids that must be unique inside one record: questions of a questionnaire, figures of a study, offers. */
function checkIds(kind: string, data: Record<string, unknown>, yaml: Yaml, file: string, issues: Issue[]): void {
  const list = { studies: 'figures', questionnaires: 'questions', site: 'offers' }[kind];
  if (list === undefined) return;
  const seen = new Set<string>();
  for (const [index, { id }] of (data[list] as { id: string }[]).entries()) {
    const steps = [list, index, 'id'];
    if (seen.has(id))
      issues.push({
        file,
        line: yaml.lineOf(steps),
        field: fieldName(steps),
        what: `« ${id} » est déjà pris`,
        remedy: 'donnez un autre id',
      });
    seen.add(id);
  }
}

function recordReferences(
  kind: string,
  data: Record<string, unknown>,
): { kind: string; target: string; path: (string | number)[] }[] {
  if (kind === 'themes' && typeof data['replacedBy'] === 'string') {
    return [{ kind: 'themes', target: data['replacedBy'], path: ['replacedBy'] }];
  }
  if (kind !== 'issues') return [];
  return (data['contents'] as { pieces: string[] }[]).flatMap((section, index) =>
    section.pieces.map((target, rank) => ({ kind: 'piece', target, path: ['contents', index, 'pieces', rank] })),
  );
}

/** An extract of the letter is read by everyone: it must stand word for word in an open part (decision 0002). */
function checkExtract(
  store: Store,
  file: string,
  from: string,
  extract: string,
  line: number,
  index: number,
  issues: Issue[],
): void {
  const part = store.get<{ html: string }>(
    'SELECT o.html FROM pieces p JOIN open_parts o ON o.path = p.path WHERE p.key = ?',
    from,
  );
  if (part === undefined || bare(textOfHtml(part.html)).includes(bare(extract))) return;
  issues.push({
    file,
    line,
    field: `extracts[${index + 1}].quote`,
    what: `cet extrait n’est pas dans la partie ouverte de ${from}`,
    remedy: 'recopiez mot pour mot un passage ouvert',
  });
}

function bare(text: string): string {
  return typeset(text)
    .toLowerCase()
    .replaceAll(/[\s«»“”"'’]+/g, ' ')
    .trim();
}
