import { expect, test } from 'vitest';
import { siteFacts } from '../../tests/factories.ts';
import type { Study } from '../editorial/editorial.ts';
import { collectionJsonLd, questionTrail, studyJsonLd } from './json-ld-collections.ts';

const SITE_URL = 'https://verbatim.fr';
const study: Study = {
  id: 'barometre',
  title: 'Baromètre',
  commissioner: 'L’Observatoire',
  sample: '2 014 personnes',
  population: 'Adultes',
  fieldwork: 'Septembre',
  source: { title: 'Rapport', url: 'https://exemple.fr/' },
  access: 'public',
  figureCount: 1,
  figures: [{ id: 'f', value: 71, unit: '%', label: 'attendent', base: null }],
  charts: [],
  since: '2026-10-20T05:00:00Z',
  pieces: [],
};

function dataset(given: Partial<Study>): Record<string, unknown> | undefined {
  return (studyJsonLd({ ...study, ...given }, siteFacts(), SITE_URL)['@graph'] as Record<string, unknown>[])[0];
}

test('a public study gives its figures and what it rests on', () => {
  expect(dataset({})).toMatchObject({
    '@type': 'Dataset',
    url: 'https://verbatim.fr/etudes/barometre/',
    isBasedOn: 'https://exemple.fr/',
    datePublished: '2026-10-20T05:00:00Z',
    variableMeasured: [{ name: 'attendent', value: 71, unitText: '%' }],
    isAccessibleForFree: true,
  });
});

test('a study for subscribers names no figure, whoever reads, and says that it is paid', () => {
  const sold = dataset({ access: 'subscribers' });
  expect(JSON.stringify(sold)).not.toMatch(/attendent|71/);
  expect(sold).toMatchObject({ isAccessibleForFree: false, hasPart: { cssSelector: '.paywalled' } });
});

test('a collection lists its pages under the way that leads to it', () => {
  const trail = questionTrail(null);
  const json = collectionJsonLd('Questions', '/entretiens/questions/', trail, ['/a/', '/b/'], siteFacts(), SITE_URL);
  expect(json['@graph']).toMatchObject([
    { mainEntity: { itemListElement: [{ url: 'https://verbatim.fr/a/' }, { position: 2 }] } },
    { itemListElement: [{ position: 1 }, { item: 'https://verbatim.fr/entretiens/' }, { position: 3 }] },
  ]);
});
