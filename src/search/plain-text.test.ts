import { expect, test } from 'vitest';
import { blocksOf, plainText, sectionsOf } from './plain-text.ts';

test('blocks stand on their lines, and what is inside a sentence stays in it', () => {
  expect(plainText('<p>Un <em>mot</em> &amp; <strong>deux</strong>.</p><ul><li>un</li><li>deux</li></ul>')).toBe(
    'Un mot & deux.\nun\ndeux',
  );
});

test('drawings, anchors and marks of notes are left out', () => {
  const html = `<h2 id="a">Titre<a class="anchor" href="#a" aria-label="Lien">#</a></h2><p>Dit<sup><a href="#fn">1</a></sup>.</p>
<figure><svg><text>73</text></svg><figcaption>Légende</figcaption></figure><li>Note <a href="#r" class="note-back">↩</a></li>`;
  expect(plainText(html)).toBe('Titre\nDit.\nLégende\nNote');
});

test('sections bear the anchor and the words of their heading, without its number', () => {
  const html =
    '<p>Avant.</p><h2 id="q-sens" class="question">Le sens ?<a class="anchor" href="#q-sens">#</a></h2><div class="answer"><p>Oui.</p></div>' +
    '<h2 id="deux" class="numbered"><span class="number">2</span>Deuxième</h2><p>Fin.</p>';
  expect(sectionsOf(html)).toEqual([
    { id: null, heading: null, text: 'Avant.' },
    { id: 'q-sens', heading: 'Le sens ?', text: 'Oui.' },
    { id: 'deux', heading: 'Deuxième', text: 'Fin.' },
  ]);
});

test('the credit of a picture is left out, and who speaks is parted from what is said', () => {
  expect(plainText('<figcaption>Légende <span class="credit">Dessin</span></figcaption>')).toBe('Légende');
  expect(plainText('<p class="line"><span class="who">Elle</span> Non.</p>')).toBe('Elle\u00a0: Non.');
});

test('a text is its headings, with their addresses, and its paragraphs', () => {
  expect(blocksOf('<p>Avant.</p><h2 id="fin">Fin</h2><p>Un.</p><p>Deux.</p>')).toEqual([
    { id: null, text: 'Avant.' },
    { id: 'fin', text: 'Fin' },
    { id: null, text: 'Un.' },
    { id: null, text: 'Deux.' },
  ]);
});

test('broken HTML is no reason to throw', () => {
  for (const html of ['<', '<p', '<svg>', '</', '&#xffffffff;', '&unknown;', '<sup>'])
    expect(() => plainText(html)).not.toThrow();
});

test('an entity that is none stays as it was written', () => {
  expect(plainText('<p>&constructor; &eacute</p>')).toBe('&constructor; &eacute');
});
