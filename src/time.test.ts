import { expect, test } from 'vitest';
import { nextParisHour, nextParisMidnight, parisInstant } from './time.ts';

test.each([
  ['2026-11-19', '2026-11-18T23:00:00Z'],
  ['2026-11-19T07:30', '2026-11-19T06:30:00Z'],
  ['2026-07-14T07:30', '2026-07-14T05:30:00Z'],
  ['2026-03-29T02:30', '2026-03-29T01:30:00Z'],
  ['2026-10-25T02:30', '2026-10-25T00:30:00Z'],
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['2026-1-1', null],
  ['2026-11-19T24:00', null],
  ['2026-11-19T07:30:00', null],
  ['19/11/2026', null],
])('%s in Paris is %s', (local, instant) => {
  expect(parisInstant(local)).toBe(instant);
});

test('midnight in Paris comes after 23 or 25 hours on the days when clocks change', () => {
  expect(nextParisMidnight(new Date('2026-03-28T23:00:00Z'))).toEqual(new Date('2026-03-29T22:00:00Z'));
  expect(nextParisMidnight(new Date('2026-10-24T22:00:00Z'))).toEqual(new Date('2026-10-25T23:00:00Z'));
});

test('the next hour is today while it is still to come, else tomorrow', () => {
  expect(nextParisHour('07:00', new Date('2026-11-21T05:59:59Z'))).toEqual(new Date('2026-11-21T06:00:00Z'));
  expect(nextParisHour('07:00', new Date('2026-11-21T06:00:00Z'))).toEqual(new Date('2026-11-22T06:00:00Z'));
});

test('every hour of four years is converted as the calendar of Temporal does', () => {
  for (let hour = Date.UTC(1995, 0, 1); hour < Date.UTC(1997, 0, 1); hour += 3_600_000) check(hour);
  for (let hour = Date.UTC(2026, 0, 1); hour < Date.UTC(2028, 0, 1); hour += 3_600_000) check(hour);
  function check(time: number): void {
    const local = new Date(time).toISOString().slice(0, 16);
    const expected = Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Paris').toInstant().toString();
    if (parisInstant(local) !== expected) expect(`${local} ${parisInstant(local)}`).toBe(`${local} ${expected}`);
  }
});
