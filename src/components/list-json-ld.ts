import type { MagazineIssue, Organisation, Person, Site } from '../editorial/editorial.ts';
import { absolute, urls } from '../urls.ts';
import { breadcrumbs, graph, type Json, publisherJsonLd } from './json-ld.ts';

/** A page above another, as readers and search engines follow them. */
export interface Step {
  name: string;
  path: string;
}

/** A page that lists others: its own steps, the last of which is itself, and what it lists. */
export interface ListedPage {
  path: string;
  title: string;
  steps: Step[];
  entries: readonly { path: string }[];
  /** What the page is about, when that is more than its list: a person, an organisation, an issue. */
  about?: Json | undefined;
}

/** A page of a list. A person's or an organisation's is their profile. */
export function listJsonLd({ path, title, steps, entries, about }: ListedPage, site: Site, siteUrl: string): Json {
  const url = absolute(siteUrl, path);
  const parts = entries.map((entry) => ({ '@type': 'CreativeWork', url: absolute(siteUrl, entry.path) }));
  const list = {
    '@type': 'ItemList',
    itemListElement: entries.map((entry, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      url: absolute(siteUrl, entry.path),
    })),
  };
  const isProfile = about?.['@type'] === 'Person' || about?.['@type'] === 'Organization';
  return graph([
    {
      '@type': isProfile ? 'ProfilePage' : 'CollectionPage',
      '@id': `${url}#liste`,
      url,
      name: title,
      inLanguage: 'fr',
      publisher: publisherJsonLd(site, siteUrl),
      ...(about === undefined ? { mainEntity: list } : { mainEntity: about, hasPart: parts }),
    },
    breadcrumbs([{ name: site.name, path: urls.home() }, ...steps], siteUrl),
  ]);
}

export function personJsonLd(person: Person, siteUrl: string): Json {
  const url = absolute(siteUrl, urls.gathering('people', person.id));
  return {
    '@type': 'Person',
    '@id': `${url}#personne`,
    url,
    name: person.name,
    ...(person.role === null ? {} : { jobTitle: person.role }),
    ...(person.bio === null ? {} : { description: person.bio }),
    ...(person.photo === null ? {} : { image: absolute(siteUrl, urls.media(person.photo.fallback.name)) }),
    ...(person.links.length === 0 ? {} : { sameAs: person.links.map((link) => link.url) }),
  };
}

export function organisationJsonLd(organisation: Organisation, siteUrl: string): Json {
  const url = absolute(siteUrl, urls.gathering('organisations', organisation.id));
  return {
    '@type': 'Organization',
    '@id': `${url}#organisation`,
    name: organisation.name,
    ...(organisation.kind === null ? {} : { description: organisation.kind }),
    url: organisation.url ?? url,
  };
}

export function issueJsonLd(issue: MagazineIssue, site: Site, siteUrl: string): Json {
  const url = absolute(siteUrl, urls.issue(issue.number));
  return {
    '@type': 'PublicationIssue',
    '@id': `${url}#numero`,
    url,
    name: issue.title,
    issueNumber: issue.number,
    datePublished: issue.date,
    inLanguage: 'fr',
    isPartOf: { '@type': 'Periodical', name: site.name, url: absolute(siteUrl, urls.home()) },
    hasPart: issue.sections.flatMap(({ pieces }) =>
      pieces.map(({ title, path }) => ({ '@type': 'CreativeWork', name: title, url: absolute(siteUrl, path) })),
    ),
  };
}
