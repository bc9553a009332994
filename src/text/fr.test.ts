import { expect, test } from 'vitest';
import type { Contributor } from '../editorial/editorial.ts';
import { counted, fullDay } from './formats.ts';
import { fr, number, price } from './fr.ts';

const person = (name: string): Contributor => ({ id: 'x', kind: 'person', name, role: null });
const house: Contributor = { id: 'la-redaction', kind: 'organisation', name: 'La rédaction', role: null };
const NBSP = '\u00a0';
const THIN = '\u202f';

test('a date is written in full, in Paris time, and never parts from its month', () => {
  expect(fullDay('2026-11-19T06:30:00Z')).toBe(`jeudi 19${NBSP}novembre 2026`);
  expect(fullDay('2026-07-13T22:30:00Z')).toBe(`mardi 14${NBSP}juillet 2026`);
});

test('the first of a month is an ordinal', () => {
  expect(fr.shortDay('2026-03-01T12:00:00Z')).toBe(`1er${NBSP}mars 2026`);
  expect(fr.shortDay('2026-03-21T12:00:00Z')).toBe(`21${NBSP}mars 2026`);
});

test('an hour has its minutes unless they are none, and midnight is a day without an hour', () => {
  expect(fr.dayAndHour('2026-11-19T06:30:00Z')).toBe(`jeudi 19${NBSP}novembre 2026 à 7${NBSP}h${NBSP}30`);
  expect(fr.dayAndHour('2026-11-19T06:00:00Z')).toBe(`jeudi 19${NBSP}novembre 2026 à 7${NBSP}h`);
  expect(fr.dayAndHour('2026-11-18T23:00:00Z')).toBe(`jeudi 19${NBSP}novembre 2026`);
});

test('a list names today, yesterday, a day of this year and a day of another year', () => {
  const heading = fr.dayHeadings(new Date('2026-11-20T23:30:00Z'));
  expect(heading('2026-11-21T05:00:00Z')).toBe('Aujourd’hui');
  expect(heading('2026-11-20T05:00:00Z')).toBe('Hier');
  expect(heading('2026-11-19T05:00:00Z')).toBe(`Jeudi 19${NBSP}novembre`);
  expect(heading('2025-12-04T05:00:00Z')).toBe(`Jeudi 4${NBSP}décembre 2025`);
});

test('yesterday is the day before on the day of twenty-five hours too', () => {
  const heading = fr.dayHeadings(new Date('2026-10-25T22:30:00Z'));
  expect(heading('2026-10-25T00:30:00Z')).toBe('Aujourd’hui');
  expect(heading('2026-10-24T12:00:00Z')).toBe('Hier');
});

test('numbers, prices and counts follow French use', () => {
  expect(number(2014)).toBe(`2${THIN}014`);
  expect(number(2.8)).toBe('2,8');
  expect(price(11880, 'eur')).toBe(`118,80${NBSP}€`);
  expect(counted(0, 'réponse')).toBe(`0${NBSP}réponse`);
  expect(counted(1, 'réponse')).toBe(`1${NBSP}réponse`);
  expect(counted(2, 'réponse')).toBe(`2${NBSP}réponses`);
});

test('an offer gives its price by the week beside the price that is charged', () => {
  const offer = { id: 'a', label: 'A', lookupKey: 'a', amountCents: 11880, currency: 'eur', period: 'year' as const };
  expect(fr.offer.perPeriod(offer)).toBe('par an');
  expect(fr.offer.perWeek(offer)).toBe(`soit environ 2,28${NBSP}€ par semaine`);
  expect(fr.offer.perWeek({ ...offer, amountCents: 1290, period: 'month' })).toBe(
    `soit environ 2,98${NBSP}€ par semaine`,
  );
});

test('a byline joins its names, and the house signs what nobody does', () => {
  expect(fr.byline([])).toBe('La rédaction');
  expect(fr.byline([house])).toBe('Par la rédaction');
  expect(fr.byline([person('Ada'), person('Bo')])).toBe('Par Ada et Bo');
  expect(fr.byline([person('Ada'), person('Bo'), person('Cy')])).toBe('Par Ada, Bo et Cy');
});

test('a translation names its language with the right article', () => {
  expect(fr.translatedBy('en', person('Inès'))).toBe('Traduit de l’anglais par Inès');
  expect(fr.translatedBy('nl', person('Inès'))).toBe('Traduit du néerlandais par Inès');
});

test('the credit line says who asked, who translated and whom the editors thank', () => {
  const interview = { interviewers: [person('Ada')], language: 'fr', translator: null, thanks: null };
  expect(fr.credit(interview)).toBe('Propos recueillis par Ada.');
  expect(fr.credit({ ...interview, language: 'en', translator: person('Bo'), thanks: 'Merci à Cy.' })).toBe(
    'Propos recueillis par Ada. Traduit de l’anglais par Bo. Merci à Cy.',
  );
});

test('the wall says what remains', () => {
  expect(fr.wall.remains({ minutes: 6, answers: 3 })).toBe(`Il reste 6${NBSP}minutes de lecture et 3${NBSP}réponses.`);
  expect(fr.wall.remains({ minutes: 1, answers: 0 })).toBe(`Il reste 1${NBSP}minute de lecture.`);
  expect(fr.wall.remains({ minutes: 0, answers: 0 })).toBe('Il reste quelques lignes.');
});

test('a volume of a series is counted in words', () => {
  expect(fr.series('Les phrases', 1)).toBe('Les phrases, premier volet');
  expect(fr.series('Les phrases', 9)).toBe('Les phrases, 9e volet');
});
