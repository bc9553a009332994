import { expect, test } from 'vitest';
import { openingOf, splitIntroduction, withCredit, withoutQuotes } from './body.ts';

test('the words of the editors are parted from a letter, whatever they hold', () => {
  const introduction = '<div class="introduction"><p>Nous.</p><div class="table"><table></table></div></div>';
  expect(splitIntroduction(`${introduction}<p>Monsieur,</p>`)).toEqual({ introduction, text: '<p>Monsieur,</p>' });
  expect(splitIntroduction('<p>Monsieur,</p>')).toEqual({ introduction: '', text: '<p>Monsieur,</p>' });
});

test('a letter opens on its own words, not on those of the editors nor on those it quotes', () => {
  const html = `<div class="introduction"><p>Nous.</p></div><blockquote><p>Vous.</p></blockquote><p>Moi.</p><p>Encore moi.</p><p>Fin.</p>`;
  expect(openingOf(html, 100)).toBe('Moi. Encore moi.');
});

test('the credit line stands before the coda, else at the end', () => {
  expect(withCredit('<p>A</p>', 'Ada & Bo.')).toBe('<p>A</p><p class="credit-line">Ada &amp; Bo.</p>');
  expect(withCredit('<p>A</p><hr class="coda"><div class="coda"></div>', 'Ada.')).toBe(
    '<p>A</p><p class="credit-line">Ada.</p><hr class="coda"><div class="coda"></div>',
  );
});

test('a text that is one quotation loses its own guillemets', () => {
  expect(withoutQuotes('«\u00a0Oui.\u00a0»')).toBe('Oui.');
  expect(withoutQuotes('«\u00a0Oui\u00a0» ou «\u00a0non\u00a0»')).toBe('«\u00a0Oui\u00a0» ou «\u00a0non\u00a0»');
});
