/** What every cookie name of ours holds, so that one look at the header tells whether there is one. */
const MARK = 'verbatim_';

/**
 * The session cookie. Over https its name makes the browser insist on Secure, Path=/ and no Domain; a magazine on
 * this machine has no https and takes the plain name.
 */
export function sessionCookieName(local: boolean): '__Host-verbatim_session' | 'verbatim_session' {
  return local ? 'verbatim_session' : '__Host-verbatim_session';
}

/** Whether a Cookie header may hold a cookie of ours. A false alarm only costs a shared cache. */
export function hasOwnCookie(cookieHeader: string | undefined): cookieHeader is string {
  return cookieHeader !== undefined && cookieHeader.includes(MARK);
}
