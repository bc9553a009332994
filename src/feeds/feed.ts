/** A feed before it takes the form of RSS, Atom or JSON. Texts are plain unless they say HTML; addresses are absolute. */
export interface Feed {
  title: string;
  description: string;
  /** The name of the magazine. */
  publisher: string;
  /** Where the feed itself stands: `/rss.xml`. */
  path: string;
  /** The page whose news it tells. */
  page: string;
  siteUrl: string;
  /** When what it holds may last have changed, a withdrawal included. ISO-8601 UTC. */
  changedAt: string;
  /** Newest first. */
  items: FeedItem[];
}

export interface FeedItem {
  /** A tag URI (RFC 4151) that never changes, whatever becomes of title, address or text. */
  id: string;
  url: string;
  title: string;
  /** ISO-8601 UTC. It never changes either: corrections move `updatedAt`. */
  publishedAt: string;
  updatedAt: string;
  authors: string[];
  tags: string[];
  summary: string;
  html: string;
  picture: FeedPicture | null;
}

/** A JPEG or a PNG; `bytes` is the true size of the file. */
export interface FeedPicture {
  url: string;
  type: string;
  bytes: number;
  width: number;
  height: number;
  alt: string;
  credit: string;
}

const MAX_ITEMS = 50;
/** What newsletter tools and aggregators still take (Mailchimp, Feedburner), whoever counts a kilobyte as 1,000 bytes. */
const MAX_BYTES = 512_000;

/** Writes as many of the items as a feed may hold, the oldest left out. */
export function fitted(feed: Feed, write: (feed: Feed) => string): string {
  let items = feed.items.slice(0, MAX_ITEMS);
  for (;;) {
    const text = write({ ...feed, items });
    const bytes = Buffer.byteLength(text);
    if (bytes <= MAX_BYTES || items.length === 0) return text;
    items = items.slice(0, Math.min(items.length - 1, Math.floor((items.length * MAX_BYTES) / bytes)));
  }
}

/** The tag URI of what `name` names on the site, from the year when it came out in Paris. */
export function tagUri(siteUrl: string, publishedAt: string, name: string): string {
  const { year } = Temporal.Instant.from(publishedAt).toZonedDateTimeISO('Europe/Paris');
  return `tag:${new URL(siteUrl).hostname},${year}:${name}`;
}

/** The last change that any item of a feed tells of; for an empty feed, when it was last looked at. */
export function updatedAt(feed: Feed): string {
  return feed.items.reduce((latest, item) => (item.updatedAt > latest ? item.updatedAt : latest), '') || feed.changedAt;
}
