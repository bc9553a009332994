declare module 'snowball-stemmers' {
  /** Stemmers keep state while they work on a word, so one must not be used in two places at once. */
  export function newStemmer(language: 'french'): { stem(word: string): string };
}
