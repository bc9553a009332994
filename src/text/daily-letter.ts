import { clock, counted, dayOf, fullDay, number, shortDay, weekday } from './formats.ts';

const monthAndYear = new Intl.DateTimeFormat('fr', { timeZone: 'UTC', month: 'long', year: 'numeric' });
const monthAlone = new Intl.DateTimeFormat('fr', { timeZone: 'UTC', month: 'long' });

/** Noon in Paris of a day, or of the first day of a month: no change of hour can move it to another day. */
function noon(date: string): string {
  return `${date.length === 7 ? `${date}-01` : date}T11:00:00Z`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `novembre 2026`. */
function monthOf(month: string): string {
  return monthAndYear.format(Date.parse(noon(month)));
}

/** The words of the daily letter on the web. Days are `2026-11-19`, months `2026-11`. */
export const dailyLetter = {
  name: 'La lettre du jour',
  shortName: 'La lettre',
  nameOf: (site: string) => `La lettre de ${site}`,
  of: (date: string) => `La lettre du ${shortDay(noon(date))}`,
  day: (date: string) => capitalised(fullDay(noon(date))),
  leftAt: (instant: string) => {
    const hour = clock(instant);
    return capitalised(hour === null ? fullDay(instant) : `${fullDay(instant)}, ${hour}`);
  },
  intro: (hour: string) =>
    `Chaque jour ouvré, à ${clock(`2026-01-05T${hour}:00+01:00`) ?? 'minuit'}\u00a0: quelques lignes de la rédaction, une phrase qui mérite d’être relue, ce qui vient de paraître. Deux minutes, sans image et sans mouchard.`,
  front: (date: string, now: Date) =>
    date === dayOf(now.toISOString()) ? 'La lettre de ce matin' : `La lettre du ${weekday(noon(date))}`,
  read: 'Lire la lettre',
  readOnline: 'Lire en ligne',
  all: 'Toutes les lettres',
  latest: 'Les dernières lettres',
  calendar: 'Le calendrier',
  calendarLegend: 'Souligné\u00a0: un jour de lettre. Les autres jours\u00a0: pas de lettre.',
  noLetter: 'pas de lettre',
  month: (month: string) => capitalised(monthOf(month)),
  monthTitle: (month: string) => `Les lettres de ${monthOf(month)}`.replace('de a', 'd’a').replace('de o', 'd’o'),
  monthIntro: (letters: number, month: string) => `${counted(letters, 'lettre')} en ${monthOf(month)}.`,
  monthName: (month: string) => monthAlone.format(Date.parse(noon(month))),
  byMonth: 'Mois par mois',
  weekdays: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
  otherMonths: 'Autres mois',
  none: 'Aucune lettre n’est encore partie.',
  whatTitle: 'Ce que c’est',
  what: [
    'Une lettre, au sens ancien\u00a0: quelqu’un l’a écrite et la signe. Elle part les jours ouvrés où il y a quelque chose à dire. Les autres jours, elle se tait, et le calendrier le note.',
    'Tout ce qu’elle cite se lit sans abonnement. Lorsqu’un texte est réservé aux abonnés, elle l’indique\u202f; elle n’en donne jamais une ligne de plus que la page.',
  ],
  receiveTitle: 'La recevoir',
  receiveHere: 'Elle se lit ici, chaque matin, à une adresse qui ne change pas\u00a0:',
  receiveFeed: 'Son flux RSS la donne en entier, dans le lecteur ou l’outil de votre choix\u00a0:',
  receiveMail: 'Pour la demander par courriel ou lui répondre, écrivez-nous. Quelqu’un lit\u00a0:',
  receiveSubject: 'La lettre du jour',

  extracts: 'Relevé dans nos pages',
  published: 'Vient de paraître',
  others: (count: number) =>
    count === 1 ? 'Et un autre texte, dans nos rubriques.' : `Et ${number(count)} autres textes, dans nos rubriques.`,
  readerLetter: 'Une lettre de lecteur',
  replies: 'Des lecteurs ont répondu à cette lettre',
  respond: 'Répondre à cette lettre',
  respondSubject: (subject: string) => `Re\u00a0: ${subject}`,
  around: 'Autres lettres',
  previous: 'La lettre précédente',
  next: 'La lettre suivante',
  nextDay: (date: string) => `La prochaine part ${weekday(noon(date))}, s’il y a quelque chose à dire.`,
  description: (site: string) =>
    `La lettre quotidienne de ${site}, en ligne\u00a0: le mot de la rédaction, les phrases relevées, ce qui vient de paraître.`,
} as const;
