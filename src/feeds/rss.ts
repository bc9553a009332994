import { absolute, urls } from '../urls.ts';
import { type Feed, type FeedItem, type FeedPicture, fitted } from './feed.ts';
import { element, parent, xmlDocument } from './xml.ts';

const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
};

/** Minutes for which a reader need not come back. */
const TTL = '60';

/** A feed as RSS 2.0 (https://www.rssboard.org/rss-specification). The same feed gives the same bytes. */
export function rssFeed(feed: Feed): string {
  return fitted(feed, ({ title, description, path, page, siteUrl, items }) => {
    const [newest] = items;
    const channel = parent('channel', [
      element('title', title),
      element('link', absolute(siteUrl, page)),
      element('description', description),
      element('language', 'fr'),
      newest === undefined ? '' : element('lastBuildDate', rfc822(newest.publishedAt)),
      element('ttl', TTL),
      parent('image', [
        element('url', absolute(siteUrl, urls.feedMark())),
        element('title', title),
        element('link', absolute(siteUrl, page)),
        element('width', '144'),
        element('height', '144'),
      ]),
      element('atom:link', null, { href: absolute(siteUrl, path), rel: 'self', type: 'application/rss+xml' }),
      ...items.map((item) => `\n${itemXml(item)}`),
    ]);
    return xmlDocument(parent('rss', [channel], { version: '2.0', ...NAMESPACES }), urls.feedStyle());
  });
}

function itemXml({ id, url, title, publishedAt, updatedAt, authors, tags, summary, html, picture }: FeedItem): string {
  return parent('item', [
    element('title', title),
    element('link', url),
    element('guid', id, { isPermaLink: 'false' }),
    element('pubDate', rfc822(publishedAt)),
    element('atom:updated', updatedAt),
    ...authors.map((name) => element('dc:creator', name)),
    ...tags.map((tag) => element('category', tag)),
    element('description', summary),
    element('content:encoded', html),
    ...(picture === null ? [] : pictureXml(picture)),
  ]);
}

/** Without media:description: rss2email takes it for the text of the item. The text shows the picture with its words. */
function pictureXml({ url, type, bytes, width, height, credit }: FeedPicture): string[] {
  const told = credit === '' ? [] : [element('media:credit', credit)];
  return [
    element('enclosure', null, { url, length: bytes, type }),
    parent('media:content', told, { url, type, medium: 'image', fileSize: bytes, width, height }),
  ];
}

/** `Mon, 02 Mar 2026 07:00:00 GMT`: RFC 822 with the four digits that RSS prefers. */
function rfc822(instant: string): string {
  return new Date(instant).toUTCString();
}
