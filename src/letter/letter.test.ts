import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSummary } from '../../tests/factories.ts';
import type { EditionFile, EditionMaterial, PieceSummary } from '../editorial/editorial.ts';
import { composeEdition as compose } from './letter.ts';

/** Friday's letter: what came out from Thursday 7 h to Friday 7 h, in Paris. */
const FRIDAY = { date: '2026-11-20', after: '2026-11-19T06:00:00Z', until: '2026-11-20T06:00:00Z' };
const file = (given: Partial<EditionFile> = {}): EditionFile => ({
  subject: null,
  preheader: null,
  extracts: [],
  html: '',
  ...given,
});

function material(pieces: Partial<PieceSummary>[], given: Partial<EditionMaterial> = {}): EditionMaterial {
  const dated = pieces.map((piece, index) =>
    aSummary({ slug: `p-${index}`, publishedAt: '2026-11-19T17:00:00Z', ...piece }),
  );
  return { day: FRIDAY, file: null, pieces: dated, total: dated.length, ...given };
}

const composeEdition = ({ pieces, file, day, total }: EditionMaterial) => compose(pieces, file, day, total);
const slugs = (pieces: readonly PieceSummary[]) => pieces.map(({ slug }) => slug);

test('without a file the subject is the title of the most telling piece, and the line after it its standfirst', () => {
  const edition = composeEdition(
    material([
      { genre: 'brief', title: 'Une brève' },
      { collection: 'interviews', genre: null, title: 'Un entretien', standfirst: 'Deux phrases. Et une autre.' },
    ]),
  );
  expect(edition).toMatchObject({ subject: 'Un entretien', preheader: 'Deux phrases. Et une autre.', words: null });
  expect(slugs(edition.pieces)).toEqual(['p-1', 'p-0']);
});

test('a title that is too long for a subject gives way to its short form, or is cut at a word', () => {
  const title = 'Un titre qui n’en finit pas de finir, et que nul programme de courrier ne montrerait en entier';
  expect(composeEdition(material([{ title, shortTitle: 'Un titre' }])).subject).toBe('Un titre');
  const cut = composeEdition(material([{ title }])).subject;
  expect(cut.length).toBeLessThanOrEqual(70);
  expect(cut).toMatch(/…$/);
});

test('what the editors wrote goes before what the rule would write', () => {
  const written = file({ subject: 'Objet', preheader: 'Suite', html: '<p>Bonjour,</p>' });
  expect(composeEdition(material([{}], { file: written }))).toMatchObject({
    subject: 'Objet',
    preheader: 'Suite',
    words: '<p>Bonjour,</p>',
  });
});

test('the newest letter from a reader stands apart, and an advertisement comes last and gives no subject', () => {
  const edition = composeEdition(
    material([
      { sponsored: true, title: 'Payé' },
      { collection: 'letters', genre: null, title: 'Une lettre' },
      { collection: 'letters', genre: null, title: 'Une autre lettre' },
      { genre: 'brief', title: 'Une brève' },
    ]),
  );
  expect(edition.letter?.slug).toBe('p-1');
  expect(slugs(edition.pieces)).toEqual(['p-3', 'p-2', 'p-0']);
  expect(edition.subject).toBe('Une brève');
});

test('a letter that is alone gives the subject', () => {
  const edition = composeEdition(material([{ collection: 'letters', genre: null, title: 'Une lettre' }]));
  expect(edition).toMatchObject({ subject: 'Une lettre', pieces: [] });
});

test('a day on which the editors alone speak has a subject all the same', () => {
  const words = '<p>Rien.</p>';
  expect(composeEdition(material([], { file: file({ html: words }) })).subject).toBe(
    'La lettre du 20\u00a0novembre 2026',
  );
  const extracts = [{ quote: 'Une phrase', piece: aSummary({ title: 'Un texte ancien' }) }];
  expect(composeEdition(material([], { file: file({ extracts }) })).subject).toBe('Un texte ancien');
});

test('nothing that came out after the hour is in it, nor what the letter before had', () => {
  const early = { publishedAt: '2026-11-19T06:00:00Z' };
  const onTime = { publishedAt: '2026-11-20T06:00:00Z' };
  const late = { publishedAt: '2026-11-20T06:00:01Z' };
  const extracts = [early, onTime, late].map((given) => ({ quote: 'Une phrase', piece: aSummary(given) }));
  const edition = composeEdition(material([early, onTime, late], { file: file({ extracts }) }));
  expect(slugs(edition.pieces)).toEqual(['p-1']);
  expect(edition.extracts).toHaveLength(2);
});

test('whatever is published later changes nothing', () => {
  const instant = fc.integer({ min: 0, max: 96 }).map((hours) => {
    return new Date(Date.parse('2026-11-18T06:00:00Z') + hours * 3_600_000).toISOString().replace('.000', '');
  });
  fc.assert(
    fc.property(fc.array(instant, { maxLength: 8 }), (instants) => {
      const all = instants.map((publishedAt) => ({ publishedAt }));
      const out = all.filter(({ publishedAt }) => publishedAt <= FRIDAY.until);
      const known = (pieces: { publishedAt: string }[]) =>
        material(pieces.map((piece, index) => ({ ...piece, slug: `p-${piece.publishedAt}-${index}` })));
      const ofAll = composeEdition(known(all));
      const ofOut = composeEdition(known(out));
      expect(ofAll.pieces.map(({ publishedAt }) => publishedAt)).toEqual(
        ofOut.pieces.map(({ publishedAt }) => publishedAt),
      );
      expect(ofAll.subject).toBe(ofOut.subject);
    }),
  );
});

test('the next letter may leave on the working day that follows', () => {
  const nextAfter = (date: string) => composeEdition(material([{}], { day: { ...FRIDAY, date } })).next;
  expect(['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'].map(nextAfter)).toEqual([
    '2026-11-20',
    '2026-11-23',
    '2026-11-23',
    '2026-11-23',
  ]);
});

test('what is not named is counted', () => {
  expect(composeEdition(material([{}, {}], { total: 7 })).others).toBe(5);
});
