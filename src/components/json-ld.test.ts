import { expect, test } from 'vitest';
import { aPicture, aPiece, siteFacts } from '../../tests/factories.ts';
import type { Piece } from '../editorial/editorial.ts';
import { PAYWALLED_CLASS, pieceJsonLd, siteJsonLd } from './json-ld.ts';

const SITE_URL = 'https://verbatim.fr';

function nodes(value: Record<string, unknown>): Record<string, unknown>[] {
  return value['@graph'] as Record<string, unknown>[];
}

function article(given: Partial<Piece>): Record<string, unknown> {
  return nodes(pieceJsonLd(aPiece(given), siteFacts(), SITE_URL, 'Articles'))[0] ?? {};
}

test('a piece for subscribers points Google at its closed part, and an open one says that it is free', () => {
  expect(article({ access: 'subscribers' })).toMatchObject({
    isAccessibleForFree: false,
    hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: `.${PAYWALLED_CLASS}` },
  });
  expect(article({ access: 'public' })).toMatchObject({ isAccessibleForFree: true });
  expect(article({ access: 'public' })).not.toHaveProperty('hasPart');
});

test('nothing of a body is told', () => {
  const json = JSON.stringify(article({ access: 'subscribers', openHtml: '<p>Phrase ouverte.</p>' }));
  expect(json).not.toContain('Phrase ouverte');
});

test('the type follows the genre, and an advertisement says what it is', () => {
  expect(article({ genre: 'opinion' })['@type']).toBe('OpinionNewsArticle');
  expect(article({ genre: 'investigation' })['@type']).toBe('ReportageNewsArticle');
  expect(article({ collection: 'interviews' })['@type']).toBe('NewsArticle');
  expect(article({ sponsored: true })['@type']).toBe('AdvertiserContentArticle');
});

test('every address is absolute, from the configured site', () => {
  const json = JSON.stringify(pieceJsonLd(aPiece({ image: aPicture() }), siteFacts(), SITE_URL, 'Articles'));
  const addresses = [...json.matchAll(/"(?:url|item|@id|mainEntityOfPage)":"([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(addresses.length).toBeGreaterThan(6);
  for (const address of addresses) expect(address).toMatch(/^https:\/\/verbatim\.fr\//);
});

test('the house signs what nobody does, the sender signs a letter, the interviewers an interview', () => {
  const person = { id: 'ada', kind: 'person' as const, name: 'Ada', role: 'Journaliste' };
  expect(article({})).toMatchObject({ author: [{ '@type': 'Organization', name: 'Verbatim' }] });
  expect(article({ sender: { name: 'Bo', title: 'Lecteur' } })).toMatchObject({ author: [{ name: 'Bo' }] });
  const interview = { interviewers: [person], language: 'en', translator: person, thanks: null };
  expect(article({ interview, guest: { id: 'cy', name: 'Cy', role: 'DRH', organisation: null } })).toMatchObject({
    author: [{ '@type': 'Person', name: 'Ada', jobTitle: 'Journaliste' }],
    about: { '@type': 'Person', name: 'Cy', jobTitle: 'DRH' },
    translator: { name: 'Ada' },
  });
});

test('the path to a piece goes by its section', () => {
  const breadcrumb = nodes(pieceJsonLd(aPiece({ slug: 'x' }), siteFacts(), SITE_URL, 'Articles'))[1];
  expect(breadcrumb).toMatchObject({
    '@type': 'BreadcrumbList',
    itemListElement: [
      { position: 1, item: 'https://verbatim.fr/' },
      { position: 2, name: 'Articles', item: 'https://verbatim.fr/articles/' },
      { position: 3, item: 'https://verbatim.fr/articles/x/' },
    ],
  });
});

test('la une gives its site and its publisher', () => {
  expect(nodes(siteJsonLd(siteFacts(), SITE_URL)).map((node) => node['@type'])).toEqual([
    'WebSite',
    'NewsMediaOrganization',
  ]);
});
