import type { DatabaseSync } from 'node:sqlite';
import { type Audience, decideAccess } from '../paywall.ts';
import { instantOf } from '../time.ts';
import { PIECE, type PieceRow } from './statements.ts';
import type { PieceSummary, Reading } from './types.ts';

interface PartRow {
  html: string;
  notes_html: string;
  toc: string;
}

/** The one place where the closed part of a piece is read; it asks the paywall. */
export function createReadings(database: DatabaseSync, summariesOf: (rows: unknown[]) => PieceSummary[]) {
  const closed =
    database.prepare(`SELECT c.html, c.notes_html, c.toc FROM closed_parts c JOIN pieces p ON p.path = c.path
    WHERE p.key = ? AND p.published_at <= ?`);
  const byFile = database.prepare(`${PIECE.replace(' FROM', ', p.open_html, p.open_notes_html FROM')}
    WHERE p.path = ? AND p.published_at <= ?`);

  /** `null` when nothing is closed, or when it stays closed for this audience. */
  const closedPart = (piece: PieceSummary, audience: Audience, now: Date): PartRow | null => {
    if (decideAccess(piece, audience, now) === 'open-part') return null;
    return (closed.get(piece.key, instantOf(now)) as PartRow | undefined) ?? null;
  };

  return {
    closedPart,

    reading(file: string, audience: Audience, now: Date): Reading | null {
      const row = byFile.get(file, instantOf(now)) as
        (PieceRow & { open_html: string; open_notes_html: string }) | undefined;
      const [piece] = row === undefined ? [] : summariesOf([row]);
      if (row === undefined || piece === undefined) return null;
      const rest = closedPart(piece, audience, now);
      return {
        piece,
        html: row.open_html + (rest?.html ?? ''),
        notesHtml: row.open_notes_html + (rest?.notes_html ?? ''),
      };
    },
  };
}
