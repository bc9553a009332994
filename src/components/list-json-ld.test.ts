import { expect, test } from 'vitest';
import { aSummary, siteFacts } from '../../tests/factories.ts';
import type { Person } from '../editorial/editorial.ts';
import { issueJsonLd, listJsonLd, organisationJsonLd, personJsonLd } from './list-json-ld.ts';

const SITE_URL = 'https://verbatim.fr';

function nodes(value: Record<string, unknown>): Record<string, unknown>[] {
  return value['@graph'] as Record<string, unknown>[];
}

const EMPTY = { items: [], page: 1, pages: 1, total: 0 };
const ADA: Person = {
  id: 'ada',
  name: 'Ada',
  role: 'Journaliste',
  bio: null,
  photo: null,
  links: [{ label: 'Carnets', url: 'https://ada.example' }],
  roles: [],
  pieces: EMPTY,
};

test('a list gives its entries in order, and the steps that lead to it from la une', () => {
  const path = '/articles/page/2/';
  const entries = [aSummary({ slug: 'a' }), aSummary({ slug: 'b' })];
  const list = listJsonLd(
    { path, title: 'Articles, page 2', steps: [{ name: 'Articles', path }], entries },
    siteFacts(),
    SITE_URL,
  );
  expect(nodes(list)[0]).toMatchObject({
    '@type': 'CollectionPage',
    url: 'https://verbatim.fr/articles/page/2/',
    mainEntity: {
      itemListElement: [{ url: 'https://verbatim.fr/articles/a/' }, { url: 'https://verbatim.fr/articles/b/' }],
    },
  });
  expect(nodes(list)[1]).toMatchObject({
    '@type': 'BreadcrumbList',
    itemListElement: [
      { position: 1, item: 'https://verbatim.fr/' },
      { position: 2, name: 'Articles' },
    ],
  });
});

test('the page of a person is a profile, and tells nothing that the record leaves out', () => {
  const about = personJsonLd(ADA, SITE_URL);
  expect(about).toEqual({
    '@type': 'Person',
    '@id': 'https://verbatim.fr/personnes/ada/#personne',
    url: 'https://verbatim.fr/personnes/ada/',
    name: 'Ada',
    jobTitle: 'Journaliste',
    sameAs: ['https://ada.example'],
  });
  const page = listJsonLd(
    { path: '/personnes/ada/', title: 'Ada', steps: [], entries: [], about },
    siteFacts(),
    SITE_URL,
  );
  expect(nodes(page)[0]).toMatchObject({ '@type': 'ProfilePage', mainEntity: { name: 'Ada' } });
});

test('an organisation has its own site for address when it has one', () => {
  const acme = { id: 'acme', name: 'ACME', kind: 'Fabricant', url: null, pieces: EMPTY };
  expect(organisationJsonLd(acme, SITE_URL)).toMatchObject({ url: 'https://verbatim.fr/organisations/acme/' });
  expect(organisationJsonLd({ ...acme, url: 'https://acme.example' }, SITE_URL)).toMatchObject({
    '@type': 'Organization',
    description: 'Fabricant',
    url: 'https://acme.example',
  });
});

test('an issue is part of the magazine and has its pieces', () => {
  const sections = [{ section: 'Enquête', pieces: [aSummary({ slug: 'a', title: 'Un titre' })] }];
  const issue = { number: 2, title: 'L’attente', date: '2026-11-20', sections, before: null, after: null };
  expect(issueJsonLd(issue, siteFacts(), SITE_URL)).toMatchObject({
    '@type': 'PublicationIssue',
    issueNumber: 2,
    isPartOf: { '@type': 'Periodical', name: 'Verbatim' },
    hasPart: [{ '@type': 'CreativeWork', name: 'Un titre', url: 'https://verbatim.fr/articles/a/' }],
  });
});
