import type { AccountSubscription } from '../subscriptions/subscriptions.ts';
import { clock, fullDay, price, shortDay } from './formats.ts';

type Subscribed = Pick<AccountSubscription, 'amountCents' | 'currency' | 'period'>;

const charge = ({ amountCents, currency, period }: Subscribed) =>
  `${price(amountCents, currency)} par ${period === 'year' ? 'an' : 'mois'}`;

/** `jeudi 19 novembre 2026 à 7 h 30`, Paris time. */
const dayAndHour = (iso: string) => `${fullDay(iso)} à ${clock(iso) ?? 'minuit'}`;

/** The words of signing in and of the account. */
export const account = {
  signIn: {
    title: 'Se connecter',
    standfirst: 'Sans mot de passe\u00a0: un lien part par courriel, et ouvre la lecture dans ce navigateur.',
    submit: 'Recevoir le lien',
    notYet: 'Pas encore abonné\u202f?',
    offers: 'Voir les offres',
    sentTitle: 'Un courriel est parti',
    sentTo: (address: string) => `Il a été envoyé à l’adresse ${address}.`,
    sentHow:
      'Ouvrez-le sur cet appareil et suivez le lien qu’il contient. Ce lien vaut quinze minutes, et une seule fois.',
    sentHelp: [
      'Rien n’arrive\u202f? Regardez parmi les courriers indésirables, puis vérifiez l’adresse ci-dessus.',
      'Si vous demandez un autre lien, le précédent ne vaut plus.',
    ],
    again: 'Recommencer avec une autre adresse',
    already: (address: string) => `Vous êtes déjà connecté, avec l’adresse ${address}.`,
  },
  address: 'Votre adresse électronique',
  addressExample: 'camille@exemple.fr',
  problems: {
    'bad-address': 'Cette adresse n’a pas la forme attendue. Écrivez-la comme ceci\u00a0: camille@exemple.fr',
    'same-address': 'C’est déjà votre adresse.',
    'address-taken': 'Cette adresse est déjà celle d’un compte. Connectez-vous avec elle, ou choisissez-en une autre.',
    unconfirmed: 'Cochez la case pour confirmer.',
  },
  tooMany: (seconds: number) => {
    const minutes = Math.max(1, Math.ceil(seconds / 60));
    const wait =
      minutes < 90 ? `${minutes}\u00a0minute${minutes > 1 ? 's' : ''}` : `${Math.ceil(minutes / 60)}\u00a0heures`;
    return `Trop de demandes à la suite. Attendez ${wait}, puis réessayez.`;
  },
  link: {
    titles: {
      'sign-in': 'Vous connecter\u202f?',
      address: 'Changer d’adresse\u202f?',
      declaration: 'Votre déclaration',
    },
    signInAs: (address: string) => `Ce lien vous connecte en tant que ${address}, dans ce navigateur.`,
    signInSubmit: 'Me connecter',
    addressTo: (address: string) =>
      `Votre compte aura désormais pour adresse ${address}. Vous serez déconnecté partout, et vous vous reconnecterez avec elle.`,
    addressSubmit: 'Confirmer cette adresse',
    declaration:
      'Vous avez déclaré mettre fin à un contrat. Confirmez, et la fin prend effet aussitôt\u202f; retirez votre déclaration, et le contrat continue. Sans réponse, elle prend effet vingt-quatre heures après avoir été reçue.',
    declarationSubmit: 'Confirmer ma déclaration',
    declarationUndo: 'La retirer\u00a0: le contrat continue',
    notYou: 'Vous n’avez rien demandé\u202f? Fermez cette page\u00a0: il ne se passera rien.',
    deadTitle: 'Ce lien ne vaut plus',
    dead: 'Il a déjà servi, ou son temps est passé, ou un autre l’a remplacé. Demandez-en un nouveau\u00a0: il arrive en quelques secondes.',
    addressDone: 'Votre adresse est changée. Connectez-vous avec elle.',
  },
  title: 'Mon compte',
  signedInAs: (address: string) => `Vous êtes connecté en tant que ${address}.`,
  signOut: 'Se déconnecter',
  reading: {
    title: 'Votre lecture',
    open: (until: string | null) =>
      until === null ? 'Tout vous est ouvert.' : `Tout vous est ouvert, jusqu’au ${dayAndHour(until)}.`,
    closed: 'Vous lisez les textes ouverts à tous. Ceux qui sont réservés aux abonnés vous sont fermés.',
    subscribe: 'Voir les offres',
    granted: (until: string) => `Lecture offerte par la rédaction, jusqu’au ${shortDay(until)}.`,
    states: {
      running: (one: Subscribed, at: string) => `${charge(one)}, reconduit le ${shortDay(at)}.`,
      ending: (one: Subscribed, at: string) =>
        `${charge(one)}. Il prend fin le ${dayAndHour(at)} et ne sera pas reconduit.`,
      'past-due': (one: Subscribed, at: string) =>
        `${charge(one)}. Le dernier paiement n’a pas abouti\u00a0: sans règlement, la lecture se ferme le ${dayAndHour(at)}.`,
      suspended: (one: Subscribed) =>
        `${charge(one)}. Un paiement manque\u00a0: la lecture est fermée jusqu’à ce qu’il soit réglé.`,
      over: (_one: Subscribed, at: string) => `Terminé le ${shortDay(at)}.`,
    },
    pay: 'Régler ce qui est dû',
    resume: 'Reprendre l’abonnement',
    cancel: 'Résilier votre contrat',
    withdraw: 'Renoncer au contrat ici',
    /** `at`: the instant from which it is too late. */
    withdrawUntil: (at: string) =>
      `Vous pouvez y renoncer, et être remboursé, jusqu’au ${fullDay(new Date(Date.parse(at) - 1).toISOString())} inclus.`,
  },
  payment: {
    title: 'Factures et moyen de paiement',
    how: 'Vos factures, et la carte ou le compte prélevé, se consultent et se changent chez Stripe, qui encaisse pour nous. Nous ne voyons ni l’une ni l’autre.',
    open: 'Ouvrir chez Stripe',
    invoices: 'Vos dernières factures',
    invoice: (at: string, cents: number, currency: string) => `${shortDay(at)}, ${price(cents, currency)}`,
    toPay: 'à régler',
    unavailable:
      'Stripe ne répond pas pour le moment. Réessayez dans quelques minutes\u00a0: votre lecture n’est pas touchée.',
  },
  sessions: {
    title: 'Où vous êtes connecté',
    here: 'ce navigateur',
    since: (at: string, seen: string) => `depuis le ${shortDay(at)}, vu le ${shortDay(seen)}`,
    end: 'Déconnecter',
    endOf: (device: string) => `Déconnecter ${device}`,
    endAll: 'Tout déconnecter',
  },
  feed: {
    title: 'Votre flux privé',
    what: 'Les textes entiers, dans votre lecteur de flux. Son adresse vaut abonnement\u00a0: ne la donnez à personne.',
    none: 'Vous n’en avez pas encore.',
    since: (at: string) =>
      `Créé le ${shortDay(at)}. Son adresse ne se montre qu’une fois\u202f; si vous l’avez perdue, remplacez-la.`,
    manage: 'Gérer le flux privé',
    create: 'Créer mon flux',
    replace: 'Remplacer l’adresse',
    revoke: 'Supprimer le flux',
    createdTitle: 'Voici l’adresse de votre flux',
    created:
      'Copiez-la maintenant dans votre lecteur\u00a0: elle ne sera plus montrée. L’ancienne, s’il y en avait une, ne vaut plus.',
    revoked: 'Le flux est supprimé\u00a0: son adresse ne donne plus rien.',
    subscribersOnly: 'Le flux privé est ouvert aux abonnés.',
  },
  addressChange: {
    title: 'Changer d’adresse',
    current: (address: string) => `Votre adresse est aujourd’hui ${address}.`,
    label: 'Votre nouvelle adresse',
    how: 'Un lien de confirmation part à la nouvelle adresse, et un avis à l’ancienne. Rien ne change tant que le lien n’est pas suivi.',
    submit: 'Envoyer le lien',
    sent: (address: string) => `Un lien de confirmation est parti à l’adresse ${address}. Il vaut une heure.`,
  },
  data: {
    title: 'Vos données',
    what: 'Tout ce que nous avons sur vous, dans un fichier que lisent aussi les machines.',
    download: 'Télécharger mes données',
    delete: 'Supprimer mon compte',
  },
  deletion: {
    title: 'Supprimer votre compte',
    what: [
      'Votre abonnement, s’il court encore, s’arrête aussitôt chez Stripe, sans remboursement de la période entamée.',
      'Votre adresse, vos connexions et votre flux privé sont effacés.',
      'Restent les factures, que la loi nous fait garder dix ans, et les déclarations que vous avez faites.',
    ],
    instead: 'Pour ne plus être prélevé tout en lisant jusqu’au bout de ce qui est payé, il suffit de résilier.',
    cancel: 'Résilier votre contrat',
    confirm: 'Je veux supprimer mon compte. J’ai compris que cela ne se défait pas.',
    submit: 'Supprimer mon compte',
    doneTitle: 'Votre compte est supprimé',
    done: 'Nous n’avons plus votre adresse. Vous pouvez revenir quand vous voulez.',
    unavailable:
      'Stripe ne répond pas\u00a0: votre abonnement n’a pas pu être arrêté, et rien n’est supprimé. Réessayez dans quelques minutes.',
  },
  done: {
    repris: 'Votre abonnement continue.',
    deconnecte: 'C’est fait\u00a0: ce navigateur-là est déconnecté.',
    'paiement-indisponible':
      'Stripe ne répond pas pour le moment. Réessayez dans quelques minutes\u00a0: votre lecture n’est pas touchée.',
    'reprise-indisponible':
      'L’abonnement n’a pas pu être repris\u00a0: Stripe ne répond pas, ou la période est finie. Réessayez dans quelques minutes.',
  },
} as const;
