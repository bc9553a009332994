import { timingSafeEqual } from 'node:crypto';
import { feedResponse, privateFeed } from '../feeds/feeds.ts';
import { audienceOf } from '../paywall.ts';
import { keyedHash } from '../readers/readers.ts';
import type { Services } from '../services.ts';
import { urls } from '../urls.ts';
import type { Rendered } from './render.ts';
import type { Visit } from './visit.ts';

type Shelf = Pick<Services, 'config' | 'content' | 'database' | 'readers' | 'subscriptions'>;

/** The feed that `token` opens, before it is sent; `null` when it opens none. */
export async function renderPrivateFeed(token: string, now: Date, services: Shelf): Promise<Rendered | null> {
  const feed = await services.readers.feedOfToken(token);
  if (feed === null) return null;
  const entitlement = await services.subscriptions.entitlementOf(feed.readerId, now);
  const key = services.database.signingKey();
  const response = await services.content.use(async (editorial) =>
    feedResponse(
      privateFeed(
        { editorial, siteUrl: services.config.siteUrl },
        {
          feedId: feed.id,
          path: urls.privateFeed(token),
          isOpen: audienceOf(entitlement, now) === 'subscriber',
          signatureOf: (name) => `flux=${feed.id}&signature=${signatureOf(key, feed.id, name)}`,
        },
        now,
      ),
      'rss',
    ),
  );
  return {
    status: 200,
    headers: [
      ['content-type', response.headers.get('content-type') ?? ''],
      ['x-robots-tag', 'noindex'],
    ],
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** Kept by whoever asked, asked for again each time. */
export const OWN_COPY = 'private, no-cache';

/** Whether the query of a picture is signed for a private feed whose reader may read now. */
export async function isSignedFor(visit: Visit, name: string, services: Shelf): Promise<boolean> {
  const parameters = new URLSearchParams(visit.query);
  const feedId = parameters.get('flux') ?? '';
  const given = Buffer.from(parameters.get('signature') ?? '');
  const expected = Buffer.from(signatureOf(services.database.signingKey(), feedId, name));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const readerId = await services.readers.readerOfFeed(feedId);
  if (readerId === null) return false;
  const entitlement = await services.subscriptions.entitlementOf(readerId, visit.now);
  return audienceOf(entitlement, visit.now) === 'subscriber';
}

function signatureOf(key: Uint8Array, feedId: string, name: string): string {
  return keyedHash(key, `picture of a private feed ${feedId} ${name}`);
}
