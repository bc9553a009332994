import type { Audience } from '../paywall.ts';
import type { PageLocals, Personal, Services } from '../services.ts';
import type { Epoch } from './epoch.ts';
import { PRIVATE, type SecurityHeaders } from './headers.ts';
import { createPageCache } from './page-cache.ts';
import type { Render, Rendered } from './render.ts';
import { type StoredPage, storePage } from './stored-page.ts';

/** What stands at an address. */
export type Found =
  { kind: 'page'; page: StoredPage } | { kind: 'moved'; to: string } | { kind: 'nothing' } | { kind: 'gone' };

/** The pages of the site, kept in memory. */
export interface Pages {
  /** The page, when it is in memory and up to date. */
  cached(path: string, audience: Audience, epoch: Epoch): StoredPage | null;
  /** The page, rendered when needed. */
  find(path: string, audience: Audience, epoch: Epoch, now: Date): Promise<Found>;
  /** The page made for this one request, whose parameters it may read; `null` when there is none. */
  fresh(pathAndQuery: string, audience: Audience, now: Date): Promise<StoredPage | null>;
  /** The page about the person that `personal` names: nobody else's. */
  personal(pathAndQuery: string, personal: Personal, audience: Audience, now: Date): Promise<StoredPage | null>;
  /** The page that says that there is nothing, or nothing any more; `null` when the site has none. */
  notFound(gone: boolean, audience: Audience, epoch: Epoch, now: Date): Promise<StoredPage | null>;
}

/** Where Astro keeps the 404 page among its routes. */
const NOT_FOUND_ROUTE = '/404';

/** Renders with `render` and keeps at most `limitBytes` of pages. */
export function createPages(
  { content, config }: Pick<Services, 'content' | 'config'>,
  render: Render,
  security: SecurityHeaders,
  limitBytes: number,
): Pages {
  const cache = createPageCache(limitBytes);

  async function make(
    path: string,
    audience: Audience,
    now: Date,
    also: Partial<PageLocals> = {},
  ): Promise<StoredPage | null> {
    const rendered = await renderFor(path, audience, now, also);
    return rendered === null ? null : storePage(rendered, security);
  }

  function renderFor(path: string, audience: Audience, now: Date, also: Partial<PageLocals>): Promise<Rendered | null> {
    const { siteUrl } = config;
    return content.use((editorial, search) => {
      const services = { editorial, search, siteUrl, isPaymentOpen: config.stripe !== null };
      return render(path, { services, audience, now, gone: false, personal: null, ...also });
    });
  }

  return {
    cached: (path, audience, epoch) => cache.get(path, audience, epoch.number),

    async find(path, audience, epoch, now) {
      const page = await cache.obtain(path, audience, epoch.number, () => make(path, audience, now), isKeepable);
      if (page !== null && page.status !== 404) return { kind: 'page', page };
      const moved = content.current().movedTo(path, now);
      if (moved === null) return { kind: 'nothing' };
      return moved === 'gone' ? { kind: 'gone' } : { kind: 'moved', to: moved.to };
    },

    async personal(pathAndQuery, personal, audience, now) {
      const rendered = await renderFor(pathAndQuery, audience, now, { personal });
      if (rendered === null) return null;
      // A form on a page that sends no referrer posts `Origin: null`; a link on it must not tell its address elsewhere.
      const kept = personal.cookies.map((cookie): [string, string] => ['set-cookie', cookie]);
      const headers: Rendered['headers'] = [...rendered.headers, ['referrer-policy', 'same-origin'], ...kept];
      return { ...storePage({ ...rendered, headers }, security), cacheControl: PRIVATE };
    },

    fresh: (pathAndQuery, audience, now) => make(pathAndQuery, audience, now),

    notFound(gone, audience, epoch, now) {
      const key = gone ? `${NOT_FOUND_ROUTE} gone` : NOT_FOUND_ROUTE;
      const known = cache.get(key, audience, epoch.number);
      if (known !== null) return Promise.resolve(known);
      return cache.obtain(
        key,
        audience,
        epoch.number,
        () => make(NOT_FOUND_ROUTE, audience, now, { gone }),
        () => true,
      );
    },
  };
}

/** A page that answers otherwise than 200, sets a cookie or says how it may be kept is nobody else's. */
function isKeepable(page: StoredPage): boolean {
  return page.status === 200 && page.cacheControl === null && !page.setsCookie;
}
