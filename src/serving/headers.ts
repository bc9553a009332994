import { absolute, urls } from '../urls.ts';

/** Response headers as a flat list, name then value: the form that `writeHead` sends as it is. */
export type HeaderList = readonly string[];

const contentSecurityPolicy = (paymentHosts: string) =>
  [
    "default-src 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    // Pagefind compiles WebAssembly.
    "script-src 'self' 'wasm-unsafe-eval'",
    // Chromium applies form-action to the redirect that follows a POST, and checkout redirects to Stripe.
    `form-action 'self' ${paymentHosts}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');

const STRIPE_HOSTS = 'https://checkout.stripe.com https://billing.stripe.com';
/** A stand-in names its pages as it likes, on this machine. */
const STAND_IN_HOSTS = 'http://localhost:* http://127.0.0.1:*';

/** The headers of every answer. `sharedHeaders` are for what other sites may load: feeds and open pictures. */
export interface SecurityHeaders {
  own: HeaderList;
  shared: HeaderList;
}

/**
 * Security headers for a site at `siteUrl`, and the reservation of text and data mining. Strict-Transport-Security only
 * makes sense over https. `hasStandIn`: another program
 * on this machine stands in for Stripe.
 */
export function securityHeaders(siteUrl: string, hasStandIn = false): SecurityHeaders {
  const common = [
    'Content-Security-Policy',
    contentSecurityPolicy(hasStandIn ? STAND_IN_HOSTS : STRIPE_HOSTS),
    'X-Content-Type-Options',
    'nosniff',
    'Referrer-Policy',
    'strict-origin-when-cross-origin',
    'Permissions-Policy',
    'browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy',
    'same-origin',
    // W3C TDM Reservation Protocol: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
    'TDM-Reservation',
    '1',
    'TDM-Policy',
    absolute(siteUrl, urls.textAndDataPolicy()),
    ...(siteUrl.startsWith('https:') ? ['Strict-Transport-Security', 'max-age=31536000'] : []),
  ];
  return {
    own: [...common, 'Cross-Origin-Resource-Policy', 'same-origin'],
    shared: [...common, 'Cross-Origin-Resource-Policy', 'cross-origin', 'Access-Control-Allow-Origin', '*'],
  };
}

const SHARED_SECONDS = 60;
const STALE_SECONDS = 30;

export const PRIVATE = 'private, no-store';
export const NO_STORE = 'no-store';

/**
 * Cache-Control of a page for a request without any cookie of ours: shared caches keep it for a minute at most and never
 * past the next change. Both instants in milliseconds.
 */
export function pageCacheControl(now: number, nextChange: number): string {
  const left = Math.floor((nextChange - now) / 1000);
  return left >= SHARED_SECONDS ? FULL_MINUTE : sharedFor(Math.max(0, left));
}

const FULL_MINUTE = sharedFor(SHARED_SECONDS);

function sharedFor(seconds: number): string {
  return `public, max-age=0, s-maxage=${seconds}, stale-while-revalidate=${STALE_SECONDS}`;
}
