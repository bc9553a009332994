import { expect, test } from 'vitest';
import { stemOf } from './stems.ts';
import { fold } from './words.ts';

const families = [
  'client clients cliente clientes',
  'répondre répond répondu répondent répondait répondons',
  'résilier résilié résilie résiliation',
  'conseiller conseillers conseillère conseils',
  'rembourser remboursement remboursée remboursements',
  'cheval chevaux',
  'travail travaux',
  'petit petits petite petites',
  'prévenir prévient prévenue prévenus',
  'poissonnier poissonniers poissonnière',
  'payer paye paie paiement paient',
];

test.each(families)('one stem for %s', (family) => {
  expect(new Set(family.split(' ').map((word) => stemOf(fold(word)))).size).toBe(1);
});

test('other words keep their own, and numbers are left as they are', () => {
  expect(stemOf('patient')).not.toBe(stemOf('patenir'));
  expect(stemOf('attente')).not.toBe(stemOf('attaque'));
  expect(stemOf('12v5')).toBe('12v5');
});

test('a word that JavaScript has a meaning for is a word', () => {
  for (const word of ['constructor', 'tostring', '__proto__', 'valueof']) expect(stemOf(word)).toMatch(/^[a-z_]{3,}$/);
});
