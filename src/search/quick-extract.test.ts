import { expect, test } from 'vitest';
import { extractOf } from './quick-extract.ts';
import { forIndex } from './quick-text.ts';

const TEXT = forIndex(
  'Un chapeau court. Une\u00a0question\u202f? On attend l’œuvre longtemps, dit-il. Puis rien. Une autre question\u202f? On n’attend plus. Jamais, ou presque, quand tout est prêt.',
).replace(/\s+/g, ' ');
const places = (word: string): number[] =>
  TEXT.split(' ').flatMap((token, place) => (token.includes(word) ? [place] : []));
const shown = (words: string[], anchors: Parameters<typeof extractOf>[2] = []) =>
  extractOf(TEXT, words.map(places), anchors)
    .parts.map(({ text, match }) => (match ? `[${text}]` : text))
    .join('');

test('without a match the text is shown from its beginning', () => {
  expect(shown([])).toBe(
    'Un chapeau court. Une\u00a0question\u202f? On attend l’œuvre longtemps, dit-il. Puis rien. Une autre question\u202f? On n’attend plus. Jamais, ou presque, quand tout\u00a0…',
  );
});

test('a match is shown with its sentence, without the article nor the signs around it', () => {
  expect(shown(['o\u2060e'])).toMatch(/^…\u00a0On attend l’\[œuvre\] longtemps/);
  expect(shown(['rien'])).toMatch(/^…\u00a0Puis \[rien\]\. Une/);
});

test('of several passages the one with most of the words is shown', () => {
  expect(shown(['attend', 'plus'])).toContain('On n’[attend] [plus].');
});

test('the extract stands under its heading, which is not repeated', () => {
  const [location = 0] = places('autre');
  const anchor = { id: 'q-autre', text: 'ǀUne ǀautre question\u2064 ?', location: location - 1 };
  const extract = extractOf(TEXT, [places('question')], [anchor]);
  expect(extract.anchor).toBeNull();
  expect(extractOf(TEXT, [places('plus')], [anchor])).toEqual({
    anchor,
    parts: [
      { text: 'On n’attend ', match: false },
      { text: 'plus', match: true },
      { text: '. Jamais, ou presque, quand tout est prêt.', match: false },
    ],
  });
});
