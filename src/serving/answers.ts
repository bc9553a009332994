import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Logger } from '../services.ts';
import { withoutToken } from '../urls.ts';
import { hasBody } from './examine.ts';
import { type HeaderList, NO_STORE, PRIVATE, pageCacheControl, type SecurityHeaders } from './headers.ts';
import { chooseEncoding, isFresh } from './negotiation.ts';
import { REFUSALS, type RefusalReason, refusalPage } from './refusals.ts';
import type { StoredPage, Variant } from './stored-page.ts';
import type { Visit } from './visit.ts';

/** Ways to answer a request. Each puts the security headers, and each gives the status that it sent. */
export interface Answers {
  /**
   * A rendered page, or 304 when the client has it. `status` replaces the page's own. At once, unless the page has to be
   * compressed for the first time.
   */
  page(visit: Visit, page: StoredPage, status?: number): number | Promise<number>;
  redirect(visit: Visit, location: string): number;
  json(visit: Visit, status: number, value: object): number;
  /** A short page that says that there is nothing. */
  nothing(visit: Visit): number;
  /** A short page that says why not. One line in the log, with `error` when it is our fault. */
  refuse(request: IncomingMessage, response: ServerResponse, reason: RefusalReason, error?: unknown): number;
  /** The refusal of one search too many, with how long to wait. */
  tooManySearches(visit: Visit, waitSeconds: number): number;
  /** The bytes of a refusal for a connection on which nothing could be parsed. One line in the log. */
  refuseRaw(reason: RefusalReason): Buffer;
}

/** `failurePage` is what readers see when rendering fails; without it, the page that every refusal has. */
export function createAnswers(security: SecurityHeaders, log: Logger, failurePage?: Buffer): Answers {
  function refusal(reason: RefusalReason): { status: number; headers: string[]; body: Buffer } {
    const body = reason === 'failure' && failurePage !== undefined ? failurePage : refusalPage(reason);
    const headers = ['Content-Type', 'text/html; charset=utf-8', 'Content-Length', String(body.length)];
    headers.push('Cache-Control', NO_STORE);
    if (reason === 'method') headers.push('Allow', 'GET, HEAD, POST');
    return { status: REFUSALS[reason], headers, body };
  }

  function send(response: ServerResponse, status: number, headers: HeaderList, body?: Buffer): number {
    response.writeHead(status, [...security.own, ...headers]);
    response.end(body);
    return status;
  }

  function sendPage(visit: Visit, page: StoredPage, variant: Variant, status: number): number {
    const { request, response, ownCookie, now, epoch } = visit;
    const cacheControl =
      ownCookie || page.setsCookie
        ? PRIVATE
        : (page.cacheControl ?? (status === 200 ? pageCacheControl(now.getTime(), epoch.endsAt) : NO_STORE));
    if (status === 200 && isFresh(request.headers, variant.etag, page.lastModifiedMs)) {
      response.writeHead(304, [...variant.notModifiedHeaders, 'Cache-Control', cacheControl]);
      response.end();
      return 304;
    }
    const isWindow = request.headers['sec-fetch-dest'] === 'document';
    const headers = (isWindow ? variant.documentHeaders : undefined) ?? variant.headers;
    response.writeHead(status, [...headers, 'Cache-Control', cacheControl]);
    response.end(variant.body);
    return status;
  }

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    reason: RefusalReason,
    also: HeaderList,
    error?: unknown,
  ): number {
    const { status, headers, body } = refusal(reason);
    const line = { method: request.method, path: pathForLog(request.url), status, reason };
    if (status >= 500) log.error({ ...line, err: error }, 'failed');
    else log.info(line, 'refused');
    if (response.headersSent) {
      response.destroy();
      return status;
    }
    // The body is not read: without closing, Node would read it to its end to reach the next request.
    if (hasBody(request)) headers.push('Connection', 'close');
    return send(response, status, [...headers, ...also], body);
  }

  return {
    page(visit, page, status = page.status) {
      const encoding = chooseEncoding(visit.request.headers['accept-encoding']);
      const ready = page.variants[encoding];
      if (ready !== undefined) return sendPage(visit, page, ready, status);
      return page.encode(encoding).then((made) => sendPage(visit, page, made, status));
    },

    redirect({ response, ownCookie, now, epoch }, location) {
      const cacheControl = ownCookie ? PRIVATE : pageCacheControl(now.getTime(), epoch.endsAt);
      const headers = ['Location', location, 'Vary', 'Cookie', 'Cache-Control', cacheControl, 'Content-Length', '0'];
      return send(response, 301, headers);
    },

    json({ response }, status, value) {
      const body = Buffer.from(JSON.stringify(value));
      const length = ['Content-Length', String(body.length)];
      return send(response, status, ['Content-Type', 'application/json', 'Cache-Control', NO_STORE, ...length], body);
    },

    nothing({ response }) {
      const { status, headers, body } = refusal('not-found');
      return send(response, status, headers, body);
    },

    refuse: (request, response, reason, error) => refuse(request, response, reason, [], error),

    tooManySearches: ({ request, response }, waitSeconds) =>
      refuse(request, response, 'too-many-searches', ['Retry-After', String(waitSeconds)]),

    refuseRaw(reason) {
      const { status, headers, body } = refusal(reason);
      log.info({ status, reason }, 'refused');
      const all = [...security.own, ...headers, 'Connection', 'close'];
      let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
      for (let i = 0; i < all.length; i += 2) head += `${all[i]}: ${all[i + 1]}\r\n`;
      return Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), body]);
    },
  };
}

/**
 * Queries may hold addresses and tokens, some paths hold tokens: they never enter the log, not even where a mail programme
 * wrote an address of ours in its own way, with escapes, double slashes or the name of the host.
 */
function pathForLog(url = ''): string {
  const path = (url.split('?', 1)[0] ?? '')
    .replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/[/\\](?:\.{0,2}[/\\])*/g, '/');
  return withoutToken(path).slice(0, 200);
}
