import { type Anchor, type Extract, extractOf } from '../search/quick-extract.ts';
import { eitherOf, rank, type WordHit } from '../search/quick-ranking.ts';
import { asWritten } from '../search/quick-text.ts';
import { fold, parseQuery, type QueryWord } from '../search/words.ts';

export type Group = 'people' | 'organisations' | 'themes' | 'pieces';

/** One line of the list. Texts, never HTML. */
export interface Proposal {
  group: Group;
  path: string;
  title: string;
  kicker: string;
  /** A date, a number of pieces. */
  detail: string;
  /** « Publicité ». */
  advertisement: string;
  /** « Abonnés ». */
  access: string;
  voice: string;
  extract: Extract['parts'];
  /** The heading where the extract stands, when the line leads there. */
  place: string | null;
}

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

interface Fragment {
  raw_url: string;
  raw_content: string;
  meta: Partial<
    Record<'title' | 'voice' | 'names' | 'group' | 'kicker' | 'detail' | 'advertisement' | 'access', string>
  >;
  anchors: (Anchor & { element: string })[];
}

const MOST: Record<Group, number> = { people: 3, organisations: 2, themes: 2, pieces: 6 };
const NAMES_ONLY = { filters: { named: 'name' } };
/** How many pages are read of what was found: some more than are shown, for those that the server or we leave out. */
const READ = 8;
/** A phrase can only be looked for in what was read. */
const READ_FOR_PHRASE = 16;
const MOST_WORDS = 8;
/** How long what is known of the index is believed, in milliseconds: a build outlives the next one by two minutes. */
const BELIEVED = 60_000;

/** Search over the index whose address stands at `address`. It is loaded with the first query. */
export function openEngine(address: string): Engine {
  let folder = '';
  let checkedAt = Number.NEGATIVE_INFINITY;
  let instance: Promise<ReturnType<Pagefind['createInstance']>> | null = null;

  async function current() {
    if (instance !== null && performance.now() - checkedAt < BELIEVED) return instance;
    const answer = await fetch(address);
    const { folder: found } = (await answer.json()) as { folder: string | null };
    if (!answer.ok || found === null) throw new Error('there is no index yet');
    if (found !== folder) instance = load(found);
    folder = found;
    checkedAt = performance.now();
    return instance ?? load(found);
  }

  return {
    async propose(query) {
      try {
        const pagefind = await current();
        const search = async (term: string, options?: object) => (await pagefind.search(term, options)).results;
        const { words, phrases } = parseQuery(query);
        const asked = words.slice(0, MOST_WORDS);
        const [named, found] = await Promise.all([
          find(asked, READ, (term) => search(term, NAMES_ONLY)),
          find(asked, phrases.length > 0 ? READ_FOR_PHRASE : READ, (term) => search(term)),
        ]);
        return choose([...named, ...found], asked, phrases);
      } catch (error) {
        instance = null;
        throw error;
      }
    },
  };
}

async function load(folder: string) {
  const module = (await import(/* @vite-ignore */ `${folder}pagefind.js`)) as Pagefind;
  // The entry of a build never changes: its address needs no tag of the moment.
  const instance = module.createInstance({ basePath: folder, metaCacheTag: 'build', noWorker: true });
  await instance.init();
  return instance;
}

interface Found {
  /** The words of the query that the page was found for, and where each stands in it. */
  locations: number[][];
  fragment: Fragment;
}

async function find(
  words: readonly QueryWord[],
  most: number,
  search: (term: string) => Promise<PagefindResult[]>,
): Promise<Found[]> {
  const hits = await Promise.all(
    words.map(async (word) => eitherOf(await Promise.all(spellingsOf(word).map(search))) as PagefindResult[]),
  );
  const best = rank(hits).slice(0, most);
  const read = best.map(async ({ id }) => {
    const results = hits.map((ofWord) => ofWord.find((hit) => hit.id === id));
    const fragment = await results.find((result) => result !== undefined)?.data();
    return fragment && { fragment, locations: results.map((result) => result?.words ?? []) };
  });
  // The server refuses what is no longer public: that page is left out.
  const settled = await Promise.allSettled(read);
  return settled.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []));
}

/** A number is searched by its digits alone, a compound also in one word. */
function spellingsOf({ text, folded, fused }: QueryWord): string[] {
  if (/^\d/.test(folded) && !/\p{L}/u.test(text)) return [text.replace(/\D/g, '')];
  return fused === undefined ? [folded] : [folded, fused];
}

function choose(found: readonly Found[], words: readonly QueryWord[], phrases: readonly string[][]): Proposal[] {
  const left = { ...MOST };
  const seen = new Set<string>();
  const telling = found.filter((one) => words.some((word, index) => isFor(one, word, index)));
  const exact = telling.filter(({ fragment }) => phrases.length > 0 && holdsAll(fragment, phrases));
  return (exact.length > 0 ? exact : telling).flatMap((one) => {
    const { fragment } = one;
    const group = asWritten(fragment.meta.group ?? '') as Group;
    const isWanted = group === 'pieces' || isNamed(fragment, words);
    if (!isWanted || seen.has(fragment.raw_url) || left[group] === 0) return [];
    seen.add(fragment.raw_url);
    left[group] -= 1;
    return [proposalOf(one, words, group)];
  });
}

function proposalOf({ fragment, locations }: Found, words: readonly QueryWord[], group: Group): Proposal {
  const { meta, raw_content, raw_url, anchors } = fragment;
  const shown = (name: keyof Fragment['meta']) => asWritten(meta[name] ?? '');
  const headings = anchors.filter(({ element }) => /^h\d$/.test(element));
  const isNamedByTitle = isNamed(fragment, words);
  const { parts, anchor } = extractOf(unescaped(raw_content), isNamedByTitle ? [] : locations, headings);
  return {
    group,
    path: anchor === null ? raw_url : `${raw_url}#${anchor.id}`,
    title: shown('title'),
    kicker: shown('kicker'),
    detail: shown('detail'),
    advertisement: shown('advertisement'),
    access: shown('access'),
    voice: shown('voice'),
    extract: parts,
    place: anchor === null ? null : asWritten(anchor.text),
  };
}

/** Pagefind keeps what it shows as HTML. */
function unescaped(content: string): string {
  return content.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
}

/** Whether every word of the query begins a word of its title, of whose words it is or of its other names. */
function isNamed({ meta }: Fragment, words: readonly QueryWord[]): boolean {
  const names = formsIn(
    `${meta.title ?? ''} ${meta.voice ?? ''} ${meta.group === 'ǀpieces' ? '' : (meta.names ?? '')}`,
  );
  return words.every((word) => spellingsOf(word).some((spelling) => names.some((name) => name.startsWith(spelling))));
}

/** Pagefind takes a shorter word for one that it does not know: half of the letters must be the same. */
function isFor({ fragment, locations }: Found, word: QueryWord, index: number): boolean {
  const { meta, raw_content } = fragment;
  const content = raw_content.split(/\s+/);
  const matched = (locations[index] ?? []).map((place) => content[place] ?? '').join(' ');
  const forms = formsIn(`${matched} ${meta.title ?? ''} ${meta.voice ?? ''} ${meta.names ?? ''}`);
  return spellingsOf(word).some((spelling) => {
    const half = spelling.slice(0, Math.max(Math.min(3, spelling.length), Math.ceil(spelling.length / 2)));
    return forms.some((form) => form.startsWith(half));
  });
}

function holdsAll({ meta, raw_content }: Fragment, phrases: readonly string[][]): boolean {
  const text = ` ${formsIn(`${meta.title ?? ''} ${raw_content}`).join(' ')} `;
  return phrases.every((phrase) => text.includes(` ${phrase.join(' ')} `));
}

/** The words of an indexed text that can be found, folded. */
function formsIn(copy: string): string[] {
  const words = copy.split(/\s+/).filter((token) => !token.includes('ǀ'));
  return words.map((word) => fold(word).replace(/[^\p{L}\p{N}]/gu, '')).filter((word) => word !== '');
}
