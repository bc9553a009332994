import type { PieceSummary } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';

/** What a card shows. The same face always gives the same card. */
export interface CardFace {
  kicker: string;
  /** « Publicité » for a sponsored piece. */
  advertisement: string | null;
  title: string;
  /** Who speaks: the guest, the sender, the authors. */
  voice: string;
  role: string | null;
  /** The name of the magazine. */
  site: string;
  /** The file under `media/` of the drawing that stands beside the text. */
  picture: string | null;
}

/** The face of the card of a piece. */
export function faceOf(piece: PieceSummary, site: string): CardFace {
  const genre = piece.genre === null ? fr.sectionKickers[piece.collection] : fr.genre(piece.genre);
  const { guest, sender } = piece;
  return typed({
    kicker: piece.interviewNumber === null ? genre : fr.interviewNumber(piece.interviewNumber),
    advertisement: piece.sponsored ? fr.advertisement : null,
    title: piece.title,
    voice: guest?.name ?? (sender === null ? fr.byline(piece.authors) : fr.letterFrom(sender.name)),
    role: guest === null ? (sender?.title ?? null) : fr.guest(guest),
    site,
    picture: piece.image?.fallback.name ?? null,
  });
}

/** The face of the card of la une and of all that is no piece. */
export function faceOfSite(site: string, tagline: string): CardFace {
  return typed({ kicker: '', advertisement: null, title: tagline, voice: '', role: null, site, picture: null });
}

/** The fonts have no narrow no-break space and no no-break hyphen. A line never ends on a word of one or two letters. */
function typed(face: CardFace): CardFace {
  const clean = (text: string) => text.replaceAll('\u202f', '\u00a0').replaceAll('\u2011', '-');
  return {
    ...face,
    kicker: clean(face.kicker),
    title: clean(face.title).replace(/(?<=^|[\s’])(\p{L}{1,2}) (?=\S)/gu, '$1\u00a0'),
    voice: clean(face.voice),
    role: face.role === null ? null : clean(face.role),
  };
}
