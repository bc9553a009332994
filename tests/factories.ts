import { loadConfig } from '../src/config.ts';
import type {
  Body,
  Editorial,
  MediaFile,
  PageOf,
  Picture,
  Piece,
  PieceSummary,
  Site as SiteFacts,
} from '../src/editorial/editorial.ts';
import { decideAccess } from '../src/paywall.ts';
import type { Search } from '../src/search/search.ts';
import { createLogger, type PageLocals, type Services } from '../src/services.ts';
import type { Content, Rendered } from '../src/serving/serving.ts';
import { type PieceCollection, pieceOfPath, urls } from '../src/urls.ts';

/** Typed builders. Each gives something valid; a test states only what it is about. */

export function aPicture(given: Partial<Picture> = {}): Picture {
  return {
    width: 1200,
    height: 800,
    avif: [{ name: 'comptoir-1a2b3c4d-1200.avif', width: 1200, bytes: 30_000 }],
    webp: [{ name: 'comptoir-1a2b3c4d-1200.webp', width: 1200, bytes: 40_000 }],
    fallback: { name: 'comptoir-1a2b3c4d-1200.jpg', width: 1200, height: 800, bytes: 60_000, type: 'image/jpeg' },
    alt: 'Un comptoir d’accueil',
    credit: 'Photo Verbatim',
    ...given,
  };
}

export function aSummary(given: Partial<PieceSummary> = {}): PieceSummary {
  const collection: PieceCollection = given.collection ?? 'articles';
  const slug = given.slug ?? 'le-telephone-sonne';
  return {
    key: `${collection}/${slug}`,
    uid: `uid-${slug}`,
    collection,
    slug,
    path: urls.piece(collection, slug),
    access: 'public',
    title: 'Le téléphone sonne encore',
    shortTitle: null,
    standfirst: 'Dans les centres de contacts, la voix reste le premier canal des clients mécontents.',
    publishedAt: '2026-03-02T07:00:00Z',
    updatedAt: null,
    genre: collection === 'articles' ? 'analysis' : null,
    authors: [],
    themes: [{ id: 'accueil', name: 'Accueil' }],
    image: null,
    sponsored: false,
    readingMinutes: 4,
    guest: null,
    interviewNumber: null,
    sender: null,
    ...given,
  };
}

export function aPiece(given: Partial<Piece> = {}): Piece {
  return {
    ...aSummary(given),
    openHtml: '<p>La voix reste le premier canal.</p>',
    openNotesHtml: '',
    openToc: [],
    openWords: 6,
    remaining: null,
    corrections: [],
    disclosure: null,
    series: null,
    organisations: [],
    issue: null,
    seo: { title: null, description: null, noindex: false },
    readAlso: [],
    study: null,
    questionnaire: null,
    interview: null,
    letter: null,
    ...given,
  };
}

export function siteFacts(given: Partial<SiteFacts> = {}): SiteFacts {
  return {
    name: 'Verbatim',
    tagline: 'La parole des clients, mot pour mot',
    notice: null,
    publisher: {
      name: 'Verbatim Presse',
      legalForm: 'SAS',
      capital: '10 000 €',
      address: '1, rue de la Paix, 75002 Paris',
      registration: 'RCS Paris 000 000 000',
      vatNumber: null,
      email: 'redaction@example.fr',
      phone: '+33 1 00 00 00 00',
      director: 'Camille Martin',
      host: { name: 'Hébergeur', address: '2, rue du Port, 59000 Lille', phone: '+33 3 00 00 00 00' },
    },
    offers: [{ id: 'an', label: 'Un an', lookupKey: 'an', amountCents: 9900, currency: 'eur', period: 'year' }],
    letter: { hour: '07:00', from: 'lettre@example.fr', replyTo: 'redaction@example.fr' },
    vat: [{ from: '2026-01-01', percent: 2.1 }],
    social: [],
    ...given,
  };
}

/** What a magazine in memory holds. `closed` is the closed part of a piece by its key. */
export interface Shelf {
  pieces?: Piece[];
  closed?: Record<string, string>;
  media?: MediaFile[];
  moved?: Record<string, { to: string } | 'gone'>;
  generation?: number;
}

/** A magazine without themes, people, organisations, issues nor archives. */
const NOTHING_TO_BROWSE = {
  person: () => null,
  organisation: () => null,
  theme: () => null,
  themeInPlaceOf: () => null,
  newestOf: () => null,
  gatherings: () => null,
  gatheringDates: () => [],
  gatheringCount: () => 0,
  issue: () => null,
  issues: () => null,
  issueDates: () => [],
  issueOf: () => null,
  years: () => [],
  archive: () => null,
};

/** An editorial over `shelf`, read anew at each call: a test changes the shelf as a publish would. */
export function anEditorial(shelf: Shelf = {}): Editorial {
  const published = (now: Date, collection?: PieceCollection) =>
    (shelf.pieces ?? [])
      .filter((piece) => Date.parse(piece.publishedAt) <= now.getTime())
      .filter((piece) => collection === undefined || piece.collection === collection)
      .sort((one, other) => other.publishedAt.localeCompare(one.publishedAt));
  const pageOf = (items: PieceSummary[], page: number): PageOf<PieceSummary> => ({
    items: items.slice(20 * (page - 1), 20 * page),
    page,
    pages: Math.max(1, Math.ceil(items.length / 20)),
    total: items.length,
  });
  return {
    generation: () => shelf.generation ?? 1,
    changedAt: () => '2026-03-10T06:00:00Z',
    count: (now) => published(now).length,
    site: () => siteFacts(),
    list(collection, page, now) {
      const found = pageOf(published(now, collection), page);
      return page <= found.pages ? found : null;
    },
    latest: (limit, now, collection) => published(now, collection).slice(0, limit),
    piece: (collection, slug, now) => published(now, collection).find((piece) => piece.slug === slug) ?? null,
    pieceByUid: (uid, now) => published(now).find((piece) => piece.uid === uid) ?? null,
    bodyFor(piece, audience, now): Body {
      const closed = shelf.closed?.[piece.key] ?? '';
      const whole = decideAccess(piece, audience, now) === 'whole';
      const html = whole ? piece.openHtml + closed : piece.openHtml;
      return { html, notesHtml: piece.openNotesHtml, toc: piece.openToc, cut: !whole && closed !== '' };
    },
    reading: () => null,
    openAnswers: () => [],
    ...NOTHING_TO_BROWSE,
    studies: () => [],
    studyList: () => ({ items: [], page: 1, pages: 1, total: 0 }),
    study: () => null,
    questions: () => [],
    question: () => null,
    related: () => [],
    seriesOf: () => [],
    repliesTo: () => [],
    movedTo: (path) => shelf.moved?.[path] ?? null,
    media: (name) => shelf.media?.find((file) => file.name === name) ?? null,
    sitemap: (part, now) =>
      part === 1 ? published(now).map(({ path, publishedAt }) => ({ path, changedAt: publishedAt })) : [],
    sitemapParts: () => 1,
    anniversaries: () => [],
    edition: () => null,
    editionDays: () => [],
    editionMonths: () => [],
    latestEdition: () => null,
    editionsAround: () => ({ previous: null, next: null }),
    nextChangeAfter(now) {
      const later = (shelf.pieces ?? [])
        .map(({ publishedAt }) => Date.parse(publishedAt))
        .filter((at) => at > now.getTime());
      return new Date(Math.min(now.getTime() + 86_400_000, ...later));
    },
    close: () => undefined,
  };
}

/** A search that finds nothing. */
export function aSearch(given: Partial<Search> = {}): Search {
  return {
    find: ({ query }) => ({
      query,
      hits: [],
      total: 0,
      page: 1,
      pages: 1,
      facets: { kind: [], theme: [], person: [], organisation: [], year: [], access: [] },
      suggestion: null,
      corrected: null,
      names: [],
    }),
    close: () => undefined,
    ...given,
  };
}

/** Content that stays what it is; `version` moves when the test says so. */
export function aContent(editorial: Editorial, version = () => 1, search = aSearch()): Content {
  return { version, current: () => editorial, use: (task) => task(editorial, search), close: () => undefined };
}

const NOON = Date.parse('2026-03-10T12:00:00Z');

/** Services over `shelf`, at noon on 10 March 2026, that log into `lines`, one parsed object a line. */
export function someServices(
  shelf: Shelf,
  given: Partial<Services> & { env?: Record<string, string> } = {},
): Services & { lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ logLevel: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  return {
    config: loadConfig({ SITE_URL: 'http://localhost:4321', ...given.env }),
    log,
    lines,
    now: () => new Date(NOON),
    content: aContent(anEditorial(shelf), () => shelf.generation ?? 1),
    database: {
      query: undefined as never,
      engine: 'sqlite',
      signingKey: () => new Uint8Array(32),
      ping: () => Promise.resolve(),
      withLock: (_name, task) => task(),
      isDuplicate: () => false,
      close: () => Promise.resolve(),
    },
    outbox: undefined as never,
    readers: undefined as never,
    subscriptions: undefined as never,
    cards: { fileOf: () => Promise.resolve(null), close: () => Promise.resolve() },
    quickIndex: { follow: () => undefined, build: () => null, file: () => null, close: () => Promise.resolve() },
    identities: {
      entitlementOf: (cookie) => (cookie.includes('verbatim_session=subscriber') ? { until: null } : null),
      forget: () => undefined,
    },
    close: () => Promise.resolve(),
    ...given,
  };
}

/** What Astro would do for a magazine of one page a piece: an honest renderer that asks the paywall. */
export async function renderPieces(
  path: string,
  { services, audience, now, gone }: PageLocals,
): Promise<Rendered | null> {
  const html = (status: number, body: string): Rendered => ({
    status,
    headers: [['content-type', 'text/html; charset=utf-8']],
    body: Buffer.from(`<!doctype html><html lang="fr"><body>${body}</body></html>`),
  });
  await Promise.resolve();
  if (path === '/404') return html(404, gone ? '<h1>Retiré</h1>' : '<h1>Introuvable</h1>');
  if (path === '/') {
    const titles = services.editorial.latest(50, now).map(({ title }) => `<li>${title}</li>`);
    return html(200, `<ul>${titles.join('')}</ul>`);
  }
  const named = pieceOfPath(path);
  if (named === null) return null;
  const piece = services.editorial.piece(named.collection, named.slug, now);
  if (piece === null) return html(404, '');
  return html(200, `<h1>${piece.title}</h1>${services.editorial.bodyFor(piece, audience, now).html}`);
}
