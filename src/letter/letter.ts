import type { EditionDay, EditionFile, Editorial, Genre, PieceSummary } from '../editorial/editorial.ts';
import { excerpt, fr } from '../text/fr.ts';
import { editionMailHtml } from './mail-html.ts';

export { editionJson } from './letter-json.ts';

/** One day's letter as its recipients read it: open texts alone (decision 0002), and nothing that came out after its hour. */
export interface Edition {
  /** The Paris day: `2026-11-19`. */
  date: string;
  /** When it leaves, ISO-8601 UTC. */
  leavesAt: string;
  subject: string;
  preheader: string;
  /** The editors' words as HTML; `null` when they wrote none. */
  words: string | null;
  extracts: { quote: string; piece: PieceSummary }[];
  /** What came out since the letter before, the most telling first. */
  pieces: PieceSummary[];
  /** How many more pieces came out than are named here. */
  others: number;
  /** The newest letter from a reader, which is not among `pieces`. */
  letter: PieceSummary | null;
  /** The working day that follows: the next letter leaves then if there is something to say. */
  next: string;
}

/** What a mail programme shows of a subject, and of the line after it. */
const SUBJECT_LIMIT = 70;
const PREHEADER_LIMIT = 150;

/**
 * Composes the edition of one day (decision 0007): pure, and it sees only what was out at the hour of that day's letter.
 * `pieces` are the newest of the day, newest first, out of `total`; `file` is what the editors wrote, if anything.
 */
export function composeEdition(
  pieces: readonly PieceSummary[],
  file: EditionFile | null,
  day: EditionDay,
  total: number = pieces.length,
): Edition {
  const wasOut = ({ publishedAt }: PieceSummary) => publishedAt <= day.until;
  const ofTheDay = pieces.filter((piece) => wasOut(piece) && piece.publishedAt > day.after);
  const letter = ofTheDay.find(({ collection }) => collection === 'letters') ?? null;
  const named = ofTheDay.filter((piece) => piece !== letter).sort((one, other) => rankOf(one) - rankOf(other));
  const extracts = (file?.extracts ?? []).filter(({ piece }) => wasOut(piece));
  const lead = named.find(({ sponsored }) => !sponsored) ?? letter ?? extracts[0]?.piece ?? named[0];
  const words = file?.html ?? '';
  return {
    date: day.date,
    leavesAt: day.until,
    subject: file?.subject ?? (lead === undefined ? fr.dailyLetter.of(day.date) : subjectOf(lead)),
    preheader: file?.preheader ?? (lead === undefined ? '' : excerpt(lead.standfirst, PREHEADER_LIMIT)),
    words: words === '' ? null : words,
    extracts,
    pieces: named,
    others: Math.max(0, total - pieces.length),
    letter,
    next: workingDayAfter(day.date),
  };
}

function subjectOf(piece: PieceSummary): string {
  const fits = piece.title.length <= SUBJECT_LIMIT;
  return fits ? piece.title : (piece.shortTitle ?? excerpt(piece.title, SUBJECT_LIMIT));
}

/** What readers open a letter for comes first; a brief is short, and what is paid for comes last. */
const RANKS: Record<Genre, number> = {
  investigation: 0,
  study: 1,
  analysis: 2,
  opinion: 2,
  case: 2,
  document: 2,
  lessons: 2,
  selection: 3,
  brief: 4,
};

function rankOf({ sponsored, collection, genre }: PieceSummary): number {
  if (sponsored) return 9;
  if (genre !== null) return RANKS[genre];
  return collection === 'interviews' ? 1 : 5;
}

function workingDayAfter(date: string): string {
  const day = Temporal.PlainDate.from(date);
  return day.add({ days: day.dayOfWeek < 5 ? 1 : 8 - day.dayOfWeek }).toString();
}

/** The edition of a day; `null` when the day has none, or before its hour. */
export function editionOn(editorial: Editorial, date: string | null, now: Date): Edition | null {
  const material = date === null ? null : editorial.edition(date, now);
  return material === null ? null : composeEdition(material.pieces, material.file, material.day, material.total);
}

/** The last editions that left, newest first, at most `limit` of them. */
export function latestEditions(editorial: Editorial, limit: number, now: Date): Edition[] {
  const editions: Edition[] = [];
  for (let date = editorial.latestEdition(now); date !== null && editions.length < limit;) {
    const edition = editionOn(editorial, date, now);
    if (edition !== null) editions.push(edition);
    date = editorial.editionsAround(date, now).previous;
  }
  return editions;
}

/** An edition with the HTML of its mail. */
export interface MailedEdition extends Edition {
  html: string;
}

/** The last editions that left as mails, newest first, at most `limit` of them. */
export function latestMails(editorial: Editorial, limit: number, siteUrl: string, now: Date): MailedEdition[] {
  const site = editorial.site();
  return latestEditions(editorial, limit, now).map((edition) => {
    const letter = edition.letter === null ? null : editorial.piece('letters', edition.letter.slug, now);
    return { ...edition, html: editionMailHtml(edition, letter, site, siteUrl) };
  });
}
