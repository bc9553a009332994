import { join } from 'node:path';
import type { Cards } from '../cards/cards.ts';
import type { Editorial } from '../editorial/editorial.ts';
import type { QuickFile } from '../search/search.ts';
import type { SentFile } from './files.ts';
import type { SecurityHeaders } from './headers.ts';
import { chooseEncoding } from './negotiation.ts';
import type { StaticFile } from './static.ts';
import type { Visit } from './visit.ts';

const FOREVER = 'public, max-age=31536000, immutable';
const AN_HOUR = 'public, max-age=3600';
const PRIVATE_HOUR = 'private, max-age=3600';
/** A browser keeps it; what stands between keeps it as long as a page. */
const A_MINUTE_BETWEEN = 'public, max-age=86400, s-maxage=60, immutable';
/** Names that the publisher gives. Nothing else is looked up, so nothing else can be reached. */
const MEDIA_NAME = /^[a-z0-9][a-z0-9_-]{0,150}(\.[a-z0-9_-]{1,40}){1,3}$/i;

/** How to send a file of the build, in the best encoding that the client takes. */
export function staticFile({ request }: Visit, found: StaticFile, security: SecurityHeaders): SentFile {
  const wanted = chooseEncoding(request.headers['accept-encoding']);
  const compressed = wanted === 'identity' ? null : found[wanted];
  const coding = compressed === null ? [] : ['Content-Encoding', wanted];
  const varies = found.br === null && found.gzip === null ? [] : ['Vary', 'Accept-Encoding'];
  return {
    file: compressed ?? found.file,
    etag: `"${found.etag}${compressed === null ? '' : `-${wanted}`}"`,
    headers: [
      ...security.own,
      'Content-Type',
      found.type,
      'Cache-Control',
      found.hashed ? FOREVER : AN_HOUR,
      ...coding,
      ...varies,
    ],
  };
}

/**
 * How to send the picture `name`; `null` when there is none for this visitor. A picture of a closed part is there for
 * subscribers alone, and nobody else can tell it from one that does not exist.
 */
export function mediaFile(
  { audience, now }: Visit,
  name: string,
  { editorial, dataDir, security }: { editorial: Editorial; dataDir: string; security: SecurityHeaders },
): SentFile | null {
  if (!MEDIA_NAME.test(name)) return null;
  const media = editorial.media(name, now);
  if (media === null || (media.closed && audience !== 'subscriber')) return null;
  const caching = media.closed ? ['Cache-Control', PRIVATE_HOUR, 'Vary', 'Cookie'] : ['Cache-Control', FOREVER];
  return {
    file: join(dataDir, 'media', media.name),
    // The name holds the hash of the content.
    etag: `"${media.name}"`,
    headers: [...(media.closed ? security.own : security.shared), 'Content-Type', media.type, ...caching],
  };
}

/**
 * How to send the card of the piece `uid`, drawn when it is asked for the first time; `null` when no piece that is out has that uid,
 * `'busy'` when too many cards are being drawn. The same for every audience: a card shows nothing of a body.
 */
export async function cardFile(
  { now }: Visit,
  uid: string,
  { editorial, cards, security }: { editorial: Editorial; cards: Cards; security: SecurityHeaders },
): Promise<SentFile | null | 'busy'> {
  const piece = editorial.pieceByUid(uid, now);
  if (piece === null) return null;
  const card = await cards.fileOf(piece, editorial.site().name);
  if (card === null) return 'busy';
  return { ...card, headers: [...security.shared, 'Content-Type', 'image/png', 'Cache-Control', AN_HOUR] };
}

/**
 * How to send a file of the index of search as you type; `null` when there is none. Its address names its build, so that it
 * never changes; but what holds texts must not outlive them where everyone could still ask for them.
 */
export function quickFile(
  { request, path }: Visit,
  found: QuickFile | null,
  security: SecurityHeaders,
): SentFile | null {
  if (found === null) return null;
  const wanted = found.isCompressible ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
  const coding = wanted === 'identity' ? [] : ['Content-Encoding', wanted];
  const varies = found.isCompressible ? ['Vary', 'Accept-Encoding'] : [];
  const caching = found.holdsTexts ? A_MINUTE_BETWEEN : FOREVER;
  return {
    file: { identity: found.file, br: `${found.file}.br`, gzip: `${found.file}.gz` }[wanted],
    etag: `"${path.split('/').slice(2).join('-')}${wanted === 'identity' ? '' : `-${wanted}`}"`,
    headers: [...security.own, 'Content-Type', found.type, 'Cache-Control', caching, ...coding, ...varies],
  };
}
