import type { Offer } from '../editorial/editorial.ts';
import type { HousePage } from '../urls.ts';
import { price } from './formats.ts';

interface Titles {
  title: string;
  /** The name of the page where several are listed. */
  short: string;
  description: string;
}

const PAGES: Record<HousePage, Titles> = {
  about: {
    title: 'À propos',
    short: 'À propos',
    description: 'Qui écrit Verbatim, selon quelles règles il cite, et qui le paie.',
  },
  help: {
    title: 'Aide',
    short: 'Aide',
    description: 'Lire, s’abonner, suivre, signaler une erreur, nous écrire\u00a0: comment s’y prendre.',
  },
  legalNotice: {
    title: 'Mentions légales',
    short: 'Mentions légales',
    description: 'L’éditeur, le directeur de la publication, l’hébergeur, et les droits sur les textes.',
  },
  terms: {
    title: 'Conditions générales de vente',
    short: 'Conditions de vente',
    description: 'Les offres et leurs prix, la commande, la rétractation, la résiliation, les recours.',
  },
  privacy: {
    title: 'Vos données',
    short: 'Vos données',
    description: 'Ce que ce site sait de vous, ce qu’il n’en veut pas savoir, et vos droits.',
  },
  accessibility: {
    title: 'Accessibilité',
    short: 'Accessibilité\u00a0: non conforme',
    description: 'Déclaration d’accessibilité\u00a0: ce qui a été vérifié, ce qui ne l’a pas été, et à qui s’adresser.',
  },
  newsletters: {
    title: 'Brancher un outil de lettre d’information',
    short: 'Outils de lettre d’information',
    description: 'Les réglages exacts de Mailchimp, Brevo, Buttondown, MailerLite, Kit et listmonk pour nos flux.',
  },
};

/** The titles of the house's pages, and the words around their texts. The texts themselves stand in `src/pages/`. */
export const house = {
  pages: PAGES,
  contents: 'Sur cette page',
  read: 'Lire',
  subscribers: 'Abonnement',
  follow: 'Suivre',
  house: 'La maison',
  questions: 'Les questions',
  studies: 'Études',
  archives: 'Archives',
  feeds: {
    title: 'Flux',
    heading: 'Suivre par flux',
    description: 'Les flux du magazine, et comment s’en servir.',
    intro:
      'Un flux est une adresse que l’on confie à un lecteur de flux\u00a0: il y revient seul, et vous montre ce qui a paru depuis. Sans compte, sans courriel, et sans que nous sachions qui vous êtes.',
    magazineTitle: 'Le magazine',
    themesTitle: 'Par thème',
    peopleTitle: 'Par personne',
    people: 'Chaque personne qui a écrit, répondu ou traduit chez nous a son flux, sur sa page\u00a0:',
    peopleLink: 'toutes les personnes',
    listTitle: 'Tout importer d’un coup',
    list: 'La liste de ces flux, dans le format que les lecteurs savent importer\u00a0:',
    newslettersTitle: 'Dans une lettre d’information',
    newsletters:
      'Mailchimp, Brevo, Buttondown, MailerLite, Kit, listmonk\u00a0: ces outils composent un courriel à partir d’un flux.',
    newslettersLink: 'Les réglages, outil par outil',
    howTitle: 'Comment s’en servir',
    how: [
      'Copiez l’adresse dans votre lecteur de flux. La plupart la trouvent seuls, si vous leur donnez celle du site.',
      'Un texte ouvert y figure en entier. D’un texte réservé aux abonnés, le flux donne ce que la page en donne à tous.',
      'Un texte corrigé garde son nom et sa date\u00a0: votre lecteur ne vous le montrera pas deux fois. Le format Atom dit quand il l’a été.',
      'Un texte payé par un annonceur porte le mot «\u00a0Publicité\u00a0» dans son titre.',
    ],
  },
  facts: {
    publisher: 'Éditeur',
    legalForm: 'Forme',
    capital: 'Capital',
    address: 'Siège',
    registration: 'Immatriculation',
    vatNumber: 'TVA',
    director: 'Direction de la publication',
    email: 'Courriel',
    phone: 'Téléphone',
    host: 'Hébergeur',
    hostAddress: 'Adresse',
    mediator: 'Médiateur',
    site: 'Site',
  },
  offer: (offer: Offer) =>
    `${price(offer.amountCents, offer.currency)} pour ${offer.period === 'year' ? 'un an' : 'un mois'}`,
  noMediator: 'Le nom et l’adresse du médiateur sont donnés à qui les demande.',
} as const;
