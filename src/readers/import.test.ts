import { expect, test } from 'vitest';
import { endOfDay, readGrants } from './readers.ts';

const NOW = new Date('2026-11-22T11:00:00Z');
const NONE = { until: null, reason: null };
const read = (csv: string, defaults: Parameters<typeof readGrants>[1] = NONE) => readGrants(csv, defaults, NOW);

test('a file says whom, until when and why', () => {
  const { grants, issues } = read('adresse,fin,motif\na@exemple.fr,2027-06-30,abonné papier\n');
  expect(issues).toEqual([]);
  expect(grants).toEqual([{ address: 'a@exemple.fr', until: '2027-06-30T22:00:00Z', reason: 'abonné papier' }]);
});

test('a spreadsheet’s semicolons, quotes, line ends, byte order mark and names of columns are understood', () => {
  const csv =
    '\uFEFFNom;E-mail;Échéance;Motif\r\n"Durand; Paul";"  A@Exemple.fr ";30/06/2027;"dit ""le pape"""\r\n;;;\r\n"deux\r\nlignes";b@exemple.fr;1/7/2027;x';
  const { grants, issues } = read(csv);
  expect(issues).toEqual([]);
  expect(grants.map(({ address, reason }) => [address, reason])).toEqual([
    ['a@exemple.fr', 'dit "le pape"'],
    ['b@exemple.fr', 'x'],
  ]);
});

test('what a line does not say comes from what was given for all', () => {
  const { grants } = read('courriel\na@exemple.fr', { until: '2027-01-31', reason: 'reprise' });
  expect(grants).toEqual([{ address: 'a@exemple.fr', until: '2027-01-31T23:00:00Z', reason: 'reprise' }]);
});

test('each mistake has its line, and the others count', () => {
  const lines = ['a@exemple', 'b@exemple.fr;2027-02-30;x', 'c@exemple.fr;2026-11-21;x', 'd@exemple.fr;2027-01-01;'];
  const twice = ['e@exemple.fr;2027-01-01;x', 'E@exemple.fr;2028-01-01;x'];
  const { grants, issues } = read(['adresse;fin;motif', ...lines, ...twice].join('\n'));
  expect(grants).toHaveLength(1);
  expect(issues).toEqual([
    { line: 2, reason: 'address', value: 'a@exemple' },
    { line: 3, reason: 'until', value: '2027-02-30' },
    { line: 4, reason: 'past', value: '2026-11-21' },
    { line: 5, reason: 'no-reason', value: 'd@exemple.fr' },
    { line: 7, reason: 'twice', value: 'E@exemple.fr' },
  ]);
});

test('a file without a column of addresses is none', () => {
  expect(read('nom;prénom\nx;y').issues).toMatchObject([{ reason: 'no-addresses' }]);
  expect(read('').issues).toMatchObject([{ reason: 'no-addresses' }]);
});

test('a day ends at midnight in Paris, summer and winter', () => {
  expect(endOfDay('2027-06-30')).toBe('2027-06-30T22:00:00Z');
  expect(endOfDay('31.12.2026')).toBe('2026-12-31T23:00:00Z');
  for (const text of ['', 'demain', '2027-13-01', '31/02/2027', '2027-06-30T10:00']) expect(endOfDay(text)).toBeNull();
});
