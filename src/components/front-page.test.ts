import { expect, test } from 'vitest';
import { aPiece, anEditorial } from '../../tests/factories.ts';
import type { Editorial, Piece } from '../editorial/editorial.ts';
import { composeFrontPage, type FrontPage } from './front-page.ts';

const NOW = new Date('2026-11-20T09:00:00Z');

/** Pieces an hour apart, the first the newest. */
function magazine(pieces: Partial<Piece>[], more: Partial<Editorial> = {}): Editorial {
  const dated = pieces.map((given, index) =>
    aPiece({ slug: `p-${index}`, publishedAt: `2026-11-19T${String(20 - index).padStart(2, '0')}:00:00Z`, ...given }),
  );
  return { ...anEditorial({ pieces: dated }), ...more };
}

const figure = { id: 'f', value: 71, unit: '%', label: 'attendent', base: null };
const study = {
  id: 'barometre',
  title: 'Baromètre',
  commissioner: 'L’Observatoire',
  sample: '2 014',
  population: 'Adultes',
  fieldwork: 'Septembre',
  source: { title: 'Rapport', url: 'https://exemple.fr/' },
  access: 'public' as const,
  figureCount: 1,
  figures: [figure],
};
const letter = {
  sender: 'Ada',
  senderTitle: 'Lectrice',
  addressee: 'Bo',
  salutation: 'Monsieur,',
  closing: 'Bien à vous.',
  signature: ['Ada'],
  senderId: null,
  repliesTo: [],
};

function shown({ lead, letter, figure, interview, archive, latest }: FrontPage): string[] {
  const slots = [lead, letter?.piece, figure?.piece, interview?.piece, archive?.piece, ...latest];
  return slots.flatMap((piece) => piece?.slug ?? []);
}

test('an empty magazine has no slot at all', () => {
  expect(composeFrontPage(magazine([]), NOW)).toEqual({
    lead: null,
    letter: null,
    figure: null,
    interview: null,
    archive: null,
    latest: [],
  });
});

test('one piece leads, whatever it is', () => {
  for (const collection of ['articles', 'interviews', 'letters'] as const) {
    const front = composeFrontPage(magazine([{ collection }]), NOW);
    expect(shown(front)).toEqual(['p-0']);
    expect(front.lead?.slug).toBe('p-0');
  }
});

test('a brief or an advertisement does not lead while something else can', () => {
  const front = composeFrontPage(magazine([{ genre: 'brief' }, { sponsored: true }, { genre: 'case' }]), NOW);
  expect(front.lead?.slug).toBe('p-2');
  expect(front.latest.map(({ slug }) => slug)).toEqual(['p-0', 'p-1']);
});

test('no piece is shown twice, and none of the newest is forgotten', () => {
  const pieces: Partial<Piece>[] = [
    { collection: 'interviews' },
    { collection: 'letters', letter, openHtml: '<p>Vous avez cherché loin.</p>' },
    {},
    { genre: 'study', study },
    { collection: 'interviews' },
    { collection: 'letters', letter },
  ];
  const answers = [{ questionId: 'qui', wording: 'Qui\u202f?', html: '<p>Moi.</p>', text: 'Moi.' }];
  const front = composeFrontPage(magazine(pieces, { studies: () => [study], openAnswers: () => answers }), NOW);
  expect(front.lead?.slug).toBe('p-2');
  expect(front.letter?.extract).toBe('Vous avez cherché loin.');
  expect(front.figure).toMatchObject({ figure, piece: { slug: 'p-3' } });
  expect(front.interview).toMatchObject({ piece: { slug: 'p-0' }, answer: 'Moi.' });
  expect(shown(front).toSorted()).toEqual(['p-0', 'p-1', 'p-2', 'p-3', 'p-4', 'p-5']);
});

test('the interview shows its most telling open answer, and without one it stays among the latest', () => {
  const pieces: Partial<Piece>[] = [{}, { collection: 'interviews' }];
  const answer = (questionId: string) => ({
    questionId,
    wording: questionId,
    html: '',
    text: `Réponse ${questionId}.`,
  });
  const told = composeFrontPage(magazine(pieces, { openAnswers: () => [answer('qui'), answer('sens')] }), NOW);
  expect(told.interview?.answer).toBe('Réponse sens.');
  const silent = composeFrontPage(magazine(pieces, { openAnswers: () => [] }), NOW);
  expect(silent.interview).toBeNull();
  expect(silent.latest.map(({ slug }) => slug)).toEqual(['p-1']);
});

test('the figure changes from one week to the next and comes from the whole sample', () => {
  const figures = [figure, { ...figure, id: 'g' }, { ...figure, id: 'part', base: '18-34 ans' }];
  const editorial = magazine([], { studies: () => [{ ...study, figures }] });
  const idOn = (day: string) => composeFrontPage(editorial, new Date(`${day}T09:00:00Z`)).figure?.figure.id;
  expect(new Set([idOn('2026-11-19'), idOn('2026-11-26')])).toEqual(new Set(['f', 'g']));
  expect(idOn('2026-11-20')).toBe(idOn('2026-11-21'));
});

test('a study whose figures are closed gives no figure', () => {
  const front = composeFrontPage(magazine([{}], { studies: () => [{ ...study, figures: null }] }), NOW);
  expect(front.figure).toBeNull();
});

test('an advertisement never stands under the figure of the week', () => {
  const front = composeFrontPage(
    magazine([{}, { genre: 'study', study, sponsored: true }], { studies: () => [study] }),
    NOW,
  );
  expect(front.figure).toMatchObject({ figure, piece: null });
});

test('what is recalled of this week is no brief, no advertisement and nothing that already stands on the page', () => {
  const old = (slug: string, given: Partial<Piece> = {}) => ({ piece: aPiece({ slug, ...given }), years: 5 });
  const recalled = [
    old('p-0'),
    old('payee', { sponsored: true }),
    old('breve', { genre: 'brief' }),
    old('ancienne', { publishedAt: '2021-11-19T07:00:00Z' }),
  ];
  const front = composeFrontPage(magazine([{}, {}], { anniversaries: () => recalled }), NOW);
  expect(front.archive?.piece.slug).toBe('ancienne');
  expect(shown(front)).toEqual(['p-0', 'ancienne', 'p-1']);
});
