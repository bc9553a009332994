import { expect, test } from 'vitest';
import { mentionsOf } from './mentions.ts';
import type { PieceData } from './schemas.ts';

function mentions(given: Record<string, unknown>): Record<string, readonly string[]> {
  return Object.fromEntries(
    mentionsOf({ authors: [], themes: ['ecoute'], organisations: [], ...given } as never as PieceData),
  );
}

test('an article is gathered under its themes, its issue, its authors and the firms that it is about', () => {
  expect(mentions({ themes: ['ecoute', 'mesure'], issue: '2', authors: ['ada'], organisations: ['acme'] })).toEqual({
    'themes/ecoute': [],
    'themes/mesure': [],
    'issues/2': [],
    'who/ada': ['author'],
    'who/acme': ['subject'],
  });
});

test('an interview is gathered under everyone who made it, once each', () => {
  const own = {
    guest: 'bo',
    organisation: 'acme',
    interviewers: ['ada', 'cy'],
    translator: 'ada',
    organisations: ['acme'],
  };
  expect(mentions(own)).toEqual({
    'themes/ecoute': [],
    'who/bo': ['guest'],
    'who/ada': ['interviewer', 'translator'],
    'who/cy': ['interviewer'],
    'who/acme': ['employer', 'subject'],
  });
});

test('a letter is its sender’s alone', () => {
  expect(mentions({ sender: 'Luc Petit', authors: ['ada'] })).toEqual({
    'themes/ecoute': [],
    'sender/Luc Petit': ['sender'],
  });
});
