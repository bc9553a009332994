import { urls } from '../../src/urls.ts';

const COUNT = 40;

/** Addresses of the lists of a corpus of `pieces`, by kind: from the first page of each to near its last. */
export function listPages(pieces: number): Record<string, string[]> {
  const spread = (items: number, pathOf: (page: number) => string, length = 20): string[] =>
    Array.from({ length: COUNT }, (_, index) => pathOf(1 + Math.floor((index * items) / length / COUNT)));
  const each = (pathOf: (index: number) => string): string[] =>
    Array.from({ length: COUNT }, (_, index) => pathOf(index));
  return {
    'a list': spread(pieces * 0.95, (page) => urls.list('articles', page)),
    'a theme': spread(pieces * 0.2, (page) => urls.gathering('themes', 'ecoute', page)),
    'a person': each((index) => urls.gathering('people', `auteur-${index}`)),
    'an issue': each((index) => urls.issue(1 + index)),
    'a question': spread(pieces * 0.04, (page) => urls.question('sens', page), 10),
    'a month': each((index) => urls.archive(2011 + Math.floor(index / 12), 1 + (index % 12))),
    'the archives': each(() => urls.archives()),
    'all people': each(() => urls.gatherings('people')),
    'all issues': each(() => urls.issues()),
  };
}
