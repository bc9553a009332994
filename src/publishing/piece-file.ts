import type { z } from 'zod';
import { parisDay, parisInstant } from '../time.ts';
import { isOwnAddress } from '../urls.ts';
import type { Desk } from './desk.ts';
import { fieldName, validate, type Yaml } from './front-matter.ts';
import type { Issue } from './issues.ts';
import { type RenderedBody, renderBody } from './piece.ts';
import { mentionsOf } from './mentions.ts';
import { linkReferences, referencesOf } from './references.ts';
import type { QuestionnaireData } from './record-schemas.ts';
import { type InterviewData, type PieceData, pieceSchemas } from './schemas.ts';
import type { SourceFile } from './sources.ts';
import type { Store } from './store.ts';
import { typesetFields } from './typeset-fields.ts';

/** Publishes one article, interview or letter. A draft is checked like the others and gives readers nothing. */
export async function publishPiece(file: SourceFile, desk: Desk): Promise<void> {
  if (file.kind.type !== 'piece') throw new Error(`${file.path} is no piece`);
  const { collection, slug } = file.kind;
  const key = `${collection}/${slug}`;
  desk.forget(file);
  const source = desk.read(file.path);
  const yaml = desk.readFrontMatter(file.path, source);
  if (yaml === null) return void desk.faulty.add(key);
  const checked = validate<z.ZodObject>(pieceSchemas[collection], yaml, file.path);
  const front = 'data' in checked ? (checked.data as PieceData) : null;
  if ('issues' in checked) desk.issues.push(...checked.issues);
  else checkDates(checked.data as PieceData, yaml, file.path, desk.now, desk.issues);
  const before = desk.past.uids.get(key);
  if (front !== null && before !== undefined && before !== front.uid) {
    desk.issues.push({
      file: file.path,
      line: yaml.lineOf(['uid']),
      field: 'uid',
      what: 'l’uid d’une pièce ne change jamais',
      remedy: `remettez « ${before} »`,
    });
  }
  if (front?.readAlso.includes(key)) {
    desk.issues.push({
      file: file.path,
      line: yaml.lineOf(['readAlso']),
      field: 'readAlso',
      what: 'ce texte renvoie à lui-même',
      remedy: 'retirez-le de la liste',
    });
  }
  const questionnaire =
    front !== null && 'questionnaire' in front
      ? desk.record<QuestionnaireData>('questionnaires', front.questionnaire)
      : null;
  if (questionnaire !== null) desk.store.insert('deps', { path: file.path, on_path: questionnaire.file });
  const study =
    front !== null && 'study' in front && front.study !== undefined ? desk.record('studies', front.study) : null;
  if (study !== null) desk.store.insert('deps', { path: file.path, on_path: study.file });
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
    desk.surroundings(file.path, visibleFrom),
  );
  desk.issues.push(...body.issues);
  if (front === null) return void desk.faulty.add(key);
  const image = await desk.frontPicture(front.image, 'image', file.path, visibleFrom, yaml);
  desk.store.insert('manuscripts', {
    path: file.path,
    key,
    uid: front.uid,
    status: front.status,
    published_at: front.publishedAt,
    questionnaire: 'questionnaire' in front ? front.questionnaire : null,
    number: 'number' in front ? (front.number ?? null) : null,
  });
  desk.remember(file, source, [...referencesOf(front), ...linkReferences(body.links)]);
  if (front.status !== 'ready' && front.status !== 'withdrawn') return;
  insertFormerUrls(desk.store, file.path, front, yaml, desk.issues);
  if (isOut) insertPiece(desk.store, file.path, { key, collection, slug }, front, image, body);
}

/** Without its last slash, with the escapes that a browser sends. */
function formerPath(url: string): string {
  return url
    .replace(/\/+$/, '')
    .split('/')
    .map((segment) => encodeURIComponent(decodeURIComponent(segment)))
    .join('/');
}

function insertFormerUrls(store: Store, file: string, front: PieceData, yaml: Yaml, issues: Issue[]): void {
  for (const [index, url] of front.formerUrls.entries()) {
    const bare = formerPath(url);
    if (isOwnAddress(bare)) {
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
    open_html: open.html,
    open_notes_html: open.notesHtml,
    open_toc: JSON.stringify(open.toc),
  });
  if (closed !== null) {
    store.insert('closed_parts', {
      path: file,
      html: closed.html,
      notes_html: closed.notesHtml,
      toc: JSON.stringify(closed.toc),
    });
  }
  for (const [tag, roles] of mentionsOf(front))
    store.insert('mentions', { path: file, tag, published_at: front.publishedAt, roles: roles.join(' ') });
  const studies = new Set([...body.studies, ...('study' in front && front.study !== undefined ? [front.study] : [])]);
  for (const id of studies)
    store.insert('study_uses', { study_path: `studies/${id}.yaml`, published_at: front.publishedAt, path: file });
  if ('questionnaire' in front) insertAnswers(store, file, front, body);
  if ('repliesTo' in front) {
    for (const target of front.repliesTo)
      if (typeof target === 'string') store.insert('replies', { path: file, to_key: target });
  }
}

/** What an interview answers to each question; an answer of which anything is closed stands apart. */
function insertAnswers(store: Store, file: string, front: InterviewData, body: RenderedBody): void {
  for (const [position, { questionId, wording, html, text, isOpen }] of body.answers.entries()) {
    store.insert('answers', {
      path: file,
      position,
      questionnaire: front.questionnaire,
      question: questionId,
      published_at: front.publishedAt,
      wording,
      open_html: isOpen ? html : null,
      open_text: isOpen ? text : null,
    });
    if (!isOpen) store.insert('closed_answers', { path: file, position, html });
  }
}

/** Dates that contradict each other or announce what has not happened. */
function checkDates(front: PieceData, yaml: Yaml, file: string, today: string, issues: Issue[]): void {
  const refuse = (steps: (string | number)[], what: string, remedy: string): void =>
    void issues.push({ file, line: yaml.lineOf(steps), field: fieldName(steps), what, remedy });
  // A date alone is its midnight: an update of the same day comes after.
  if (front.updatedAt !== undefined && front.updatedAt === parisInstant(parisDay(front.publishedAt)))
    front.updatedAt = front.publishedAt;
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
