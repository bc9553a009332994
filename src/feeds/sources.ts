import type { Editorial, PieceSummary } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { absolute, type FollowedGathering, type PieceCollection, urls } from '../urls.ts';
import { type Feed, tagUri } from './feed.ts';
import { plainText } from './feed-html.ts';
import { pieceItem } from './piece-item.ts';

interface Services {
  editorial: Editorial;
  siteUrl: string;
}

const LENGTH = 50;

/** Everything that comes out. The formats have an address each: `path` is that of the one that is asked for. */
export function magazineFeed(services: Services, path: string, now: Date): Feed {
  const { name, tagline } = services.editorial.site();
  const pieces = services.editorial.latest(LENGTH, now);
  return feedOf(pieces, { title: name, description: tagline, path, page: urls.home() }, services, now);
}

/** What comes out in one section. */
export function sectionFeed(services: Services, collection: PieceCollection, now: Date): Feed {
  const about = {
    title: fr.feeds.titleOf(services.editorial.site().name, fr.sections[collection]),
    description: fr.sectionIntros[collection],
    path: urls.sectionFeed(collection),
    page: urls.list(collection),
  };
  return feedOf(services.editorial.latest(LENGTH, now, collection), about, services, now);
}

/** What comes out on a theme, or by and about a person; `null` when there is none of that name, or nothing of it yet. */
export function gatheringFeed(services: Services, gathering: FollowedGathering, id: string, now: Date): Feed | null {
  const found = services.editorial.newestOf(gathering, id, LENGTH, now);
  if (found === null) return null;
  const about = {
    title: fr.feeds.titleOf(services.editorial.site().name, found.name),
    description: gathering === 'themes' ? fr.feeds.theme(found.name) : fr.feeds.person(found.name),
    path: urls.gatheringFeed(gathering, id),
    page: urls.gathering(gathering, id),
  };
  return feedOf(found.pieces, about, services, now);
}

/** One edition of the daily letter as a feed tells it. */
export interface FeedEdition {
  date: string;
  leavesAt: string;
  subject: string;
  preheader: string;
  /** The editors' words as HTML; `null` when they wrote none. */
  words: string | null;
  /** The whole letter, as its mail has it. */
  html: string;
}

/** The daily letter, one item an edition, newest first. */
export function letterFeed({ editorial, siteUrl }: Services, editions: readonly FeedEdition[], now: Date): Feed {
  const site = editorial.site();
  const left = editions[0]?.leavesAt ?? '';
  const changedAt = editorial.changedAt(now);
  return {
    title: fr.dailyLetter.nameOf(site.name),
    description: fr.feeds.letter,
    publisher: site.name,
    path: urls.letterFeed(),
    page: urls.letter(),
    siteUrl,
    changedAt: left > changedAt ? left : changedAt,
    items: editions.map(({ date, leavesAt, subject, preheader, words, html }) => ({
      // No piece has a slash in its uid.
      id: tagUri(siteUrl, leavesAt, `lettre/${date}`),
      url: absolute(siteUrl, urls.edition(date)),
      title: subject,
      publishedAt: leavesAt,
      updatedAt: leavesAt,
      authors: [site.name],
      tags: [fr.dailyLetter.name],
      summary: summaryOf(preheader, words ?? html),
      html,
      picture: null,
    })),
  };
}

type About = Pick<Feed, 'title' | 'description' | 'path' | 'page'>;

function feedOf(pieces: readonly PieceSummary[], about: About, { editorial, siteUrl }: Services, now: Date): Feed {
  const site = editorial.site();
  const items = pieces
    .map(({ collection, slug }) => editorial.piece(collection, slug, now))
    .filter((piece) => piece !== null)
    .map((piece) => pieceItem(piece, site, siteUrl));
  return { ...about, publisher: site.name, siteUrl, changedAt: editorial.changedAt(now), items };
}

const SUMMARY_LENGTH = 400;

/** The line after the subject, and the first sentences of the letter. */
function summaryOf(preheader: string, html: string): string {
  const text = plainText(html);
  const cut = text.lastIndexOf(' ', SUMMARY_LENGTH);
  return `${preheader} ${text.length <= SUMMARY_LENGTH ? text : `${text.slice(0, cut)}…`}`.trim();
}
