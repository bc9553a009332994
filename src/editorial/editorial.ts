import { DatabaseSync } from 'node:sqlite';
import type { Audience } from '../paywall.ts';
import { fr } from '../text/fr.ts';
import { instantOf, nextParisHour, nextParisMidnight, parisInstant } from '../time.ts';
import { pieceOfPath, themeOfPath, urls } from '../urls.ts';
import { openAnniversaries } from './anniversaries.ts';
import { type Archives, createArchives } from './archives.ts';
import { type Editions, openEditions } from './editions.ts';
import { createGatherings, type Gatherings } from './gatherings.ts';
import { createIssues, type Issues } from './issues.ts';
import { LIST_LENGTH, pagesOf } from './paging.ts';
import { createQuestions } from './questions.ts';
import { createReadings } from './readings.ts';
import { createRelated } from './related.ts';
import { createSitemap, type Sitemap } from './sitemap.ts';
import { type PieceRow, prepareAll } from './statements.ts';
import { createStudies } from './studies.ts';
import { createSummaries, type PieceData, readingMinutes } from './summaries.ts';
import type {
  Anniversary,
  Body,
  InterviewDetails,
  LetterDetails,
  MediaFile,
  OpenAnswer,
  PageOf,
  Piece,
  PieceCollection,
  PieceSummary,
  Question,
  QuestionAnswer,
  Reading,
  RelatedPiece,
  SeriesPart,
  Site,
  Study,
  StudyWithFigures,
  TocEntry,
} from './types.ts';

export type * from './archives.ts';
export type * from './gatherings.ts';
export type * from './issues.ts';
export type * from './types.ts';

/**
 * Reads the published content. Every method takes `now` and answers as of that instant: an embargoed piece does not
 * exist before its minute. Synchronous: a call is a few prepared statements on a local file. Every method throws when
 * the database is unreachable.
 */
export interface Editorial extends Archives, Editions, Gatherings, Issues, Sitemap {
  /** Rises at each publish that changed something. */
  generation(): number;
  /** When anything last changed: a publish, or the end of an embargo. ISO-8601 UTC. */
  changedAt(now: Date): string;
  /** Published articles, interviews, letters and studies. */
  count(now: Date): number;
  site(): Site;
  /** Newest first. `page` from 1; `null` when the page does not exist (page 1 always does). */
  list(collection: PieceCollection, page: number, now: Date): PageOf<PieceSummary> | null;
  /** The newest pieces of any collection, or of one, newest first. */
  latest(limit: number, now: Date, collection?: PieceCollection): PieceSummary[];
  piece(collection: PieceCollection, slug: string, now: Date): Piece | null;
  /** The piece with that `uid`, for what is named by it: cards. */
  pieceByUid(uid: string, now: Date): PieceSummary | null;
  /** What `audience` reads of `piece`; the closed part is read in readings.ts alone, which asks the paywall. */
  bodyFor(piece: Piece, audience: Audience, now: Date): Body;
  /** A piece by its file below the content folder, with all that `audience` reads of it; `null` when it is not out. */
  reading(file: string, audience: Audience, now: Date): Reading | null;
  /** The answers of an interview that are wholly open, in order; none before it is published. */
  openAnswers(pieceKey: string, now: Date): OpenAnswer[];
  /** Studies that are out, the one told last first. A closed study keeps its figures for subscribers: `figures` is `null` for the public. */
  studies(audience: Audience, now: Date): StudyWithFigures[];
  /** Studies that are out, the one told first last. Pages as in `list`. */
  studyList(page: number, audience: Audience, now: Date): PageOf<StudyWithFigures> | null;
  /** `null` when there is no such study, or none yet. */
  study(id: string, audience: Audience, now: Date): Study | null;
  /** The questions of every questionnaire that was used, in their order. */
  questions(now: Date): Question[];
  /** A question by its slug, and what guests answered, newest first; `null` when nobody has, or the page does not exist. */
  question(
    slug: string,
    page: number,
    audience: Audience,
    now: Date,
  ): { question: Question; answers: PageOf<QuestionAnswer> } | null;
  /** Up to four pieces to read after `piece`, none of them in `shown`: the editors' choice, then what a rule finds. */
  related(piece: Piece, shown: readonly PieceSummary[], now: Date): RelatedPiece[];
  /** The parts of the series of `piece` that are out, by rank; none when it is of no series. */
  seriesOf(piece: Piece, now: Date): SeriesPart[];
  /** Letters that reply to a piece, or to an edition (`editions/2026-11-19`), oldest first. */
  repliesTo(key: string, now: Date): PieceSummary[];
  /** The present address of what once stood at `path`, or `gone` for a withdrawn piece; `null` when neither is known. */
  movedTo(path: string, now: Date): { to: string } | 'gone' | null;
  /** What came out this week some years ago, the best to recall first. */
  anniversaries(now: Date): Anniversary[];
  /** The file under `/media/` with that name, when a piece that is out shows it. */
  media(name: string, now: Date): MediaFile | null;
  /** The next instant at which something changes by itself: an embargo ends, the letter's hour, midnight in Paris. */
  nextChangeAfter(now: Date): Date;
  close(): void;
}

interface PartRow {
  html: string;
  notes_html: string;
  toc: string;
}

/** Opens a published `content.db`, read-only. Throws when it is missing or damaged. */
export function openEditorial(file: string): Editorial {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16000');
  const statements = prepareAll(database);
  const generation = (): number => Number((statements.generation.get() as { value: string }).value);
  const summaries = createSummaries(statements, generation);
  const archives = createArchives(database, summaries);
  const gatherings = createGatherings(database, summaries);
  const issues = createIssues(database, summaries);

  const summariesOf = summaries.list;
  const byKey = (key: string, now: Date): PieceSummary[] => summariesOf(statements.piece.all(key, instantOf(now)));

  const questions = createQuestions(database, summariesOf);
  const related = createRelated(database, summariesOf);
  const readings = createReadings(database, summariesOf);
  const studies = createStudies(database, summariesOf);
  const editions = openEditions(database, statements, summariesOf, () => summaries.site().letter.hour);

  const interviewOf = (data: PieceData): InterviewDetails => ({
    interviewers: (data.interviewers ?? []).map(summaries.contributor),
    language: data.language ?? 'fr',
    translator: data.translator === undefined ? null : summaries.contributor(data.translator),
    thanks: data.thanks ?? null,
  });

  const letterOf = (data: PieceData, now: Date): LetterDetails => ({
    sender: data.sender ?? '',
    senderId: summaries.personNamed(data.sender ?? ''),
    senderTitle: data.senderTitle ?? '',
    addressee: data.addressee ?? '',
    salutation: data.salutation ?? '',
    closing: data.closing ?? '',
    signature: signatureLines(data.signature ?? ''),
    repliesTo: (data.repliesTo ?? []).flatMap((target): LetterDetails['repliesTo'] => {
      if (typeof target !== 'string') return [{ ...target, internal: false, sponsored: false }];
      const date = /^editions\/(.+)$/.exec(target)?.[1];
      if (date !== undefined) return editionLink(date, now);
      return byKey(target, now).map(({ title, path, sponsored }) => ({ title, url: path, internal: true, sponsored }));
    }),
  });

  const organisationsOf = ({ organisation, organisations }: PieceData): Piece['organisations'] => {
    const ids = new Set([...(organisation === undefined ? [] : [organisation]), ...organisations]);
    return Array.from(ids, (id) => ({ id, name: summaries.contributor(id).name }));
  };

  /** The letter of a day, from its hour on. */
  const editionLink = (date: string, now: Date): LetterDetails['repliesTo'] => {
    const sentAt = parisInstant(`${date}T${summaries.site().letter.hour}`);
    if (sentAt === null || sentAt > instantOf(now)) return [];
    return [{ title: fr.around.edition(date), url: urls.edition(date), internal: true, sponsored: false }];
  };

  return {
    ...archives,
    ...gatherings,
    ...issues,
    ...editions,
    ...createSitemap(database, { ...archives, ...editions, ...gatherings, ...issues, questions: questions.all }),
    generation,
    anniversaries: openAnniversaries(database, summariesOf),
    changedAt: (now) => (statements.changedAt.get(instantOf(now)) as { at: string | null }).at ?? ALWAYS,
    count: (now) => (statements.count.get(instantOf(now)) as { n: number }).n,
    site: summaries.site,

    list(collection, page, now) {
      const at = instantOf(now);
      const { n: total } = statements.countOf.get(collection, at) as { n: number };
      return pagesOf(LIST_LENGTH, page, total, (limit, offset) =>
        summariesOf(statements.listOf.all(collection, at, limit, offset)),
      );
    },

    latest(limit, now, collection) {
      const at = instantOf(now);
      if (collection === undefined) return summariesOf(statements.latest.all(at, limit));
      return summariesOf(statements.listOf.all(collection, at, limit, 0));
    },

    piece(collection, slug, now) {
      summaries.refresh();
      const row = statements.piece.get(`${collection}/${slug}`, instantOf(now)) as PieceRow | undefined;
      if (row === undefined) return null;
      const data = summaries.dataOf(row);
      const part = statements.openPart.get(row.path) as unknown as PartRow;
      return {
        ...summaries.summarise(row, data),
        openHtml: part.html,
        openNotesHtml: part.notes_html,
        openToc: JSON.parse(part.toc) as TocEntry[],
        openWords: data.openWords,
        remaining: data.cut
          ? { minutes: readingMinutes(data.closedWords), answers: data.closedAnswers, words: data.closedWords }
          : null,
        corrections: data.corrections,
        disclosure: data.disclosure ?? null,
        series: data.series ?? null,
        organisations: organisationsOf(data),
        issue: issues.issueOf({ key: row.key, issue: data.issue }, now),
        seo: { title: data.seo.title ?? null, description: data.seo.description ?? null, noindex: data.seo.noindex },
        readAlso: data.readAlso.flatMap((key) => byKey(key, now)),
        study: data.study === undefined ? null : studies.summary(data.study),
        questionnaire: data.questionnaire ?? null,
        interview: collection === 'interviews' ? interviewOf(data) : null,
        letter: collection === 'letters' ? letterOf(data, now) : null,
      };
    },

    pieceByUid: (uid, now) => summariesOf(statements.byUid.all(uid, instantOf(now)))[0] ?? null,

    reading: readings.reading,

    bodyFor(piece, audience, now) {
      const open = { html: piece.openHtml, notesHtml: piece.openNotesHtml, toc: piece.openToc };
      if (piece.remaining === null) return { ...open, cut: false };
      // Also `null` when another publish has just opened, moved or withdrawn the piece: what was read is all there is.
      const closed = readings.closedPart(piece, audience, now);
      if (closed === null) return { ...open, cut: true };
      return {
        html: `${open.html}<div class="paywalled">${closed.html}</div>`,
        notesHtml: open.notesHtml + closed.notes_html,
        toc: [...open.toc, ...(JSON.parse(closed.toc) as TocEntry[])],
        cut: false,
      };
    },

    openAnswers(key, now) {
      const rows = statements.answers.all(key, instantOf(now)) as {
        question: string;
        wording: string;
        open_html: string;
        open_text: string;
      }[];
      return rows.map((row) => ({
        questionId: row.question,
        wording: row.wording,
        html: row.open_html,
        text: row.open_text,
      }));
    },

    studies: studies.all,
    studyList: studies.list,
    study: studies.find,
    questions: questions.all,
    question: questions.find,
    related: related.after,
    seriesOf: related.seriesOf,

    repliesTo: (key, now) => summariesOf(statements.replies.all(key, instantOf(now))),

    movedTo(path, now) {
      const at = instantOf(now);
      const former = statements.former.get(path.replace(/\/+$/, '')) as
        { key: string; status: string; published_at: string } | undefined;
      if (former !== undefined && former.published_at > at) return null;
      if (former !== undefined) return former.status === 'withdrawn' ? 'gone' : { to: pathOfKey(former.key) };
      const theme = themeOfPath(path);
      const current = theme === null ? null : gatherings.themeInPlaceOf(theme.id, now);
      if (theme !== null && current !== null) return { to: theme.pathOf(current) };
      const piece = pieceOfPath(path);
      if (piece === null) return null;
      return statements.withdrawn.get(`${piece.collection}/${piece.slug}`, at) === undefined ? null : 'gone';
    },

    media(name, now) {
      const row = statements.media.get(name, instantOf(now)) as
        { type: string; bytes: number; closed: number } | undefined;
      return row === undefined ? null : { name, type: row.type, bytes: row.bytes, closed: row.closed === 1 };
    },

    nextChangeAfter(now) {
      const { at } = statements.nextPiece.get(instantOf(now)) as { at: string | null };
      const times = [nextParisMidnight(now), nextParisHour(summaries.site().letter.hour, now)];
      if (at !== null) times.push(new Date(at));
      return times.reduce((first, time) => (time < first ? time : first));
    },

    close: () => database.close(),
  };
}

/** The date of what has none: out as soon as it is published. */
const ALWAYS = '1970-01-01T00:00:00Z';

function pathOfKey(key: string): string {
  const [collection, slug] = key.split('/') as [PieceCollection, string];
  return urls.piece(collection, slug);
}

/** Name and company, written on two lines or apart by a comma. */
function signatureLines(signature: string): string[] {
  const lines = signature.includes('\n') ? signature.split('\n') : signature.split(/,\s+(.*)/s);
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}
