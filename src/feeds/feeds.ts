import { atomFeed } from './atom.ts';
import type { Feed } from './feed.ts';
import { jsonFeed } from './json-feed.ts';
import { rssFeed } from './rss.ts';

export { feedGroups, opml } from './feed-list.ts';
export { privateFeed } from './private.ts';
export { sitemap, sitemapIndex } from './sitemaps.ts';
export { gatheringFeed, letterFeed, magazineFeed, sectionFeed } from './sources.ts';

const FORMATS = {
  rss: { write: rssFeed, type: 'application/rss+xml' },
  atom: { write: atomFeed, type: 'application/atom+xml' },
  json: { write: jsonFeed, type: 'application/feed+json' },
};

/** A feed as it goes over the wire, with what lets a client ask whether it changed. `null`: there is no such feed. */
export function feedResponse(feed: Feed | null, format: keyof typeof FORMATS): Response {
  if (feed === null) return new Response(null, { status: 404 });
  const { write, type } = FORMATS[format];
  const lastModified = new Date(feed.changedAt).toUTCString();
  return new Response(write(feed), {
    headers: { 'Content-Type': `${type}; charset=utf-8`, 'Last-Modified': lastModified },
  });
}
