import { type Anchor, type Extract, extractOf } from '../search/quick-extract.ts';
import { asWritten } from '../search/quick-text.ts';
import { fold } from '../search/words.ts';
import type { Term } from './quick-query.ts';

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

/** A page as Pagefind keeps it. */
export interface Fragment {
  raw_url: string;
  content: string;
  meta: Partial<
    Record<'title' | 'voice' | 'names' | 'group' | 'kicker' | 'detail' | 'advertisement' | 'access', string>
  >;
  anchors: (Anchor & { element: string })[];
}

/** A page that was found, and where each term of the query stands in it. */
export interface FoundPage {
  fragment: Fragment;
  locations: number[][];
}

/** What is shown of a page, and where its line leads: to the heading over its best passage, unless its title was meant. */
export function proposalOf(page: FoundPage, terms: readonly Term[]): Proposal {
  const { meta, content, raw_url, anchors } = page.fragment;
  const shown = (name: keyof Fragment['meta']) => asWritten(meta[name] ?? '');
  const headings = anchors.filter(({ element }) => /^h\d$/.test(element));
  const { parts, anchor } = extractOf(content, isNamed(page, terms) ? [] : page.locations, headings);
  return {
    group: groupOf(page),
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

export function groupOf({ fragment }: FoundPage): Group {
  return asWritten(fragment.meta.group ?? '') as Group;
}

/** The words of its title that can be searched. */
export function searchableTitle({ fragment }: FoundPage): string {
  return formsIn(fragment.meta.title ?? '').join(' ');
}

/** Whether each term begins a word of its title or of whose words it is; of a name's other names too. */
export function isNamed(page: FoundPage, terms: readonly Term[]): boolean {
  const { title = '', voice = '', names = '' } = page.fragment.meta;
  const forms = formsIn(`${title} ${voice} ${groupOf(page) === 'pieces' ? '' : names}`);
  return terms.every((term) => spellings(term).some((words) => words.every((word) => begins(forms, word))));
}

/** Whether a page was found for this term, and not for a shorter word that Pagefind took in its place. */
export function isFoundFor(page: FoundPage, term: Term, index: number): boolean {
  const forms = matchedForms(page, index);
  return spellings(term).some((words) =>
    words.every((word) => begins(forms, word.slice(0, Math.max(Math.min(3, word.length), Math.ceil(word.length / 2))))),
  );
}

/** Whether a page holds the term as it was typed, save for its ending. */
export function isCertainFor(page: FoundPage, term: Term, index: number): boolean {
  const forms = matchedForms(page, index);
  return term.own.some((word) =>
    begins(forms, word.slice(0, Math.max(4, word.length - (word.length > 8 ? 3 : word.length > 6 ? 2 : 1)))),
  );
}

/** For how many of the corrected terms a page holds the very word that was meant, and not only one of its family. */
export function meantIn(page: FoundPage, terms: readonly Term[]): number {
  const meant = terms.map((term, index) => {
    if (!term.isCorrected) return false;
    const forms = matchedForms(page, index);
    return term.others.some((word) => forms.includes(word));
  });
  return meant.filter(Boolean).length;
}

/** Whether a page holds every phrase, its words in their order. */
export function holdsAll({ fragment: { meta, content } }: FoundPage, phrases: readonly string[][]): boolean {
  const text = ` ${formsIn(`${meta.title ?? ''} ${content}`).join(' ')} `;
  return phrases.every((phrase) => text.includes(` ${phrase.join(' ')} `));
}

function spellings({ own, others }: Term): string[][] {
  return [...own, ...others].map((spelling) => spelling.split(' '));
}

function begins(forms: readonly string[], beginning: string): boolean {
  return forms.some((form) => form.startsWith(beginning));
}

function matchedForms({ fragment: { meta, content }, locations }: FoundPage, index: number): string[] {
  const tokens = content.split(/\s+/);
  const matched = (locations[index] ?? []).map((place) => tokens[place] ?? '').join(' ');
  return formsIn(`${matched} ${meta.title ?? ''} ${meta.voice ?? ''} ${meta.names ?? ''}`);
}

/** The words of an indexed text that can be found, folded. */
function formsIn(copy: string): string[] {
  const words = copy.split(/\s+/).filter((token) => !token.includes('ǀ'));
  return words.map((word) => fold(word).replace(/[^\p{L}\p{N}]/gu, '')).filter((word) => word !== '');
}
