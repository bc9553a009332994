import type { DatabaseSync } from 'node:sqlite';
import { type Audience, decideAccess } from '../paywall.ts';
import { instantOf } from '../time.ts';
import { PIECE, STUDY_IS_OUT } from './statements.ts';
import type { PageOf, PieceSummary, Study, StudyFigure, StudySummary, StudyWithFigures } from './types.ts';

const LIST_LENGTH = 20;
const PIECES_SHOWN = 20;

const FIRST_USE = '(SELECT min(u.published_at) FROM study_uses u WHERE u.study_path = r.path)';
const LAST_USE = '(SELECT max(u.published_at) FROM study_uses u WHERE u.study_path = r.path AND u.published_at <= ?1)';
const STUDIES = `SELECT r.id, r.path, r.data, r.closed_data FROM records r WHERE r.kind = 'studies' AND ${STUDY_IS_OUT}`;

interface StudyRow {
  id: string;
  path: string;
  data: string;
  closed_data: string | null;
}

/** As the publisher stored it: a study that is sold keeps its figures and charts apart. */
type Stored = StudySummary & { figures?: (Omit<StudyFigure, 'base'> & { base?: string })[]; charts?: string[] };

/** What is known of studies. The figures of one that is sold are read in one place, which asks the paywall. */
export function createStudies(database: DatabaseSync, summariesOf: (rows: unknown[]) => PieceSummary[]) {
  const byLastUse = database.prepare(`${STUDIES} ORDER BY ${LAST_USE} DESC, r.id`);
  const byFirstUse = database.prepare(`${STUDIES} ORDER BY ${FIRST_USE} DESC, r.id LIMIT ?2 OFFSET ?3`);
  const one = database.prepare(`${STUDIES} AND r.id = ?2`);
  const summary = database.prepare("SELECT data FROM records WHERE kind = 'studies' AND id = ?");
  const ids = database.prepare(`SELECT r.id FROM records r WHERE r.kind = 'studies' AND ${STUDY_IS_OUT} ORDER BY r.id`);
  const firstUse = database.prepare('SELECT min(published_at) AS at FROM study_uses WHERE study_path = ?');
  const uses = database.prepare(`${PIECE} JOIN study_uses u ON u.path = p.path
    WHERE u.study_path = ? AND u.published_at <= ? ORDER BY u.published_at DESC, u.path DESC LIMIT ${PIECES_SHOWN}`);

  const read = ({ id, data, closed_data }: StudyRow, audience: Audience, now: Date) => {
    const { figures, charts, ...study } = JSON.parse(data) as Stored;
    const isReadable = decideAccess({ access: study.access, publishedAt: ALWAYS }, audience, now) === 'whole';
    const shown =
      isReadable && closed_data !== null ? (JSON.parse(closed_data) as Pick<Stored, 'figures' | 'charts'>) : null;
    const known = shown?.figures ?? figures;
    return {
      ...study,
      id,
      figures: known?.map((figure) => ({ ...figure, base: figure.base ?? null })) ?? null,
      charts: shown?.charts ?? charts ?? [],
    };
  };
  const withFigures = (rows: unknown[], audience: Audience, now: Date): StudyWithFigures[] =>
    (rows as StudyRow[]).map((row) => {
      const { charts: _charts, ...study } = read(row, audience, now);
      return study;
    });
  const idsOf = (now: Date): string[] => (ids.all(instantOf(now)) as { id: string }[]).map(({ id }) => id);

  return {
    ids: idsOf,
    all: (audience: Audience, now: Date) => withFigures(byLastUse.all(instantOf(now)), audience, now),

    list(page: number, audience: Audience, now: Date): PageOf<StudyWithFigures> | null {
      const total = idsOf(now).length;
      const pages = Math.max(1, Math.ceil(total / LIST_LENGTH));
      if (!Number.isInteger(page) || page < 1 || page > pages) return null;
      const rows = byFirstUse.all(instantOf(now), LIST_LENGTH, (page - 1) * LIST_LENGTH);
      return { items: withFigures(rows, audience, now), page, pages, total };
    },

    find(id: string, audience: Audience, now: Date): Study | null {
      const row = one.get(instantOf(now), id) as StudyRow | undefined;
      if (row === undefined) return null;
      return {
        ...read(row, audience, now),
        since: (firstUse.get(row.path) as { at: string | null }).at,
        pieces: summariesOf(uses.all(row.path, instantOf(now))),
      };
    },

    /** What everyone may know of a study; `null` when there is none. */
    summary(id: string): StudySummary | null {
      const row = summary.get(id) as { data: string } | undefined;
      if (row === undefined) return null;
      const { figures: _figures, charts: _charts, ...study } = JSON.parse(row.data) as Stored;
      return { ...study, id };
    },
  };
}

/** A study has no date of its own: it is out, or it is not found. */
const ALWAYS = '1970-01-01T00:00:00Z';
