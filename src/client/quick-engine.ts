import { eitherOf, rank, type WordHit } from '../search/quick-ranking.ts';
import { type Lexicon, openLexicon } from './quick-lexicon.ts';
import {
  type FoundPage,
  type Fragment,
  type Group,
  groupOf,
  holdsAll,
  isCertainFor,
  isFoundFor,
  isNamed,
  meantIn,
  type Proposal,
  proposalOf,
  searchableTitle,
} from './quick-page.ts';
import { readQuery, type Term } from './quick-query.ts';

export interface Engine {
  /** What to propose for a query, best first in each group. */
  propose(query: string): Promise<Proposal[]>;
}

/** As much of Pagefind's own module as is used: https://pagefind.app/docs/api/ */
interface Pagefind {
  createInstance(options: object): {
    init(): Promise<void>;
    search(term: string, options?: object): Promise<{ results: PagefindResult[] }>;
  };
}

interface PagefindResult extends WordHit {
  words: number[];
  data(): Promise<Fragment>;
}

interface Index {
  search(term: string, onlyNames: boolean): Promise<PagefindResult[]>;
  lexicon: Lexicon;
}

const MOST: Record<Group, number> = { people: 3, organisations: 2, themes: 2, pieces: 6 };
/** How many pages are read of what was found: some more than are shown, for those that the server or we leave out. */
const READ = 8;
/** A phrase, and the very word that was meant, can only be looked for in what was read. */
const READ_CLOSELY = 16;
const OTHER_SPELLING = 0.6;
/** How long what is known of the index is believed, in milliseconds: a build outlives the next one by two minutes. */
const BELIEVED = 60_000;

/** Search over the index whose address stands at `address`. It is loaded with the first query. */
export function openEngine(address: string): Engine {
  let folder = '';
  let checkedAt = Number.NEGATIVE_INFINITY;
  let index: Promise<Index> | null = null;

  async function current(): Promise<Index> {
    if (index !== null && performance.now() - checkedAt < BELIEVED) return index;
    const answer = await fetch(address);
    const { folder: found } = (await answer.json()) as { folder: string | null };
    if (found === null) throw new Error('there is no index yet');
    checkedAt = performance.now();
    if (index === null || found !== folder) index = load(found);
    folder = found;
    return index;
  }

  return {
    async propose(raw) {
      try {
        const open = await current();
        const { terms, phrases } = readQuery(raw);
        const read = phrases.length > 0 ? READ_CLOSELY : READ;
        let pages = await findBoth(open, terms, read);
        if (await widen(terms, pages, open.lexicon)) pages = await findBoth(open, terms, READ_CLOSELY);
        return choose(pages, terms, phrases);
      } catch (error) {
        index = null;
        throw error;
      }
    },
  };
}

async function load(folder: string): Promise<Index> {
  const module = (await import(/* @vite-ignore */ `${folder}pagefind.js`)) as Pagefind;
  // The entry of a build never changes: its address needs no tag of the moment.
  const instance = module.createInstance({ basePath: folder, metaCacheTag: 'build', noWorker: true });
  await instance.init();
  return {
    async search(term, onlyNames) {
      const options = onlyNames ? { filters: { named: 'name' } } : {};
      return (await instance.search(term, options)).results;
    },
    lexicon: openLexicon(folder),
  };
}

/** People, organisations and themes are asked for apart: among many texts they would not come first. */
async function findBoth(index: Index, terms: readonly Term[], read: number): Promise<FoundPage[]> {
  const both = await Promise.all([
    find(terms, READ, (term) => index.search(term, true)),
    find(terms, read, (term) => index.search(term, false)),
  ]);
  return both.flat();
}

async function find(
  terms: readonly Term[],
  most: number,
  search: (term: string) => Promise<PagefindResult[]>,
): Promise<FoundPage[]> {
  const hits = await Promise.all(
    terms.map(async ({ own, others }) => {
      const weights = [...own.map(() => 1), ...others.map(() => OTHER_SPELLING)];
      return eitherOf(await Promise.all([...own, ...others].map(search)), weights);
    }),
  );
  const pages = rank(hits)
    .slice(0, most)
    .map(async ({ id }) => {
      const results = hits.map((ofTerm) => ofTerm.find((hit) => hit.id === id));
      const fragment = await results.find((result) => result !== undefined)?.data();
      return fragment && { fragment, locations: results.map((result) => result?.words ?? []) };
    });
  // The server refuses what is no longer public: that page is left out.
  const settled = await Promise.allSettled(pages);
  return settled.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []));
}

/**
 * Where few pages have all the words, adds to each its synonyms, or what its writer may have meant when it stands nowhere;
 * whether there was anything to add.
 */
async function widen(terms: readonly Term[], pages: readonly FoundPage[], lexicon: Lexicon): Promise<boolean> {
  const good = pages.filter((page) => terms.every((term, index) => isCertainFor(page, term, index)));
  if (good.length >= MOST.pieces) return false;
  // A theme that was found by one of its synonyms stands for its texts, which bear its name.
  const themes = pages.filter((page) => groupOf(page) === 'themes' && isNamed(page, terms)).map(searchableTitle);
  for (const [index, term] of terms.entries()) {
    term.others.push(...term.synonyms, ...themes.filter((title) => !term.own.includes(title)));
    if (term.others.length > 0 || pages.some((page) => isCertainFor(page, term, index))) continue;
    term.others.push(...(await Promise.all(term.own.map(lexicon.meantBy))).flat());
    term.isCorrected = term.others.length > 0;
  }
  return terms.some(({ others }) => others.length > 0);
}

function choose(pages: readonly FoundPage[], terms: readonly Term[], phrases: readonly string[][]): Proposal[] {
  const left = { ...MOST };
  const seen = new Set<string>();
  const telling = pages
    .filter((page) => terms.some((term, index) => isFoundFor(page, term, index)))
    .sort((one, other) => meantIn(other, terms) - meantIn(one, terms));
  const exact = phrases.length === 0 ? [] : telling.filter((page) => holdsAll(page, phrases));
  return (exact.length > 0 ? exact : telling).flatMap((page) => {
    const group = groupOf(page);
    const { raw_url } = page.fragment;
    const isWanted = group === 'pieces' || isNamed(page, terms);
    if (!isWanted || seen.has(raw_url) || left[group] === 0) return [];
    seen.add(raw_url);
    left[group] -= 1;
    return [proposalOf(page, terms)];
  });
}
