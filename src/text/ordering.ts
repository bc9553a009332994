import type { Offer } from '../editorial/editorial.ts';
import { number, price, shortDay } from './formats.ts';

const EVERY = { month: 'mois', year: 'an' } as const;

/** The words of ordering and of what follows. */
export const ordering = {
  choose: (offer: Offer) => `Choisir l’${offer.label.replace(/^A/, 'a')}`,
  howTitle: 'Comment s’abonner',
  how: [
    'Choisissez une formule. Une page récapitule ce que vous achetez avant que vous ne vous engagiez.',
    'Payez par carte ou par prélèvement chez Stripe, qui encaisse pour nous. Aucun compte n’est à créer.',
    'La lecture s’ouvre aussitôt dans ce navigateur. Un courriel vous donne le lien qui l’ouvre ailleurs.',
  ],
  questions: () => [
    {
      question: 'Que peut-on lire sans abonnement\u202f?',
      answer: 'Les textes ouverts, en entier\u202f; le début de tous les autres\u202f; les flux.',
    },
    {
      question: 'Comment arrêter\u202f?',
      answer:
        'Par «\u00a0Résilier votre contrat\u00a0», au bas de chaque page, sans se connecter. L’abonnement s’arrête à la fin de la période payée.',
    },
    {
      question: 'Et si je change d’avis\u202f?',
      answer:
        'Vous avez quatorze jours pour renoncer, sans donner de raison, même si vous avez commencé à lire\u00a0: vous êtes remboursé en entier.',
    },
    {
      question: 'La facture peut-elle être au nom de mon entreprise\u202f?',
      answer:
        'Oui\u00a0: la page de paiement demande sa raison sociale et son numéro de TVA. Toutes vos factures restent dans votre compte.',
    },
  ],
  recap: {
    title: 'Votre commande',
    standfirst: 'Relisez avant de payer. La page suivante est celle de Stripe, qui encaisse pour nous.',
    what: 'Vous achetez',
    whatOf: (offer: Offer, site: string) =>
      `${offer.label} à ${site}\u00a0: la lecture de tous les textes, pour une personne`,
    amount: 'Vous payez',
    amountOf: (offer: Offer, percent: number) =>
      `${price(offer.amountCents, offer.currency)} TTC (TVA à ${number(percent)}\u202f% comprise), aujourd’hui`,
    then: 'Puis',
    thenOf: (offer: Offer) =>
      `${price(offer.amountCents, offer.currency)} chaque ${EVERY[offer.period]}, par reconduction tacite, jusqu’à ce que vous résiliiez`,
    starts: 'Commence',
    startsNow: (offer: Offer) => `dès le paiement, pour un ${EVERY[offer.period]}`,
    reminder: 'Avant l’échéance',
    reminderOf: 'un courriel vous rappelle la reconduction, entre trois mois et un mois avant',
    ends: 'Pour arrêter',
    endsHow:
      '«\u00a0Résilier votre contrat\u00a0», au bas de chaque page, à tout moment\u00a0: la lecture va jusqu’à la fin de la période payée',
    withdrawal: 'Pour renoncer',
    withdrawalHow: 'quatorze jours, sans motif, remboursement entier, même si vous avez commencé à lire',
    seller: 'Vendeur',
    address: 'Avec l’adresse',
    terms: 'En commandant, vous acceptez',
    termsLink: 'les conditions générales de vente',
    submit: 'Commander avec obligation de paiement',
    change: 'Choisir une autre formule',
    unknownTitle: 'Cette formule n’existe pas',
    unknown: 'Elle a peut-être changé de nom. Voici celles que nous vendons.',
    unavailable:
      'Le paiement ne répond pas pour le moment. Rien n’a été commandé ni prélevé\u00a0: réessayez dans quelques minutes.',
  },
  thanks: {
    titles: {
      paid: 'Merci. Tout est ouvert',
      pending: 'Paiement en cours',
      open: 'La commande n’est pas payée',
      over: 'Cette commande est close',
    },
    paid: 'Votre paiement est reçu. Dans ce navigateur, vous lisez dès maintenant tout le magazine.',
    mailed: (address: string) =>
      `Un courriel part à l’adresse ${address}, avec la confirmation de la commande et un lien qui relie l’abonnement à cette adresse. Suivez-le pour lire aussi sur vos autres appareils.`,
    until: (at: string) => `Sans ce lien, la lecture reste ouverte dans ce navigateur jusqu’au ${shortDay(at)}.`,
    wrong: 'Cette adresse n’est pas la bonne\u202f?',
    correct: 'Votre adresse',
    correctSubmit: 'Envoyer le lien à cette adresse',
    corrected: (address: string) => `Le lien est parti à l’adresse ${address}. L’ancien ne vaut plus.`,
    claimed: 'L’abonnement est relié à votre compte.',
    read: 'Commencer à lire',
    pending:
      'Votre banque ne l’a pas encore confirmé. Cela prend d’ordinaire quelques secondes, parfois quelques jours pour un prélèvement. Un courriel vous préviendra.',
    again: 'Vérifier de nouveau',
    open: 'Rien n’a été prélevé. Vous pouvez reprendre le paiement où vous l’avez laissé, ou choisir une autre formule.',
    resume: 'Reprendre le paiement',
    over: 'Elle n’a pas été payée à temps, ou l’abonnement qu’elle a ouvert est fini. Vous pouvez en passer une autre.',
    tooLate: 'L’abonnement est déjà relié à un compte\u00a0: son adresse se change dans ce compte.',
  },
} as const;
