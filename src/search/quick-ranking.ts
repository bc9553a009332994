/** A page that Pagefind found for one word. A higher score is a better one. */
export interface WordHit {
  id: string;
  score: number;
}

/** A page found for a query: `words` tells for which of its words. */
export interface RankedHit {
  id: string;
  score: number;
  words: ReadonlySet<number>;
}

/**
 * The pages that Pagefind found for each word of a query alone, in one order: those with more of its words first, then
 * by how well each word fits and how rare it is. Asked whole, Pagefind would leave out a page that lacks a single word.
 */
export function rank(hitsOfWords: readonly (readonly WordHit[])[]): RankedHit[] {
  const pages = new Map<string, { score: number; words: Set<number> }>();
  for (const [word, hits] of hitsOfWords.entries()) {
    const best = Math.max(...hits.map(({ score }) => score), Number.MIN_VALUE);
    for (const { id, score } of hits) {
      const page = pages.get(id) ?? { score: 0, words: new Set() };
      page.score += (0.5 + (0.5 * score) / best) / Math.log(2 + hits.length);
      pages.set(id, { ...page, words: page.words.add(word) });
    }
  }
  return Array.from(pages, ([id, page]) => ({ id, ...page })).sort(
    (one, other) => other.words.size - one.words.size || other.score - one.score,
  );
}

/** What is found by several spellings of one word, each page once with its best score. `weights` are of the spellings. */
export function eitherOf<Hit extends WordHit>(
  spellings: readonly (readonly Hit[])[],
  weights: readonly number[],
): Hit[] {
  const best = new Map<string, Hit>();
  for (const [index, hits] of spellings.entries()) {
    for (const hit of hits) {
      const score = hit.score * (weights[index] ?? 1);
      if (score > (best.get(hit.id)?.score ?? -1)) best.set(hit.id, { ...hit, score });
    }
  }
  return [...best.values()];
}
