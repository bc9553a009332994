import { getRssString } from '@astrojs/rss';
import type { Piece, Site } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import { feedHtml, plainText } from './feed-html.ts';

export { sitemap, sitemapIndex } from './sitemaps.ts';

export interface FeedOptions {
  site: Site;
  siteUrl: string;
  /** Where the feed itself stands: `/rss.xml`. */
  path: string;
  /** Newest first; what does not fit is left out at the end. */
  pieces: readonly Piece[];
}

const MAX_ITEMS = 50;
/** What newsletter tools and aggregators still take (Mailchimp, Feedburner). */
const MAX_BYTES = 512 * 1024;
/** Of one item: the whole of a longer piece is a link away. */
const MAX_CONTENT_BYTES = 100 * 1024;
const MIN_DESCRIPTION = 300;
/** Room to end a description between two words. */
const SPARE = 60;

/**
 * An RSS 2.0 feed (https://www.rssboard.org/rss-specification) of the open parts of pieces. The same pieces give the
 * same bytes. A guid is a tag URI (RFC 4151) and never changes, whatever becomes of title, address or text.
 */
export async function rssFeed({ site, siteUrl, path, pieces }: FeedOptions): Promise<string> {
  let shown = pieces.slice(0, MAX_ITEMS);
  for (;;) {
    const xml = await render(shown, site, siteUrl, path);
    const bytes = Buffer.byteLength(xml);
    if (bytes <= MAX_BYTES || shown.length === 0) return xml;
    shown = shown.slice(0, Math.min(shown.length - 1, Math.floor((shown.length * MAX_BYTES) / bytes)));
  }
}

function render(pieces: readonly Piece[], site: Site, siteUrl: string, path: string): Promise<string> {
  const newest = pieces[0];
  return getRssString({
    title: clean(site.name),
    description: clean(site.tagline),
    site: siteUrl,
    xmlns: {
      atom: 'http://www.w3.org/2005/Atom',
      dc: 'http://purl.org/dc/elements/1.1/',
      media: 'http://search.yahoo.com/mrss/',
    },
    customData: [
      element('language', 'fr'),
      newest === undefined ? '' : element('lastBuildDate', new Date(newest.publishedAt).toUTCString()),
      element('ttl', '60'),
      element('atom:link', null, { href: absolute(siteUrl, path), rel: 'self', type: 'application/rss+xml' }),
    ].join(''),
    items: pieces.map((piece) => itemOf(piece, site, siteUrl)),
  });
}

function itemOf(piece: Piece, site: Site, siteUrl: string) {
  const link = absolute(siteUrl, piece.path);
  const picture = piece.image?.fallback;
  const file = picture && { url: absolute(siteUrl, urls.media(picture.name)), type: picture.type };
  return {
    title: clean(piece.sponsored ? `${fr.advertisement} – ${piece.title}` : piece.title),
    link,
    pubDate: new Date(piece.publishedAt),
    description: clean(describe(piece)),
    content: clean(contentOf(piece, link)),
    categories: [...(piece.sponsored ? [fr.advertisement] : []), ...piece.themes.map(({ name }) => clean(name))],
    enclosure: picture && file && { ...file, length: picture.bytes },
    customData: [
      element('guid', guidOf(piece, siteUrl), { isPermaLink: 'false' }),
      ...creatorsOf(piece, site).map((name) => element('dc:creator', name)),
      element('atom:updated', changedAt(piece)),
      picture && file
        ? element('media:content', null, {
            ...file,
            medium: 'image',
            fileSize: String(picture.bytes),
            width: String(picture.width),
            height: String(picture.height),
          })
        : '',
    ].join(''),
  };
}

function guidOf(piece: Piece, siteUrl: string): string {
  const { year } = Temporal.Instant.from(piece.publishedAt).toZonedDateTimeISO('Europe/Paris');
  return `tag:${new URL(siteUrl).hostname},${year}:${piece.uid}`;
}

function creatorsOf(piece: Piece, site: Site): string[] {
  if (piece.sender !== null) return [piece.sender.name];
  const names = [...piece.authors, ...(piece.interview?.interviewers ?? [])].map(({ name }) => name);
  return names.length === 0 ? [site.name] : [...new Set(names)];
}

/** The last time that the piece was changed for its readers: an update or a correction. */
function changedAt(piece: Piece): string {
  const instants = [piece.publishedAt, piece.updatedAt, ...piece.corrections.map(({ date }) => date)]
    .filter((date) => date !== null)
    .map((date) => Date.parse(date));
  return new Date(Math.max(...instants)).toISOString().replace('.000Z', 'Z');
}

/** The standfirst, and as much of the open text as makes a fair summary, cut between two words. */
function describe({ standfirst, openHtml }: Piece): string {
  const room = MIN_DESCRIPTION - standfirst.length;
  const text = room <= 0 ? '' : plainText(openHtml);
  if (text === '') return standfirst;
  if (text.length <= room + SPARE) return `${standfirst} ${text}`;
  const space = text.lastIndexOf(' ', room + SPARE);
  return `${standfirst} ${text.slice(0, space < room ? room + SPARE : space)}…`;
}

function contentOf(piece: Piece, link: string): string {
  const standfirst = `<p><strong>${escapeXml(piece.standfirst)}</strong></p>`;
  const readOn = `<p><a href="${escapeXml(link)}">${fr.readOn}</a></p>`;
  const notes = piece.openNotesHtml === '' ? '' : `<hr><ol>${feedHtml(piece.openNotesHtml, link)}</ol>`;
  const open = `${standfirst}${feedHtml(piece.openHtml, link)}${notes}`;
  if (Buffer.byteLength(open) > MAX_CONTENT_BYTES) return `${standfirst}${readOn}`;
  return piece.access === 'public' ? open : `${open}${readOn}`;
}

function element(name: string, text: string | null, attributes: Record<string, string> = {}): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(clean(value))}"`);
  const tag = `${name}${given.join('')}`;
  return text === null ? `<${tag}/>` : `<${tag}>${escapeXml(clean(text))}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Without the characters that XML 1.0 can not hold, not even escaped (https://www.w3.org/TR/xml/#charsets). */
function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  return text.toWellFormed().replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');
}
