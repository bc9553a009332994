import type { RelatedReason } from '../editorial/editorial.ts';
import { counted, shortDay } from './formats.ts';

const WHY: Record<Exclude<RelatedReason['code'], 'theme'>, string> = {
  editor: 'Choix de la rédaction',
  guest: 'Du même invité',
  'replied-to': 'À quoi répond cette lettre',
};

/** The words around a text: what leads through it, and from it to others. */
export const around = {
  edition: (day: string) => `La lettre du ${shortDay(day)}`,
  why: (reason: RelatedReason) => (reason.code === 'theme' ? `Même thème\u00a0: ${reason.theme}` : WHY[reason.code]),
  contents: 'Sommaire',
  share: {
    title: 'Partager',
    copy: 'Copier le lien',
    copied: 'Lien copié',
    email: 'Par courriel',
    linkedIn: 'Sur LinkedIn',
  },
  series: {
    title: (name: string) => `La série «\u00a0${name}\u00a0»`,
    part: (rank: number) => `Volet ${rank}`,
    current: 'Vous lisez ce volet',
    previous: 'Volet précédent',
    next: 'Volet suivant',
  },
  sameQuestions: 'Les mêmes questions, d’autres réponses',
} as const;

/** The words of `/entretiens/questions/`. */
export const questions = {
  title: 'Questions',
  heading: 'Les mêmes questions',
  intro:
    'Chaque invité répond aux mêmes questions. Lues côte à côte, ses réponses disent ce qu’un métier tient pour évident, et ce que les autres n’auraient pas dit.',
  fromList: 'Lire les réponses par question',
  count: (count: number) => counted(count, 'réponse'),
  to: 'à',
  collection: (count: number, title: string) => `${counted(count, 'réponse')} à «\u00a0${title}\u00a0»`,
  description: (wording: string, count: number) =>
    `${wording} ${counted(count, 'réponse')}, côte à côte, des invités de nos entretiens.`,
  asked: 'La question, telle qu’elle a été posée',
  toAnswer: 'Lire la réponse entière',
  toInterview: 'Lire l’entretien',
  closed: 'Cette réponse est réservée aux abonnés.',
  toOpenPart: 'Lire le début de l’entretien',
  navigation: 'Les autres questions',
  previous: 'Question précédente',
  next: 'Question suivante',
} as const;

/** The words of `/etudes/`. */
export const studies = {
  title: 'Études',
  intro: 'Les enquêtes et les baromètres que nous citons, avec leurs chiffres, leur méthode et leur source.',
  kicker: 'Étude',
  empty: 'Aucune étude n’est encore parue.',
  count: (count: number) => counted(count, 'chiffre'),
  unit: (count: number) => (count < 2 ? 'chiffre' : 'chiffres'),
  by: (commissioner: string, sample: string) => `${commissioner}. ${sample}.`,
  description: (title: string, commissioner: string, figures: number) =>
    `${title}, ${commissioner}\u00a0: ${counted(figures, 'chiffre')}, la méthode et la source.`,
  figures: 'Les chiffres',
  table: 'En tableau',
  columns: { label: 'Ce qui est mesuré', value: 'Valeur', base: 'Base' },
  wholeSample: 'Ensemble',
  tableLabel: (title: string) => `Tableau\u00a0: ${title}`,
  method: 'La méthode',
  pieces: 'Ce que nous en avons écrit',
  page: 'Tous les chiffres de l’étude',
  wall: 'Les chiffres sont réservés aux abonnés',
  remains: (figures: number) => `Cette étude compte ${counted(figures, 'chiffre')}.`,
} as const;
