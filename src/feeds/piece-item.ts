import type { Piece, Site } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import { plainText } from './feed-html.ts';
import { type FeedItem, type FeedPicture, tagUri } from './feed.ts';
import { pieceContent } from './piece-content.ts';

/** What a summary has at the least, where the open text allows. */
const MIN_SUMMARY = 300;
/** Room to end a summary between two words. */
const SPARE = 60;

/** A piece as feeds tell it: its open part alone. */
export function pieceItem(piece: Piece, site: Site, siteUrl: string): FeedItem {
  const picture = pictureOf(piece, siteUrl);
  return {
    id: tagUri(siteUrl, piece.publishedAt, piece.uid),
    url: absolute(siteUrl, piece.path),
    title: piece.sponsored ? `${fr.advertisement} – ${piece.title}` : piece.title,
    publishedAt: piece.publishedAt,
    updatedAt: changedAt(piece),
    authors: authorsOf(piece, site),
    tags: tagsOf(piece),
    summary: summaryOf(piece),
    html: pieceContent(piece, picture, siteUrl),
    picture,
  };
}

function authorsOf(piece: Piece, site: Site): string[] {
  if (piece.sender !== null) return [piece.sender.name];
  const names = [...piece.authors, ...(piece.interview?.interviewers ?? [])].map(({ name }) => name);
  return names.length === 0 ? [site.name] : [...new Set(names)];
}

function tagsOf({ sponsored, access, themes }: Piece): string[] {
  return [
    ...(sponsored ? [fr.advertisement] : []),
    ...themes.map(({ name }) => name),
    ...(access === 'subscribers' ? [fr.subscribersOnly] : []),
  ];
}

/** The last time that the piece was changed for its readers: an update or a correction. */
function changedAt(piece: Piece): string {
  const instants = [piece.publishedAt, piece.updatedAt, ...piece.corrections.map(({ date }) => date)]
    .filter((date) => date !== null)
    .map((date) => Date.parse(date));
  return new Date(Math.max(...instants)).toISOString().replace('.000Z', 'Z');
}

/** The standfirst, as much of the open text as makes a fair summary, and whether there is more for subscribers. */
function summaryOf(piece: Piece): string {
  const told = withOpenText(piece);
  const summary = piece.remaining === null ? told : `${told} ${fr.feeds.closed}`;
  return piece.sponsored ? `${fr.advertisement}. ${summary}` : summary;
}

function withOpenText({ standfirst, openHtml }: Piece): string {
  const room = MIN_SUMMARY - standfirst.length;
  const text = room <= 0 ? '' : openingText(openHtml, room + SPARE);
  if (text === '') return standfirst;
  if (text.length <= room + SPARE) return `${standfirst} ${text}`;
  const space = text.lastIndexOf(' ', room + SPARE);
  return `${standfirst} ${text.slice(0, space < room ? room + SPARE : space)}…`;
}

/** At least so many characters of the text, if it has them: mostly, its first paragraphs have. */
function openingText(html: string, length: number): string {
  const end = html.indexOf('</p>', length * 5);
  const text = end === -1 ? '' : plainText(html.slice(0, end));
  return text.length > length ? text : plainText(html);
}

function pictureOf({ image }: Piece, siteUrl: string): FeedPicture | null {
  if (image === null) return null;
  const { name, type, bytes, width, height } = image.fallback;
  return { url: absolute(siteUrl, urls.media(name)), type, bytes, width, height, alt: image.alt, credit: image.credit };
}
