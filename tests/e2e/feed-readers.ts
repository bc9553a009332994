import { Readable } from 'node:stream';
import FeedParser from 'feedparser';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { DomUtils, parseDocument } from 'htmlparser2';

/** A feed as a program that is not ours understands it: RSS or Atom. Absent texts are `''`. */
export interface ReadFeed {
  title: string;
  description: string;
  link: string;
  self: string;
  items: ReadItem[];
}

export interface ReadItem {
  id: string;
  url: string;
  title: string;
  /** Milliseconds. */
  published: number;
  updated: number;
  authors: string[];
  tags: string[];
  summary: string;
  html: string;
  enclosure: { url: string; type: string; bytes: number } | null;
}

/** Three readers that share no code, XML included: fast-xml-parser, sax and htmlparser2 stand below them. */
export const FEED_READERS: Record<string, (xml: string) => ReadFeed | Promise<ReadFeed>> = {
  feedsmith: readWithFeedsmith,
  feedparser: readWithFeedparser,
  htmlparser2: readWithHtmlparser2,
};

function readWithFeedsmith(xml: string): ReadFeed {
  return xml.includes('<rss ') ? rssOfFeedsmith(xml) : atomOfFeedsmith(xml);
}

function rssOfFeedsmith(xml: string): ReadFeed {
  const { title = '', description = '', link = '', atom, items = [] } = parseRssFeed(xml);
  const self = atom?.links?.find(({ rel }) => rel === 'self')?.href ?? '';
  const read = items.map((item): ReadItem => {
    const [enclosure] = item.enclosures ?? [];
    if (item.guid?.isPermaLink !== false) throw new Error('a guid that says that it is an address');
    return {
      id: item.guid.value ?? '',
      url: item.link ?? '',
      title: item.title ?? '',
      published: Date.parse(item.pubDate ?? ''),
      updated: Date.parse(item.atom?.updated ?? ''),
      authors: item.dc?.creators ?? [],
      tags: (item.categories ?? []).map(({ name = '' }) => name),
      summary: item.description ?? '',
      html: item.content?.encoded ?? '',
      enclosure: enclosure ? enclosureOf(enclosure.url, enclosure.type, enclosure.length) : null,
    };
  });
  return { title, description, link, self, items: read };
}

function atomOfFeedsmith(xml: string): ReadFeed {
  const { title = '', subtitle = '', links = [], entries = [] } = parseAtomFeed(xml);
  const linkOf = (all: typeof links, rel: string) => all.find((link) => link.rel === rel);
  const read = entries.map((entry): ReadItem => {
    const enclosure = linkOf(entry.links ?? [], 'enclosure');
    return {
      id: entry.id ?? '',
      url: linkOf(entry.links ?? [], 'alternate')?.href ?? '',
      title: textOf(entry.title),
      published: Date.parse(entry.published ?? ''),
      updated: Date.parse(entry.updated ?? ''),
      authors: (entry.authors ?? []).map(({ name = '' }) => name),
      tags: (entry.categories ?? []).map(({ term = '' }) => term),
      summary: textOf(entry.summary),
      html: textOf(entry.content),
      enclosure: enclosure ? enclosureOf(enclosure.href, enclosure.type, enclosure.length) : null,
    };
  });
  const link = linkOf(links, 'alternate')?.href ?? '';
  return {
    title: textOf(title),
    description: textOf(subtitle),
    link,
    self: linkOf(links, 'self')?.href ?? '',
    items: read,
  };
}

function textOf(text: string | { value?: string | undefined } | undefined): string {
  return typeof text === 'object' ? (text.value ?? '') : (text ?? '');
}

/** What feedparser keeps of an element: its text under `#`, its attributes under `@`. */
interface Kept {
  '#'?: string;
  '@'?: Record<string, string>;
  name?: Kept;
}

async function readWithFeedparser(xml: string): Promise<ReadFeed> {
  const parser = new FeedParser({ addmeta: false });
  const items: ReadItem[] = [];
  await new Promise<void>((done, failed) => {
    parser.on('error', failed).on('end', done);
    parser.on('readable', () => {
      for (let item = parser.read(); item !== null; item = parser.read()) items.push(itemOfFeedparser(item));
    });
    Readable.from([xml]).pipe(parser);
  });
  const meta = parser.meta as unknown as Record<string, string> & Record<'atom:link', Kept | Kept[]>;
  const links = [meta['atom:link']].flat().map((link) => link['@'] ?? {});
  return {
    title: meta.title ?? '',
    description: meta.description ?? '',
    link: meta.link ?? '',
    self: links.find(({ rel }) => rel === 'self')?.href ?? '',
    items,
  };
}

function itemOfFeedparser(item: FeedParser.Item): ReadItem {
  const raw = item as unknown as Record<string, Kept | Kept[] | undefined>;
  const all = (name: string): Kept[] => [raw[name] ?? []].flat();
  const [enclosure] = item.enclosures as { url: string; type: string; length: string }[];
  const creators = all('dc:creator').map((creator) => creator['#'] ?? '');
  return {
    id: item.guid,
    url: item.link,
    title: item.title,
    published: item.pubdate?.getTime() ?? NaN,
    updated: Date.parse(all('atom:updated')[0]?.['#'] ?? ''),
    authors: creators.length > 0 ? creators : all('atom:author').map(({ name }) => name?.['#'] ?? ''),
    tags: item.categories,
    summary: item.summary,
    html: item.description,
    enclosure: enclosure ? enclosureOf(enclosure.url, enclosure.type, Number(enclosure.length)) : null,
  };
}

type Parsed = ReturnType<typeof parseDocument>;
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

function readWithHtmlparser2(xml: string): ReadFeed {
  const document = parseDocument(xml, { xmlMode: true });
  const root = first(document, 'channel') ?? first(document, 'feed');
  if (root === undefined) throw new Error('neither RSS nor Atom');
  const isRss = root.name === 'channel';
  const links = children(root, isRss ? 'atom:link' : 'link');
  return {
    title: text(root, 'title'),
    description: text(root, isRss ? 'description' : 'subtitle'),
    link: isRss ? text(root, 'link') : attribute(links, 'alternate', 'href'),
    self: attribute(links, 'self', 'href'),
    items: children(root, isRss ? 'item' : 'entry').map(isRss ? rssItem : atomEntry),
  };
}

function rssItem(item: Element): ReadItem {
  const [enclosure] = children(item, 'enclosure').map(({ attribs }) => attribs);
  return {
    id: text(item, 'guid'),
    url: text(item, 'link'),
    title: text(item, 'title'),
    published: Date.parse(text(item, 'pubDate')),
    updated: Date.parse(text(item, 'atom:updated')),
    authors: children(item, 'dc:creator').map((creator) => DomUtils.textContent(creator)),
    tags: children(item, 'category').map((category) => DomUtils.textContent(category)),
    summary: text(item, 'description'),
    html: text(item, 'content:encoded'),
    enclosure: enclosure ? enclosureOf(enclosure.url, enclosure.type, Number(enclosure.length)) : null,
  };
}

function atomEntry(entry: Element): ReadItem {
  const links = children(entry, 'link');
  const enclosure = links.find(({ attribs }) => attribs.rel === 'enclosure')?.attribs;
  return {
    id: text(entry, 'id'),
    url: attribute(links, 'alternate', 'href'),
    title: text(entry, 'title'),
    published: Date.parse(text(entry, 'published')),
    updated: Date.parse(text(entry, 'updated')),
    authors: children(entry, 'author').map((author) => text(author, 'name')),
    tags: children(entry, 'category').map(({ attribs }) => attribs.term ?? ''),
    summary: text(entry, 'summary'),
    html: text(entry, 'content'),
    enclosure: enclosure ? enclosureOf(enclosure.href, enclosure.type, Number(enclosure.length)) : null,
  };
}

function first(document: Parsed, name: string): Element | undefined {
  return DomUtils.getElementsByTagName(name, document, true, 1)[0];
}

function children(parent: Element, name: string): Element[] {
  return DomUtils.getElementsByTagName(name, parent.children, false);
}

function text(parent: Element, name: string): string {
  return children(parent, name)
    .map((child) => DomUtils.textContent(child))
    .join('');
}

function attribute(links: readonly Element[], rel: string, name: string): string {
  return links.find(({ attribs }) => attribs.rel === rel)?.attribs[name] ?? '';
}

function enclosureOf(url = '', type = '', bytes = NaN): ReadItem['enclosure'] {
  return { url, type, bytes };
}
