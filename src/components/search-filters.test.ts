import { expect, test } from 'vitest';
import type { SearchResults } from '../search/search.ts';
import type { SearchAddress } from '../urls.ts';
import { chosenFilters, filtersHtml, isNarrowed, kindsHtml, withoutFilters } from './search-filters.ts';

const NONE: SearchResults['facets'] = { kind: [], theme: [], person: [], organisation: [], year: [], access: [] };
const THEMES = Array.from({ length: 12 }, (_, index) => ({
  value: `t-${index}`,
  label: `Thème ${index}`,
  count: 12 - index,
}));
const PLAIN: SearchAddress = { query: 'a & b', sort: 'date', page: 3 };

test('a filter is a link that narrows the search and goes back to its first page', () => {
  const html = filtersHtml(PLAIN, { ...NONE, theme: THEMES });
  expect(html).toContain(
    '<li><a href="/recherche/?q=a+%26+b&amp;theme=t-0&amp;tri=date" rel="nofollow">Thème 0 <span class="count">12</span></a></li>',
  );
  expect(html).toContain('<summary>Voir les 5 autres</summary>');
  expect(html.match(/<li>/g)).toHaveLength(12);
});

test('a filter that is chosen is marked, and its link takes it away', () => {
  const html = filtersHtml({ ...PLAIN, theme: 't-1' }, { ...NONE, theme: THEMES });
  expect(html).toContain('<a href="/recherche/?q=a+%26+b&amp;tri=date" rel="nofollow" aria-current="true">Thème 1 ');
  expect(chosenFilters({ ...PLAIN, theme: 't-1', year: 2024 }, { ...NONE, theme: THEMES })).toEqual([
    { label: 'Thème 1', path: '/recherche/?q=a+%26+b&annee=2024&tri=date' },
    { label: '2024', path: '/recherche/?q=a+%26+b&theme=t-1&tri=date' },
  ]);
});

test('a filter with one choice narrows nothing and is not shown', () => {
  expect(filtersHtml(PLAIN, { ...NONE, year: [{ value: '2024', label: '2024', count: 3 }] })).toBe('');
  expect(filtersHtml(PLAIN, { ...NONE, theme: THEMES.map((theme) => ({ ...theme, count: 0 })) })).toBe('');
});

test('kinds are named in French and counted together', () => {
  const kind = [
    { value: 'interviews', label: 'interviews', count: 2 },
    { value: 'letters', label: 'letters', count: 1 },
    { value: 'studies', label: 'studies', count: 0 },
  ];
  const html = kindsHtml({ ...PLAIN, kind: 'letters' }, { ...NONE, kind });
  expect(html.replace(/<[^>]*>/g, '|')).toMatch(/Tout \|3\|.*Entretiens \|2\|.*Courrier \|1\|/);
  expect(html).not.toContain('Études');
  expect(html).toMatch(/aria-current="true">Courrier/);
});

test('a search without filters keeps its words and its order', () => {
  expect(withoutFilters({ ...PLAIN, theme: 'x', kind: 'articles' })).toEqual({ query: 'a & b', sort: 'date', page: 1 });
  expect([isNarrowed(PLAIN), isNarrowed({ ...PLAIN, year: 2024 })]).toEqual([false, true]);
});
