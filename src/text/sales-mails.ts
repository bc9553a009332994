import { fullDay, number, price, shortDay } from './formats.ts';

interface Amount {
  amountCents: number;
  currency: string;
}

interface Recurring extends Amount {
  period: 'month' | 'year';
}

const each = (period: Recurring['period']) => (period === 'year' ? 'par an' : 'par mois');
const eachPeriod = (period: Recurring['period']) => (period === 'year' ? 'chaque année' : 'chaque mois');
const money = ({ amountCents, currency }: Amount) => price(amountCents, currency);

/** The sentences of mails about what was bought, typeset. Instants are ISO-8601 UTC. */
export const salesMails = {
  /** When no offer of ours names it any more. */
  anOffer: 'Abonnement',
  account: 'Ouvrir mon compte',
  seeOffers: 'Voir les offres',

  order: {
    subject: (site: string) => `Confirmation de votre abonnement à ${site}`,
    preheader: 'Ce que vous avez commandé, comment lire, comment renoncer ou résilier.',
    opening: (site: string) =>
      `Votre commande est enregistrée et votre abonnement à ${site} est ouvert. Ce message la confirme\u00a0: conservez-le.`,
    signIn: 'Se connecter et lire',
    signInHow: (address: string) =>
      `Ce lien sert une seule fois, pendant vingt-quatre heures. Ensuite, demandez-en un autre à cette adresse\u00a0: ${address}`,
    facts: ({ id, label, orderedAt, vatPercent, paidCents, periodStart, periodEnd, ...amount }: OrderFacts) =>
      [
        ['Commande', id],
        ['Date', fullDay(orderedAt)],
        ['Formule', label],
        ['Prix', `${money(amount)} ${each(amount.period)}, TVA de ${number(vatPercent)}\u202f% comprise`],
        ...(paidCents === null || paidCents === amount.amountCents
          ? []
          : [['Payé aujourd’hui', price(paidCents, amount.currency)] as [string, string]]),
        ['Première période', `du ${shortDay(periodStart)} au ${shortDay(periodEnd)}`],
      ] as [label: string, value: string][],
    renewalTitle: 'La reconduction',
    renewal: ({ periodEnd, ...amount }: Recurring & { periodEnd: string }) =>
      `L’abonnement est reconduit tacitement\u00a0: ${money(amount)} sont prélevés ${eachPeriod(amount.period)}, la prochaine fois le ${shortDay(periodEnd)}, jusqu’à ce que vous résiliiez.`,
    cancelTitle: 'Résilier',
    cancel: (address: string) =>
      `Vous pouvez résilier à tout moment, sans motif et sans frais, à cette adresse\u00a0: ${address}\nL’abonnement s’arrête alors à la fin de la période payée.`,
    withdrawTitle: 'Se rétracter',
    withdraw: (address: string, endsAt: string) =>
      `Vous disposez de quatorze jours pour renoncer au contrat, sans motif et sans frais, même si vous avez commencé à lire\u00a0: jusqu’au ${fullDay(dayBefore(endsAt))} inclus. Il suffit de le déclarer à cette adresse\u00a0: ${address}\nTout ce que vous avez payé vous est alors remboursé.`,
    termsTitle: 'Les conditions générales de vente que vous avez acceptées',
  },

  paymentFailed: {
    subject: (site: string) => `Votre paiement à ${site} n’a pas abouti`,
    preheader: 'Votre lecture continue quelques jours.',
    opening: (site: string, amount: Amount) =>
      `Le prélèvement de ${money(amount)} pour votre abonnement à ${site} n’a pas abouti.`,
    readsUntil: (until: string) => `Vous continuez de lire jusqu’au ${fullDay(until)}.`,
    readsNoMore: 'La lecture des textes réservés aux abonnés est suspendue jusqu’au paiement.',
    pay: 'Régler la facture',
    how: 'Si vous avez changé de carte ou de banque, réglez la facture par le bouton, ou changez de moyen de paiement dans votre compte.',
  },

  pastDue: {
    subject: (site: string) => `Votre abonnement à ${site} attend un paiement`,
    opening: (site: string) => `Nous n’avons pas reçu le paiement de votre abonnement à ${site}.`,
    how: 'Votre compte dit ce qui est dû, et permet de changer de moyen de paiement.',
  },

  ended: {
    subject: (site: string) => `Votre abonnement à ${site} a pris fin`,
    opening: (site: string) =>
      `Votre abonnement à ${site} a pris fin\u00a0: les textes réservés aux abonnés vous sont fermés.`,
    unpaid: 'Le paiement de la dernière période ne nous est pas parvenu.',
    how: 'Plus rien ne sera prélevé. Vous pouvez vous abonner de nouveau quand vous voulez.',
  },

  suspended: {
    subject: (site: string) => `Votre lecture de ${site} est suspendue`,
    opening: 'Les textes réservés aux abonnés vous sont fermés\u00a0: le paiement de votre abonnement nous manque.',
    how: 'Votre compte dit ce qui est dû. La lecture reprend dès que le paiement nous parvient.',
  },

  refunded: {
    subject: (site: string) => `Votre abonnement à ${site} vous est remboursé`,
    opening: (site: string, amount: Amount) =>
      `Nous vous avons remboursé ${money(amount)} pour votre abonnement à ${site}, par le moyen avec lequel vous aviez payé.`,
    how: 'Selon votre banque, la somme paraît sur votre compte dans les dix jours. Les textes réservés aux abonnés vous sont fermés.',
  },

  newAddress: {
    subject: (site: string) => `Votre abonnement à ${site}\u00a0: confirmez cette adresse`,
    opening: (site: string) =>
      `Quelqu’un qui s’est abonné à ${site} a donné cette adresse pour la sienne. Si c’est vous, confirmez-la\u00a0: vous serez connecté, et l’abonnement sera rattaché à votre compte.`,
    confirm: 'Confirmer et lire',
    notYou: 'Si ce n’est pas vous, ne faites rien\u00a0: rien ne change pour vous.',
  },

  deleted: {
    subject: (site: string) => `Votre compte à ${site} est supprimé`,
    opening: (site: string) =>
      `Votre compte à ${site} est supprimé et votre adresse est effacée de nos fichiers. Ce message est le dernier que vous recevrez à ce sujet.`,
    subscription: 'Votre abonnement est arrêté\u00a0: plus rien ne sera prélevé.',
    kept: 'Les factures sont conservées pendant la durée que la loi impose.',
  },
} as const;

interface OrderFacts extends Recurring {
  id: string;
  label: string;
  orderedAt: string;
  vatPercent: number;
  paidCents: number | null;
  periodStart: string;
  periodEnd: string;
}

/** The day that ends at an instant. */
function dayBefore(instant: string): string {
  return new Date(Date.parse(instant) - 1).toISOString();
}
