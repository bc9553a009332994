import type {
  Contributor,
  Genre,
  LetterDetails,
  Piece,
  PieceSummary,
  Site,
  StudySummary,
} from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { absolute, CARD, urls } from '../urls.ts';

export type Json = Record<string, unknown>;

/** The class of the element that holds, or stands for, what is closed: Google's paywall markup points at it. */
export const PAYWALLED_CLASS = 'paywalled';

/** schema.org's type of an article by its genre; a letter gives an opinion, an interview is news of a conversation. */
const TYPES: Record<Genre, string> = {
  investigation: 'ReportageNewsArticle',
  analysis: 'AnalysisNewsArticle',
  opinion: 'OpinionNewsArticle',
  lessons: 'Article',
  study: 'NewsArticle',
  case: 'Article',
  document: 'Article',
  brief: 'NewsArticle',
  selection: 'Article',
};

/** The house, as every page's structured data names it. */
export function publisherJsonLd(site: Site, siteUrl: string): Json {
  return {
    '@type': 'NewsMediaOrganization',
    '@id': `${absolute(siteUrl, urls.home())}#maison`,
    name: site.name,
    legalName: site.publisher.name,
    slogan: site.tagline,
    url: absolute(siteUrl, urls.home()),
    logo: { '@type': 'ImageObject', url: absolute(siteUrl, urls.mark()), width: 180, height: 180 },
    email: site.publisher.email,
    address: site.publisher.address,
    sameAs: site.social.map(({ url }) => url),
  };
}

/** La une: the site and its publisher. */
export function siteJsonLd(site: Site, siteUrl: string): Json {
  return graph([
    {
      '@type': 'WebSite',
      '@id': `${absolute(siteUrl, urls.home())}#site`,
      name: site.name,
      description: site.tagline,
      url: absolute(siteUrl, urls.home()),
      inLanguage: 'fr',
      publisher: { '@id': `${absolute(siteUrl, urls.home())}#maison` },
      potentialAction: {
        '@type': 'SearchAction',
        target: { '@type': 'EntryPoint', urlTemplate: absolute(siteUrl, urls.searchTemplate('search_term_string')) },
        'query-input': 'required name=search_term_string',
      },
    },
    publisherJsonLd(site, siteUrl),
  ]);
}

/**
 * A piece, the same for both audiences: built from its open part alone. A piece for subscribers carries Google's
 * paywall markup (developers.google.com/search/docs/appearance/structured-data/paywalled-content).
 */
export function pieceJsonLd(piece: Piece, site: Site, siteUrl: string, section: string): Json {
  const url = absolute(siteUrl, piece.path);
  return graph([
    {
      '@type': pieceType(piece),
      '@id': idOfPiece(url),
      url,
      mainEntityOfPage: url,
      headline: piece.title,
      ...(piece.shortTitle === null ? {} : { alternativeHeadline: piece.shortTitle }),
      description: piece.seo.description ?? piece.standfirst,
      datePublished: piece.publishedAt,
      dateModified: piece.updatedAt ?? piece.publishedAt,
      inLanguage: 'fr',
      articleSection: section,
      keywords: piece.themes.map(({ name }) => name),
      image: imagesOf(piece, siteUrl),
      author: authorsOf(piece, site, siteUrl),
      publisher: publisherJsonLd(site, siteUrl),
      timeRequired: `PT${piece.readingMinutes}M`,
      isAccessibleForFree: piece.access === 'public',
      ...(piece.access === 'public' ? {} : { hasPart: closedPart() }),
      ...circumstancesOf(piece, site, siteUrl),
    },
    breadcrumbs(
      [
        { name: site.name, path: urls.home() },
        { name: section, path: urls.list(piece.collection) },
        { name: piece.shortTitle ?? piece.title, path: piece.path },
      ],
      siteUrl,
    ),
  ]);
}

/** What only some pieces have: a guest, a translator, the pieces they answer, corrections, a study, a number, a series. */
function circumstancesOf(piece: Piece, site: Site, siteUrl: string): Json {
  const { guest, interview, letter, study, corrections } = piece;
  const wholes = wholesOf(piece, site, siteUrl);
  return {
    ...(guest === null ? {} : { about: guestOf(guest, siteUrl) }),
    ...(interview?.translator ? { translator: contributorOf(interview.translator, siteUrl) } : {}),
    ...(letter === null ? {} : { citation: letter.repliesTo.map((answered) => citationOf(answered, siteUrl)) }),
    ...(study === null ? {} : { isBasedOn: studyOf(study) }),
    ...(wholes.length === 0 ? {} : { isPartOf: wholes }),
    ...(corrections.length === 0 ? {} : { correction: corrections.map(correctionOf) }),
  };
}

/** Several things that one page is about. */
export function graph(nodes: Json[]): Json {
  return { '@context': 'https://schema.org', '@graph': nodes };
}

function pieceType(piece: PieceSummary): string {
  if (piece.sponsored) return 'AdvertiserContentArticle';
  if (piece.collection === 'letters') return 'OpinionNewsArticle';
  return piece.genre === null ? 'NewsArticle' : TYPES[piece.genre];
}

/** What stands on the page for what is closed. */
export function closedPart(): Json {
  return { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: `.${PAYWALLED_CLASS}` };
}

function authorsOf(piece: Piece, site: Site, siteUrl: string): Json[] {
  if (piece.sender !== null) return [{ '@type': 'Person', name: piece.sender.name, jobTitle: piece.sender.title }];
  const signed = piece.authors.length > 0 ? piece.authors : (piece.interview?.interviewers ?? []);
  if (signed.length > 0) return signed.map((contributor) => contributorOf(contributor, siteUrl));
  return [{ '@type': 'Organization', name: site.name, url: absolute(siteUrl, urls.home()) }];
}

function contributorOf({ id, kind, name, role }: Contributor, siteUrl: string): Json {
  const isPerson = kind === 'person';
  return {
    '@type': isPerson ? 'Person' : 'Organization',
    name,
    url: absolute(siteUrl, urls.gathering(isPerson ? 'people' : 'organisations', id)),
    ...(isPerson && role !== null ? { jobTitle: role } : {}),
  };
}

function guestOf(guest: NonNullable<Piece['guest']>, siteUrl: string): Json {
  return {
    '@type': 'Person',
    name: guest.name,
    url: absolute(siteUrl, urls.gathering('people', guest.id)),
    jobTitle: guest.role,
    ...(guest.organisation === null ? {} : { worksFor: { '@type': 'Organization', name: guest.organisation } }),
  };
}

/** The card of what has none of its own. */
export function siteCard(siteUrl: string): Json {
  return { '@type': 'ImageObject', url: absolute(siteUrl, urls.siteCard()), ...CARD };
}

/** The card first: it is there for every piece, and wide enough for every surface. */
function imagesOf({ uid, image }: Piece, siteUrl: string): Json[] {
  const card = { '@type': 'ImageObject', url: absolute(siteUrl, urls.card(uid)), ...CARD };
  if (image === null) return [card];
  const { name, width, height } = image.fallback;
  const url = absolute(siteUrl, urls.media(name));
  return [card, { '@type': 'ImageObject', url, width, height, caption: image.alt, creditText: image.credit }];
}

function citationOf({ title, url, internal }: LetterDetails['repliesTo'][number], siteUrl: string): Json {
  if (!internal) return { '@type': 'CreativeWork', name: title, url };
  const address = absolute(siteUrl, url);
  return { '@type': 'Article', '@id': idOfPiece(address), name: title, url: address };
}

function studyOf({ title, commissioner, source }: StudySummary): Json {
  return { '@type': 'Report', name: title, url: source.url, author: { '@type': 'Organization', name: commissioner } };
}

function wholesOf({ issue, series }: Piece, site: Site, siteUrl: string): Json[] {
  const wholes: Json[] = [];
  if (issue !== null) {
    wholes.push({
      '@type': 'PublicationIssue',
      issueNumber: issue.number,
      name: issue.title,
      datePublished: issue.date,
      url: absolute(siteUrl, urls.issue(issue.number)),
      isPartOf: { '@type': 'Periodical', name: site.name, url: absolute(siteUrl, urls.home()) },
    });
  }
  if (series !== null) wholes.push({ '@type': 'CreativeWorkSeries', name: series.name });
  return wholes;
}

function correctionOf({ date, kind, text }: Piece['corrections'][number]): Json {
  return { '@type': 'CorrectionComment', name: fr.correction(kind), datePublished: date, text };
}

function idOfPiece(url: string): string {
  return `${url}#texte`;
}

/** The way from la une down to a page. */
export function breadcrumbs(steps: { name: string; path: string }[], siteUrl: string): Json {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: steps.map(({ name, path }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: absolute(siteUrl, path),
    })),
  };
}
