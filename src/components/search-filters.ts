import type { Facet, SearchResults } from '../search/search.ts';
import { fr } from '../text/fr.ts';
import { type SearchAddress, urls } from '../urls.ts';
import { escapeHtml } from './html.ts';

export type Filter = keyof SearchResults['facets'];

/** Those of the margin, in their order; kinds stand above the results. */
const LISTED: Filter[] = ['theme', 'person', 'organisation', 'year', 'access'];
/** Choices that are seen at once. */
const SHOWN = 7;

/** A filter that was chosen, and the search without it. */
export interface ChosenFilter {
  label: string;
  path: string;
}

/** The filters of `search`, each with the address that takes it away. */
export function chosenFilters(search: SearchAddress, facets: SearchResults['facets']): ChosenFilter[] {
  return (['kind', ...LISTED] as Filter[]).flatMap((filter) => {
    const value = search[filter];
    if (value === undefined) return [];
    const facet = facets[filter].find((one) => one.value === String(value));
    return [
      {
        label: labelOf(filter, facet ?? { value: String(value), label: String(value) }),
        path: without(search, filter),
      },
    ];
  });
}

/** Whether any filter was chosen. */
export function isNarrowed(search: SearchAddress): boolean {
  return (['kind', ...LISTED] as Filter[]).some((filter) => search[filter] !== undefined);
}

/** Without any filter: the same words, in the same order. */
export function withoutFilters({ query, sort }: SearchAddress): SearchAddress {
  return { query, sort, page: 1 };
}

/** What kinds of text were found, each with its number, as HTML. */
export function kindsHtml(search: SearchAddress, { kind: kinds }: SearchResults['facets']): string {
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  const all = choiceHtml(without(search, 'kind'), fr.search.allKinds, total, search.kind === undefined);
  const each = kinds.filter(({ count }) => count > 0).map((facet) => facetHtml(search, 'kind', facet));
  return `<ul>${all}${each.join('')}</ul>`;
}

/** The other ways to narrow a search, as HTML; empty when none would narrow it. */
export function filtersHtml(search: SearchAddress, facets: SearchResults['facets']): string {
  return LISTED.map((filter) => groupHtml(search, filter, facets[filter])).join('');
}

function groupHtml(search: SearchAddress, filter: Filter, facets: readonly Facet[]): string {
  const useful = facets.filter(({ count, value }) => count > 0 || isChosen(search, filter, value));
  if (useful.length < 2 && search[filter] === undefined) return '';
  const items = useful.map((facet) => facetHtml(search, filter, facet));
  const rest = items.length > SHOWN + 1 ? items.splice(SHOWN) : [];
  const more =
    rest.length === 0
      ? ''
      : `<details><summary>${fr.search.more(rest.length)}</summary><ul>${rest.join('')}</ul></details>`;
  return `<section class="filter"><h2>${fr.search.filter[filter]}</h2><ul>${items.join('')}</ul>${more}</section>`;
}

function facetHtml(search: SearchAddress, filter: Filter, facet: Facet): string {
  const chosen = isChosen(search, filter, facet.value);
  const path = chosen ? without(search, filter) : narrowed(search, filter, facet.value);
  return choiceHtml(path, labelOf(filter, facet), facet.count, chosen);
}

function choiceHtml(path: string, label: string, count: number, chosen: boolean): string {
  const current = chosen ? ' aria-current="true"' : '';
  const number = `<span class="count">${fr.search.number(count)}</span>`;
  return `<li><a href="${escapeHtml(path)}" rel="nofollow"${current}>${escapeHtml(label)} ${number}</a></li>`;
}

function isChosen(search: SearchAddress, filter: Filter, value: string): boolean {
  return String(search[filter] ?? '') === value;
}

function labelOf(filter: Filter, { value, label }: Pick<Facet, 'value' | 'label'>): string {
  if (filter === 'kind') return fr.search.kinds[value as keyof typeof fr.search.kinds] ?? label;
  if (filter === 'access') return fr.search.access[value as keyof typeof fr.search.access] ?? label;
  return label;
}

function narrowed(search: SearchAddress, filter: Filter, value: string): string {
  return urls.search({ ...search, [filter]: filter === 'year' ? Number(value) : value, page: 1 });
}

function without(search: SearchAddress, filter: Filter): string {
  return urls.search({ ...search, [filter]: undefined, page: 1 });
}
