import { expect, test } from 'vitest';
import { aPiece, aSummary } from '../../tests/factories.ts';
import { type Candidates, relate } from './related.ts';
import type { Piece, PieceSummary } from './types.ts';

const piece = aPiece({ slug: 'soi', themes: [{ id: 'ecoute', name: 'L’écoute' }] });
const named = (...slugs: string[]) => slugs.map((slug) => aSummary({ slug }));
const nothing: Candidates = { sameGuest: () => [], repliedTo: () => [], sameTheme: () => [] };

function slugs(of: Piece, candidates: Partial<Candidates> = {}, shown: PieceSummary[] = []): string[] {
  return relate(of, shown, { ...nothing, ...candidates }).map((found) => `${found.reason.code} ${found.piece.slug}`);
}

test('the editors’ choice comes first and is completed to four', () => {
  const chosen = { ...piece, readAlso: named('a', 'b') };
  const sameTheme = () => named('c', 'd', 'e');
  expect(slugs(chosen, { sameTheme })).toEqual(['editor a', 'editor b', 'theme c', 'theme d']);
});

test('four chosen pieces are enough, and nothing is looked for', () => {
  const sameTheme = () => {
    throw new Error('asked in vain');
  };
  expect(slugs({ ...piece, readAlso: named('a', 'b', 'c', 'd') }, { sameTheme })).toHaveLength(4);
});

test('no piece comes twice, nor the piece itself, nor what the page shows already', () => {
  const chosen = { ...piece, readAlso: named('a', 'shown') };
  const sameTheme = () => named('soi', 'a', 'shown', 'b');
  expect(slugs(chosen, { sameTheme }, named('shown'))).toEqual(['editor a', 'theme b']);
});

test('an advertisement is never recommended, even when chosen', () => {
  const paid = aSummary({ slug: 'paye', sponsored: true });
  expect(slugs({ ...piece, readAlso: [paid] }, { sameTheme: () => [paid, ...named('a')] })).toEqual(['theme a']);
});

test('the same guest comes before the same theme, and a letter leads back to what it answers', () => {
  const guest = { id: 'ada', name: 'Ada', role: 'DRH', organisation: null };
  const candidates = { sameGuest: () => named('g'), repliedTo: () => named('r'), sameTheme: () => named('t') };
  expect(slugs({ ...piece, guest }, candidates)).toEqual(['guest g', 'theme t']);
  const letter = {
    sender: '',
    senderId: null,
    senderTitle: '',
    addressee: '',
    salutation: '',
    closing: '',
    signature: [],
    repliesTo: [],
  };
  expect(slugs({ ...piece, letter }, candidates)).toEqual(['replied-to r', 'theme t']);
});

test('the reason names the theme that both share', () => {
  const [found] = relate(piece, [], { ...nothing, sameTheme: () => named('t') });
  expect(found?.reason).toEqual({ code: 'theme', theme: 'L’écoute' });
});
