import { DatabaseSync } from 'node:sqlite';
import type { Editorial } from '../editorial/editorial.ts';
import type { Audience } from '../paywall.ts';
import { type Documents, readDocuments } from './documents.ts';
import { type Target, worthOf } from './excerpts.ts';
import { sift } from './facets.ts';
import { namesOf } from './names.ts';
import { openPostings, type Postings } from './postings.ts';
import { best, inOrder, match, stemsToMark } from './ranking.ts';
import { openResults } from './results.ts';
import { type Term, understand } from './terms.ts';
import type { SearchRequest, SearchResults } from './types.ts';
import { type View, viewOf } from './view.ts';
import { createWordList, openVocabulary, type Vocabulary } from './vocabulary.ts';
import { bounded, parseQuery } from './words.ts';

export { type Changed, indexPieces } from './indexing.ts';
export { openQuickIndex, type QuickFile, type QuickIndex } from './quick-index.ts';
export type * from './types.ts';

/** Results on a page. */
const PAGE_LENGTH = 20;
const MOST_SUGGESTED_FOR = 2;

/**
 * The search of the results page, over a published `content.db`. The public is answered from open parts alone, and
 * nothing that is not out at `now` changes anything for anybody.
 */
export interface Search {
  /**
   * Never throws for what is typed. A query without a word finds nothing. A page beyond the last is the last. Results
   * with no word in common with the query do not exist; those that lack a word follow where few have all.
   */
  find(request: SearchRequest, audience: Audience, now: Date): SearchResults;
  close(): void;
}

/** Opens the index that `indexPieces` made, read-only; results are read through `editorial`, of the same file. */
export function openSearch(file: string, editorial: Editorial): Search {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -8000');
  const generation = database.prepare("SELECT value FROM meta WHERE key = 'generation'");
  const words = {
    public: createWordList(database, ['open']),
    subscriber: createWordList(database, ['open', 'closed']),
  };
  let held: { generation: unknown; documents: Documents; postings: Postings } | null = null;

  const current = (): { documents: Documents; postings: Postings } => {
    const { value } = generation.get() as { value: string };
    if (held?.generation === value) return held;
    const documents = readDocuments(database);
    held = { generation: value, documents, postings: openPostings(database, documents) };
    return held;
  };

  return {
    find(request, audience, now) {
      // One snapshot: a publish may end while the statements run.
      database.exec('BEGIN');
      try {
        const { documents, postings } = current();
        const view = viewOf(documents, postings, audience, now);
        const results = openResults(documents, editorial, audience, now);
        const list = words[audience];
        const fresh = {
          near(folded: string, most: number) {
            list.refresh();
            return list.near(folded, most);
          },
        };
        const vocabulary = openVocabulary(fresh, view, results.textOf);
        const parsed = parseQuery(request.query);
        const query = bounded(request.query);
        const terms = understand(parsed, view, vocabulary);
        const corrected = respelled(query, terms, ({ corrections }) => corrections[0]?.text ?? null);
        const found = match(terms, parsed.phrases, view);
        const { kept, facets } = sift(found.positions, request, documents);
        const pages = Math.max(1, Math.ceil(kept.length / PAGE_LENGTH));
        const page = Math.min(Math.max(1, Math.trunc(request.page) || 1), pages);
        const last = page * PAGE_LENGTH;
        const ordered =
          request.sort === 'date'
            ? best(kept, (one, other) => newest(one, other, documents), last)
            : inOrder({ ...found, positions: kept }, last, {
                terms,
                query: corrected ?? query,
                view,
                textOf: results.textOf,
              });
        const shown = ordered.slice(last - PAGE_LENGTH);
        const suggestion = suggestionFor(query, terms, view, vocabulary);
        const targets = targetsOf(terms, view);
        return {
          query,
          hits: shown.flatMap((position) => results.hit(position, targets) ?? []),
          total: kept.length,
          page,
          pages,
          facets,
          suggestion: suggestion === corrected ? null : suggestion,
          corrected,
          names: namesOf(terms, view),
        };
      } finally {
        database.exec('COMMIT');
      }
    },
    close: () => database.close(),
  };
}

/** The query with other words in place of some; `null` when none changes. */
function respelled(query: string, terms: readonly Term[], better: (term: Term) => string | null): string | null {
  let text = query;
  for (const term of terms) text = text.replace(term.word.text, () => better(term) ?? term.word.text);
  return text === query ? null : text;
}

/**
 * The second of two spellings that are equally near; or a frequent one in place of a word that hardly any text has, for
 * such a word may be a typing error of ours.
 */
function suggestionFor(query: string, terms: readonly Term[], view: View, vocabulary: Vocabulary): string | null {
  return respelled(query, terms, ({ word, ways, corrections }) => {
    if (corrections.length > 0) return (corrections[1] ?? corrections[0])?.text ?? null;
    if (ways.some(({ weight }) => weight < 1)) return null;
    const count = ways.reduce((most, { stems }) => Math.max(most, view.find(stems).at.length), 0);
    return count === 0 || count > MOST_SUGGESTED_FOR ? null : (vocabulary.better(word.folded, count)?.text ?? null);
  });
}

function targetsOf(terms: readonly Term[], view: View): Target[] {
  return stemsToMark(terms).map(({ stems, isPrefix }) => {
    const counts = stems.map((stem) => view.find([stem], isPrefix).at.length).filter((count) => count > 0);
    return { stems, isPrefix, worth: worthOf(Math.min(view.size, ...counts), view.size) };
  });
}

function newest(one: number, other: number, { publishedMs, paths }: Documents): number {
  return (publishedMs[other] ?? 0) - (publishedMs[one] ?? 0) || (paths[one] ?? '').localeCompare(paths[other] ?? '');
}
