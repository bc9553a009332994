import { expect, test } from 'vitest';
import { isSameOrigin } from './origin.ts';

const site = 'https://www.example.fr';

test.for([
  [{ origin: site }, true],
  [{ origin: 'null', 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{}, false],
  [{ origin: 'null' }, false],
  [{ origin: 'https://www.example.fr.evil.example' }, false],
  [{ origin: 'http://www.example.fr' }, false],
  [{ origin: 'https://example.fr', 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
] as const)('%j comes from our own pages: %s', ([headers, own]) => {
  expect(isSameOrigin(headers, site)).toBe(own);
});
