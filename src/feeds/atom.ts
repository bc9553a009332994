import { absolute, urls } from '../urls.ts';
import { type Feed, type FeedItem, fitted, updatedAt } from './feed.ts';
import { element, parent, xmlDocument } from './xml.ts';

const ATOM = { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'fr' };

/** A feed as Atom (RFC 4287). The same feed gives the same bytes. */
export function atomFeed(feed: Feed): string {
  return fitted(feed, (shown) => {
    const { title, description, publisher, path, page, siteUrl, items } = shown;
    const self = absolute(siteUrl, path);
    const children = [
      element('title', title),
      element('subtitle', description),
      element('id', self),
      element('link', null, { rel: 'self', type: 'application/atom+xml', href: self }),
      element('link', null, { rel: 'alternate', type: 'text/html', href: absolute(siteUrl, page) }),
      element('updated', updatedAt(shown)),
      element('icon', absolute(siteUrl, urls.mark())),
      authorXml(publisher),
      ...items.map((item) => `\n${entryXml(item)}`),
    ];
    return xmlDocument(parent('feed', children, ATOM), urls.feedStyle());
  });
}

function entryXml({ id, url, title, publishedAt, updatedAt, authors, tags, summary, html, picture }: FeedItem): string {
  return parent('entry', [
    element('title', title),
    element('id', id),
    element('link', null, { rel: 'alternate', type: 'text/html', href: url }),
    picture === null
      ? ''
      : element('link', null, { rel: 'enclosure', type: picture.type, length: picture.bytes, href: picture.url }),
    element('published', publishedAt),
    element('updated', updatedAt),
    ...authors.map(authorXml),
    ...tags.map((term) => element('category', null, { term })),
    element('summary', summary),
    element('content', html, { type: 'html' }),
  ]);
}

function authorXml(name: string): string {
  return parent('author', [element('name', name)]);
}
