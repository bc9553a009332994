import type { DatabaseSync } from 'node:sqlite';
import { instantOf } from '../time.ts';
import { PIECE } from './statements.ts';
import type { Piece, PieceSummary, RelatedPiece, RelatedReason, SeriesPart } from './types.ts';

const SHOWN = 4;
/** Of a guest or a theme, at most: some may stand elsewhere on the page or be advertisements. */
const ASKED = 32;

/** What the rule may ask for, newest first, read one by one: no more is looked up than is shown. */
export interface Candidates {
  sameGuest(guest: string): Iterable<PieceSummary>;
  repliedTo(piece: Piece): Iterable<PieceSummary>;
  sameTheme(theme: string): Iterable<PieceSummary>;
}

/**
 * What to read after `piece`, at most four: the editors' choice in its order, then other interviews of the guest, what a
 * letter answers, and the newest pieces of its themes, the first theme first. Never an advertisement, the piece itself
 * or one of `shown`, and none twice.
 */
export function relate(piece: Piece, shown: readonly PieceSummary[], candidates: Candidates): RelatedPiece[] {
  const used = new Set([piece.uid, ...shown.map(({ uid }) => uid)]);
  const found: RelatedPiece[] = [];
  const add = (pieces: Iterable<PieceSummary>, reason: RelatedReason): void => {
    for (const next of pieces) {
      if (next.sponsored || used.has(next.uid)) continue;
      used.add(next.uid);
      found.push({ piece: next, reason });
      if (found.length === SHOWN) return;
    }
  };
  add(piece.readAlso, { code: 'editor' });
  if (found.length < SHOWN && piece.guest !== null) add(candidates.sameGuest(piece.guest.id), { code: 'guest' });
  if (found.length < SHOWN && piece.letter !== null) add(candidates.repliedTo(piece), { code: 'replied-to' });
  for (const { id, name } of piece.themes) {
    if (found.length < SHOWN) add(candidates.sameTheme(id), { code: 'theme', theme: name });
  }
  return found;
}

/** What leads from one piece to others. */
export function createRelated(database: DatabaseSync, summariesOf: (rows: unknown[]) => PieceSummary[]) {
  const ofGuest = database.prepare(`${PIECE} WHERE p.collection = 'interviews' AND p.data ->> 'guest' = ?
    AND p.published_at <= ? ORDER BY p.published_at DESC LIMIT ${ASKED}`);
  const targets = database.prepare(`${PIECE} JOIN replies r ON r.to_key = p.key
    JOIN pieces own ON own.path = r.path WHERE own.key = ? AND p.published_at <= ? ORDER BY p.published_at DESC`);
  const ofTheme = database.prepare(`${PIECE} JOIN mentions m ON m.path = p.path
    WHERE m.tag = 'themes/' || ? AND m.published_at <= ? ORDER BY m.published_at DESC, m.path DESC LIMIT ${ASKED}`);
  const ofSeries = database.prepare(`${PIECE} WHERE p.data ->> '$.series.name' = ? AND p.published_at <= ?`);

  function* each(rows: Iterable<unknown>): Generator<PieceSummary> {
    for (const row of rows) yield* summariesOf([row]);
  }

  return {
    after(piece: Piece, shown: readonly PieceSummary[], now: Date): RelatedPiece[] {
      const at = instantOf(now);
      return relate(piece, shown, {
        sameGuest: (guest) => each(ofGuest.iterate(guest, at)),
        repliedTo: ({ key }) => each(targets.iterate(key, at)),
        sameTheme: (theme) => each(ofTheme.iterate(theme, at)),
      });
    },

    seriesOf({ series }: Piece, now: Date): SeriesPart[] {
      if (series === null) return [];
      const rows = ofSeries.all(series.name, instantOf(now)) as { data: string }[];
      const ranks = rows.map(({ data }) => (JSON.parse(data) as { series: { rank: number } }).series.rank);
      return summariesOf(rows)
        .map((piece, index) => ({ rank: ranks[index] ?? 0, piece }))
        .sort((one, other) => one.rank - other.rank || one.piece.publishedAt.localeCompare(other.piece.publishedAt));
    },
  };
}
