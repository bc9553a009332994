import type { Genre, Piece, PieceSummary, Site } from '../editorial/editorial.ts';
import { absolute, urls } from '../urls.ts';

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
      '@id': `${url}#texte`,
      url,
      mainEntityOfPage: url,
      headline: piece.title,
      description: piece.seo.description ?? piece.standfirst,
      datePublished: piece.publishedAt,
      dateModified: piece.updatedAt ?? piece.publishedAt,
      inLanguage: 'fr',
      articleSection: section,
      keywords: piece.themes.map(({ name }) => name),
      author: authorsOf(piece, site, siteUrl),
      publisher: publisherJsonLd(site, siteUrl),
      timeRequired: `PT${piece.readingMinutes}M`,
      ...(piece.image === null ? {} : { image: imageOf(piece.image, siteUrl) }),
      ...(piece.guest === null ? {} : { about: guestOf(piece.guest) }),
      ...(piece.interview?.translator ? { translator: contributorOf(piece.interview.translator) } : {}),
      isAccessibleForFree: piece.access === 'public',
      ...(piece.access === 'public' ? {} : { hasPart: closedPart() }),
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

/** Several things that one page is about. */
export function graph(nodes: Json[]): Json {
  return { '@context': 'https://schema.org', '@graph': nodes };
}

function pieceType(piece: PieceSummary): string {
  if (piece.sponsored) return 'AdvertiserContentArticle';
  if (piece.collection === 'letters') return 'OpinionNewsArticle';
  return piece.genre === null ? 'NewsArticle' : TYPES[piece.genre];
}

function closedPart(): Json {
  return { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: `.${PAYWALLED_CLASS}` };
}

function authorsOf(piece: Piece, site: Site, siteUrl: string): Json[] {
  if (piece.sender !== null) return [{ '@type': 'Person', name: piece.sender.name, jobTitle: piece.sender.title }];
  const signed = piece.authors.length > 0 ? piece.authors : (piece.interview?.interviewers ?? []);
  if (signed.length > 0) return signed.map(contributorOf);
  return [{ '@type': 'Organization', name: site.name, url: absolute(siteUrl, urls.home()) }];
}

function contributorOf(contributor: { kind: 'person' | 'organisation'; name: string; role: string | null }): Json {
  const isPerson = contributor.kind === 'person';
  return {
    '@type': isPerson ? 'Person' : 'Organization',
    name: contributor.name,
    ...(isPerson && contributor.role !== null ? { jobTitle: contributor.role } : {}),
  };
}

function guestOf(guest: NonNullable<Piece['guest']>): Json {
  return {
    '@type': 'Person',
    name: guest.name,
    jobTitle: guest.role,
    ...(guest.organisation === null ? {} : { worksFor: { '@type': 'Organization', name: guest.organisation } }),
  };
}

function imageOf(picture: NonNullable<Piece['image']>, siteUrl: string): Json {
  return {
    '@type': 'ImageObject',
    url: absolute(siteUrl, urls.media(picture.fallback.name)),
    width: picture.fallback.width,
    height: picture.fallback.height,
    creditText: picture.credit,
  };
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
