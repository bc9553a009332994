import type { DatabaseSync } from 'node:sqlite';
import { instantOf, parisInstant } from '../time.ts';
import { pagesOf } from './paging.ts';
import { PIECE, prepareEach } from './statements.ts';
import type { Summaries } from './summaries.ts';
import type { PageOf, PieceSummary } from './types.ts';

export interface IssueSummary {
  number: number;
  title: string;
  /** The day that it bears, `2026-11-20`. */
  date: string;
}

/** A number of the magazine with what is out of it. */
export interface MagazineIssue extends IssueSummary {
  /** Its contents as printed; sections of which nothing is out are left out. Without a name: what its contents forgot. */
  sections: { section: string | null; pieces: PieceSummary[] }[];
  before: IssueSummary | null;
  after: IssueSummary | null;
}

/** An issue in a list, with the titles of what it opens on. */
export interface ListedIssue extends IssueSummary {
  count: number;
  leads: string[];
}

/** Numbers of the magazine. One exists from its day on, once a piece of it is out. */
export interface Issues {
  issue(number: number, now: Date): MagazineIssue | null;
  /** Newest first, `length` a page; page 1 always exists. */
  issues(page: number, now: Date, length?: number): PageOf<ListedIssue> | null;
  /** Every number, with when a piece of it was last published. */
  issueDates(now: Date): { number: number; newest: string }[];
  /** The number that a piece belongs to: the one that it names, else the one that lists it. */
  issueOf(piece: { key: string; issue?: string | undefined }, now: Date): IssueSummary | null;
}

const ISSUES_LENGTH = 20;
const LEADS = 3;

const SQL = {
  generation: "SELECT value FROM meta WHERE key = 'generation'",
  issues: "SELECT id, data FROM records WHERE kind = 'issues'",
  opening: `SELECT min(at) AS at FROM (
    SELECT min(published_at) AS at FROM pieces WHERE key IN (SELECT value FROM json_each(?1))
    UNION ALL SELECT min(published_at) FROM mentions WHERE tag = ?2)`,
  newest: `SELECT max(at) AS at FROM (
    SELECT max(published_at) AS at FROM pieces WHERE key IN (SELECT value FROM json_each(?1)) AND published_at <= ?3
    UNION ALL SELECT max(published_at) FROM mentions WHERE tag = ?2 AND published_at <= ?3)`,
  tagged: `${PIECE} JOIN mentions m ON m.path = p.path WHERE m.tag = ? AND m.published_at <= ?
    ORDER BY m.published_at, p.key`,
  piece: `${PIECE} WHERE p.key = ? AND p.published_at <= ?`,
};

interface KnownIssue extends IssueSummary {
  id: string;
  contents: { section: string; pieces: string[] }[];
  /** From when it exists; `null` when it has no piece that will be out. */
  opensAt: string | null;
}

export function createIssues(database: DatabaseSync, summaries: Summaries): Issues {
  const statements = prepareEach(database, SQL);
  let remembered = '';
  let known: KnownIssue[] = [];
  const listedIn = new Map<string, KnownIssue>();

  /** Every number, the newest first: there are few, and they are read once a generation. */
  const all = (): KnownIssue[] => {
    const { value } = statements.generation.get() as { value: string };
    if (value === remembered) return known;
    known = (statements.issues.all() as { id: string; data: string }[])
      .map(({ id, data }) => ({ id, ...(JSON.parse(data) as Omit<KnownIssue, 'id' | 'opensAt'>) }))
      .map((issue) => ({ ...issue, opensAt: opening(issue) }))
      .sort((one, other) => other.number - one.number);
    listedIn.clear();
    for (const issue of known) for (const key of keysOf(issue)) listedIn.set(key, issue);
    remembered = value;
    return known;
  };

  const opening = (issue: Omit<KnownIssue, 'opensAt'>): string | null => {
    const { at } = statements.opening.get(JSON.stringify(keysOf(issue)), `issues/${issue.id}`) as { at: string | null };
    const day = parisInstant(issue.date);
    return at === null || day === null || at > day ? at : day;
  };

  const out = (now: Date): KnownIssue[] => all().filter((issue) => isOut(issue, now));

  const sectionsOf = (issue: KnownIssue, now: Date): MagazineIssue['sections'] => {
    const at = instantOf(now);
    const listed = new Set(keysOf(issue));
    const sections = issue.contents.map(({ section, pieces }) => ({
      section,
      pieces: pieces.flatMap((key) => summaries.list(statements.piece.all(key, at))),
    }));
    const others = summaries
      .list(statements.tagged.all(`issues/${issue.id}`, at))
      .filter(({ key }) => !listed.has(key));
    return [...sections, { section: null, pieces: others }].filter(({ pieces }) => pieces.length > 0);
  };

  return {
    issue(number, now) {
      const issues = out(now);
      const index = issues.findIndex((issue) => issue.number === number);
      const issue = issues[index];
      if (issue === undefined) return null;
      return {
        ...summaryOf(issue),
        sections: sectionsOf(issue, now),
        before: summaryOrNull(issues[index + 1]),
        after: summaryOrNull(issues[index - 1]),
      };
    },

    issues(page, now, length = ISSUES_LENGTH) {
      const issues = out(now);
      return pagesOf(length, page, issues.length, (limit, offset) =>
        issues.slice(offset, offset + limit).map((issue) => {
          const pieces = sectionsOf(issue, now).flatMap((section) => section.pieces);
          const leads = pieces.slice(0, LEADS).map(({ shortTitle, title }) => shortTitle ?? title);
          return { ...summaryOf(issue), count: pieces.length, leads };
        }),
      );
    },

    issueDates: (now) =>
      out(now).map((issue) => {
        const tag = `issues/${issue.id}`;
        const { at } = statements.newest.get(JSON.stringify(keysOf(issue)), tag, instantOf(now)) as { at: string };
        return { number: issue.number, newest: at };
      }),

    issueOf({ key, issue: id }, now) {
      const issue = all().find((candidate) => candidate.id === id) ?? listedIn.get(key);
      return issue !== undefined && isOut(issue, now) ? summaryOf(issue) : null;
    },
  };
}

function isOut({ opensAt }: KnownIssue, now: Date): boolean {
  return opensAt !== null && opensAt <= instantOf(now);
}

function keysOf({ contents }: Pick<KnownIssue, 'contents'>): string[] {
  return contents.flatMap(({ pieces }) => pieces);
}

function summaryOf({ number, title, date }: IssueSummary): IssueSummary {
  return { number, title, date };
}

function summaryOrNull(issue: IssueSummary | undefined): IssueSummary | null {
  return issue === undefined ? null : summaryOf(issue);
}
