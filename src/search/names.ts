import { type Gathering, urls } from '../urls.ts';
import type { Documents } from './documents.ts';
import type { Term } from './terms.ts';
import type { SearchResults } from './types.ts';
import type { View } from './view.ts';
import { fold, isStopWord, wordsOf } from './words.ts';

const MOST_SHOWN = 5;
const KIND = { people: 'person', organisations: 'organisation', themes: 'theme' } as const;

/** The words of each name, folded; of a theme, also of each synonym. */
type NameIndex = Map<string, { name: number; size: number }[]>;

const indexes = new WeakMap<Documents, NameIndex>();

function indexOf(documents: Documents): NameIndex {
  const known = indexes.get(documents);
  if (known !== undefined) return known;
  const index: NameIndex = new Map();
  for (const [name, { name: own, synonyms }] of documents.names.entries()) {
    for (const text of [own, ...synonyms]) {
      const words = new Set(wordsOf(text).flatMap(({ forms: [form = ''] }) => (isStopWord(form) ? [] : [form])));
      for (const word of words) index.set(word, [...(index.get(word) ?? []), { name, size: words.size }]);
    }
  }
  indexes.set(documents, index);
  return index;
}

/**
 * People, organisations and themes of which something is out and whose name the query tells: the whole name among its
 * words, or all its words in the name.
 */
export function namesOf(terms: readonly Term[], view: View): SearchResults['names'] {
  const { documents } = view;
  const index = indexOf(documents);
  const told = new Map<string, { name: number; size: number; count: number }>();
  for (const { word, corrections } of terms) {
    const forms = new Set([word.folded, word.fused ?? '', ...corrections.map(({ text }) => fold(text))]);
    const entries = new Map([...forms].flatMap((form) => index.get(form) ?? []).map((entry) => [key(entry), entry]));
    for (const [name, entry] of entries) told.set(name, { ...entry, count: (told.get(name)?.count ?? 0) + 1 });
  }
  const found = [...told.values()].filter(({ size, count }) => count === size || count === terms.length);
  const names = new Set(
    found.sort((one, other) => share(other) - share(one) || one.name - other.name).map(({ name }) => name),
  );
  return [...names]
    .filter((name) => isOut(name, view))
    .slice(0, MOST_SHOWN)
    .flatMap((name) => {
      const record = documents.names[name];
      if (record === undefined) return [];
      const path = urls.gathering(record.kind satisfies Gathering, record.id);
      return [{ kind: KIND[record.kind], name: record.name, path }];
    });
}

function key({ name, size }: { name: number; size: number }): string {
  return `${name} ${size}`;
}

function share({ count, size }: { count: number; size: number }): number {
  return count / size;
}

function isOut(name: number, { documents, isOut: mask }: View): boolean {
  return documents.tags.some((tags, position) => mask[position] === 1 && tags.includes(name));
}
