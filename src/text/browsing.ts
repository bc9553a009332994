import type { Role } from '../editorial/editorial.ts';
import type { Gathering } from '../urls.ts';
import { counted, shortDay } from './formats.ts';

const longMonths = new Intl.DateTimeFormat('fr', { timeZone: 'UTC', month: 'long' });
const shortMonths = new Intl.DateTimeFormat('fr', { timeZone: 'UTC', month: 'short' });

function monthName(month: number, format = longMonths): string {
  return format.format(Date.UTC(2026, month - 1, 1));
}

/** What somebody did in a piece of their list: words without gender, for everyone. */
const ROLES: Record<Role, string> = {
  author: 'Signature',
  guest: 'Réponses',
  interviewer: 'Questions',
  translator: 'Traduction',
  sender: 'Lettre',
  employer: 'Entretien',
  subject: 'À son sujet',
};

const ROLE_COUNTS: Record<Role, (count: number) => string> = {
  author: (count) => counted(count, 'texte signé', 'textes signés'),
  guest: (count) => counted(count, 'entretien accordé', 'entretiens accordés'),
  interviewer: (count) => counted(count, 'entretien mené', 'entretiens menés'),
  translator: (count) => counted(count, 'traduction'),
  sender: (count) => counted(count, 'lettre'),
  employer: (count) => counted(count, 'entretien'),
  subject: (count) => counted(count, 'texte'),
};

/** The sentences of themes, people, organisations, issues and archives. */
export const browsing = {
  pieces: (count: number) => counted(count, 'texte'),
  roles: (roles: readonly Role[]) => {
    const words = roles.map((role) => ROLES[role]).join(', ');
    return words.charAt(0) + words.slice(1).toLowerCase();
  },
  roleCounts: (counts: readonly { role: Role; count: number }[]) =>
    counts.map(({ role, count }) => ROLE_COUNTS[role](count)).join(', '),

  all: { themes: 'Thèmes', people: 'Personnes', organisations: 'Organisations' } satisfies Record<Gathering, string>,
  allIntros: {
    themes: 'Ce dont parle le magazine, et combien de fois il en a parlé.',
    people: 'Qui écrit ici, qui répond à nos questions, qui nous écrit. Par ordre alphabétique.',
    organisations:
      'Entreprises, associations, administrations\u00a0: celles que nos textes nomment, et celles qui signent.',
  } satisfies Record<Gathering, string>,
  counted: {
    themes: (count: number) => counted(count, 'thème'),
    people: (count: number) => counted(count, 'personne'),
    organisations: (count: number) => counted(count, 'organisation'),
  } satisfies Record<Gathering, (count: number) => string>,
  countedIssues: (count: number) => counted(count, 'numéro'),
  numerals: '0\u202f–\u202f9',
  none: 'Rien n’est encore paru.',
  waysLabel: 'Chercher autrement',

  theme: {
    description: (name: string) =>
      `Tous les textes du magazine sur le thème «\u00a0${name}\u00a0», du plus récent au plus ancien.`,
    synonyms: 'Aussi\u00a0:',
    people: 'Dans ces textes',
    neighbours: 'Thèmes voisins',
  },
  person: {
    description: (name: string) => `Tout ce que ${name} a écrit, dit ou traduit dans le magazine.`,
    links: 'Ailleurs',
  },
  organisation: {
    description: (name: string) => `Tous les textes du magazine où il est question de ${name}.`,
    site: 'Son site',
  },

  issues: 'Numéros',
  issuesIntro: 'Le sommaire de chaque numéro, du dernier au premier.',
  issue: {
    name: (number: number) => `Numéro ${number}`,
    title: (number: number, title: string) => `Numéro ${number}\u00a0: ${title}`,
    short: (number: number) => `nº\u00a0${number}`,
    date: shortDay,
    description: (number: number, title: string) => `Le sommaire du numéro ${number}, «\u00a0${title}\u00a0».`,
    others: 'Et aussi',
    contents: 'Sommaire',
    all: 'Tous les numéros',
    navigation: 'Numéros voisins',
    facts: ({ number, title }: { number: number; title: string }) => `Numéro ${number}, ${title}`,
  },

  archives: 'Archives',
  archivesIntro: (count: number, since: number) => `${counted(count, 'texte')} depuis ${since}.`,
  archivesDescription:
    'Tout ce qui a paru, année par année et mois par mois, avec les numéros, les thèmes et les noms.',
  archivesEmpty: 'Les archives s’ouvriront avec le premier texte.',
  byMonth: 'Par mois',
  latestIssues: 'Les derniers numéros',
  months: 'Les mois',
  month: (month: number) => monthName(month, shortMonths),
  period: ({ year, month }: { year: number; month: number | null }) => {
    if (month === null) return String(year);
    const name = `${monthName(month)} ${year}`;
    return name.charAt(0).toUpperCase() + name.slice(1);
  },
  periodIntro: (count: number) => `${counted(count, 'texte')}.`,
  periodDescription: ({ year, month }: { year: number; month: number | null }) =>
    `Tous les textes parus en ${month === null ? year : `${monthName(month)} ${year}`}.`,
  nearby: { years: 'Années voisines', months: 'Mois voisins' },
  studies: 'Études',
  letter: 'La lettre',
} as const;
