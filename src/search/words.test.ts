import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, isStopWord, parseQuery, patternOf, synonymsOf, wordsOf } from './words.ts';

const formsOf = (text: string): string[][] => wordsOf(text).map(({ forms }) => forms);
const typed = (query: string): string[] => parseQuery(query).words.map(({ folded }) => folded);

test('folding takes away case, accents, ligatures and typographic apostrophes', () => {
  expect(fold('L’ŒUVRE')).toBe("l'oeuvre");
  expect(fold('Élève')).toBe('eleve');
  expect(fold('e\u0301cole')).toBe('ecole');
});

test('a word is found where it stands, without its elided article', () => {
  const text = 'Jusqu’à l’œuvre d’Élise';
  expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(['à', 'œuvre', 'Élise']);
});

test('a hyphenated word has its parts, and all in one', () => {
  expect(formsOf('un porte-parole')).toEqual([['un'], ['porte'], ['parole', 'porteparole']]);
  expect(formsOf('le rendez\u2011vous')).toEqual([['le'], ['rendez'], ['vous', 'rendezvous']]);
});

test('an apostrophe that elides nothing joins', () => {
  expect(formsOf('prud’hommes')).toEqual([['prud'], ['hommes', 'prudhommes']]);
});

test('a number in groups, with decimals, an acronym with points are one word', () => {
  expect(formsOf('3\u202f000 € et 12,5 % au S.A.V. en 2024 300 fois')).toEqual([
    ['3000'],
    ['et'],
    ['12v5'],
    ['au'],
    ['sav'],
    ['en'],
    ['2024'],
    ['300'],
    ['fois'],
  ]);
});

test('a soft hyphen does not break a word', () => {
  expect(formsOf('cli\u00adent')).toEqual([['client']]);
});

test('stop words are left out of a query', () => {
  expect(typed('Qu’est-ce que le sens du client ?')).toEqual(['sens', 'client']);
  expect(isStopWord('attente')).toBe(false);
});

test('a query of stop words alone keeps them', () => {
  expect(typed('et vous ?')).toEqual(['et', 'vous']);
});

test('a compound is asked by its parts and in one', () => {
  expect(parseQuery('un e-mail').words).toEqual([{ text: 'mail', folded: 'mail', fused: 'email' }]);
  expect(parseQuery('R&D').words).toEqual([{ text: 'R&D', folded: 'rd' }]);
});

test('quotation marks of any kind make a phrase', () => {
  for (const query of ['"le sens du client"', '« le sens du client »', '“le sens du client”'])
    expect(parseQuery(query)).toMatchObject({ phrases: [['sens', 'client']] });
  expect(parseQuery('"le sens du client').phrases).toEqual([]);
});

test('a query is bounded in length and in words, and a word counts once', () => {
  expect(typed('client '.repeat(2000))).toEqual(['client']);
  expect(typed(Array.from({ length: 200 }, (_, index) => `w${index}`).join(' '))).toHaveLength(16);
});

test('synonyms come from the map that is given', () => {
  const synonyms = new Map([['sav', ['sav', 'assistance']]]);
  expect(synonymsOf('sav', synonyms)).toEqual(['assistance']);
  expect(synonymsOf('client', synonyms)).toEqual([]);
});

test('whatever is typed gives folded words and offsets that stand in the text', () => {
  const codes = fc.array(fc.oneof(fc.integer({ min: 1, max: 0x250 }), fc.integer({ min: 0, max: 0xffff })), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(codes, (list) => {
      const text = String.fromCharCode(...list);
      const { words } = parseQuery(text);
      const isFolded = words.every(({ folded }) => /^[\p{L}\p{N}]+$/u.test(folded));
      const stand = wordsOf(text).every(({ start, end }) => 0 <= start && start < end && end <= text.length);
      return words.length <= 16 && isFolded && stand;
    }),
  );
});

test('a folded word is found in a text as it is written', () => {
  expect(patternOf('oeuvre').exec('La belle Œuvre.')?.[0]).toBe('Œuvre');
  expect(patternOf('eleve').exec('L’élève, puis l’élévation')?.[0]).toBe('élève');
  expect(patternOf('eleve').test('des élèves')).toBe(false);
});
