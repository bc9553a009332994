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

test('every piece has its card as image, and its drawing after it', () => {
  const card = { '@type': 'ImageObject', url: 'https://verbatim.fr/cartes/art-000001.png', width: 1200, height: 630 };
  expect(article({ uid: 'art-000001' })['image']).toEqual([card]);
  expect(article({ uid: 'art-000001', image: aPicture() })['image']).toMatchObject([
    card,
    { url: 'https://verbatim.fr/media/comptoir-1a2b3c4d-1200.jpg', creditText: 'Photo Verbatim' },
  ]);
});

test('authors and guests are named with their page', () => {
  const ada = { id: 'ada', kind: 'person' as const, name: 'Ada', role: null };
  const house = { id: 'la-redaction', kind: 'organisation' as const, name: 'La rédaction', role: null };
  const guest = { id: 'cy', name: 'Cy', role: 'DRH', organisation: null };
  expect(article({ authors: [ada, house], guest })).toMatchObject({
    author: [
      { '@type': 'Person', url: 'https://verbatim.fr/personnes/ada/' },
      { '@type': 'Organization', url: 'https://verbatim.fr/organisations/la-redaction/' },
    ],
    about: { '@type': 'Person', url: 'https://verbatim.fr/personnes/cy/' },
  });
});

test('a letter cites what it answers, here and elsewhere', () => {
  const letter = {
    sender: 'Bo',
    senderId: null,
    senderTitle: 'Lecteur',
    addressee: 'La rédaction',
    salutation: 'Bonjour,',
    closing: 'Bien à vous,',
    signature: ['Bo'],
    repliesTo: [
      { title: 'Attendre', url: '/articles/attendre/', internal: true, sponsored: false },
      { title: 'La file', url: 'https://files.example/la-file', internal: false, sponsored: false },
    ],
  };
  expect(article({ letter })['citation']).toEqual([
    {
      '@type': 'Article',
      '@id': 'https://verbatim.fr/articles/attendre/#texte',
      name: 'Attendre',
      url: 'https://verbatim.fr/articles/attendre/',
    },
    { '@type': 'CreativeWork', name: 'La file', url: 'https://files.example/la-file' },
  ]);
});

test('a correction is told with its date, a piece of a number and of a series with both', () => {
  const told = article({
    corrections: [{ date: '2026-10-22', kind: 'precision', text: 'Le taux est de 46 %.' }],
    issue: { number: 2, title: 'L’attente', date: '2026-11-20' },
    series: { name: 'Les phrases de service', rank: 2 },
  });
  expect(told['correction']).toEqual([
    { '@type': 'CorrectionComment', name: 'Précision', datePublished: '2026-10-22', text: 'Le taux est de 46 %.' },
  ]);
  expect(told['isPartOf']).toMatchObject([
    { '@type': 'PublicationIssue', issueNumber: 2, url: 'https://verbatim.fr/numeros/2/' },
    { '@type': 'CreativeWorkSeries', name: 'Les phrases de service' },
  ]);
});
