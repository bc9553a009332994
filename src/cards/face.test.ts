import { expect, test } from 'vitest';
import { aPicture, aPiece, aSummary } from '../../tests/factories.ts';
import { faceOf } from './face.ts';

test('the face of a card names the kind of the piece, its title and its authors', () => {
  const authors = [{ id: 'ada', kind: 'person' as const, name: 'Ada', role: null }];
  expect(faceOf(aSummary({ genre: 'opinion', title: 'Attendre', authors }), 'Verbatim')).toEqual({
    kicker: 'Opinion',
    advertisement: null,
    title: 'Attendre',
    voice: 'Par Ada',
    role: null,
    site: 'Verbatim',
    picture: null,
  });
});

test('an interview shows its number and its guest, a letter its sender', () => {
  const guest = { id: 'cy', name: 'Cy', role: 'Chef d’escale', organisation: 'Cars Méridien' };
  const interview = aSummary({ collection: 'interviews', guest, interviewNumber: 100 });
  expect(faceOf(interview, 'Verbatim')).toMatchObject({
    kicker: 'Entretien nº\u00a0100',
    voice: 'Cy',
    role: 'Chef d’escale, Cars Méridien',
  });
  const letter = aSummary({ collection: 'letters', sender: { name: 'Bo', title: 'Lecteur' } });
  expect(faceOf(letter, 'Verbatim')).toMatchObject({ kicker: 'Courrier', voice: 'Lettre de Bo', role: 'Lecteur' });
});

test('a sponsored piece is marked, and a drawing is named by its file', () => {
  const face = faceOf(aSummary({ sponsored: true, image: aPicture() }), 'Verbatim');
  expect(face).toMatchObject({ advertisement: 'Publicité', picture: 'comptoir-1a2b3c4d-1200.jpg' });
});

test('what the fonts lack is replaced, and a line never ends on a little word', () => {
  const { title } = faceOf(aSummary({ title: 'Qui a peur de la file\u202f?' }), 'Verbatim');
  expect(title).toBe('Qui a\u00a0peur de\u00a0la\u00a0file\u00a0?');
});

test('a card shows nothing of a body, open or closed, nor of what stands around it', () => {
  const secret = 'zqbody';
  const piece = aPiece({
    access: 'subscribers',
    standfirst: secret,
    openHtml: `<p>${secret}</p>`,
    openNotesHtml: `<li>${secret}</li>`,
    openToc: [{ id: secret, text: secret, number: null }],
    remaining: { minutes: 3, answers: 0, words: 700 },
    corrections: [{ date: '2026-03-03', kind: 'correction', text: secret }],
    disclosure: secret,
    readAlso: [aSummary({ title: secret })],
  });
  expect(JSON.stringify(faceOf(piece, 'Verbatim'))).not.toContain(secret);
});
