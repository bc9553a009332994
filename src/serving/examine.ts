import type { IncomingMessage } from 'node:http';
import { isPersonalPath, urls } from '../urls.ts';
import { isSameOrigin } from './origin.ts';
import type { RefusalReason } from './refusals.ts';
import { isHost, readTarget, type Target } from './target.ts';

const MAX_HEADERS = 100;
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The target of a request that may be answered, or why it is refused. GET and HEAD are taken everywhere; POST by pages
 * about a person, from our own pages alone, and by the address that Stripe calls. Runs for every request, cheapest checks first.
 */
export function examine(request: IncomingMessage, siteUrl: string): Target | RefusalReason {
  const { method = '', headers, rawHeaders, url = '' } = request;
  if (rawHeaders.length > 2 * MAX_HEADERS) return 'long-headers';
  if (headers.host === undefined || !isHost(headers.host) || hostsNamed(rawHeaders) !== 1) return 'bad-host';
  const isRead = method === 'GET' || method === 'HEAD';
  if (isRead && hasBody(request)) return 'body-not-wanted';
  if (!isRead && !CHANGING.has(method)) return 'method';
  const target = readTarget(url, [siteUrl, `http://${headers.host}`]);
  if (isRead || typeof target === 'string') return target;
  if (method === 'POST' && target.path === urls.stripeEvents()) return target;
  if (!isSameOrigin(headers, siteUrl)) return 'foreign-origin';
  return method === 'POST' && isPersonalPath(target.path) ? target : 'method';
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
