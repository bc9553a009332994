import type { PieceSummary } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';

/** The words above a title: what kind of piece it is. */
export function kindOf(piece: PieceSummary): string {
  if (piece.interviewNumber !== null) return fr.interviewNumber(piece.interviewNumber);
  return piece.genre === null ? fr.sectionKickers[piece.collection] : fr.genre(piece.genre);
}

/** Whose words a list announces: the guest of an interview, the sender of a letter, else the authors. */
export function voiceOf(piece: PieceSummary): string {
  if (piece.guest !== null) return `${piece.guest.name}, ${lowerFirst(fr.guest(piece.guest))}`;
  if (piece.sender !== null) return `${piece.sender.name}, ${lowerFirst(piece.sender.title)}`;
  return fr.byline(piece.authors);
}

/** A role inside a sentence: « Directrice » becomes « directrice », « DRH » stays. */
function lowerFirst(role: string): string {
  return /^\p{Lu}\p{Ll}/u.test(role) ? role.charAt(0).toLowerCase() + role.slice(1) : role;
}
