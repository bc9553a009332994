import type { Offer } from '../editorial/editorial.ts';
import { price } from './formats.ts';

/** The words of `/abonnement/`, as long as one subscribes by letter or by e-mail. */
export const subscription = {
  title: 'Abonnement',
  heading: 'Tout lire, chaque jour',
  standfirst: (site: string) =>
    `${site} ne vit que de ses lecteurs. L’abonnement ouvre les enquêtes, les entretiens et les lettres, en entier.`,
  includedTitle: 'Ce que vous lisez',
  included: [
    'Toutes les enquêtes, analyses et études, avec leurs chiffres, leurs notes et leurs sources.',
    'Les réponses entières de tous les entretiens, depuis le premier.',
    'Le courrier des lecteurs, et les textes auxquels il répond.',
  ],
  howTitle: 'Comment s’abonner',
  how: 'Le paiement en ligne n’est pas encore ouvert. On s’abonne donc comme on nous écrit\u00a0: par courriel ou par lettre. Nous répondons avec une facture et les moyens de la régler.',
  byEmail: 'Par courriel',
  byEmailHow: (email: string) => `Le message est déjà rédigé\u202f; il part à l’adresse ${email}.`,
  byLetter: 'Par lettre',
  service: 'Service des abonnements',
  byLetterHow:
    'Écrivez-nous la formule choisie, votre nom, votre adresse postale et votre adresse électronique. Ne joignez pas de paiement.',
  subject: (offer: Offer, site: string) => `${offer.label} à ${site}`,
  letter: (offer: Offer) =>
    `Bonjour,\n\nJe souhaite m’abonner\u00a0: ${offer.label}, ${price(offer.amountCents, offer.currency)} par ${offer.period === 'year' ? 'an' : 'mois'}.\n\nNom\u00a0:\nSociété (si la facture est à son nom)\u00a0:\nAdresse postale\u00a0:\n`,
  questionsTitle: 'Questions',
  questions: (email: string) => [
    {
      question: 'Que peut-on lire sans abonnement\u202f?',
      answer: 'Les textes ouverts, en entier\u202f; le début de tous les autres\u202f; le flux RSS.',
    },
    {
      question: 'Comment arrêter\u202f?',
      answer: `Par un courriel à ${email} ou par une lettre. L’abonnement s’arrête à la fin de la période déjà payée.`,
    },
    {
      question: 'Et si je change d’avis\u202f?',
      answer: 'Vous avez quatorze jours pour renoncer, sans donner de raison\u00a0: vous êtes remboursé.',
    },
    {
      question: 'La facture peut-elle être au nom de mon entreprise\u202f?',
      answer: 'Oui\u00a0: indiquez sa raison sociale et son adresse. La TVA y figure.',
    },
  ],
} as const;
