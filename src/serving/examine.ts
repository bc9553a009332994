import type { IncomingMessage } from 'node:http';
import { isSameOrigin } from './origin.ts';
import type { RefusalReason } from './refusals.ts';
import { isHost, readTarget, type Target } from './target.ts';

const MAX_HEADERS = 100;
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The target of a request that may be answered, or why it is refused. Only GET and HEAD are taken: no address accepts
 * anything else yet. Runs for every request, cheapest checks first.
 */
export function examine(request: IncomingMessage, siteUrl: string): Target | RefusalReason {
  const { method = '', headers, rawHeaders, url = '' } = request;
  if (rawHeaders.length > 2 * MAX_HEADERS) return 'long-headers';
  if (headers.host === undefined || !isHost(headers.host) || hostsNamed(rawHeaders) !== 1) return 'bad-host';
  if (method !== 'GET' && method !== 'HEAD') {
    return CHANGING.has(method) && !isSameOrigin(headers, siteUrl) ? 'foreign-origin' : 'method';
  }
  if (hasBody(request)) return 'body-not-wanted';
  return readTarget(url, [siteUrl, `http://${headers.host}`]);
}

/** Whether a body follows the headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return true;
  const length = headers['content-length'];
  return length !== undefined && length !== '0';
}

/** Node keeps the first of several Host headers; a proxy may have believed another. */
function hostsNamed(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count;
}
