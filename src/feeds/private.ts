import type { Editorial, Piece } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import { type Feed, type FeedItem, tagUri } from './feed.ts';
import { pieceItem } from './piece-item.ts';
import { element } from './xml.ts';

interface Subscriber {
  /** Names the feed for ever, whatever its address. */
  feedId: string;
  /** Where the feed stands. */
  path: string;
  /** Whether its reader may read everything now. */
  isOpen: boolean;
  /** The query that lets the bearer of this feed have the picture `name` of a closed part. */
  signatureOf(name: string): string;
}

const LENGTH = 50;

/**
 * The newest pieces, whole, for one subscriber; once nothing is paid any more, as everybody has them, after an item that
 * says so.
 */
export function privateFeed(
  { editorial, siteUrl }: { editorial: Editorial; siteUrl: string },
  subscriber: Subscriber,
  now: Date,
): Feed {
  const site = editorial.site();
  const audience = subscriber.isOpen ? 'subscriber' : 'public';
  const items = editorial.latest(LENGTH, now).flatMap((summary) => {
    const piece = editorial.piece(summary.collection, summary.slug, now);
    if (piece === null) return [];
    const body = editorial.bodyFor(piece, audience, now);
    const whole: Piece = body.cut
      ? piece
      : { ...piece, openHtml: body.html, openNotesHtml: body.notesHtml, remaining: null };
    const item = pieceItem(whole, site, siteUrl);
    return [{ ...item, html: signed(item.html, { editorial, siteUrl }, subscriber, now) }];
  });
  return {
    title: fr.feeds.privateTitle(site.name),
    description: fr.feeds.privateText,
    publisher: site.name,
    path: subscriber.path,
    page: urls.home(),
    siteUrl,
    changedAt: editorial.changedAt(now),
    items: subscriber.isOpen ? items : [endedItem(subscriber, site.name, siteUrl, items[0]), ...items],
  };
}

function endedItem({ feedId }: Subscriber, name: string, siteUrl: string, newest: FeedItem | undefined): FeedItem {
  const at = newest?.publishedAt ?? '2026-01-01T00:00:00Z';
  const link = absolute(siteUrl, urls.subscribe());
  return {
    id: tagUri(siteUrl, at, `flux-prive/${feedId}/fin`),
    url: link,
    title: fr.feeds.endedTitle,
    publishedAt: at,
    updatedAt: at,
    authors: [name],
    tags: [],
    summary: fr.feeds.ended,
    html: element('p', fr.feeds.ended) + `<p>${element('a', fr.subscribe, { href: link })}</p>`,
    picture: null,
  };
}

/** Feed readers have no session: what a closed part shows carries its permission in its address. */
function signed(
  html: string,
  { editorial, siteUrl }: { editorial: Editorial; siteUrl: string },
  { signatureOf }: Subscriber,
  now: Date,
): string {
  const base = absolute(siteUrl, urls.media(''));
  return html.replace(/\b(src|href)="([^"]+)"/g, (whole, attribute: string, address: string) => {
    const name = address.startsWith(base) ? address.slice(base.length) : '';
    if (name === '' || editorial.media(name, now)?.closed !== true) return whole;
    return `${attribute}="${address}?${signatureOf(name).replaceAll('&', '&amp;')}"`;
  });
}
