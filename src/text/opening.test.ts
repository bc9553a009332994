import { expect, test } from 'vitest';
import { openingOf, splitIntroduction, textOf } from './opening.ts';

test('the words of the editors are parted from a letter, whatever they hold', () => {
  const introduction = '<div class="introduction"><p>Nous.</p><div class="table"><table></table></div></div>';
  expect(splitIntroduction(`${introduction}<p>Monsieur,</p>`)).toEqual({ introduction, text: '<p>Monsieur,</p>' });
  expect(splitIntroduction('<p>Monsieur,</p>')).toEqual({ introduction: '', text: '<p>Monsieur,</p>' });
});

test('a letter opens on its own words, not on those of the editors nor on those it quotes', () => {
  const html = `<div class="introduction"><p>Nous.</p></div><blockquote><p>Vous.</p></blockquote><p>Moi.</p><p>Encore moi.</p><p>Fin.</p>`;
  expect(openingOf(html, 100)).toBe('Moi. Encore moi.');
});

test('the text of a fragment has no tags, no note calls and no entities', () => {
  const html =
    '<p>Un <em>mot</em> &#x26; un\u00a0autre<sup><a href="#fn-1" role="doc-noteref">1</a></sup>,\n et &lt;rien&gt;.</p>';
  expect(textOf(html)).toBe('Un mot & un\u00a0autre, et <rien>.');
});
