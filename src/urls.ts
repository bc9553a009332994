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

/** What pieces are gathered under, each with its own paginated page. */
export type Gathering = 'themes' | 'people' | 'organisations';

/** Those that have a feed. */
export type FollowedGathering = 'themes' | 'people';

const GATHERING: Record<Gathering, string> = { themes: 'themes', people: 'personnes', organisations: 'organisations' };

/** The pages of the house: compiled from `src/pages/`, the same until the next build. */
const HOUSE = {
  about: '/a-propos/',
  help: '/aide/',
  legalNotice: '/mentions-legales/',
  terms: '/cgv/',
  privacy: '/confidentialite/',
  accessibility: '/accessibilite/',
  newsletters: '/flux/newsletters/',
} as const;

/** The feed of a page stands below it. */
const FEED = 'rss.xml';

export type HousePage = keyof typeof HOUSE;

/** What is searched, and what narrows it. What is absent narrows nothing. */
export interface SearchAddress {
  query: string;
  kind?: PieceCollection | 'studies';
  /** Ids. */
  theme?: string;
  person?: string;
  organisation?: string;
  year?: number;
  access?: 'public' | 'subscribers';
  sort: 'relevance' | 'date';
  /** From 1. */
  page: number;
}

const SEARCHED_KINDS: Record<NonNullable<SearchAddress['kind']>, string> = { ...SECTION, studies: 'etudes' };
const SEARCHED_ACCESS = { public: 'ouvert', subscribers: 'abonnes' };

/** The parameters of a search by their names; those that say nothing are left out. */
export function searchParameters(search: Partial<SearchAddress>): [name: string, value: string][] {
  const { query = '', kind, theme, person, organisation, year, access, sort, page = 1 } = search;
  const named = {
    q: query,
    type: kind && SEARCHED_KINDS[kind],
    theme,
    personne: person,
    organisation,
    annee: year,
    acces: access && SEARCHED_ACCESS[access],
    tri: sort === 'date' ? 'date' : '',
    page: page > 1 ? page : '',
  };
  return Object.entries(named).flatMap(([name, value = '']) => (value === '' ? [] : [[name, String(value)]]));
}

/** What an address searches: the first value of each parameter, as long as it may mean something. */
export function searchOfParameters(parameters: URLSearchParams): SearchAddress {
  const text = (name: string): string => parameters.get(name) ?? '';
  const id = (name: string): string | undefined => /^[a-z0-9-]{1,80}$/.exec(text(name))?.[0];
  const number = (name: string): number | undefined => (/^[1-9]\d{0,3}$/.test(text(name)) ? +text(name) : undefined);
  return {
    query: text('q').replace(CONTROL, ' ').trim(),
    kind: keyOf(SEARCHED_KINDS, text('type')),
    theme: id('theme'),
    person: id('personne'),
    organisation: id('organisation'),
    year: number('annee'),
    access: keyOf(SEARCHED_ACCESS, text('acces')),
    sort: text('tri') === 'date' ? 'date' : 'relevance',
    page: number('page') ?? 1,
  };
}

const CONTROL = /\p{Cc}+/gu;

function keyOf<Key extends string>(names: Record<Key, string>, name: string): Key | undefined {
  return (Object.keys(names) as Key[]).find((key) => names[key] === name);
}

function numbered(path: string, page: number): string {
  return page > 1 ? `${path}page/${page}/` : path;
}

export const urls = {
  home: () => '/',
  list: (collection: PieceCollection, page = 1) => numbered(`/${SECTION[collection]}/`, page),
  piece: (collection: PieceCollection, slug: string) => `/${SECTION[collection]}/${slug}/`,
  answer: (slug: string, questionId: string) => `/${SECTION.interviews}/${slug}/#q-${questionId}`,
  questions: () => `/${SECTION.interviews}/questions/`,
  question: (slug: string, page = 1) => numbered(`/${SECTION.interviews}/questions/${slug}/`, page),
  studies: (page = 1) => numbered('/etudes/', page),
  study: (id: string) => `/etudes/${id}/`,
  gatherings: (gathering: Gathering, page = 1) => numbered(`/${GATHERING[gathering]}/`, page),
  gathering: (gathering: Gathering, id: string, page = 1) => numbered(`/${GATHERING[gathering]}/${id}/`, page),
  issues: (page = 1) => numbered('/numeros/', page),
  issue: (number: number) => `/numeros/${number}/`,
  archives: () => '/archives/',
  /** `month` from 1; without it, the year. */
  archive: (year: number, month?: number, page = 1) =>
    numbered(`/archives/${year}/${month === undefined ? '' : `${String(month).padStart(2, '0')}/`}`, page),
  search: (search: Partial<SearchAddress> = {}) => {
    const parameters = new URLSearchParams(searchParameters(search)).toString();
    return parameters === '' ? '/recherche/' : `/recherche/?${parameters}`;
  },
  /** The address of a search whose query stands between braces, for machines to fill in. */
  searchTemplate: (placeholder: string) => `/recherche/?q={${placeholder}}`,
  /** Tells where the index of search as you type stands, as JSON. */
  quickIndex: () => '/pagefind/index.json',
  /** A folder of that index: everything below it stays what it is. */
  quickFolder: (build: string) => `/pagefind/${build}/`,
  openSearch: () => '/opensearch.xml',
  letter: () => '/lettre/',
  edition: (date: string) => `/lettre/${date}/`,
  /** The editions of a month: `2026-11`. */
  editions: (month: string) => `/lettre/${month.replace('-', '/')}/`,
  house: HOUSE,
  subscribe: () => '/abonnement/',
  /** What is about to be ordered. */
  order: (offerId: string) => `/abonnement/recapitulatif/?offre=${offerId}`,
  ordering: () => '/abonnement/recapitulatif/',
  /** Where whoever has paid comes back to. */
  ordered: () => '/abonnement/merci/',
  /** `next`: a path of ours to go on to. */
  signIn: (next?: string) => (next === undefined ? '/connexion/' : `/connexion/?next=${encodeURIComponent(next)}`),
  /** A link that is mailed: it holds what authorises its bearer. */
  mailedLink: (token: string) => `/connexion/${token}`,
  signOut: () => '/deconnexion',
  account: () => '/compte/',
  /** Leads to Stripe's portal: invoices and card. */
  accountPayment: () => '/compte/paiement',
  accountResumption: () => '/compte/reprendre',
  accountSessions: () => '/compte/sessions',
  accountFeed: () => '/compte/flux/',
  accountAddress: () => '/compte/adresse/',
  accountData: () => '/compte/donnees.json',
  accountDeletion: () => '/compte/supprimer/',
  cancel: () => '/resilier/',
  withdraw: () => '/retractation/',
  stripeEvents: () => '/api/stripe/webhook',
  /** A subscriber's own feed: its address holds what authorises its bearer. */
  privateFeed: (token: string) => `/flux/prive/${token}.xml`,
  feeds: () => '/flux/',
  feed: () => '/rss.xml',
  atomFeed: () => '/atom.xml',
  jsonFeed: () => '/feed.json',
  sectionFeed: (collection: PieceCollection) => `/${SECTION[collection]}/${FEED}`,
  gatheringFeed: (gathering: FollowedGathering, id: string) => `/${GATHERING[gathering]}/${id}/${FEED}`,
  letterFeed: () => `/lettre/${FEED}`,
  /** The last edition, as JSON. */
  latestLetter: () => '/lettre/dernier.json',
  /** Every feed of the site, as OPML. */
  feedList: () => '/flux/verbatim.opml',
  /** What a feed looks like in a browser. */
  feedStyle: () => '/flux/flux.css',
  sitemapIndex: () => '/sitemap-index.xml',
  sitemap: (part: number) => `/sitemap-${part}.xml`,
  robots: () => '/robots.txt',
  textAndDataMining: () => '/.well-known/tdmrep.json',
  /** What may be done with our texts by machines, for people to read. */
  textAndDataPolicy: () => `${HOUSE.legalNotice}#fouille-de-textes`,
  health: () => '/sante',
  media: (name: string) => `/media/${name}`,
  card: (uid: string) => `/cartes/${uid}.png`,
  /** The mark of the magazine on a square of 180 pixels. */
  mark: () => '/apple-touch-icon.png',
  /** The same on 144 pixels, the most that the picture of an RSS channel may have. */
  feedMark: () => '/flux.png',
  /** The card of pages that are no piece. */
  siteCard: () => '/carte.png',
};

/** Pixels of every card. */
export const CARD = { width: 1200, height: 630 } as const;

/** Pages about a person: never kept by anyone, and the only ones that take what a form sends. */
const PERSONAL =
  /^\/(?:compte|connexion|deconnexion|resilier|retractation|abonnement\/(?:recapitulatif|merci))(?:\/|$)/;

export function isPersonalPath(path: string): boolean {
  return PERSONAL.test(path);
}

/** The token in the address of a private feed; `null` for any other path. */
export function tokenOfFeed(path: string): string | null {
  return /^\/flux\/prive\/([\w-]{10,60})\.xml$/.exec(path)?.[1] ?? null;
}

/** A path without what authorises its bearer, however it was spelled. */
export function withoutToken(path: string): string {
  return path.replace(/(\/(?:connexion|flux\/prive|lettre\/(?:confirmer|preferences|desinscription))\/).+$/is, '$1…');
}

/** Slugs that would collide with an address of their section. */
export const RESERVED_SLUGS: readonly string[] = ['page', 'questions', 'ecrire', 'rss'];

/** The number of a page from what follows a list's address: nothing, or `page/2`. `null` for anything else. */
export function pageOfRest(rest: string | undefined): number | null {
  if (rest === undefined) return 1;
  const number = /^page\/([1-9]\d{0,5})$/.exec(rest)?.[1];
  return number === undefined || number === '1' ? null : Number(number);
}

/** The period that follows `/archives/`: `2011`, `2011/09`, `2011/09/page/2`; `month` from 1. `null` for anything else. */
export function periodOfRest(rest: string | undefined): { year: number; month: number | null; page: number } | null {
  const match = /^([1-9]\d{3})(?:\/(0[1-9]|1[0-2]))?(?:\/(page\/.+))?$/.exec(rest ?? '');
  const page = match === null ? null : pageOfRest(match[3]);
  if (match === null || page === null) return null;
  return { year: Number(match[1]), month: match[2] === undefined ? null : Number(match[2]), page };
}

/** The theme whose list or feed stands at an address, and where another's stands; `null` for any other path. */
export function themeOfPath(path: string): { id: string; pathOf(id: string): string } | null {
  const match = /^\/themes\/([a-z0-9-]+)\/(?:page\/[1-9]\d{0,5}\/|(rss\.xml))?$/.exec(path);
  if (match?.[1] === undefined) return null;
  const pathOf = match[2] === undefined ? urls.gathering : urls.gatheringFeed;
  return { id: match[1], pathOf: (id) => pathOf('themes', id) };
}

/** The full address of a path of ours, which begins with `/`. `siteUrl` is the configured origin, never the request's. */
export function absolute(siteUrl: string, path: string): string {
  return siteUrl + path;
}

/** Which piece an address of ours names: `/entretiens/x/` gives interviews and `x`; `null` for any other path. */
export function pieceOfPath(path: string): { collection: PieceCollection; slug: string } | null {
  const match = /^\/([a-z]+)\/([a-z0-9-]+)\/?$/.exec(path);
  const collection = match?.[1] === undefined ? undefined : COLLECTION.get(match[1]);
  if (collection === undefined || match?.[2] === undefined || RESERVED_SLUGS.includes(match[2])) return null;
  return { collection: collection as PieceCollection, slug: match[2] };
}

/** The uid of the piece whose card stands at an address; `null` for any other path. */
export function uidOfCard(path: string): string | null {
  return /^\/cartes\/([a-z0-9-]{6,40})\.png$/.exec(path)?.[1] ?? null;
}

/** The build and the name of the file of search as you type that stands at an address; `null` for any other path. */
export function quickFileOfPath(path: string): { build: string; name: string } | null {
  const match = /^\/pagefind\/([a-z0-9]{10,30})\/([a-z0-9._/-]{1,80})$/.exec(path);
  return match?.[1] === undefined || match[2] === undefined ? null : { build: match[1], name: match[2] };
}

/** Pages with a fixed address that an editor may link to. */
export const FIXED_PAGES: readonly string[] = [
  urls.home(),
  urls.list('articles'),
  urls.list('interviews'),
  urls.list('letters'),
  urls.questions(),
  urls.studies(),
  urls.archives(),
  urls.gatherings('themes'),
  urls.gatherings('people'),
  urls.gatherings('organisations'),
  urls.issues(),
  urls.search(),
  urls.letter(),
  urls.feeds(),
  urls.subscribe(),
  urls.signIn(),
  urls.account(),
  urls.cancel(),
  urls.withdraw(),
  ...Object.values(HOUSE),
  urls.feed(),
  urls.atomFeed(),
  urls.jsonFeed(),
  urls.sectionFeed('articles'),
  urls.sectionFeed('interviews'),
  urls.sectionFeed('letters'),
  urls.letterFeed(),
  urls.latestLetter(),
  urls.feedList(),
];

/** First segments that belong to the site, whatever follows: no former address of a piece may begin with one. */
const OWN_FOLDERS =
  /^\/(?:_astro|abonnement|api|archives|cartes|compte|connexion|deconnexion|etudes|flux|lettre|media|numeros|organisations|pagefind|personnes|recherche|resilier|retractation|themes)(?:\/|$)/;

/** Whether an address without its last slash is a page of the site other than a piece's. */
export function isOwnAddress(path: string): boolean {
  if (FIXED_PAGES.includes(`${path}/`) || FIXED_PAGES.includes(path)) return true;
  if (OWN_FOLDERS.test(path) || /^\/(?:articles|entretiens|courrier)\/(?:page|questions|ecrire)(?:\/|$)/.test(path))
    return true;
  return /^\/(?:sante|robots\.txt|sitemap-.*\.xml|[a-z]+\.(?:xml|json))$/.test(path);
}

/** Paths of ours that end on a slash and are no piece: lists, gatherings, archives, editions. */
const OWN_PAGE = new RegExp(
  `^/(?:${[
    '(?:articles|entretiens|courrier|themes|personnes|organisations|numeros)(?:/page/[1-9]\\d{0,5})?',
    'entretiens/questions/[a-z0-9-]+(?:/page/[1-9]\\d{0,5})?',
    'etudes/(?:[a-z0-9-]+|page/[1-9]\\d{0,5})',
    '(?:themes|personnes|organisations)/[a-z0-9-]+(?:/page/[1-9]\\d{0,5})?',
    'numeros/[1-9]\\d{0,5}',
    'archives/\\d{4}(?:/\\d{2})?(?:/page/[1-9]\\d{0,5})?',
    'lettre/\\d{4}(?:-\\d{2}-\\d{2}|/\\d{2})',
  ].join('|')})/$`,
);

/**
 * The canonical form of a requested path: with its trailing slash, and the list itself for its first page. `null` when
 * the path is already canonical or is not one of ours. Only for GET and HEAD: a POST is never redirected.
 */
export function canonicalPath(path: string): string | null {
  if (path.endsWith('/') && !path.endsWith('/page/1/')) return null;
  const withSlash = path.endsWith('/') ? path : `${path}/`;
  const known = FIXED_PAGES.includes(withSlash) || pieceOfPath(withSlash) !== null || OWN_PAGE.test(withSlash);
  if (!known) return null;
  const canonical = withSlash.replace(/page\/1\/$/, '');
  return canonical === path ? null : canonical;
}
