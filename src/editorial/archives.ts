import type { DatabaseSync } from 'node:sqlite';
import { instantOf, parisDay, parisInstant } from '../time.ts';
import { LIST_LENGTH, pagesOf } from './paging.ts';
import { PIECE, prepareEach } from './statements.ts';
import type { Summaries } from './summaries.ts';
import type { PageOf, PieceSummary } from './types.ts';

/** A year, or a month of it from 1, of Paris time. */
export interface Period {
  year: number;
  month: number | null;
}

/** The months of a year in which something was published, first to last. */
export interface ArchivedYear {
  year: number;
  count: number;
  months: { month: number; count: number; newest: string }[];
}

export interface ArchivedPeriod extends Period {
  /** Newest first. */
  pieces: PageOf<PieceSummary>;
  /** The nearest periods of the same length in which something was published. */
  before: Period | null;
  after: Period | null;
  /** The months of the year. */
  months: ArchivedYear['months'];
}

/** Pieces by when they were published. */
export interface Archives {
  /** Newest first, without those that published nothing. */
  years(now: Date): ArchivedYear[];
  /** `null` when nothing was published then, or the page does not exist. `page` from 1. */
  archive(period: Period, page: number, now: Date): ArchivedPeriod | null;
}

const SQL = {
  first: 'SELECT min(published_at) AS at FROM pieces WHERE published_at <= ?',
  count: `SELECT count(*) AS n, max(published_at) AS newest FROM pieces
    WHERE published_at >= ? AND published_at < ? AND published_at <= ?`,
  page: `${PIECE} WHERE p.published_at >= ? AND p.published_at < ? AND p.published_at <= ?
    ORDER BY p.published_at DESC, p.key DESC LIMIT ? OFFSET ?`,
  before: 'SELECT max(published_at) AS at FROM pieces WHERE published_at < ? AND published_at <= ?',
  after: 'SELECT min(published_at) AS at FROM pieces WHERE published_at >= ? AND published_at <= ?',
};

export function createArchives(database: DatabaseSync, summaries: Summaries): Archives {
  const statements = prepareEach(database, SQL);

  const monthsOf = (year: number, at: string): ArchivedYear['months'] =>
    MONTHS.flatMap((month) => {
      const { begins, ends } = boundsOf({ year, month });
      const { n, newest } = statements.count.get(begins, ends, at) as { n: number; newest: string | null };
      return newest === null ? [] : [{ month, count: n, newest }];
    });

  return {
    years(now) {
      const at = instantOf(now);
      const first = (statements.first.get(at) as { at: string | null }).at;
      if (first === null) return [];
      const oldest = yearOf(first);
      const years = Array.from({ length: yearOf(at) - oldest + 1 }, (_, index) => yearOf(at) - index);
      return years
        .map((year) => ({ year, months: monthsOf(year, at) }))
        .map(({ year, months }) => ({ year, count: months.reduce((sum, { count }) => sum + count, 0), months }))
        .filter(({ count }) => count > 0);
    },

    archive(period, page, now) {
      const at = instantOf(now);
      const { begins, ends } = boundsOf(period);
      const { n: total } = statements.count.get(begins, ends, at) as { n: number };
      if (total === 0) return null;
      const pieces = pagesOf(LIST_LENGTH, page, total, (limit, offset) =>
        summaries.list(statements.page.all(begins, ends, at, limit, offset)),
      );
      if (pieces === null) return null;
      const nearest = (found: unknown): Period | null => {
        const instant = (found as { at: string | null }).at;
        if (instant === null) return null;
        return { year: yearOf(instant), month: period.month === null ? null : monthOf(instant) };
      };
      return {
        ...period,
        pieces,
        before: nearest(statements.before.get(begins, at)),
        after: nearest(statements.after.get(ends, at)),
        months: monthsOf(period.year, at),
      };
    },
  };
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function yearOf(instant: string): number {
  return Number(parisDay(instant).slice(0, 4));
}

function monthOf(instant: string): number {
  return Number(parisDay(instant).slice(5, 7));
}

/** The instants at which a period begins and ends. */
function boundsOf({ year, month }: Period): { begins: string; ends: string } {
  const next = month === null || month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
  return { begins: firstInstant(year, month ?? 1), ends: firstInstant(next.year, next.month) };
}

function firstInstant(year: number, month: number): string {
  const day = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
  const instant = parisInstant(day);
  if (instant === null) throw new Error(`${day} is no day`);
  return instant;
}
