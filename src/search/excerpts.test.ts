import { expect, test } from 'vitest';
import { bestPassage, type Target } from './excerpts.ts';

const target = (stem: string, worth = 1): Target => ({ stems: [stem], isPrefix: false, worth });
const written = (parts: readonly { text: string }[]): string => parts.map(({ text }) => text).join('');
const marked = (parts: readonly { text: string; match: boolean }[]): string[] =>
  parts.filter(({ match }) => match).map(({ text }) => text);

const filler =
  'Rien ne se passe dans cette phrase, qui est pourtant bien assez longue pour que l’on s’y arrête un moment. ';

test('the passage is where the words stand together, with their accents and forms marked', () => {
  const text = `${filler.repeat(4)}La cliente a résilié. ${filler.repeat(4)}Les clients résilient sans colère. ${filler.repeat(3)}`;
  const { parts, section } = bestPassage(
    'Un chapeau.',
    [{ id: null, heading: null, text }],
    [target('client'), target('resil')],
  );
  expect(marked(parts)).toEqual(['cliente', 'résilié']);
  expect(section?.text).toBe(text);
  expect(written(parts).length).toBeLessThanOrEqual(240);
  expect(written(parts).length).toBeGreaterThanOrEqual(160);
});

test('an elided article is not marked', () => {
  expect(marked(bestPassage('L’attente d’un écran.', [], [target('attent')]).parts)).toEqual(['attente']);
});

test('a section whose heading has the words is preferred', () => {
  const sections = [
    { id: 'a', heading: 'Autre chose', text: 'Le client.' },
    { id: 'b', heading: 'Le sens', text: 'Le client.' },
  ];
  expect(bestPassage('Chapeau.', sections, [target('client'), target('sen')]).section?.id).toBe('b');
});

test('without a match the standfirst is shown, cut at a word', () => {
  const { parts, section } = bestPassage(filler.repeat(5), [], [target('client')]);
  expect(section).toBeNull();
  expect(parts).toEqual([{ text: expect.stringMatching(/^Rien.*\S…$/), match: false }]);
});
