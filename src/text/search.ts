import { counted, number } from './formats.ts';

type Kind = 'articles' | 'interviews' | 'letters' | 'studies';
type Access = 'public' | 'subscribers';
type Named = 'person' | 'organisation' | 'theme';

const KINDS: Record<Kind, string> = {
  articles: 'Articles',
  interviews: 'Entretiens',
  letters: 'Courrier',
  studies: 'Études',
};

const ACCESS: Record<Access, string> = { public: 'Ouvert à tous', subscribers: 'Pour les abonnés' };

const NAMED: Record<Named, string> = { person: 'personne', organisation: 'organisation', theme: 'thème' };

const FILTERS = {
  kind: 'Rubrique',
  theme: 'Thème',
  person: 'Personne',
  organisation: 'Organisation',
  year: 'Année',
  access: 'Accès',
} as const;

function quoted(words: string): string {
  return `«\u00a0${words}\u00a0»`;
}

/** The sentences of the search. A query stands in them as it was typed: whoever makes HTML of them escapes it. */
export const search = {
  way: 'Chercher',
  title: 'Chercher dans le magazine',
  description: 'Un mot, une phrase, un nom, une question\u00a0: tous les textes du magazine, depuis le premier jour.',
  intro: 'Un mot, une phrase entre guillemets, un nom, une question comme on la poserait à quelqu’un.',
  pageTitle: (query: string) => `${quoted(query)}, recherche`,
  label: 'Ce que vous cherchez',
  placeholder: 'un mot, un nom',
  submit: 'Chercher',
  shortName: (site: string) => site.slice(0, 16),

  number,
  results: (total: number) => (total === 0 ? 'Aucun résultat' : counted(total, 'résultat')),
  forQuery: 'pour',
  corrected: (typed: string) => `Rien pour ${quoted(typed)}\u00a0: voici ce que donne l’orthographe la plus proche.`,
  suggestion: 'Vouliez-vous dire',
  shortened: 'Votre recherche était longue\u00a0: nous n’en avons gardé que le début.',
  names: 'Dans le magazine\u00a0:',
  named: (kind: Named) => NAMED[kind],

  sort: 'Trier',
  sorts: { relevance: 'Par pertinence', date: 'Par date' },
  kinds: KINDS,
  allKinds: 'Tout',
  access: ACCESS,
  filters: 'Affiner',
  filter: FILTERS,
  chosen: 'Filtres choisis',
  remove: (label: string) => `Retirer le filtre ${label}`,
  removeAll: 'Tout retirer',
  more: (count: number) => `Voir les ${number(count)} autres`,
  inAnswer: 'Dans la réponse à',
  inPart: 'Dans la partie',
  study: 'Fiche d’étude',
  pager: { newer: 'Page précédente', older: 'Page suivante' },

  none: {
    unfiltered: (total: number) => `Sans filtre, ${counted(total, 'résultat')}`,
    advice: [
      'Retirez un mot, ou préférez-en un plus général.',
      'Un nom suffit souvent\u00a0: accents, majuscules et traits d’union ne comptent pas.',
      'Ôtez les guillemets, si la phrase n’est pas mot pour mot celle du texte.',
    ],
    write: 'Vous êtes sûr de l’avoir lu ici\u202f? Dites-nous ce dont vous vous souvenez\u00a0:',
    writeSubject: 'Un texte que je cherche',
  },

  open: 'Sans abonnement, la recherche lit ce qui est ouvert à tous\u00a0: les titres, les chapeaux, les textes ouverts et le début des autres.',
  how: {
    title: 'Comment chercher',
    ways: [
      {
        name: 'Comme cela vient',
        text: 'Accents, majuscules, pluriels et conjugaisons sont indifférents. Une faute de frappe se répare.',
      },
      {
        name: 'Mot pour mot',
        text: 'Entre guillemets, les mots doivent se suivre\u00a0: «\u00a0le temps des clients\u00a0».',
      },
      {
        name: 'Par un nom',
        text: 'Une personne, une entreprise\u00a0: ce qu’elle a dit, écrit, et ce qui en a été dit.',
      },
      {
        name: 'Sans laisser de trace',
        text: 'Ce que vous cherchez n’est pas enregistré.',
      },
    ],
    more: 'Le reste est dans l’aide',
  },
  themes: 'Par thème',
  questions: 'Par question',
  otherwise: 'Autrement',
} as const;
