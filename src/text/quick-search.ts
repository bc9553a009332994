import type { Gathering } from '../urls.ts';

/** The words of search as you type. `{n}` stands for a number that the browser fills in, `{q}` for what was typed. */
export const quickSearch = {
  label: 'Recherche instantanée',
  field: 'Chercher un mot, un nom, un thème',
  close: 'Fermer',
  keys: 'Flèches pour parcourir, Entrée pour ouvrir, Échap pour fermer.',
  groups: {
    pieces: 'Textes',
    people: 'Personnes',
    organisations: 'Organisations',
    themes: 'Thèmes',
  } satisfies Record<Gathering | 'pieces', string>,
  kinds: { people: 'Personne', organisations: 'Organisation', themes: 'Thème' } satisfies Record<Gathering, string>,
  all: 'Voir tous les résultats',
  allOfNone: 'Chercher dans tout le magazine',
  searching: 'Recherche…',
  one: '1\u00a0proposition',
  several: '{n}\u00a0propositions',
  none: 'Aucune proposition pour «\u00a0{q}\u00a0»',
  noneHow: 'La recherche complète va plus loin\u00a0: pour les abonnés, elle lit aussi les textes entiers.',
  failed: 'La recherche instantanée ne répond pas. La recherche complète reste ouverte.',
} as const;
