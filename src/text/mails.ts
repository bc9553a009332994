import { clock, shortDay } from './formats.ts';

const hour = (iso: string) => clock(iso) ?? 'minuit';

/** The sentences of mails about an account. Instants are ISO-8601 UTC. */
export const mails = {
  greeting: 'Bonjour,',

  signIn: {
    subject: 'Votre lien de connexion',
    preheader: (until: string) => `Il est valable jusqu’à ${hour(until)}.`,
    opening: (site: string) =>
      `Voici le lien que vous avez demandé pour vous connecter à ${site}. Ouvrez-le, puis confirmez.`,
    action: 'Me connecter',
    once: (until: string) =>
      `Il est valable quinze minutes, jusqu’à ${hour(until)} (heure de Paris), et ne sert qu’une fois. Si vous en demandez un autre, seul le dernier fonctionne.`,
    notYou:
      'Vous n’avez rien demandé\u202f? Ignorez ce message\u00a0: sans ce lien, personne ne peut se connecter à votre place.',
  },

  unknown: {
    subject: 'Votre demande de connexion',
    preheader: 'Cette adresse ne correspond à aucun compte.',
    opening: (site: string) =>
      `Une connexion à ${site} a été demandée avec cette adresse. Elle ne correspond à aucun compte ni à aucun abonnement.`,
    otherAddress:
      'Si vous êtes déjà abonné, essayez l’adresse que vous avez donnée en vous abonnant\u00a0: c’est là qu’arrivent vos factures. Sinon, vous trouverez nos offres sur le site.',
    action: 'Voir les offres',
    notYou: 'Vous n’avez rien demandé\u202f? Ignorez ce message\u00a0: aucun compte n’a été créé.',
  },

  addressConfirmation: {
    subject: 'Confirmez votre nouvelle adresse',
    preheader: 'Votre compte l’utilisera dès que vous l’aurez confirmée.',
    opening: (site: string) =>
      `Vous avez demandé à utiliser cette adresse pour votre compte ${site}. Une fois confirmée, elle vous servira à vous connecter et à recevoir nos messages.`,
    action: 'Confirmer cette adresse',
    once: (until: string) =>
      `Le lien est valable une heure, jusqu’à ${hour(until)} (heure de Paris), et ne sert qu’une fois. Par précaution, la confirmation déconnecte tous vos appareils.`,
    notYou:
      'Vous n’avez rien demandé\u202f? Ignorez ce message\u00a0: sans confirmation, votre adresse ne sera liée à aucun compte.',
  },

  addressAsked: {
    subject: 'Changement d’adresse demandé',
    preheader: 'Rien ne change tant que la nouvelle adresse n’est pas confirmée.',
    opening: (site: string, masked: string) =>
      `Une nouvelle adresse, ${masked}, a été proposée pour votre compte ${site}. Rien ne change tant qu’elle n’est pas confirmée.`,
    you: 'Si la demande vient de vous, vous n’avez rien à faire ici\u00a0: un message vous attend à la nouvelle adresse.',
    notYou:
      'Sinon, quelqu’un d’autre a accès à votre compte. Ouvrez-le et choisissez «\u00a0Tout déconnecter\u00a0»\u00a0: la demande sera annulée.',
    action: 'Ouvrir mon compte',
  },

  addressChanged: {
    subject: 'Votre adresse a changé',
    preheader: 'C’est avec la nouvelle que vous vous connecterez.',
    opening: (site: string, masked: string) =>
      `L’adresse de votre compte ${site} est désormais ${masked}. C’est avec elle que vous vous connecterez. Par précaution, tous vos appareils ont été déconnectés.`,
    action: 'Me connecter',
    notYou:
      'Si ce changement ne vient pas de vous, écrivez-nous sans attendre\u00a0: nous vous aiderons à retrouver votre compte.',
    write: 'Nous écrire',
  },

  granted: {
    subject: (site: string) => `${site} vous est ouvert`,
    preheader: 'Tous les textes, en entier.',
    /** `until`: the instant at which it ends, so the day before is the last. */
    opening: (site: string, until: string) =>
      `Vous pouvez désormais lire ${site} en entier, jusqu’au ${shortDay(new Date(Date.parse(until) - 1000).toISOString())} inclus.`,
    how: 'Pour vous connecter, donnez cette adresse électronique : vous recevrez un lien. Il n’y a pas de mot de passe à retenir.',
    action: 'Me connecter',
    end: 'Cet accès est offert : il s’arrête de lui-même, et rien ne vous sera demandé.',
  },

  /** A browser whose name is not known. */
  someDevice: 'Navigateur inconnu',
  device: (browser: string, system: string) => `${browser} sur ${system}`,
} as const;
