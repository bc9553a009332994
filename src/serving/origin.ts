/** What of a request tells which site sent it. */
export interface OriginHeaders {
  origin?: string | undefined;
  'sec-fetch-site'?: string | undefined;
}

/**
 * Whether a request that changes something comes from our own pages: `Origin` is ours, or the browser says
 * `Sec-Fetch-Site: same-origin` (a page with `Referrer-Policy: no-referrer` sends `Origin: null`). A request with
 * neither is refused.
 */
export function isSameOrigin(headers: OriginHeaders, siteUrl: string): boolean {
  return headers.origin === siteUrl || headers['sec-fetch-site'] === 'same-origin';
}
