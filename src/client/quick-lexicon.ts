import { distance } from '../search/distance.ts';

/** The words of the index: which one somebody meant who mistyped. */
export interface Lexicon {
  /** What a folded word that was found nowhere may stand for, nearest first; none when it is in the index as it is. */
  meantBy(word: string): Promise<string[]>;
}

const MOST = 3;
/** An article or a pronoun that was glued to its word: « lascenseur ». */
const GLUED = /^(?:[ldjmtscn]|qu)(?=[aeiouyh]\p{L}{3})/u;

/** The lexicon of the build at `folder`, loaded letter by letter when it is asked. */
export function openLexicon(folder: string): Lexicon {
  const loaded = new Map<string, Promise<string[]>>();

  function wordsAt(letter: string): Promise<string[]> {
    const known = loaded.get(letter);
    if (known !== undefined) return known;
    const words = fetch(`${folder}words/${letter}.txt`)
      .then(async (answer) => (answer.ok ? (await answer.text()).split(' ') : []))
      .catch(() => []);
    loaded.set(letter, words);
    return words;
  }

  async function near(word: string): Promise<{ word: string; distance: number }[]> {
    if (!/^[a-z]{4,30}$/.test(word)) return [];
    const most = word.length > 7 ? 2 : 1;
    const words = await wordsAt(word.charAt(0));
    return words
      .map((other) => ({ word: other, distance: distance(word, other, most) }))
      .filter((other) => other.distance <= most);
  }

  return {
    async meantBy(word) {
      const unglued = GLUED.test(word) ? word.replace(GLUED, '') : '';
      const found = [...(await near(word)), ...(await near(unglued))];
      if (found.some((other) => other.word === word)) return [];
      found.sort((one, other) => one.distance - other.distance);
      const nearest = found.filter((other) => other.distance === found[0]?.distance);
      return nearest.slice(0, MOST).map((other) => other.word);
    },
  };
}
