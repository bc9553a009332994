import { type Documents, KINDS, type Name } from './documents.ts';
import type { Facet, SearchRequest, SearchResults } from './types.ts';

type FacetName = keyof SearchResults['facets'];

const GATHERING = { theme: 'themes', person: 'people', organisation: 'organisations' } as const;
type Gathered = keyof typeof GATHERING;

/** Of one kind of name, the most frequent first. */
const MOST_SHOWN = 20;

interface Filter {
  facet: FacetName;
  passes(position: number): boolean;
}

function filtersOf(request: SearchRequest, documents: Documents): Filter[] {
  const filters: Filter[] = [];
  const add = (facet: FacetName, passes: Filter['passes']): void => void filters.push({ facet, passes });
  const { kind, year, access } = request;
  if (kind !== undefined) add('kind', (position) => documents.kinds[position] === KINDS.indexOf(kind));
  for (const facet of ['theme', 'person', 'organisation'] as const) {
    const id = request[facet];
    if (id === undefined) continue;
    const number = documents.nameOf.get(`${GATHERING[facet]}/${id}`) ?? -1;
    add(facet, (position) => documents.tags[position]?.includes(number) === true);
  }
  if (year !== undefined) add('year', (position) => documents.years[position] === year);
  if (access !== undefined) add('access', (position) => documents.isPublic[position] === (access === 'public' ? 1 : 0));
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
  const counts = {
    kinds: new Int32Array(KINDS.length),
    access: new Int32Array(2),
    years: new Map<number, number>(),
    names: new Int32Array(documents.names.length),
  };
  const kept: number[] = [];
  for (const position of found) {
    let failed = 0;
    let only: FacetName | null = null;
    for (const { facet, passes } of filters) {
      if (passes(position)) continue;
      failed += 1;
      only = facet;
    }
    if (failed > 1) continue;
    if (only === null) kept.push(position);
    // One that fails a single filter counts for that facet alone: there another value would be chosen.
    count(position, only, documents, counts);
  }
  const plain = (values: Int32Array, name: (index: number) => string): Facet[] =>
    Array.from(values.entries()).flatMap(([index, number]) =>
      number === 0 ? [] : [{ value: name(index), label: name(index), count: number }],
    );
  const named = (facet: Gathered): Facet[] => gathered(facet, counts.names, request[facet], documents);
  const years = Array.from(counts.years, ([year, number]) => ({
    value: String(year),
    label: String(year),
    count: number,
  }));
  return {
    kept,
    facets: {
      kind: plain(counts.kinds, (index) => KINDS[index] ?? ''),
      theme: named('theme'),
      person: named('person'),
      organisation: named('organisation'),
      year: years.sort((one, other) => other.value.localeCompare(one.value)),
      access: plain(counts.access, (index) => (index === 1 ? 'public' : 'subscribers')),
    },
  };
}

interface Counts {
  kinds: Int32Array;
  access: Int32Array;
  years: Map<number, number>;
  names: Int32Array;
}

function count(position: number, only: FacetName | null, documents: Documents, counts: Counts): void {
  const add = (numbers: Int32Array, index: number): void => void (numbers[index] = (numbers[index] ?? 0) + 1);
  if (only === null || only === 'kind') add(counts.kinds, documents.kinds[position] ?? 0);
  if (only === null || only === 'access') add(counts.access, documents.isPublic[position] ?? 0);
  const year = documents.years[position] ?? 0;
  if (year !== 0 && (only === null || only === 'year')) counts.years.set(year, (counts.years.get(year) ?? 0) + 1);
  if (only === 'kind' || only === 'access' || only === 'year') return;
  const wanted = only === null ? null : GATHERING[only];
  const tags = documents.tags[position] ?? NO_TAGS;
  for (const number of tags) {
    if (wanted === null || documents.names[number]?.kind === wanted) add(counts.names, number);
  }
}

const NO_TAGS = new Int32Array(0);

/** What is chosen always has its place. */
function gathered(facet: Gathered, counts: Int32Array, chosen: string | undefined, { names }: Documents): Facet[] {
  const facets: Facet[] = [];
  const isOf = ({ kind }: Name): boolean => kind === GATHERING[facet];
  for (const [number, name] of names.entries()) {
    const total = counts[number] ?? 0;
    if (isOf(name) && (total > 0 || name.id === chosen))
      facets.push({ value: name.id, label: name.name, count: total });
  }
  const rank = ({ value, count: total }: Facet): number => (value === chosen ? Infinity : total);
  return facets.sort((one, other) => rank(other) - rank(one)).slice(0, MOST_SHOWN);
}
