import type { DatabaseSync } from 'node:sqlite';
import { instantOf, parisDay } from '../time.ts';
import { FIXED_PAGES, type Gathering, type PieceCollection, urls } from '../urls.ts';
import type { Archives } from './archives.ts';
import type { Editions } from './editions.ts';
import type { Gatherings } from './gatherings.ts';
import type { Issues } from './issues.ts';
import { prepareEach, STUDY_IS_OUT } from './statements.ts';
import type { Question } from './types.ts';

/** An address for search engines, and when what stands there last changed. */
export interface SitemapPage {
  path: string;
  changedAt: string;
}

/** Every public page of the site, cut into parts. */
export interface Sitemap {
  /** Addresses for part `part` (from 1) of the sitemap, in stable order; none beyond the last. */
  sitemap(part: number, now: Date): SitemapPage[];
  sitemapParts(now: Date): number;
}

/** Far below the 50,000 that a file may hold (https://www.sitemaps.org/protocol.html), so that a part is made quickly. */
const SITEMAP_LENGTH = 5000;

const SQL = {
  pieces: `SELECT key, changed_at FROM pieces WHERE published_at <= ? AND noindex = 0
    ORDER BY published_at, key LIMIT ? OFFSET ?`,
  pieceCount: 'SELECT count(*) AS n FROM pieces WHERE published_at <= ? AND noindex = 0',
  newest: `SELECT coalesce(max(published_at), (SELECT value FROM meta WHERE key = 'changed_at')) AS at FROM pieces
    WHERE published_at <= ?`,
  studies: `SELECT r.id, coalesce(
      (SELECT max(u.published_at) FROM study_uses u WHERE u.study_path = r.path AND u.published_at <= ?1),
      (SELECT value FROM meta WHERE key = 'changed_at')) AS at
    FROM records r WHERE r.kind = 'studies' AND ${STUDY_IS_OUT} ORDER BY r.id`,
};

/** One kind of page, as of an instant: how many there are, and those from `offset` on. */
interface Source {
  count: number;
  read(limit: number, offset: number): SitemapPage[];
}

/** What the sitemap asks of the other queries. */
type Browsing = Archives & Editions & Gatherings & Issues & { questions(now: Date): Question[] };

export function createSitemap(database: DatabaseSync, browsing: Browsing): Sitemap {
  const statements = prepareEach(database, SQL);

  const pieces = (now: Date): Source => ({
    count: (statements.pieceCount.get(instantOf(now)) as { n: number }).n,
    read: (limit, offset) =>
      (statements.pieces.all(instantOf(now), limit, offset) as { key: string; changed_at: string }[]).map(
        ({ key, changed_at }) => ({ path: pathOfKey(key), changedAt: changed_at }),
      ),
  });

  const gathered = (gathering: Gathering, now: Date): Source => ({
    count: browsing.gatheringCount(gathering, now),
    read: (limit, offset) =>
      browsing
        .gatheringDates(gathering, limit, offset, now)
        .map(({ id, newest }) => ({ path: urls.gathering(gathering, id), changedAt: newest })),
  });

  const fixed = (now: Date): SitemapPage[] => {
    const { at } = statements.newest.get(instantOf(now)) as { at: string };
    // Search engines are asked not to keep the pages of another one.
    const kept = FIXED_PAGES.filter((path) => path.endsWith('/') && path !== urls.search());
    return kept.map((path) => ({ path, changedAt: at }));
  };

  const archives = (now: Date): SitemapPage[] =>
    browsing
      .years(now)
      .flatMap(({ year, months }) => [
        { path: urls.archive(year), changedAt: months.at(-1)?.newest ?? '' },
        ...months.map(({ month, newest }) => ({ path: urls.archive(year, month), changedAt: newest })),
      ]);

  const issues = (now: Date): SitemapPage[] =>
    browsing.issueDates(now).map(({ number, newest }) => ({ path: urls.issue(number), changedAt: newest }));

  const studies = (now: Date): SitemapPage[] =>
    (statements.studies.all(instantOf(now)) as { id: string; at: string }[]).map(({ id, at }) => ({
      path: urls.study(id),
      changedAt: at,
    }));

  const questions = (now: Date): SitemapPage[] => {
    const { at } = statements.newest.get(instantOf(now)) as { at: string };
    return browsing.questions(now).map(({ slug }) => ({ path: urls.question(slug), changedAt: at }));
  };

  const editions = (now: Date): SitemapPage[] => {
    const months = browsing.editionMonths(now);
    const [first] = months;
    const days = first === undefined ? [] : browsing.editionDays(`${first}-01`, parisDay(instantOf(now)), now);
    return [
      ...months.map((month) => ({ path: urls.editions(month), changedAt: lastDayOf(month, days) })),
      ...days.map((date) => ({ path: urls.edition(date), changedAt: date })),
    ];
  };

  const sourcesAt = (now: Date): Source[] => [
    whole([...fixed(now), ...questions(now), ...archives(now), ...issues(now), ...editions(now), ...studies(now)]),
    gathered('themes', now),
    pieces(now),
    gathered('people', now),
    gathered('organisations', now),
  ];

  return {
    sitemapParts(now) {
      const total = sourcesAt(now).reduce((sum, { count }) => sum + count, 0);
      return Math.max(1, Math.ceil(total / SITEMAP_LENGTH));
    },

    sitemap(part, now) {
      const pages: SitemapPage[] = [];
      let skip = (part - 1) * SITEMAP_LENGTH;
      for (const { count, read } of sourcesAt(now)) {
        const wanted = SITEMAP_LENGTH - pages.length;
        if (skip < count && wanted > 0) pages.push(...read(wanted, skip));
        skip = Math.max(0, skip - count);
      }
      return pages;
    },
  };
}

/** Kinds of which there are few: all are read, and then cut. */
function whole(pages: SitemapPage[]): Source {
  return { count: pages.length, read: (limit, offset) => pages.slice(offset, offset + limit) };
}

function lastDayOf(month: string, days: readonly string[]): string {
  return days.findLast((date) => date.startsWith(month)) ?? month;
}

function pathOfKey(key: string): string {
  const [collection, slug] = key.split('/') as [PieceCollection, string];
  return urls.piece(collection, slug);
}
