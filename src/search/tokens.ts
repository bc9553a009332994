import { stemOf } from './stems.ts';
import { isStopWord, scan, wordsOf } from './words.ts';

/** What an index is given of a text: stems between spaces, and how many. */
export interface Tokens {
  stems: string;
  count: number;
}

export interface Tokeniser {
  /** The stems in their order without stop words, then compounds in one, so that they part no neighbours. */
  tokensOf(text: string): Tokens;
  /** The stop words of a text: titles are searched by all their words. */
  stopWordsOf(text: string): Tokens;
  /** The words met since the last call, folded, each told once. */
  takeNewWords(): string[];
}

/** What is known of a run of letters, so that each is looked into once. */
interface Known extends Tokens {
  fused: string;
}

const NOTHING: Known = { stems: '', count: 0, fused: '' };

/** Reads many texts, in one process that ends soon: it remembers every word. */
export function createTokeniser(): Tokeniser {
  const known = new Map<string, Known>();
  const met = new Set<string>();
  let fresh: string[] = [];

  const stem = (form: string): string => {
    if (!met.has(form)) {
      met.add(form);
      fresh.push(form);
    }
    return ` ${stemOf(form)}`;
  };

  const look = (token: string): Known => {
    let stems = '';
    let fused = '';
    let count = 0;
    for (const word of wordsOf(token)) {
      for (const [index, form] of word.forms.entries()) {
        if (isStopWord(form)) continue;
        count += 1;
        if (index === 0) stems += stem(form);
        else fused += stem(form);
      }
    }
    const found = count === 0 ? NOTHING : { stems, count, fused };
    known.set(token, found);
    return found;
  };

  return {
    tokensOf(text) {
      let stems = '';
      let fused = '';
      let count = 0;
      scan(text, (start, end) => {
        const token = text.slice(start, end);
        const found = known.get(token) ?? look(token);
        if (found === NOTHING) return;
        stems += found.stems;
        fused += found.fused;
        count += found.count;
      });
      return { stems: stems + fused, count };
    },

    stopWordsOf(text) {
      const found = wordsOf(text).flatMap(({ forms: [form = ''] }) => (isStopWord(form) ? [form] : []));
      return { stems: found.map((word) => ` ${word}`).join(''), count: found.length };
    },

    takeNewWords() {
      const words = fresh;
      fresh = [];
      return words;
    },
  };
}
