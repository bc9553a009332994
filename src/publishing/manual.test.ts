import { expect, test } from 'vitest';
import { fieldTables } from './manual.ts';

function rowOf(name: string): string {
  return (
    fieldTables()
      .split('\n')
      .find((line) => line.startsWith(`| \`${name}\``)) ?? ''
  );
}

test('a key is shown with its need, its form and what it is for', () => {
  expect(rowOf('title')).toBe('| `title` | obligatoire | texte de 5 à 110 caractères | le titre |');
  expect(rowOf('status')).toMatch(/^\| `status` \| `draft` \| `draft`, `review`, `ready`, `withdrawn` \|/);
  expect(rowOf('themes')).toMatch(/\| liste de 1 à 3 : identifiant \|/);
});

test('what a key holds is shown below it', () => {
  expect(rowOf('image.alt')).toMatch(/obligatoire/);
  expect(rowOf('figures[].value')).toMatch(/\| nombre \|/);
  expect(rowOf('offers[].amountCents')).toMatch(/\| nombre entier \|/);
  expect(rowOf('repliesTo[].url')).toMatch(/adresse/);
});

test('every kind of file has its table, and none says twice what all pieces share', () => {
  expect(fieldTables().match(/^### /gm)).toHaveLength(12);
  expect(fieldTables().match(/^\| `standfirst`/gm)).toHaveLength(1);
});
