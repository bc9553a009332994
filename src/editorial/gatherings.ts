import type { DatabaseSync } from 'node:sqlite';
import { instantOf } from '../time.ts';
import type { Gathering } from '../urls.ts';
import { LIST_LENGTH, pagesOf } from './paging.ts';
import { type PieceRow, prepareEach } from './statements.ts';
import type { Summaries } from './summaries.ts';
import type { Contributor, PageOf, Picture, PieceSummary } from './types.ts';

/** How a person or an organisation has to do with a piece. `employer`: of the guest; `subject`: the piece is about it. */
export type Role = 'author' | 'guest' | 'interviewer' | 'translator' | 'employer' | 'subject' | 'sender';

/** A piece in the list of a person or an organisation, with what they did in it. */
export interface GatheredPiece extends PieceSummary {
  roles: Role[];
}

/** What stands in the lists of all themes, people and organisations. */
export interface GatheringEntry {
  id: string;
  name: string;
  /** The name as an index gives it: « Vauquelin, Hélène ». */
  sortName: string;
  /** The first letter of what it is sorted by, in capitals; `0` for a number. */
  initial: string;
  /** A theme's definition, a person's role, an organisation's kind. */
  detail: string | null;
  /** Pieces that are out. */
  count: number;
}

export interface Person {
  id: string;
  name: string;
  role: string | null;
  bio: string | null;
  photo: Picture | null;
  links: { label: string; url: string }[];
  roles: { role: Role; count: number }[];
  pieces: PageOf<GatheredPiece>;
}

export interface Organisation {
  id: string;
  name: string;
  kind: string | null;
  url: string | null;
  pieces: PageOf<GatheredPiece>;
}

export interface Theme {
  id: string;
  name: string;
  definition: string | null;
  synonyms: string[];
  pieces: PageOf<PieceSummary>;
  /** Who is most often in its newest pieces, and the themes that most often go with it. */
  people: Contributor[];
  neighbours: { id: string; name: string }[];
}

/**
 * People, organisations and themes, and the pieces that are gathered under them, newest first. One exists once a piece
 * of its own is out, so that a record tells nothing of a piece under embargo. `null` when it, or the page, does not exist.
 */
export interface Gatherings {
  person(id: string, page: number, now: Date): Person | null;
  organisation(id: string, page: number, now: Date): Organisation | null;
  /** A theme that another replaces does not exist: its pieces are the other's. */
  theme(id: string, page: number, now: Date): Theme | null;
  /** The theme that has taken the place of this one; `null` when none has, or nothing of it is out. */
  themeInPlaceOf(id: string, now: Date): string | null;
  /** The newest pieces of one, and its name; `null` when it does not exist. */
  newestOf(gathering: Gathering, id: string, limit: number, now: Date): { name: string; pieces: PieceSummary[] } | null;
  /** All of a kind in alphabetical order; page 1 always exists. */
  gatherings(gathering: Gathering, page: number, now: Date): PageOf<GatheringEntry> | null;
  /** All of a kind, with when a piece of theirs was last published. */
  gatheringDates(gathering: Gathering, limit: number, offset: number, now: Date): { id: string; newest: string }[];
  gatheringCount(gathering: Gathering, now: Date): number;
}

/** The newest pieces of a theme that tell whom and what it goes with. */
const NEIGHBOURHOOD = 200;
const MAX_NEIGHBOURS = 8;
const INDEX_LENGTH = 90;

const ROWS = 'SELECT path, published_at, roles FROM mentions WHERE published_at <= ?2 AND tag';
const NEWEST = 'ORDER BY published_at DESC, path DESC LIMIT ?3 OFFSET ?4';
const pieceRows = (rows: string): string =>
  `SELECT p.path, p.key, p.uid, p.collection, p.published_at, p.data, m.roles FROM (${rows}) m
    JOIN pieces p ON p.path = m.path ORDER BY m.published_at DESC, m.path DESC`;

/** A letter belongs to the one person who bears its sender's name; two of a name get none. */
const IS_ONLY_ONE_NAMED = `1 = (SELECT count(*) FROM records h WHERE h.kind = 'people' AND h.data ->> 'name' = r.data ->> 'name')`;
const WROTE = `(r.kind = 'people' AND ${IS_ONLY_ONE_NAMED})`;
const newestOf = (tag: string): string =>
  `(SELECT max(published_at) FROM mentions WHERE tag = ${tag} AND published_at <= ?2)`;
const IS_VISIBLE = `(
  EXISTS (SELECT 1 FROM mentions WHERE tag = 'who/' || r.id AND published_at <= ?2)
  OR (EXISTS (SELECT 1 FROM mentions WHERE tag = 'sender/' || (r.data ->> 'name') AND published_at <= ?2) AND ${WROTE}))`;

const SQL = {
  page: pieceRows(`${ROWS} = ?1 ${NEWEST}`),
  pageOfMany: pieceRows(`SELECT path, published_at, group_concat(roles, ' ') AS roles FROM (
    ${ROWS} IN (SELECT value FROM json_each(?1))) GROUP BY path ${NEWEST}`),
  count: 'SELECT count(*) AS n FROM mentions WHERE tag = ? AND published_at <= ?',
  countOfMany: `SELECT count(DISTINCT path) AS n FROM mentions
    WHERE tag IN (SELECT value FROM json_each(?)) AND published_at <= ?`,
  roles: `SELECT roles, count(*) AS n FROM mentions
    WHERE tag IN (SELECT value FROM json_each(?)) AND published_at <= ? GROUP BY roles`,
  newest: `SELECT max(published_at) AS at FROM mentions
    WHERE tag IN (SELECT value FROM json_each(?)) AND published_at <= ?`,
  neighbours: `SELECT m.tag, count(*) AS n FROM (
      SELECT DISTINCT path FROM mentions WHERE tag IN (SELECT value FROM json_each(?1)) AND published_at <= ?2
      ORDER BY published_at DESC LIMIT ${NEIGHBOURHOOD}) t
    JOIN mentions m ON m.path = t.path GROUP BY m.tag ORDER BY n DESC, m.tag`,
  hasLetters: `SELECT 1 FROM records r WHERE r.kind = 'people' AND r.id = ? AND ${IS_ONLY_ONE_NAMED}
    AND EXISTS (SELECT 1 FROM mentions WHERE tag = 'sender/' || (r.data ->> 'name'))`,
  replacedBy: `WITH RECURSIVE same (id) AS (
      SELECT ? UNION SELECT r.id FROM same s JOIN records r ON r.kind = 'themes' AND r.data ->> 'replacedBy' = s.id)
    SELECT id FROM same`,
  themes: `SELECT id, sort, data FROM records WHERE kind = 'themes' AND data ->> 'replacedBy' IS NULL ORDER BY sort, id`,
  names: `SELECT r.id, r.sort, r.data FROM records r WHERE r.kind = ?1 AND ${IS_VISIBLE}
    ORDER BY r.sort, r.id LIMIT ?3 OFFSET ?4`,
  nameCount: `SELECT count(*) AS n FROM records r WHERE r.kind = ?1 AND ${IS_VISIBLE}`,
  nameDates: `SELECT r.id, max(coalesce(${newestOf("'who/' || r.id")}, ''),
      CASE WHEN ${WROTE} THEN coalesce(${newestOf("'sender/' || (r.data ->> 'name')")}, '') ELSE '' END) AS newest
    FROM records r WHERE r.kind = ?1 AND ${IS_VISIBLE} ORDER BY r.id LIMIT ?3 OFFSET ?4`,
};

interface NamedRow {
  id: string;
  sort: string;
  data: string;
}

/** The queries over `mentions`: what each piece is gathered under. */
export function createGatherings(database: DatabaseSync, summaries: Summaries): Gatherings {
  const statements = prepareEach(database, SQL);

  /** With one tag, which is nearly always, the index gives the pieces in their order. */
  const newest = (tags: readonly string[], limit: number, offset: number, now: Date): GatheredPiece[] => {
    const [only = ''] = tags;
    const name = tags.length === 1 ? only : JSON.stringify(tags);
    const statement = tags.length === 1 ? statements.page : statements.pageOfMany;
    const rows = statement.all(name, instantOf(now), limit, offset) as unknown as (PieceRow & { roles: string })[];
    return rows.map((row) => ({ ...summaries.summarise(row, summaries.dataOf(row)), roles: rolesIn(row.roles) }));
  };

  const pageOf = (tags: readonly string[], page: number, now: Date): PageOf<GatheredPiece> | null => {
    const total = countOf(tags, now);
    return pagesOf(LIST_LENGTH, page, total, (limit, offset) => newest(tags, limit, offset, now));
  };

  const countOf = (tags: readonly string[], now: Date): number => {
    const [only = ''] = tags;
    const row = tags.length === 1 ? statements.count.get(only, instantOf(now)) : countOfMany(tags, now);
    return (row as { n: number }).n;
  };
  const countOfMany = (tags: readonly string[], now: Date) =>
    statements.countOfMany.get(JSON.stringify(tags), instantOf(now));

  const tagsOfPerson = (id: string, name: string): string[] =>
    statements.hasLetters.get(id) === undefined ? [`who/${id}`] : [`who/${id}`, `sender/${name}`];

  /** The theme itself and all that it has replaced. */
  const tagsOfTheme = (id: string): string[] =>
    (statements.replacedBy.all(id) as { id: string }[]).map((theme) => `themes/${theme.id}`);

  const entry = ({ id, sort, data }: NamedRow, detailKey: string, tags: (name: string) => string[], now: Date) => {
    const fields = JSON.parse(data) as Record<string, string> & { name: string };
    const initial = /^[a-z]/.test(sort) ? sort.charAt(0).toUpperCase() : '0';
    const { name, sortName = name } = fields;
    return { id, name, sortName, initial, detail: fields[detailKey] ?? null, count: countOf(tags(name), now) };
  };

  const themesOut = (now: Date): GatheringEntry[] =>
    (statements.themes.all() as unknown as NamedRow[])
      .map((row) => entry(row, 'definition', () => tagsOfTheme(row.id), now))
      .filter(({ count }) => count > 0);

  const gatheringCount: Gatherings['gatheringCount'] = (gathering, now) =>
    gathering === 'themes'
      ? themesOut(now).length
      : (statements.nameCount.get(gathering, instantOf(now)) as { n: number }).n;

  return {
    gatheringCount,

    person(id, page, now) {
      summaries.refresh();
      const record = summaries.record<Omit<Person, 'id' | 'roles' | 'pieces'>>('people', id);
      const tags = record === null ? [] : tagsOfPerson(id, record.name);
      const pieces = pageOf(tags, page, now);
      if (record === null || pieces === null || pieces.total === 0) return null;
      const { name, role = null, bio = null, photo = null, links } = record;
      const rows = statements.roles.all(JSON.stringify(tags), instantOf(now)) as { roles: string; n: number }[];
      return { id, name, role, bio, photo, links, roles: countRoles(rows), pieces };
    },

    organisation(id, page, now) {
      summaries.refresh();
      const record = summaries.record<Omit<Organisation, 'id' | 'pieces'>>('organisations', id);
      const pieces = pageOf([`who/${id}`], page, now);
      if (record === null || pieces === null || pieces.total === 0) return null;
      const { name, kind = null, url = null } = record;
      return { id, name, kind, url, pieces };
    },

    theme(id, page, now) {
      summaries.refresh();
      const record = summaries.record<Omit<Theme, 'id'> & { replacedBy?: string }>('themes', id);
      if (record === null || record.replacedBy !== undefined) return null;
      const tags = tagsOfTheme(id);
      const pieces = pageOf(tags, page, now);
      if (pieces === null || pieces.total === 0) return null;
      const near = (statements.neighbours.all(JSON.stringify(tags), instantOf(now)) as { tag: string }[]).map(
        ({ tag }) => tag,
      );
      const people = near
        .filter((tag) => tag.startsWith('who/'))
        .map((tag) => summaries.contributor(tag.slice('who/'.length)))
        .filter(({ kind }) => kind === 'person');
      const themes = summaries
        .themes(near.filter((tag) => tag.startsWith('themes/')).map((tag) => tag.slice('themes/'.length)))
        .filter((theme) => theme.id !== id);
      return {
        id,
        name: record.name,
        definition: record.definition ?? null,
        synonyms: record.synonyms,
        pieces,
        people: people.slice(0, MAX_NEIGHBOURS),
        neighbours: themes.slice(0, MAX_NEIGHBOURS),
      };
    },

    themeInPlaceOf(id, now) {
      summaries.refresh();
      const [theme] = summaries.themes([id]);
      if (theme === undefined || theme.id === id) return null;
      return countOf(tagsOfTheme(theme.id), now) === 0 ? null : theme.id;
    },

    newestOf(gathering, id, limit, now) {
      summaries.refresh();
      const record = summaries.record<{ name: string; replacedBy?: string }>(gathering, id);
      if (record === null || record.replacedBy !== undefined) return null;
      const tags = { themes: tagsOfTheme, people: tagsOfPerson, organisations: () => [`who/${id}`] };
      const pieces = newest(tags[gathering](id, record.name), limit, 0, now);
      return pieces.length === 0 ? null : { name: record.name, pieces };
    },

    gatherings(gathering, page, now) {
      if (gathering === 'themes') {
        const all = themesOut(now);
        return pagesOf(INDEX_LENGTH, page, all.length, (limit, offset) => all.slice(offset, offset + limit));
      }
      return pagesOf(INDEX_LENGTH, page, gatheringCount(gathering, now), (limit, offset) => {
        const rows = statements.names.all(gathering, instantOf(now), limit, offset) as unknown as NamedRow[];
        if (gathering === 'organisations') return rows.map((row) => entry(row, 'kind', () => [`who/${row.id}`], now));
        return rows.map((row) => entry(row, 'role', (name) => tagsOfPerson(row.id, name), now));
      });
    },

    gatheringDates(gathering, limit, offset, now) {
      const at = instantOf(now);
      if (gathering !== 'themes')
        return statements.nameDates.all(gathering, at, limit, offset) as { id: string; newest: string }[];
      return themesOut(now)
        .slice(offset, offset + limit)
        .map(({ id }) => {
          const row = statements.newest.get(JSON.stringify(tagsOfTheme(id)), at) as { at: string };
          return { id, newest: row.at };
        });
    },
  };
}

const ORDER: Role[] = ['author', 'guest', 'interviewer', 'translator', 'employer', 'subject', 'sender'];

function rolesIn(written: string): Role[] {
  const words = written.split(' ');
  return ORDER.filter((role) => words.includes(role));
}

function countRoles(rows: readonly { roles: string; n: number }[]): Person['roles'] {
  return ORDER.flatMap((role) => {
    const count = rows.reduce((sum, row) => sum + (row.roles.split(' ').includes(role) ? row.n : 0), 0);
    return count === 0 ? [] : [{ role, count }];
  });
}
