import { expect, test } from 'vitest';
import { siteFacts } from '../../tests/factories.ts';
import { openSearchDescription } from './opensearch.ts';

test('browsers learn where to search, under a short name', () => {
  const xml = openSearchDescription(siteFacts({ name: 'Verbatim & la parole des clients' }), 'https://www.example.fr');
  expect(xml).toContain('<ShortName>Verbatim &amp; la pa</ShortName>');
  expect(xml).toContain('template="https://www.example.fr/recherche/?q={searchTerms}"');
});
