import { urls } from '../urls.ts';

/** A request target that is safe to look up: `path` is ASCII, has no dot segment and no double slash. */
export interface Target {
  path: string;
  /** With its `?`, or empty. */
  query: string;
}

export type TargetRefusal = 'malformed-url' | 'long-url' | 'foreign-host';

const MAX_PATH = 2048;
const MAX_QUERY = 4096;
const SEARCH = urls.search();

const QUESTION_MARK = 63;
const SLASH = 47;
const DOT = 46;
const PERCENT = 37;
const BACKSLASH = 92;
const HASH = 35;

/** A `%` that escapes nothing, `%00`, and characters that no URL holds. Bad UTF-8 in a tracking parameter is let through. */
const BAD_QUERY = /%(?![0-9a-f]{2})|%00|[^\x21-\x7e]/i;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const BAD_DECODED = /[\x00-\x1f\x7f\\%]|(^|\/)\.{1,2}(\/|$)|\/\//;

/**
 * Reads the target of a request line. Runs for every request, so the usual address costs one scan. `ownOrigins` are the
 * origins whose absolute form is accepted (RFC 9112 §3.2.2).
 */
export function readTarget(url: string, ownOrigins: readonly string[]): Target | TargetRefusal {
  const local = url.charCodeAt(0) === SLASH ? url : withoutOrigin(url, ownOrigins);
  if (local === null) return /^https?:\/\//i.test(url) ? 'foreign-host' : 'malformed-url';

  let end = 0;
  let previous = 0;
  let unusual = false;
  for (; end < local.length; end++) {
    const code = local.charCodeAt(end);
    if (code === QUESTION_MARK) break;
    if (code <= 32 || code >= 127 || code === BACKSLASH || code === HASH) return 'malformed-url';
    if (previous === SLASH && code === SLASH) return 'malformed-url';
    if (code === PERCENT || (previous === SLASH && code === DOT)) unusual = true;
    previous = code;
  }
  if (end > MAX_PATH) return 'long-url';

  const given = end === local.length ? local : local.slice(0, end);
  const path = unusual ? normalEscapes(given) : given;
  if (path === null) return 'malformed-url';
  if (end === local.length) return { path, query: '' };
  const query = local.slice(end);
  if (path === SEARCH || `${path}/` === SEARCH) return { path, query: asTyped(query) };
  if (query.length > MAX_QUERY) return 'long-url';
  return BAD_QUERY.test(query) ? 'malformed-url' : { path, query };
}

/** The query of a search in the one form that URLs have, whatever was typed after the question mark: `100%`, `été`. */
function asTyped(query: string): string {
  // Node reads the bytes of a request line as Latin-1.
  const typed = Buffer.from(query.slice(1), 'latin1').toString();
  return `?${new URLSearchParams(typed).toString()}`;
}

/** `path` with only the escapes that it needs, so that one page has one key; `null` when it hides something. */
function normalEscapes(path: string): string | null {
  try {
    const decoded = decodeURIComponent(path);
    const slashesHidden = decoded.split('/').length !== path.split('/').length;
    if (slashesHidden || BAD_DECODED.test(decoded)) return null;
    return decoded.split('/').map(encodeURIComponent).join('/');
  } catch {
    return null;
  }
}

function withoutOrigin(url: string, ownOrigins: readonly string[]): string | null {
  const origin = ownOrigins.find((own) => url.startsWith(`${own}/`));
  return origin === undefined ? null : url.slice(origin.length);
}

/** Whether a `Host` header names a host: RFC 9110 §7.2 asks to refuse the request otherwise. */
export function isHost(host: string): boolean {
  return host.length <= 255 && /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(host);
}
