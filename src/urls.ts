/**
 * Every path of the site. The only place where a URL is spelled: pages, feeds, publisher and server all ask here.
 * Paths are root-relative and carry their trailing slash; `absolute` turns one into a full address.
 */

export type PieceCollection = 'articles' | 'interviews' | 'letters';

/** The first path segment of each collection of pieces, in French, as readers see it. */
const SECTION: Record<PieceCollection, string> = {
  articles: 'articles',
  interviews: 'entretiens',
  letters: 'courrier',
};

const COLLECTION = new Map(Object.entries(SECTION).map(([collection, segment]) => [segment, collection]));

export const urls = {
  home: () => '/',
  list: (collection: PieceCollection, page = 1) => `/${SECTION[collection]}/${page > 1 ? `page/${page}/` : ''}`,
  piece: (collection: PieceCollection, slug: string) => `/${SECTION[collection]}/${slug}/`,
  question: (slug: string, questionId: string) => `/${SECTION.interviews}/${slug}/#q-${questionId}`,
  subscribe: () => '/abonnement/',
  feed: () => '/rss.xml',
  sitemapIndex: () => '/sitemap-index.xml',
  sitemap: (part: number) => `/sitemap-${part}.xml`,
  robots: () => '/robots.txt',
  health: () => '/sante',
  media: (name: string) => `/media/${name}`,
};

/** Slugs that would collide with an address of their section. */
export const RESERVED_SLUGS: readonly string[] = ['page', 'questions', 'ecrire', 'rss'];

/** The full address of a path of ours. `siteUrl` is the configured origin, never the request's. */
export function absolute(siteUrl: string, path: string): string {
  return new URL(path, siteUrl).href;
}

/** Which piece an address of ours names: `/entretiens/x/` gives interviews and `x`; `null` for any other path. */
export function pieceOfPath(path: string): { collection: PieceCollection; slug: string } | null {
  const match = /^\/([a-z]+)\/([a-z0-9-]+)\/?$/.exec(path);
  const collection = match?.[1] === undefined ? undefined : COLLECTION.get(match[1]);
  if (collection === undefined || match?.[2] === undefined || RESERVED_SLUGS.includes(match[2])) return null;
  return { collection: collection as PieceCollection, slug: match[2] };
}

/** Pages with a fixed address that an editor may link to. */
export const FIXED_PAGES: readonly string[] = [
  urls.home(),
  urls.list('articles'),
  urls.list('interviews'),
  urls.list('letters'),
  urls.subscribe(),
  urls.feed(),
];

/** First segments that belong to the site, whatever follows: no former address of a piece may begin with one. */
const OWN_FOLDERS =
  /^\/(?:_astro|abonnement|api|archives|cartes|compte|connexion|etudes|flux|lettre|media|numeros|organisations|pagefind|personnes|recherche|themes)(?:\/|$)/;

/** Whether an address without its last slash is a page of the site other than a piece's. */
export function isOwnAddress(path: string): boolean {
  if (FIXED_PAGES.includes(`${path}/`) || FIXED_PAGES.includes(path)) return true;
  if (OWN_FOLDERS.test(path) || /^\/(?:articles|entretiens|courrier)\/(?:page|questions|ecrire)(?:\/|$)/.test(path))
    return true;
  return /^\/(?:sante|robots\.txt|sitemap-.*\.xml|[a-z]+\.(?:xml|json))$/.test(path);
}

/**
 * The canonical form of a requested path: with its trailing slash, and the list itself for its first page. `null` when the path is already canonical
 * or is not one of ours. Only for GET and HEAD: a POST is never redirected.
 */
export function canonicalPath(path: string): string | null {
  const first = /^(\/(?:articles|entretiens|courrier)\/)page\/1\/?$/.exec(path)?.[1];
  if (first !== undefined) return first;
  if (path.endsWith('/')) return null;
  const withSlash = `${path}/`;
  if (FIXED_PAGES.includes(withSlash) || pieceOfPath(withSlash) !== null) return withSlash;
  return /^\/(articles|entretiens|courrier)\/page\/[1-9]\d{0,5}$/.test(path) ? withSlash : null;
}
