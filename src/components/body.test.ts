import { expect, test } from 'vitest';
import { withCredit, withoutQuotes } from './body.ts';

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
