import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  canonicalPath,
  isOwnAddress,
  pageOfRest,
  periodOfRest,
  pieceOfPath,
  type SearchAddress,
  searchOfParameters,
  themeOfPath,
  urls,
} from './urls.ts';

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
  ['/personnes', '/personnes/'],
  ['/numeros/page/1/', '/numeros/'],
  ['/numeros/2', '/numeros/2/'],
  ['/archives/2011/page/2', '/archives/2011/page/2/'],
  ['/lettre/2026-11-20', '/lettre/2026-11-20/'],
  ['/lettre/2026/11', '/lettre/2026/11/'],
  ['/a-propos', '/a-propos/'],
  ['/recherche', '/recherche/'],
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

test('what follows the address of a list is the number of a page', () => {
  expect([undefined, 'page/2', 'page/1', 'page/02', 'page/2/3', 'autre'].map(pageOfRest)).toEqual([
    1,
    2,
    null,
    null,
    null,
    null,
  ]);
});

test('what follows /archives/ is a year, perhaps a month, perhaps a page', () => {
  expect(periodOfRest('2011')).toEqual({ year: 2011, month: null, page: 1 });
  expect(periodOfRest('2011/09/page/3')).toEqual({ year: 2011, month: 9, page: 3 });
  expect(periodOfRest('2011/page/2')).toEqual({ year: 2011, month: null, page: 2 });
  expect(['2011/13', '11', '2011/9', '2011/09/x', '0000', undefined].map(periodOfRest)).toEqual(Array(6).fill(null));
});

test('a theme is known by its list, whatever the page, and by its feed', () => {
  const found = ['/themes/ecoute/', '/themes/ecoute/page/2/', '/themes/ecoute/rss.xml'].map(themeOfPath);
  expect(found.map((theme) => [theme?.id, theme?.pathOf('voix')])).toEqual([
    ['ecoute', '/themes/voix/'],
    ['ecoute', '/themes/voix/'],
    ['ecoute', '/themes/voix/rss.xml'],
  ]);
  expect(['/themes/', '/personnes/a/', '/themes/ecoute/atom.xml'].map(themeOfPath)).toEqual([null, null, null]);
});

test('old addresses may be anything but an address of the site', () => {
  expect(
    [
      '/articles',
      '/robots.txt',
      '/sitemap-1.xml',
      '/themes/x',
      '/media',
      '/articles/page/2',
      '/entretiens/rss.xml',
      '/feed.json',
    ].filter(isOwnAddress),
  ).toHaveLength(8);
  expect(['/2011/09/titre', '/articles/ancien-nom', '/blog'].filter(isOwnAddress)).toEqual([]);
});

const read = (query: string) => searchOfParameters(new URLSearchParams(query));

test('a search has one address, in French, that says what it is narrowed by and nothing else', () => {
  expect(urls.search()).toBe('/recherche/');
  expect(urls.search({ query: '«\u00a0file\u00a0» & co', sort: 'relevance', page: 1 })).toBe(
    '/recherche/?q=%C2%AB%C2%A0file%C2%A0%C2%BB+%26+co',
  );
  expect(
    urls.search({
      query: 'file',
      kind: 'interviews',
      theme: 'attente',
      year: 2024,
      access: 'public',
      sort: 'date',
      page: 2,
    }),
  ).toBe('/recherche/?q=file&type=entretiens&theme=attente&annee=2024&acces=ouvert&tri=date&page=2');
});

test('an address of a search is read back as what it was made of', () => {
  const id = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
  const search = fc.record<SearchAddress>({
    query: fc.string({ unit: 'grapheme' }).map((text) => text.trim()),
    kind: fc.constantFrom(undefined, 'articles', 'interviews', 'letters', 'studies'),
    theme: fc.option(id, { nil: undefined }),
    person: fc.option(id, { nil: undefined }),
    organisation: fc.option(id, { nil: undefined }),
    year: fc.constantFrom(undefined, 1999, 2026),
    access: fc.constantFrom(undefined, 'public', 'subscribers'),
    sort: fc.constantFrom('relevance', 'date'),
    page: fc.integer({ min: 1, max: 9999 }),
  });
  fc.assert(
    fc.property(search, (given) => {
      expect(read(urls.search(given).split('?')[1] ?? '')).toEqual(given);
    }),
  );
});

test('what means nothing in the address of a search is left out, and the first of several counts', () => {
  const nothing = { query: '', sort: 'relevance', page: 1 };
  expect(read('')).toEqual(nothing);
  expect(read('q[]=x&type=autre&theme=A%20B&annee=an&acces=&tri=x&page=-1&page=2')).toEqual(nothing);
  expect(read('q=a&q=b&page=10000')).toEqual({ ...nothing, query: 'a' });
  expect(read('q=%00a%1b%0Ab%7f')).toEqual({ ...nothing, query: 'a b' });
});
