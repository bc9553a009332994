import type { DatabaseSync } from 'node:sqlite';
import { instantOf, parisDay, parisInstant } from '../time.ts';
import { PIECE, type PieceRow, prepareEach, type Statements } from './statements.ts';
import type { EditionDay, EditionMaterial, PieceSummary } from './types.ts';

/** The daily letter's days (decision 0007). Days are Paris days: `2026-11-19`. */
export interface Editions {
  /** What the edition of that day is made of; `null` when the day has none, or before the letter's hour. */
  edition(date: string, now: Date): EditionMaterial | null;
  /** The days from `first` to `last`, both included, that have an edition by now, in order. `last` may be the 31st of any month. */
  editionDays(first: string, last: string, now: Date): string[];
  /** The months (`2026-11`) that have an edition, in order. */
  editionMonths(now: Date): string[];
  /** The day of the last edition that left. */
  latestEdition(now: Date): string | null;
  /** The days of the editions before and after that of `date`. */
  editionsAround(date: string, now: Date): { previous: string | null; next: string | null };
}

const BEFORE_ALL = '1900-01-01';
const AFTER_ALL = '9999-12-30';
/** How many pieces an edition names; it tells the number of the others. */
const NAMED = 20;

const SQL = {
  file: 'SELECT data, html FROM editions WHERE date = ?',
  fileBefore: 'SELECT max(date) AS date FROM editions WHERE date < ?',
  fileAfter: 'SELECT min(date) AS date FROM editions WHERE date > ?',
  pieces: `${PIECE} WHERE p.published_at > ? AND p.published_at <= ? ORDER BY p.published_at DESC, p.key DESC LIMIT ?`,
  count: 'SELECT count(*) AS n FROM pieces WHERE published_at > ? AND published_at <= ?',
  filesOf: 'SELECT date FROM editions WHERE date BETWEEN ? AND ?',
  datesOf: 'SELECT published_at AS at FROM pieces WHERE published_at > ? AND published_at <= ? ORDER BY published_at',
  newest: 'SELECT max(published_at) AS at FROM pieces WHERE published_at <= ?',
  oldest: 'SELECT min(published_at) AS at FROM pieces WHERE published_at > ?',
} as const;

interface FileData {
  subject?: string;
  preheader?: string;
  extracts: { from: string; quote: string }[];
}

/** Reads the editions of `database`. `hour` is the letter's hour in Paris (`07:00`), as site.yaml has it. */
export function openEditions(
  database: DatabaseSync,
  pieces: Pick<Statements, 'piece'>,
  summariesOf: (rows: unknown[]) => PieceSummary[],
  hour: () => string,
): Editions {
  const statements = prepareEach(database, SQL);

  const closing = (date: string): string => {
    const at = parisInstant(`${date}T${hour()}`);
    if (at === null) throw new Error(`${date} at ${hour()} is no time of the calendar`);
    return at;
  };
  const hasFile = (date: string): boolean => statements.file.get(date) !== undefined;
  /** A working day, or one that the editors wrote a file for. */
  const mayLeave = (date: string): boolean => isWorkingDay(date) || hasFile(date);
  const dayBefore = (date: string): string => {
    let day = shifted(date, -1);
    while (!mayLeave(day)) day = shifted(day, -1);
    return day;
  };
  const day = (date: string): EditionDay => ({ date, after: closing(dayBefore(date)), until: closing(date) });
  /** The first day on which a piece published at `instant` can leave. */
  const dayOfPiece = (instant: string): string => {
    let date = parisDay(instant);
    if (closing(date) < instant) date = shifted(date, 1);
    while (!mayLeave(date)) date = shifted(date, 1);
    return date;
  };
  const valueOf = (row: unknown, name: 'at' | 'date'): string | null =>
    (row as Record<string, string | null> | undefined)?.[name] ?? null;

  function previous(date: string, now: Date): string | null {
    const tomorrow = shifted(parisDay(instantOf(now)), 1);
    let last = dayBefore(date < tomorrow ? date : tomorrow);
    if (closing(last) > instantOf(now)) last = dayBefore(last);
    const newest = valueOf(statements.newest.get(closing(last)), 'at');
    const file = valueOf(statements.fileBefore.get(shifted(last, 1)), 'date');
    const piece = newest === null ? null : dayOfPiece(newest);
    return piece === null || (file !== null && file > piece) ? file : piece;
  }

  function next(date: string, now: Date): string | null {
    const oldest = valueOf(statements.oldest.get(closing(dayBefore(shifted(date, 1)))), 'at');
    const file = valueOf(statements.fileAfter.get(date), 'date');
    const piece = oldest === null ? null : dayOfPiece(oldest);
    const first = piece === null || (file !== null && file < piece) ? file : piece;
    return first === null || closing(first) > instantOf(now) ? null : first;
  }

  function extractsOf(data: FileData, until: string): { quote: string; piece: PieceSummary }[] {
    return data.extracts.flatMap(({ from, quote }) =>
      summariesOf(pieces.piece.all(from, until)).map((piece) => ({ quote, piece })),
    );
  }

  return {
    edition(date, now) {
      if (!isDay(date) || closing(date) > instantOf(now) || !mayLeave(date)) return null;
      const window = day(date);
      const row = statements.file.get(date) as { data: string; html: string } | undefined;
      const rows = statements.pieces.all(window.after, window.until, NAMED) as unknown as PieceRow[];
      if (row === undefined && rows.length === 0) return null;
      const data = row === undefined ? null : (JSON.parse(row.data) as FileData);
      const file = data && {
        subject: data.subject ?? null,
        preheader: data.preheader ?? null,
        extracts: extractsOf(data, window.until),
        html: row?.html ?? '',
      };
      const { n: total } = statements.count.get(window.after, window.until) as { n: number };
      return { day: window, file, pieces: summariesOf(rows), total };
    },

    editionDays(first, last, now) {
      const at = instantOf(now);
      const files = new Set((statements.filesOf.all(first, last) as { date: string }[]).map(({ date }) => date));
      const end = isDay(last) ? last : lastOfMonth(`${last.slice(0, 8)}01`);
      const pieces = statements.datesOf.all(closing(dayBefore(first)), closing(end)) as { at: string }[];
      const found: string[] = [];
      let next = 0;
      for (let date = first; date <= last; date = shifted(date, 1)) {
        if (!files.has(date) && !isWorkingDay(date)) continue;
        const until = closing(date);
        if (until > at) break;
        const before = next;
        while ((pieces[next]?.at ?? AFTER_ALL) <= until) next += 1;
        if (files.has(date) || next > before) found.push(date);
      }
      return found;
    },

    editionMonths(now) {
      const months: string[] = [];
      for (let date = next(BEFORE_ALL, now); date !== null; date = next(lastOfMonth(date), now)) {
        months.push(date.slice(0, 7));
      }
      return months;
    },

    latestEdition: (now) => previous(AFTER_ALL, now),
    editionsAround: (date, now) => ({ previous: previous(date, now), next: next(date, now) }),
  };
}

function isDay(date: string): boolean {
  return date.length === 10 && parisInstant(date) !== null;
}

/** Monday to Friday. Days are reckoned in UTC, which has no clock changes: a calendar object would take ten times as long. */
function isWorkingDay(date: string): boolean {
  return (new Date(date).getUTCDay() + 6) % 7 < 5;
}

function shifted(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;

function lastOfMonth(date: string): string {
  const next = new Date(date);
  next.setUTCMonth(next.getUTCMonth() + 1, 0);
  return next.toISOString().slice(0, 10);
}
