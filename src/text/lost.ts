/** What a visitor reads where there is nothing, or nothing any more. */
export const lost = {
  notFound: {
    title: 'Cette page n’existe pas',
    text: 'L’adresse est incomplète, ou quelqu’un l’a recopiée de mémoire. Voici par où continuer.',
  },
  gone: {
    title: 'Ce texte a été retiré',
    text: 'La rédaction l’a retiré après l’avoir publié. L’adresse ne servira à rien d’autre.',
  },
  ways: 'Par où continuer',
  archives: 'Les archives, mois par mois',
  deadLink: 'Un lien de nos pages vous a conduit ici\u202f? Dites-nous lequel, nous le réparons\u00a0:',
  deadLinkSubject: 'Un lien mort',
  deadLinkBody: 'Bonjour,\n\nLa page où se trouve le lien\u00a0:\nL’adresse où il conduit\u00a0:\n',
} as const;
