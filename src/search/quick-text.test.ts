import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asWritten, forIndex, forShow } from './quick-text.ts';

const wordsSeen = (text: string): string[] =>
  forIndex(text)
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((word) => word !== '');

test('joined words are parted', () => {
  expect(wordsSeen('L’écoute du porte-parole, à Paris–Lyon')).toEqual([
    'ǀL',
    'écoute',
    'ǀdu',
    'porte',
    'parole',
    'ǀà',
    'Paris',
    'Lyon',
  ]);
});

test('a stop word and a lone letter can not be found, an acronym can', () => {
  expect(wordsSeen('A-t-il la R&D et le S.A.V.')).toEqual(['ǀA', 'ǀt', 'ǀil', 'ǀla', 'RD', 'ǀet', 'ǀle', 'SAV']);
});

test('a number in groups is one word, a ligature is two letters', () => {
  expect(wordsSeen('3\u202f000 œuvres en 2024')).toEqual(['3000', 'oeuvres', 'ǀen', '2024']);
});

test('no word of a text for show can be found', () => {
  expect(forShow('Entretien nº\u00a03, d’Abonnés').split(/[^\p{L}\p{N}]+/u)).toEqual([
    'ǀEntretien',
    'ǀnº',
    'ǀ3',
    'ǀd',
    'ǀAbonnés',
  ]);
});

test('what is shown is what was written, after white space was made plain', () => {
  const alphabet = [
    'a',
    'œ',
    'Æ',
    '’',
    '-',
    '–',
    '\u00a0',
    '\u202f',
    ' ',
    '1',
    '000',
    '«',
    '»',
    '?',
    'la',
    'R&D',
    '…',
    '/',
  ];
  const texts = fc.array(fc.constantFrom(...alphabet)).map((parts) =>
    parts
      .join('')
      .replace(/\s+/g, ([space]) => space ?? '')
      .trim(),
  );
  const plain = (copy: string) => copy.replace(/\s+/g, ' ').trim();
  fc.assert(
    fc.property(texts, (text) => {
      const typeset = text.replace(/(?<=\d) (?=000)/g, '\u202f').replace(/(?<=\d)\u00a0(?=000)/g, '\u202f');
      expect(asWritten(plain(forIndex(typeset)))).toBe(typeset);
      expect(asWritten(plain(forShow(typeset)))).toBe(typeset);
    }),
  );
});
