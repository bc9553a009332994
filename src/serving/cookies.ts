/** What every cookie name of ours holds, so that one look at the header tells whether there is one. */
const MARK = 'verbatim_';

/** `session`: somebody is signed in. `order`: this browser went to pay. */
export type CookieKind = 'session' | 'order';

/** As long as what the cookie names may live: the server has the last word. */
const SECONDS: Record<CookieKind, number> = { session: 365 * 86_400, order: 30 * 86_400 };

/**
 * The name of a cookie. Over https it makes the browser insist on Secure, Path=/ and no Domain; a magazine on this
 * machine has no https and takes the plain name.
 */
export function cookieName(kind: CookieKind, local: boolean): string {
  return `${local ? '' : '__Host-'}${MARK}${kind}`;
}

/** Whether a Cookie header may hold a cookie of ours. A false alarm only costs a shared cache. */
export function hasOwnCookie(cookieHeader: string | undefined): cookieHeader is string {
  return cookieHeader !== undefined && cookieHeader.includes(MARK);
}

/** What a Cookie header holds for us; `null` when there is none, or when it can not be one that we set. */
export function cookieIn(cookieHeader: string, kind: CookieKind, local: boolean): string | null {
  const start = `${cookieName(kind, local)}=`;
  for (const part of cookieHeader.split(';')) {
    const pair = part.trim();
    if (pair.startsWith(start)) return /^[\w-]{20,100}$/.exec(pair.slice(start.length))?.[0] ?? null;
  }
  return null;
}

/** The Set-Cookie header that keeps `value`, or drops what was kept when it is `null`. */
export function setCookie(kind: CookieKind, value: string | null, local: boolean): string {
  const age = value === null ? 0 : SECONDS[kind];
  const secure = local ? '' : '; Secure';
  return `${cookieName(kind, local)}=${value ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}
