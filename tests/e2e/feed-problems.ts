import type { Piece, Site } from '../../src/editorial/editorial.ts';
import { parisDay } from '../../src/time.ts';
import { absolute, urls } from '../../src/urls.ts';
import { FEED_READERS, type ReadFeed, type ReadItem } from './feed-readers.ts';

/** What a feed must say, told without the help of the code that writes it. */
export interface Expected {
  title: string;
  /** The address of the feed, and of the page whose news it tells. */
  path: string;
  page: string;
  pieces: readonly Piece[];
  site: Site;
  siteUrl: string;
}

const ALLOWED =
  /^(a|abbr|b|blockquote|br|caption|cite|code|dd|del|dl|dt|em|figcaption|figure|h[234]|hr|i|img|ins|li|ol|p|pre|q|strong|sub|sup|table|tbody|td|th|thead|tr|ul)$/;
const ALLOWED_ATTRIBUTES = /^(href|src|alt|width|height|title|cite|start|value|scope|colspan|rowspan)$/;
const MAX_BYTES = 512_000;

/** Everything that is wrong with a feed, one line each, in the eyes of every reader. */
export async function feedProblems(xml: string, expected: Expected): Promise<string[]> {
  const problems: string[] = [];
  if (Buffer.byteLength(xml) > MAX_BYTES) problems.push('too heavy');
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(xml)) problems.push('a character that XML can not hold');
  for (const [name, read] of Object.entries(FEED_READERS)) {
    try {
      problems.push(...compare(await read(xml), expected).map((problem) => `${name}: ${problem}`));
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
    }
  }
  return [...problems, ...(xml.includes('<rss ') ? rssProblems(xml, expected) : [])];
}

function compare(feed: ReadFeed, { title, path, page, pieces, site, siteUrl }: Expected): string[] {
  const problems = different('feed', feed, {
    title,
    self: absolute(siteUrl, path),
    link: absolute(siteUrl, page),
  });
  if (feed.description === '') problems.push('feed: no description');
  if (feed.items.length !== Math.min(50, pieces.length))
    problems.push(`${feed.items.length} of ${pieces.length} items`);
  if (new Set(feed.items.map(({ id }) => id)).size !== feed.items.length) problems.push('an item twice');
  feed.items.forEach((item, index) => {
    const piece = pieces[index];
    if (piece === undefined) return void problems.push(`${item.id}: an item too many`);
    problems.push(...itemProblems(item, piece, site, siteUrl));
  });
  return problems;
}

function itemProblems(item: ReadItem, piece: Piece, site: Site, siteUrl: string): string[] {
  const file = piece.image?.fallback;
  const changes = [piece.publishedAt, piece.updatedAt ?? '', ...piece.corrections.map(({ date }) => date)];
  const enclosure = file ? { url: absolute(siteUrl, urls.media(file.name)), type: file.type, bytes: file.bytes } : null;
  const isClosed = piece.access === 'subscribers';
  const problems = different(piece.key, item, {
    id: `tag:${new URL(siteUrl).hostname},${parisDay(piece.publishedAt).slice(0, 4)}:${piece.uid}`,
    url: absolute(siteUrl, piece.path),
    title: (piece.sponsored ? 'Publicité – ' : '') + piece.title,
    published: Date.parse(piece.publishedAt),
    updated: Math.max(...changes.filter((date) => date !== '').map((date) => Date.parse(date))),
    authors: authorsOf(piece, site),
    tags: [
      ...(piece.sponsored ? ['Publicité'] : []),
      ...piece.themes.map(({ name }) => name),
      ...(isClosed ? ['Abonnés'] : []),
    ],
    enclosure,
  });
  return [...problems, ...textProblems(item, piece, siteUrl)];
}

function textProblems({ summary, html }: ReadItem, piece: Piece, siteUrl: string): string[] {
  const problems: string[] = [];
  const told = (problem: string) => problems.push(`${piece.key}: ${problem}`);
  const open = wordsOf(piece.openHtml.replace(/<svg\b.*?<\/svg>/gs, ''));
  const shown = wordsOf(html);
  const missing = open.filter((word) => !shown.includes(word));
  if (missing.length > 0) told(`words that are not in the feed: ${missing.slice(0, 5).join(' ')}`);
  if (!summary.includes(piece.standfirst)) told('a summary without the standfirst');
  if (/<[a-z]/i.test(summary)) told('a summary that is not plain');
  if (summary.length < Math.min(300, piece.standfirst.length + open.join(' ').length / 2)) told('a short summary');
  const isCut = piece.remaining !== null;
  const ends = 'La suite est réservée aux abonnés.';
  if (summary.includes(ends) !== isCut || html.includes(ends) !== isCut) told('it does not say what is closed');
  return [...problems, ...htmlProblems(html, siteUrl).map((problem) => `${piece.key}: ${problem}`)];
}

function htmlProblems(html: string, siteUrl: string): string[] {
  const problems: string[] = [];
  for (const [, name = '', attributes = ''] of html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*>/gi)) {
    if (!ALLOWED.test(name)) problems.push(`<${name}>`);
    for (const [, key = '', value = ''] of attributes.matchAll(/\s([a-z-]+)="([^"]*)"/g)) {
      if (!ALLOWED_ATTRIBUTES.test(key)) problems.push(`<${name} ${key}>`);
      if ((key === 'href' || key === 'src') && !/^(https?:\/\/|mailto:)/.test(value))
        problems.push(`${key}="${value}"`);
    }
  }
  const odd = html.replace(/<\/?[a-z][a-z0-9]*(?:\s+[a-z-]+="[^"]*")*\s*>/gi, '').match(/<.{0,20}/);
  if (odd !== null) problems.push(`not a tag: ${odd[0]}`);
  if (html.includes(`${siteUrl}/media/`) && !/<img src="[^"]+\.(jpg|png)"/.test(html)) problems.push('an odd picture');
  return problems;
}

/** What the readers make nothing of, and newsletter tools do. */
function rssProblems(xml: string, { pieces }: Expected): string[] {
  const built = /<lastBuildDate>([^<]*)</.exec(xml)?.[1];
  const newest = pieces[0] === undefined ? undefined : new Date(pieces[0].publishedAt).toUTCString();
  const dates = Array.from(xml.matchAll(/<pubDate>([^<]*)</g), ([, date = '']) => date);
  const problems: string[] = [];
  if (built !== newest) problems.push(`lastBuildDate ${built} for ${newest}`);
  if (!xml.includes('<language>fr</language>')) problems.push('no language');
  if (!/<ttl>\d+<\/ttl>/.test(xml)) problems.push('no ttl');
  if (!/<image><url>https?:[^<]+\.png<\/url>/.test(xml)) problems.push('no picture of the feed');
  const pictures = (xml.match(/<media:content /g) ?? []).length;
  if (pictures !== (xml.match(/<enclosure /g) ?? []).length) problems.push('an enclosure without its media:content');
  if (!dates.every((date) => /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date)))
    problems.push('a date that is not of RFC 822');
  return problems;
}

function authorsOf(piece: Piece, site: Site): string[] {
  if (piece.sender !== null) return [piece.sender.name];
  const names = [...piece.authors, ...(piece.interview?.interviewers ?? [])].map(({ name }) => name);
  return names.length === 0 ? [site.name] : [...new Set(names)];
}

function wordsOf(html: string): string[] {
  const text = html
    .replace(/<a\b[^>]*class="(?:anchor|note-back)".*?<\/a>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x([0-9a-f]+);/gi, (_entity, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function different(name: string, found: object, expected: object): string[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const is = JSON.stringify((found as Record<string, unknown>)[key]);
    return is === JSON.stringify(value) ? [] : [`${name}: ${key} is ${is} instead of ${JSON.stringify(value)}`];
  });
}
