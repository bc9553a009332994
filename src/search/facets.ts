import type { Documents, Name } from './documents.ts';
import type { Facet, HitKind, SearchRequest, SearchResults } from './types.ts';

const KINDS: HitKind[] = ['articles', 'interviews', 'letters', 'studies'];
type FacetName = keyof SearchResults['facets'];
const GATHERING: Partial<Record<FacetName, Name['kind']>> = {
  theme: 'themes',
  person: 'people',
  organisation: 'organisations',
};
/** Of one kind, the most frequent first. */
const MOST_SHOWN = 20;

/** Whether the text at a position passes one filter. */
type Filter = (position: number) => boolean;

function filtersOf(request: SearchRequest, documents: Documents): [FacetName, Filter][] {
  const filters: [FacetName, Filter][] = [];
  const { kind, year, access } = request;
  if (kind !== undefined) filters.push(['kind', (position) => documents.kinds[position] === kind]);
  for (const [facet, gathering] of Object.entries(GATHERING) as [FacetName, string][]) {
    const id = request[facet];
    if (id === undefined) continue;
    const number = documents.nameOf.get(`${gathering}/${id}`) ?? -1;
    filters.push([facet, (position) => documents.tags[position]?.includes(number) === true]);
  }
  if (year !== undefined) filters.push(['year', (position) => documents.years[position] === year]);
  if (access !== undefined) {
    const wanted = access === 'public' ? 1 : 0;
    filters.push(['access', (position) => documents.isPublic[position] === wanted]);
  }
  return filters;
}

/**
 * Those of `found` that pass every filter, and for each value of each facet how many would, were it chosen and the other
 * filters kept.
 */
export function sift(
  found: readonly number[],
  request: SearchRequest,
  documents: Documents,
): { kept: number[]; facets: SearchResults['facets'] } {
  const filters = filtersOf(request, documents);
  const named = new Int32Array(documents.names.length);
  const counts = {
    kind: new Map<string, number>(),
    year: new Map<string, number>(),
    access: new Map<string, number>(),
  };
  const add = (facet: keyof typeof counts, value: string): void =>
    void counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
  const kept: number[] = [];
  for (const position of found) {
    const failed = filters.filter(([, passes]) => !passes(position));
    if (failed.length > 1) continue;
    const only = failed[0]?.[0];
    if (only === undefined) kept.push(position);
    // One that fails a single filter counts for that facet alone: there another value would be chosen.
    if (only === undefined || only === 'kind') add('kind', documents.kinds[position] ?? '');
    if (only === undefined || only === 'access')
      add('access', documents.isPublic[position] === 1 ? 'public' : 'subscribers');
    const year = documents.years[position] ?? 0;
    if (year !== 0 && (only === undefined || only === 'year')) add('year', String(year));
    if (only !== undefined && GATHERING[only] === undefined) continue;
    for (const number of documents.tags[position] ?? []) {
      const name = documents.names[number];
      if (only === undefined || GATHERING[only] === name?.kind) named[number] = (named[number] ?? 0) + 1;
    }
  }
  const plain = (facet: keyof typeof counts, order: (one: Facet, other: Facet) => number): Facet[] =>
    Array.from(counts[facet], ([value, count]) => ({ value, label: value, count })).sort(order);
  const gathered = (facet: FacetName): Facet[] =>
    documents.names
      .flatMap(({ kind, id, name }, number): Facet[] => {
        const count = named[number] ?? 0;
        const isShown = count > 0 || request[facet] === id;
        return kind === GATHERING[facet] && isShown ? [{ value: id, label: name, count }] : [];
      })
      .sort((one, other) => rank(other, request[facet]) - rank(one, request[facet]))
      .slice(0, MOST_SHOWN);
  return {
    kept,
    facets: {
      kind: plain('kind', (one, other) => KINDS.indexOf(one.value as HitKind) - KINDS.indexOf(other.value as HitKind)),
      theme: gathered('theme'),
      person: gathered('person'),
      organisation: gathered('organisation'),
      year: plain('year', (one, other) => Number(other.value) - Number(one.value)),
      access: plain('access', (one, other) => one.value.localeCompare(other.value)),
    },
  };
}

/** What is chosen always has its place. */
function rank({ value, count }: Facet, chosen: unknown): number {
  return value === chosen ? Infinity : count;
}
