import type { DatabaseSync } from 'node:sqlite';
import { parisDay, parisInstant } from '../time.ts';
import type { Anniversary, PieceSummary } from './types.ts';

const AROUND_DAYS = 3;
const OF_A_YEAR = 3;
const ENOUGH = 6;
const SQL = `SELECT path, key, uid, collection, published_at, data FROM pieces
  WHERE published_at >= ? AND published_at < ? ORDER BY published_at LIMIT ?`;

/** Finds what came out in the week around a day of earlier years: round anniversaries first, then the oldest. */
export function openAnniversaries(database: DatabaseSync, summariesOf: (rows: unknown[]) => PieceSummary[]) {
  const first = database.prepare('SELECT min(published_at) AS at FROM pieces');
  const week = database.prepare(SQL);

  return (now: Date): Anniversary[] => {
    const oldest = (first.get() as { at: string | null }).at;
    if (oldest === null) return [];
    const today = Temporal.PlainDate.from(parisDay(now.toISOString()));
    const known = today.year - Number(oldest.slice(0, 4));
    const years = Array.from({ length: Math.max(0, known) }, (_, index) => known - index);
    const found: Anniversary[] = [];
    for (const ago of years.sort((one, other) => Number(other % 5 === 0) - Number(one % 5 === 0))) {
      const day = today.subtract({ years: ago });
      const [from, until] = [-AROUND_DAYS, AROUND_DAYS + 1].map((days) => parisInstant(day.add({ days }).toString()));
      const rows = week.all(from ?? '', until ?? '', OF_A_YEAR);
      found.push(...summariesOf(rows).map((piece) => ({ piece, years: ago })));
      if (found.length >= ENOUGH) break;
    }
    return found;
  };
}
