import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { SecurityHeaders } from './headers.ts';
import type { Encoding } from './negotiation.ts';
import type { Rendered } from './render.ts';

/** One encoding of a page, ready to send. `headers` lack Cache-Control alone, which depends on the moment. */
export interface Variant {
  etag: string;
  headers: string[];
  /** In place of `headers` for whoever opens the page in a browser's window; absent when there is no difference. */
  documentHeaders?: string[] | undefined;
  notModifiedHeaders: string[];
  body: Buffer;
}

/** A rendered page with everything that can be computed once. */
export interface StoredPage {
  status: number;
  /** The encodings that are ready. `encode` makes the others. */
  variants: { identity: Variant; br?: Variant; gzip?: Variant };
  /** Compresses the page when it is asked for the first time in that encoding, once however many ask. */
  encode(encoding: Encoding): Promise<Variant>;
  lastModifiedMs: number | null;
  /** Set by the page itself when it must not be kept. */
  cacheControl: string | null;
  setsCookie: boolean;
  /** Bytes of memory, roughly, with its compressed forms. */
  weight: number;
}

const MIN_COMPRESSED = 500;
const OVERHEAD = 4096;
const COMPRESSIBLE = /^(text\/|application\/(rss\+xml|atom\+xml|xml|json|feed\+json|manifest\+json)|image\/svg)/;
/** What other sites may load: feeds, in all their forms. */
const SHARED = /^(application\/(rss\+xml|atom\+xml|feed\+json|json)|text\/x-opml)/;
/** Browsers show the source of these: as mere XML, they show them with their style sheet. */
const FEED_XML = /^application\/(rss|atom)\+xml/;
const XML = 'application/xml; charset=utf-8';
/** Ours to say, or meaningless after buffering. */
const REPLACED =
  /^(cache-control|connection|content-(type|length|encoding)|date|etag|server|transfer-encoding|vary|x-powered-by)$/;

/** Prepares a page for sending. */
export function storePage(rendered: Rendered, security: SecurityHeaders): StoredPage {
  const body = ownMemory(rendered.body);
  const header = (name: string) => rendered.headers.find(([key]) => key === name)?.[1] ?? null;
  const given = header('content-type') ?? 'text/html';
  // Astro leaves the charset to the page's own meta element.
  const type = given === 'text/html' ? 'text/html; charset=utf-8' : given;
  const isFeedXml = FEED_XML.test(type);
  const base = baseHeaders(rendered, type, security);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);

  const variantOf = (encoding: Encoding, bytes: Buffer): Variant => {
    const etag = encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`;
    const vary = isFeedXml ? 'Cookie, Accept-Encoding, Sec-Fetch-Dest' : 'Cookie, Accept-Encoding';
    const shared = [...base, 'vary', vary, 'etag', etag];
    const coded = encoding === 'identity' ? [] : ['content-encoding', encoding];
    const headers = [...shared, ...coded, 'content-length', String(bytes.length)];
    const documentHeaders = isFeedXml ? headers.map((value) => (value === type ? XML : value)) : undefined;
    return { etag, headers, documentHeaders, notModifiedHeaders: shared, body: bytes };
  };
  const identity = variantOf('identity', body);
  const compressible = body.length >= MIN_COMPRESSED && COMPRESSIBLE.test(type);
  const variants: StoredPage['variants'] = compressible ? { identity } : { identity, br: identity, gzip: identity };
  const underWay: Partial<Record<Encoding, Promise<Variant>>> = {};
  const lastModified = Date.parse(header('last-modified') ?? '');
  return {
    status: rendered.status,
    variants,
    encode(encoding) {
      const ready = variants[encoding];
      if (ready !== undefined) return Promise.resolve(ready);
      return (underWay[encoding] ??= inTurn(() => compress(body, encoding, type))
        .then((bytes) => (variants[encoding] = variantOf(encoding, bytes)))
        .finally(() => (underWay[encoding] = undefined)));
    },
    lastModifiedMs: Number.isNaN(lastModified) ? null : lastModified,
    cacheControl: header('cache-control'),
    setsCookie: header('set-cookie') !== null,
    // A page compresses to a third; it rarely has both compressed forms.
    weight: (compressible ? Math.ceil(body.length * 1.4) : body.length) + OVERHEAD,
  };
}

/** The security headers and the page's own. A page may tighten one of ours, such as Referrer-Policy, never double it. */
function baseHeaders(rendered: Rendered, type: string, security: SecurityHeaders): string[] {
  const base = [...(SHARED.test(type) ? security.shared : security.own), 'content-type', type];
  for (const [name, value] of rendered.headers) {
    if (REPLACED.test(name)) continue;
    const place = base.findIndex((known, at) => at % 2 === 0 && known.toLowerCase() === name && name !== 'set-cookie');
    if (place >= 0) base[place + 1] = value;
    else base.push(name, value);
  }
  return base;
}

/** Measured on our pages (14 kB): level 5 is 5 % smaller than level 4 for the same time, level 6 takes half as long again for nothing. */
const BROTLI_QUALITY = 5;
/** 64 kB hold nearly every page. With this window the encoder's tables are small: half the time of 256 kB, no more bytes. */
const BROTLI_WINDOW_BITS = 16;
const GZIP_LEVEL = 6;

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

/** Off the main thread. */
async function compress(body: Buffer, encoding: Encoding, type: string): Promise<Buffer> {
  if (encoding !== 'br') return ownMemory(await gzipAsync(body, { level: GZIP_LEVEL }));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_MODE]: type.startsWith('image/')
      ? constants.BROTLI_MODE_GENERIC
      : constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS,
  };
  return ownMemory(await brotliAsync(body, { params }));
}

let last: Promise<unknown> = Promise.resolve();

/** One at a time: each compression under way holds a megabyte, and the other processors have pages to render. */
function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const mine = last.then(task);
  last = mine.catch(() => undefined);
  return mine;
}

/** A copy in memory of exactly its size: zlib and encoders give slices of larger buffers, which would be kept whole. */
function ownMemory(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
