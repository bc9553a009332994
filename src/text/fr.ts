/** Every sentence of the interface that readers see, typeset: no-break (U+00A0) and narrow no-break (U+202F) spaces. */
import type {
  Contributor,
  Correction,
  Genre,
  InterviewDetails,
  Offer,
  PieceCollection,
  PieceSummary,
} from '../editorial/editorial.ts';
import { clock, counted, dayOf, fullDay, number, price, shortDay, weekday } from './formats.ts';
import { account } from './account.ts';
import { browsing } from './browsing.ts';
import { around, questions, studies } from './reading.ts';
import { dailyLetter } from './daily-letter.ts';
import { feeds } from './feeds.ts';
import { house } from './house.ts';
import { leaving } from './leaving.ts';
import { leavingMails } from './leaving-mails.ts';
import { lost } from './lost.ts';
import { mails } from './mails.ts';
import { ordering } from './ordering.ts';
import { quickSearch } from './quick-search.ts';
import { refusals } from './refusals.ts';
import { salesMails } from './sales-mails.ts';
import { search } from './search.ts';
import { subscription } from './subscription.ts';

export { excerpt } from './excerpt.ts';
export { clock, number, price } from './formats.ts';
export { openingOf, splitIntroduction } from './opening.ts';

const GENRES: Record<Genre, string> = {
  investigation: 'Enquête',
  analysis: 'Analyse',
  opinion: 'Opinion',
  lessons: 'Leçons',
  study: 'Étude',
  case: 'Cas client',
  document: 'Document',
  brief: 'Brève',
  selection: 'Sélection',
};

const CORRECTIONS: Record<Correction['kind'], string> = {
  correction: 'Correction',
  precision: 'Précision',
  update: 'Mise à jour',
  'right-of-reply': 'Droit de réponse',
};

const RANKS = ['premier', 'deuxième', 'troisième', 'quatrième', 'cinquième', 'sixième', 'septième', 'huitième'];

const languageNames = new Intl.DisplayNames('fr', { type: 'language' });

/** `A`, `A et B`, `A, B et C`. */
function listed(names: string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} et ${names.at(-1)}`;
}

/** A name inside a sentence: an organisation's article loses its capital, « par la rédaction ». */
function inSentence(contributor: Contributor): string {
  if (contributor.kind === 'person') return contributor.name;
  return contributor.name.replace(/^(La|Le|Les|L’)(?=\s|\p{Lu})/u, (article) => article.toLowerCase());
}

type NameOf = (contributor: Contributor, name: string) => string;

const plainName: NameOf = (_contributor, name) => name;

/** Offers are priced by the month or by the year; a week is a fifty-second of a year. */
function centsPerWeek(offer: Offer): number {
  return Math.round((offer.period === 'year' ? offer.amountCents : offer.amountCents * 12) / 52);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A role inside a sentence: « Directrice » becomes « directrice », « DRH » stays. */
function lowerFirst(role: string): string {
  return /^\p{Lu}\p{Ll}/u.test(role) ? role.charAt(0).toLowerCase() + role.slice(1) : role;
}

export const fr = {
  skip: 'Aller au contenu',
  sections: { articles: 'Articles', interviews: 'Entretiens', letters: 'Courrier' } satisfies Record<
    PieceCollection,
    string
  >,
  sectionIntros: {
    articles: 'Enquêtes, analyses, études et cas : ce que les entreprises font de la parole de leurs clients.',
    interviews: 'Les mêmes questions à chaque invité, et jamais deux fois la même réponse.',
    letters: 'Les lecteurs répondent. Leurs lettres sont publiées telles qu’elles nous parviennent.',
  } satisfies Record<PieceCollection, string>,
  sectionKickers: { articles: 'Article', interviews: 'Entretien', letters: 'Courrier' } satisfies Record<
    PieceCollection,
    string
  >,
  sectionsLabel: 'Rubriques',
  subscribe: 'S’abonner',
  home: 'La une',
  backHome: 'Retour à la une',
  readOn: 'Lire la suite',
  refusals,
  account,
  leaving,
  leavingMails,
  ordering,
  homeOf: (site: string) => `${site}, retour à la une`,
  footerLabel: 'Le site',
  feed: 'Flux RSS',
  genre: (genre: Genre) => GENRES[genre],
  interviewNumber: (rank: number) => `Entretien nº\u00a0${rank}`,
  advertisement: 'Publicité',
  subscribersOnly: 'Abonnés',

  dayKey: dayOf,
  dayAndHour: (iso: string) => {
    const hour = clock(iso);
    return hour === null ? fullDay(iso) : `${fullDay(iso)} à ${hour}`;
  },
  /** Names the day of an instant, in a list read at `now`. */
  dayHeadings: (now: Date) => {
    const today = dayOf(now.toISOString());
    const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
    return (iso: string) => {
      const day = dayOf(iso);
      if (day === today) return 'Aujourd’hui';
      if (day === yesterday) return 'Hier';
      return capitalised(day.startsWith(today.slice(0, 5)) ? weekday(iso) : fullDay(iso));
    };
  },
  dateline: (now: Date) => capitalised(fullDay(now.toISOString())),
  shortDay,
  published: (iso: string) => `Publié le ${fr.dayAndHour(iso)}`,
  updated: (iso: string) => `Mis à jour le ${fr.dayAndHour(iso)}`,
  reading: (minutes: number) => `${counted(minutes, 'minute')} de lecture`,
  readingShort: (minutes: number) => `${minutes}\u00a0min`,

  houseByline: 'La rédaction',
  /** `nameOf` writes each name as it stands in the sentence: a page makes links of them. */
  byline: (authors: Contributor[], nameOf: NameOf = plainName) =>
    authors.length === 0 ? fr.houseByline : `Par ${listed(authors.map((one) => nameOf(one, inSentence(one))))}`,
  interviewedBy: (interviewers: Contributor[], nameOf: NameOf = plainName) =>
    `Propos recueillis par ${listed(interviewers.map((one) => nameOf(one, inSentence(one))))}`,
  translatedBy: (language: string, translator: Contributor, nameOf: NameOf = plainName) => {
    const name = languageNames.of(language) ?? language;
    return `Traduit ${/^[aeéèiouh]/.test(name) ? 'de l’' : 'du '}${name} par ${nameOf(translator, inSentence(translator))}`;
  },
  /** The line that closes an interview: who asked, who translated, whom the editors thank. */
  credit: ({ interviewers, language, translator, thanks }: InterviewDetails) => {
    const sentences = [
      fr.interviewedBy(interviewers),
      translator === null ? '' : fr.translatedBy(language, translator),
    ];
    return [...sentences.filter((sentence) => sentence !== '').map((sentence) => `${sentence}.`), thanks ?? '']
      .join(' ')
      .trim();
  },
  guest: (guest: { role: string; organisation: string | null }) =>
    guest.organisation === null ? guest.role : `${guest.role}, ${guest.organisation}`,
  /** The words above a title: what kind of piece it is. */
  kindOf: (piece: PieceSummary) => {
    if (piece.interviewNumber !== null) return fr.interviewNumber(piece.interviewNumber);
    return piece.genre === null ? fr.sectionKickers[piece.collection] : fr.genre(piece.genre);
  },
  /** Whose words a list announces: the guest of an interview, the sender of a letter, else the authors. */
  voiceOf: (piece: PieceSummary) => {
    if (piece.guest !== null) return `${piece.guest.name}, ${lowerFirst(fr.guest(piece.guest))}`;
    if (piece.sender !== null) return `${piece.sender.name}, ${lowerFirst(piece.sender.title)}`;
    return fr.byline(piece.authors);
  },
  letterTo: (addressee: string) =>
    `À ${addressee.replace(/^(La|Le|Les|L’)(?=\s|\p{Lu})/u, (article) => article.toLowerCase())}`,
  letterFrom: (name: string) => `Lettre de ${name}`,
  repliesTo: 'En réponse à',
  repliesReceived: 'Des lecteurs ont répondu',
  series: (name: string, rank: number) => `${name}, ${RANKS[rank - 1] ?? `${rank}e`} volet`,
  readAlso: 'À lire aussi',
  notes: 'Notes',
  corrections: 'Ce qui a été corrigé',
  on: (day: string) => `du ${shortDay(day)}`,
  correction: (kind: Correction['kind']) => CORRECTIONS[kind],
  disclosure: 'Transparence',

  front: {
    figure: 'Le chiffre de la semaine',
    latest: 'Les dernières parutions',
    archives: 'Tout ce qui a paru, depuis le premier jour',
    questions: 'Ce que tous ont répondu aux mêmes questions',
    yearsAgo: (years: number) => `Il y a ${counted(years, 'an')}, cette semaine`,
    title: (site: string, tagline: string) => `${site}. ${tagline}`,
    description: (tagline: string) =>
      `${tagline}. Enquêtes, entretiens et courrier sur l’expérience client, pour ceux qui ont dix minutes.`,
    empty: 'Le premier numéro est en préparation. Revenez bientôt\u00a0: il s’ouvrira ici.',
  },
  source: 'Source\u00a0:',
  study: {
    title: 'L’étude',
    commissioner: 'Commanditaire',
    sample: 'Échantillon',
    population: 'Population',
    fieldwork: 'Terrain',
    source: 'Source',
    base: (base: string) => `Base\u00a0: ${base}`,
  },

  list: {
    page: (page: number, pages: number) => `Page ${page} sur ${pages}`,
    pageTitle: (section: string, page: number) => (page === 1 ? section : `${section}, page ${page}`),
    newer: 'Plus récents',
    older: 'Plus anciens',
    navigation: 'Pages',
    empty: 'Rien n’est encore paru dans cette rubrique.',
  },

  wall: {
    title: 'La suite est réservée aux abonnés',
    remains: ({ minutes, answers }: { minutes: number; answers: number }) => {
      const parts = [
        minutes > 0 ? `${counted(minutes, 'minute')} de lecture` : '',
        answers > 0 ? counted(answers, 'réponse') : '',
      ];
      const rest = listed(parts.filter((part) => part !== ''));
      return rest === '' ? 'Il reste quelques lignes.' : `Il reste ${rest}.`;
    },
    subscribe: 'Voir les offres',
    already: 'Déjà abonné\u202f?',
  },

  offer: {
    perPeriod: (offer: Offer) => `par ${offer.period === 'year' ? 'an' : 'mois'}`,
    perWeek: (offer: Offer) => `soit environ ${price(centsPerWeek(offer), offer.currency)} par semaine`,
    vat: (percent: number) => `TVA de ${number(percent)}\u202f% comprise`,
  },

  subscription,
  salesMails,
  browsing,
  around,
  questions,
  studies,
  dailyLetter,
  feeds,
  quickSearch,
  house,
  mails,
  lost,
  search,

  failure: {
    title: 'Une panne de notre côté',
    text: 'Cette page n’a pas pu être composée. Réessayez dans quelques minutes\u00a0: nous sommes prévenus.',
    home: 'Retour à la une',
  },

  /** What a card says, for those who do not see it. */
  cardAlt: (title: string, voice: string) => `${title}. ${voice}.`,
  page: {
    title: (title: string, site: string) => `${title} | ${site}`,
  },
} as const;
