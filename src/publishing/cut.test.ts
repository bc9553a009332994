import { expect, test } from 'vitest';
import { readBody } from './body.ts';
import { cut } from './cut.ts';
import { type Node, plainText } from './mdx.ts';

/** The open part of a body for subscribers, a line a block. */
function openPart(text: string, isInterview = false): string {
  const collection = isInterview ? 'interviews' : 'letters';
  const { body, issues } = readBody(`---\na: b\n---\n\n${text}`, 'x.mdx', collection, 'example.org', false);
  expect(issues).toEqual([]);
  return plainText(cut(body.blocks, 'subscribers', isInterview).open as Node[]);
}

const words = (count: number): string => Array.from({ length: count }, () => 'mot').join(' ');

test('the mark says where, and nothing after it is open', () => {
  expect(openPart('Un.\n\nDeux.\n\nTrois.\n\n<Paywall />\n\nQuatre.')).toBe('Un.\nDeux.\nTrois.');
  expect(openPart('<Paywall />\n\nQuatre.')).toBe('');
});

test('without a mark, two whole paragraphs at most', () => {
  expect(openPart('Un.\n\nDeux.\n\nTrois.')).toBe('Un.\nDeux.');
});

test('without a mark, 120 words at most over both paragraphs', () => {
  expect(openPart(`${words(60)}\n\n${words(60)}\n\nFin.`)).toBe(`${words(60)}\n${words(60)}`);
  expect(openPart(`${words(60)}\n\n${words(61)}\n\nFin.`)).toBe(words(60));
  expect(openPart(`${words(120)}\n\nFin.`)).toBe(words(120));
  expect(openPart(`${words(121)}\n\nFin.`)).toBe('');
});

test('never ends on a heading, and may begin with one', () => {
  expect(openPart('Un.\n\n## Titre\n\n- liste\n\nFin.')).toBe('Un.');
  expect(openPart('## Titre\n\nUn.\n\n## Autre\n\nDeux.\n\nTrois.')).toBe('Titre\nUn.\nAutre\nDeux.');
  expect(openPart('## Titre\n\n- liste\n\nFin.')).toBe('');
});

test('stops at the first block that is no paragraph', () => {
  expect(openPart('Un.\n\n> citation\n\nDeux.')).toBe('Un.');
});

test('always leaves something closed', () => {
  expect(openPart('Une seule phrase.')).toBe('');
  expect(openPart('Un.\n\nDeux.')).toBe('Un.');
});

test('the introduction of a letter counts as its first paragraph', () => {
  const introduction = '<Introduction>\n\nLe mot de la rédaction.\n\n</Introduction>';
  expect(openPart(`${introduction}\n\nUn.\n\nDeux.`)).toBe('Le mot de la rédaction.\nUn.');
});

test('an interview opens its introduction and its first answer', () => {
  const interview = 'Introduction.\n\n<Question id="qui" />\n\nUn.\n\nDeux.\n\n<Question id="sens" />\n\nTrois.';
  expect(openPart(interview, true)).toBe('Introduction.\nUn.\nDeux.');
});

test('a public piece is open whole', () => {
  const { body } = readBody('---\na: b\n---\n\nUn.\n\nDeux.', 'x.mdx', 'articles', 'example.org', false);
  expect(cut(body.blocks, 'public', false)).toEqual({ open: body.blocks, closed: [] });
});
