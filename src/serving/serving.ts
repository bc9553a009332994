import type { IncomingMessage, ServerResponse } from 'node:http';
import { audienceOf, type Entitlement } from '../paywall.ts';
import type { Services } from '../services.ts';
import { canonicalPath, isPersonalPath, quickFileOfPath, tokenOfFeed, uidOfCard, urls, withoutToken } from '../urls.ts';
import { createAnswers } from './answers.ts';
import { clientOf } from './client.ts';
import { hasOwnCookie } from './cookies.ts';
import { epochs } from './epoch.ts';
import { answerEvent } from './event.ts';
import { examine } from './examine.ts';
import { type SentFile, sendFile } from './files.ts';
import { securityHeaders } from './headers.ts';
import { createPages } from './pages.ts';
import { answerPerson } from './person.ts';
import { isSignedFor, OWN_COPY, renderPrivateFeed } from './private-feed.ts';
import type { RefusalReason } from './refusals.ts';
import type { Render } from './render.ts';
import { createSearchLimit, SEARCHES_A_MINUTE } from './search-limit.ts';
import { cardFile, mediaFile, quickFile, staticFile } from './site-files.ts';
import type { StaticFile } from './static.ts';
import { storePage } from './stored-page.ts';
import type { Visit } from './visit.ts';

export { type Content, watchContent, withPrices } from './content.ts';
export { createHttpServer, type Limits, stopServer } from './http-server.ts';
export { createIdentities, type Identities } from './identities.ts';
export { createJobs } from './jobs.ts';
export { type AstroHandler, astroRender, type Render, type Rendered } from './render.ts';
export { personalOf } from './person.ts';
export { type Terms, termsOfSale } from './terms.ts';
export { indexStaticFiles, precompress, type StaticFile } from './static.ts';

/** The site as a request handler. */
export interface Site {
  handle(this: void, request: IncomingMessage, response: ServerResponse): void;
  /** Answers a request that is not looked at any further. */
  refuse(request: IncomingMessage, response: ServerResponse, reason: RefusalReason): void;
  /** The bytes that answer what could not even be parsed. */
  refuseRaw(reason: RefusalReason): Buffer;
}

export interface SiteOptions {
  services: Services;
  render: Render;
  /** The files of the build by address. */
  staticFiles: ReadonlyMap<string, StaticFile>;
  /** The HTML of the page for when rendering fails. */
  failurePage?: Buffer;
  /** Bytes of rendered pages kept in memory. */
  pageBytes?: number;
  /** How many searches one client may ask for. */
  searchesAMinute?: number;
}

/** About six hundred pages. Rendering one again takes a millisecond or two. */
const PAGE_BYTES = 16 * 1024 * 1024;
const SLOW_MS = 500;
const MEDIA = urls.media('');
/** Built files that are not there, and routes that Astro adds by itself, such as one that fetches pictures from anywhere. */
const INTERNAL = '/_';

/** The request pipeline: good? known to memory? health, file, search, page, moved? Every answer carries the security headers. */
export function createSite({ services, render, staticFiles, failurePage, ...limits }: SiteOptions): Site {
  const { cards, config, content, database, identities, log, quickIndex } = services;
  const { pageBytes = PAGE_BYTES, searchesAMinute = SEARCHES_A_MINUTE } = limits;
  const security = securityHeaders(config.siteUrl, (config.stripe?.apiBase ?? null) !== null);
  const answers = createAnswers(security, log, failurePage);
  const pages = createPages(services, render, security, pageBytes);
  const epochAt = epochs(content);
  const searchLimit = createSearchLimit(searchesAMinute);
  const verbose = log.isLevelEnabled('debug');

  function handle(request: IncomingMessage, response: ServerResponse): void {
    try {
      const target = examine(request, config.siteUrl);
      if (typeof target === 'string') return void answers.refuse(request, response, target);
      const now = services.now();
      const { cookie } = request.headers;
      const ownCookie = hasOwnCookie(cookie);
      const { path, query } = target;
      const visit: Visit = { request, response, path, query, audience: 'public', ownCookie, now, epoch: epochAt(now) };
      const entitlement = ownCookie ? identities.entitlementOf(cookie, now) : null;
      if (entitlement instanceof Promise) {
        entitlement.then((found) => answer(visit, found)).catch((error: unknown) => fail(request, response, error));
      } else {
        answer(visit, entitlement);
      }
    } catch (error) {
      fail(request, response, error);
    }
  }

  function answer(visit: Visit, entitlement: Entitlement | null): void {
    visit.audience = audienceOf(entitlement, visit.now);
    const started = performance.now();
    const page = pages.cached(visit.path, visit.audience, visit.epoch);
    const outcome = page === null ? answerSlowly(visit) : answers.page(visit, page);
    if (typeof outcome === 'number') {
      if (verbose) report(visit, outcome, 0);
      return;
    }
    outcome.then(
      (status) => report(visit, status, performance.now() - started),
      (error: unknown) => fail(visit.request, visit.response, error),
    );
  }

  async function answerSlowly(visit: Visit): Promise<number> {
    const { request, path, query, audience, epoch, now } = visit;
    if (path === urls.stripeEvents()) return answerEvent(visit, { services, answers });
    if (path === urls.health()) return health(visit);
    if (path === urls.quickIndex()) return answers.json(visit, 200, { folder: quickFolder() });

    const token = tokenOfFeed(path);
    if (token !== null) return answerFeed(visit, token);

    if (path.startsWith(MEDIA) && query !== '' && (await isSignedFor(visit, path.slice(MEDIA.length), services)))
      visit.audience = 'subscriber';
    const file = fileAt(visit);
    if (file !== undefined) return (file && (await sendFile(request, visit.response, file))) ?? answers.nothing(visit);

    const uid = uidOfCard(path);
    if (uid !== null) return answerCard(visit, uid);

    if (path === urls.search()) return answerSearch(visit);

    const canonical = request.method === 'POST' ? null : canonicalPath(path);
    if (canonical !== null) {
      const moved = content.current().movedTo(canonical, now);
      return answers.redirect(visit, (moved === null || moved === 'gone' ? canonical : moved.to) + query);
    }

    if (isPersonalPath(path)) return answerPerson(visit, { services, pages, answers });

    const found = await pages.find(path, audience, epoch, now);
    if (found.kind === 'page') return answers.page(visit, found.page);
    if (found.kind === 'moved') return answers.redirect(visit, found.to + query);
    const page = await pages.notFound(found.kind === 'gone', audience, epoch, now);
    return page === null ? answers.nothing(visit) : answers.page(visit, page, found.kind === 'gone' ? 410 : 404);
  }

  /** The file at an address of files; `null` when it holds none for this visitor, `undefined` for any other address. */
  function fileAt(visit: Visit): SentFile | null | undefined {
    const found = staticFiles.get(visit.path);
    if (found !== undefined) return staticFile(visit, found, security);
    const quick = quickFileOfPath(visit.path);
    if (quick !== null) return quickFile(visit, quickIndex.file(quick.build, quick.name, visit.now), security);
    if (!visit.path.startsWith(MEDIA)) return visit.path.startsWith(INTERNAL) ? null : undefined;
    const shelf = { editorial: content.current(), dataDir: config.dataDir, security };
    return mediaFile(visit, visit.path.slice(MEDIA.length), shelf);
  }

  /** A page of its own for each request: who searches what is nobody else's. */
  async function answerSearch(visit: Visit): Promise<number> {
    const { request, path, query, audience, now } = visit;
    const waitSeconds = await searchLimit(clientOf(request, config.trustedProxies));
    if (waitSeconds > 0) return answers.tooManySearches(visit, waitSeconds);
    const page = await pages.fresh(path + query, audience, now);
    return page === null ? answers.nothing(visit) : answers.page(visit, page);
  }

  async function answerFeed(visit: Visit, token: string): Promise<number> {
    const rendered = await renderPrivateFeed(token, visit.now, services);
    if (rendered === null) return answers.nothing(visit);
    return answers.page(visit, { ...storePage(rendered, security), cacheControl: OWN_COPY });
  }

  function quickFolder(): string | null {
    const build = quickIndex.build();
    return build === null ? null : urls.quickFolder(build);
  }

  async function answerCard(visit: Visit, uid: string): Promise<number> {
    const { request, response } = visit;
    const file = await cardFile(visit, uid, { editorial: content.current(), cards, security });
    if (file === 'busy') return answers.refuse(request, response, 'unavailable');
    return (file && (await sendFile(request, response, file))) ?? answers.nothing(visit);
  }

  async function health(visit: Visit): Promise<number> {
    try {
      await database.ping();
      const editorial = content.current();
      const pieces = editorial.count(visit.now);
      return answers.json(visit, 200, { status: 'ok', generation: editorial.generation(), pieces });
    } catch (error) {
      log.error({ err: error }, 'a database is unreachable');
      return answers.json(visit, 503, { status: 'unavailable' });
    }
  }

  function report({ request, path }: Visit, status: number, milliseconds: number): void {
    const line = { method: request.method, path: withoutToken(path), status, ms: Math.round(milliseconds) };
    if (status >= 400 || milliseconds > SLOW_MS) log.info(line, 'answered');
    else log.debug(line, 'answered');
  }

  function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    answers.refuse(request, response, 'failure', error);
  }

  return { handle, refuse: answers.refuse, refuseRaw: answers.refuseRaw };
}
