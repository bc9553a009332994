import { fold, isStopWord, wordsOf } from '../../src/search/words.ts';

/** A word as a reader may type it, and the piece that has it. */
export interface DamagedWord {
  typed: string;
  word: string;
  how: string;
  wanted: string;
}

const WAYS: Record<string, (word: string) => string | null> = {
  'accent dropped': (word) => (fold(word) === word.toLowerCase() ? null : fold(word)),
  'letter doubled': (word) => edit(word, (before, letter, after) => before + letter + letter + after),
  'letter left out': (word) => edit(word, (before, _, after) => before + after),
  'letters swapped': (word) =>
    edit(word, (before, letter, after) => before + after.charAt(0) + letter + after.slice(1)),
  'plural or singular': (word) => (/[sxz]$/.test(word) ? word.slice(0, -1) : `${word}s`),
  'elision glued': (word) => (/^[aeiouyéèêœ]/i.test(word) ? `l${word}` : null),
};

/** In the middle, where nobody looks. */
function edit(word: string, change: (before: string, letter: string, after: string) => string): string {
  const at = Math.floor(word.length / 2);
  return change(word.slice(0, at), word.charAt(at), word.slice(at + 1));
}

/** Up to `most` words of each text that no other text has, each damaged in the next of the ways that change it. */
export function damagedWords(texts: ReadonlyMap<string, string>, most: number): DamagedWord[] {
  const owners = new Map<string, Set<string>>();
  const written = new Map<string, string>();
  for (const [key, text] of texts) {
    for (const { start, end, forms } of wordsOf(text)) {
      const [form = ''] = forms;
      if (forms.length > 1 || form.length < 6 || isStopWord(form) || /\d/.test(form)) continue;
      owners.set(form, (owners.get(form) ?? new Set()).add(key));
      written.set(form, text.slice(start, end));
    }
  }
  const ways = Object.entries(WAYS);
  let next = 0;
  const found: DamagedWord[] = [];
  for (const key of texts.keys()) {
    const own = [...owners].filter(([, keys]) => keys.size === 1 && keys.has(key)).map(([form]) => form);
    for (let index = 0; index < Math.min(most, own.length); index += 1) {
      const word = written.get(own[Math.floor((index * own.length) / most)] ?? own[0] ?? '') ?? '';
      const way = [...ways.slice(next % ways.length), ...ways].find(([, damage]) => {
        const damaged = damage(word);
        return damaged !== null && damaged !== word;
      });
      next += 1;
      if (way !== undefined) found.push({ typed: way[1](word) ?? word, word, how: way[0], wanted: key });
    }
  }
  return found;
}
