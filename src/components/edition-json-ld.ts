import type { PieceSummary, Site } from '../editorial/editorial.ts';
import type { Edition } from '../letter/letter.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import { breadcrumbs, graph, type Json, publisherJsonLd, siteCard } from './json-ld.ts';
import { listJsonLd } from './list-json-ld.ts';

/** One day's letter. */
export function editionJsonLd(edition: Edition, site: Site, siteUrl: string): Json {
  const url = absolute(siteUrl, urls.edition(edition.date));
  const house = publisherJsonLd(site, siteUrl);
  return graph([
    {
      '@type': 'NewsArticle',
      '@id': `${url}#lettre`,
      url,
      mainEntityOfPage: url,
      headline: edition.subject,
      description: edition.preheader,
      datePublished: edition.leavesAt,
      dateModified: edition.leavesAt,
      inLanguage: 'fr',
      author: { '@type': 'Organization', name: site.name, url: absolute(siteUrl, urls.home()) },
      publisher: house,
      isAccessibleForFree: true,
      isPartOf: {
        '@type': 'Periodical',
        name: fr.dailyLetter.nameOf(site.name),
        url: absolute(siteUrl, urls.letter()),
      },
      image: siteCard(siteUrl),
      ...(edition.pieces.length === 0 ? {} : { mentions: edition.pieces.map((piece) => mention(piece, siteUrl)) }),
    },
    breadcrumbs(
      [
        { name: site.name, path: urls.home() },
        { name: fr.dailyLetter.name, path: urls.letter() },
        { name: edition.subject, path: urls.edition(edition.date) },
      ],
      siteUrl,
    ),
  ]);
}

function mention({ title, path }: PieceSummary, siteUrl: string): Json {
  return { '@type': 'CreativeWork', name: title, url: absolute(siteUrl, path) };
}

/** A page that lists editions, at `path`. */
export function editionsJsonLd(editions: Edition[], name: string, path: string, site: Site, siteUrl: string): Json {
  const letters = { name: fr.dailyLetter.name, path: urls.letter() };
  const steps = path === letters.path ? [letters] : [letters, { name, path }];
  const entries = editions.map(({ date }) => ({ path: urls.edition(date) }));
  return listJsonLd({ path, title: name, steps, entries }, site, siteUrl);
}
