import { expect, test } from 'vitest';
import { canonicalPath, isOwnAddress, pieceOfPath } from './urls.ts';

test.each([
  ['/articles', '/articles/'],
  ['/articles/un-titre', '/articles/un-titre/'],
  ['/articles/page/2', '/articles/page/2/'],
  ['/articles/page/1/', '/articles/'],
  ['/courrier/page/1', '/courrier/'],
  ['/abonnement', '/abonnement/'],
  ['/themes/ecoute', '/themes/ecoute/'],
  ['/personnes/jeanne/page/1/', '/personnes/jeanne/'],
  ['/entretiens/questions', '/entretiens/questions/'],
  ['/entretiens/questions/le-sens/page/2', '/entretiens/questions/le-sens/page/2/'],
  ['/archives/2011/09', '/archives/2011/09/'],
  ['/lettre/2026-11-20', '/lettre/2026-11-20/'],
  ['/a-propos', '/a-propos/'],
  ['/articles/', null],
  ['/articles/page/0', null],
  ['/nulle-part', null],
  ['/sante', null],
  ['/', null],
])('%s is found at %s', (path, canonical) => {
  expect(canonicalPath(path)).toBe(canonical);
});

test('a piece is known by its section and its slug, a reserved word is none', () => {
  expect(pieceOfPath('/entretiens/jeanne/')).toEqual({ collection: 'interviews', slug: 'jeanne' });
  expect(pieceOfPath('/entretiens/questions/')).toBeNull();
  expect(pieceOfPath('/autre/jeanne/')).toBeNull();
});

test('old addresses may be anything but an address of the site', () => {
  expect(
    ['/articles', '/robots.txt', '/sitemap-1.xml', '/themes/x', '/media', '/articles/page/2'].filter(isOwnAddress),
  ).toHaveLength(6);
  expect(['/2011/09/titre', '/articles/ancien-nom', '/blog'].filter(isOwnAddress)).toEqual([]);
});
