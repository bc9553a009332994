import { absolute, urls } from '../urls.ts';
import { type Feed, type FeedItem, type FeedPicture, fitted } from './feed.ts';
import { clean } from './xml.ts';

/** A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). The same feed gives the same bytes. */
export function jsonFeed(feed: Feed): string {
  return fitted(feed, ({ title, description, publisher, path, page, siteUrl, items }) => {
    const written = {
      version: 'https://jsonfeed.org/version/1.1',
      title,
      home_page_url: absolute(siteUrl, page),
      feed_url: absolute(siteUrl, path),
      description,
      icon: absolute(siteUrl, urls.mark()),
      language: 'fr',
      authors: [{ name: publisher, url: absolute(siteUrl, urls.home()) }],
      items: items.map(itemJson),
    };
    return JSON.stringify(written, (_key, value: unknown) => (typeof value === 'string' ? clean(value) : value));
  });
}

function itemJson({ id, url, title, publishedAt, updatedAt, authors, tags, summary, html, picture }: FeedItem) {
  return {
    id,
    url,
    title,
    content_html: html,
    summary,
    image: picture?.url,
    date_published: publishedAt,
    date_modified: updatedAt,
    authors: authors.map((name) => ({ name })),
    tags,
    language: 'fr',
    attachments: picture === null ? undefined : [attachment(picture)],
  };
}

function attachment({ url, type, bytes }: FeedPicture) {
  return { url, mime_type: type, size_in_bytes: bytes };
}
