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
  notModifiedHeaders: string[];
  body: Buffer;
}

/** A rendered page with everything that can be computed once. */
export interface StoredPage {
  status: number;
  variants: Record<Encoding, Variant>;
  lastModifiedMs: number | null;
  /** Set by the page itself when it must not be kept. */
  cacheControl: string | null;
  setsCookie: boolean;
  /** Bytes of memory, roughly. */
  weight: number;
}

const MIN_COMPRESSED = 500;
const OVERHEAD = 4096;
const COMPRESSIBLE = /^(text\/|application\/(rss\+xml|atom\+xml|xml|json|feed\+json|manifest\+json)|image\/svg)/;
const SHARED = /^application\/(rss\+xml|atom\+xml|feed\+json)/;
/** Ours to say, or meaningless after buffering. */
const REPLACED =
  /^(cache-control|connection|content-length|content-encoding|date|etag|server|transfer-encoding|vary|x-powered-by)$/;

/** On article pages level 5 takes 0.6 ms and is 5 % smaller than level 4; level 9 takes four times as long for 1 % more. */
const BROTLI_QUALITY = 5;
/** 256 kB hold any page; the default takes 4 MB for each compression under way. */
const BROTLI_WINDOW_BITS = 18;
const GZIP_LEVEL = 6;

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

/** Compresses a page, off the main thread, and prepares the headers of each encoding. */
export async function storePage(rendered: Rendered, security: SecurityHeaders): Promise<StoredPage> {
  const body = ownMemory(rendered.body);
  const header = (name: string) => rendered.headers.find(([key]) => key === name)?.[1] ?? null;
  const given = header('content-type') ?? 'text/html';
  // Astro leaves the charset to the page's own meta element.
  const type = given === 'text/html' ? 'text/html; charset=utf-8' : given;
  const compressible = body.length >= MIN_COMPRESSED && COMPRESSIBLE.test(type);
  const [br, gz] = compressible ? await compress(body, type) : [body, body];

  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  const base = [...(SHARED.test(type) ? security.shared : security.own)];
  for (const [name, value] of rendered.headers) {
    if (REPLACED.test(name) || name === 'content-type') continue;
    const place = base.findIndex((known, at) => at % 2 === 0 && known.toLowerCase() === name);
    // A page may tighten a header of ours (Referrer-Policy on a page whose address is a secret), never double it.
    if (place >= 0) base[place + 1] = value;
    else base.push(name, value);
  }
  base.push('content-type', type);

  const variant = (encoding: Encoding, bytes: Buffer): Variant => {
    const etag = encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`;
    const shared = [...base, 'vary', 'Cookie, Accept-Encoding', 'etag', etag];
    const coded = encoding === 'identity' ? [] : ['content-encoding', encoding];
    const headers = [...shared, ...coded, 'content-length', String(bytes.length)];
    return { etag, headers, notModifiedHeaders: shared, body: bytes };
  };
  const identity = variant('identity', body);
  const lastModified = Date.parse(header('last-modified') ?? '');
  return {
    status: rendered.status,
    variants: {
      identity,
      br: br === body ? identity : variant('br', br),
      gzip: gz === body ? identity : variant('gzip', gz),
    },
    lastModifiedMs: Number.isNaN(lastModified) ? null : lastModified,
    cacheControl: header('cache-control'),
    setsCookie: header('set-cookie') !== null,
    weight: body.length + (br === body ? 0 : br.length) + (gz === body ? 0 : gz.length) + OVERHEAD,
  };
}

/** A copy in memory of exactly its size: zlib and encoders give slices of larger buffers, which would be kept whole. */
function ownMemory(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

async function compress(body: Buffer, type: string): Promise<[Buffer, Buffer]> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_MODE]: type.startsWith('image/')
      ? constants.BROTLI_MODE_GENERIC
      : constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS,
  };
  const [br, gz] = await Promise.all([brotliAsync(body, { params }), gzipAsync(body, { level: GZIP_LEVEL })]);
  return [ownMemory(br), ownMemory(gz)];
}
