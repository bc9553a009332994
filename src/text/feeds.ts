import { shortDay } from './formats.ts';

/** What the feeds say of themselves, and the words around the texts that they carry. */
export const feeds = {
  /** The name of a feed that holds a part of what `site` publishes. */
  titleOf: (site: string, part: string) => `${site} – ${part}`,
  /** The name of a feed among all those of the site, and what it holds. */
  names: {
    all: 'Tout ce qui paraît',
    articles: 'Articles',
    interviews: 'Entretiens',
    letters: 'Courrier',
    letter: 'La lettre du jour',
  },
  formats: { rss: 'RSS 2.0', atom: 'Atom', json: 'JSON Feed', lastAsJson: 'JSON' },
  all: 'Les cinquante derniers textes, dans l’ordre où ils ont paru.',
  theme: (name: string) => `Les textes classés sous le thème «\u00a0${name}\u00a0», du plus récent au plus ancien.`,
  person: (name: string) => `Ce que ${name} a écrit, dit, demandé ou traduit dans nos pages.`,
  letter:
    'La lettre de chaque jour ouvré, en entier\u00a0: le mot de la rédaction, les phrases relevées, les parutions.',
  lastLetter: 'Le JSON ne donne que la dernière.',
  /** Ends the summary of a piece whose end is for subscribers. */
  closed: 'La suite est réservée aux abonnés.',
  correction: (kind: string, date: string) => `${kind} du ${shortDay(date)}.`,
  /** The feed that a subscriber has alone. */
  privateTitle: (site: string) => `${site} – Textes entiers`,
  privateText: 'Les cinquante derniers textes, en entier, pour vous seul. Ne donnez l’adresse de ce flux à personne.',
  endedTitle: 'Votre abonnement est terminé',
  ended:
    'Ce flux ne donne plus que le début des textes réservés aux abonnés. Il redeviendra entier, à la même adresse, si vous vous abonnez de nouveau.',
  /** Before the feed itself, for whoever opens one in a browser. */
  style: {
    kicker: 'Flux',
    intro:
      'Cette page est un flux\u00a0: copiez son adresse dans un lecteur de flux, ou dans un outil de lettre d’information. Il y reviendra seul.',
  },
} as const;
