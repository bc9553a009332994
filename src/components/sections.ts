import { fr } from '../text/fr.ts';
import { type PieceCollection, urls } from '../urls.ts';

/** The sections that the header names, and what it may mark as current. */
export type Section = PieceCollection | 'studies' | 'letter' | 'archives' | 'search' | 'subscribe';

const COLLECTIONS: PieceCollection[] = ['articles', 'interviews', 'letters'];

export const SECTIONS: { section: Section; name: string; path: string }[] = [
  ...COLLECTIONS.map((collection) => ({
    section: collection,
    name: fr.sections[collection],
    path: urls.list(collection),
  })),
  { section: 'studies', name: fr.browsing.studies, path: urls.studies() },
  { section: 'letter', name: fr.browsing.letter, path: urls.letter() },
  { section: 'archives', name: fr.browsing.archives, path: urls.archives() },
];
