import { clock, fullDay, price, shortDay } from './formats.ts';

type Kind = 'cancellation' | 'withdrawal';

const WHAT: Record<Kind, string> = { cancellation: 'résiliation', withdrawal: 'rétractation' };

/** `jeudi 19 novembre 2026 à 7 h 30`, Paris time. */
function dayAndHour(iso: string): string {
  return `${fullDay(iso)} à ${clock(iso) ?? 'minuit'}`;
}

/** The sentences of mails about ending a contract and about its renewal. Instants are ISO-8601 UTC. */
export const leavingMails = {
  receipt: {
    subject: (kind: Kind) => `Accusé de réception de votre ${WHAT[kind]}`,
    opening: (kind: Kind, at: string) =>
      `Nous avons reçu votre déclaration de ${WHAT[kind]} le ${dayAndHour(at)} (heure de Paris). Conservez ce message.`,
    facts: (
      kind: Kind,
      { name, address, contract, at }: { name: string; address: string; contract: string; at: string },
    ) =>
      [
        ['Déclaration', kind === 'cancellation' ? 'Je résilie mon contrat' : 'Je renonce à mon contrat'],
        ['Reçue le', dayAndHour(at)],
        ['Par', name],
        ['Adresse', address],
        ['Contrat', contract === '' ? 'Abonnement au magazine' : contract],
      ] as [string, string][],
    confirm: 'Confirmer ou retirer ma déclaration',
    waits: (at: string) =>
      `Suivez ce lien pour la confirmer\u00a0: elle prend alors effet aussitôt. Si vous n’avez rien déclaré, ou si vous changez d’avis, le même lien la retire. Sans réponse, elle prend effet d’elle-même le ${dayAndHour(at)}.`,
    immediate:
      'Vous étiez connecté\u00a0: elle prend effet dès maintenant. Un second message vous dit ce qui a été fait.',
    nothingFound:
      'Nous n’avons pas trouvé d’abonnement en cours à cette adresse. Si vous vous êtes abonné avec une autre, recommencez avec elle\u202f; sinon, répondez à ce message.',
  },
  takenBack: {
    subject: (kind: Kind) => `Votre ${WHAT[kind]} est retirée`,
    text: (kind: Kind) =>
      `Vous avez retiré votre déclaration de ${WHAT[kind]}\u00a0: votre contrat continue, comme avant.`,
  },
  cancelled: {
    subject: 'Votre abonnement est résilié',
    text: (endsAt: string) =>
      `Votre abonnement prend fin le ${dayAndHour(endsAt)}. Vous lisez tout jusque-là, et plus rien ne sera prélevé.`,
    back: 'Si vous changez d’avis avant cette date, votre compte permet de reprendre l’abonnement.',
  },
  withdrawn: {
    subject: 'Votre rétractation est faite',
    text: 'Votre contrat est résolu\u00a0: la lecture des textes réservés aux abonnés est fermée, et plus rien ne sera prélevé.',
    refund: (cents: number, currency: string) =>
      `Nous vous remboursons ${price(cents, currency)}, tout ce que vous avez payé, par le même moyen. La somme paraît d’ordinaire sur votre compte sous dix jours.`,
    nothingPaid: 'Rien n’avait été payé, ou tout était déjà remboursé\u00a0: il n’y a rien à rendre.',
  },
  tooLate: {
    subject: 'Le délai pour renoncer est passé',
    text: (endedAt: string) =>
      `Le délai de rétractation de votre contrat a pris fin le ${dayAndHour(endedAt)}, avant que votre déclaration ne nous parvienne. Votre contrat continue. Vous pouvez le résilier à tout moment\u00a0: il s’arrête alors à la fin de la période payée.`,
    cancel: 'Résilier le contrat',
  },
  withoutContract: {
    subject: (kind: Kind) => `Votre ${WHAT[kind]}\u00a0: aucun abonnement trouvé`,
    text: 'Nous n’avons pas trouvé d’abonnement en cours qui réponde à votre déclaration. Si vous vous êtes abonné avec une autre adresse, recommencez avec elle\u202f; sinon, répondez à ce message.',
  },
  renewal: {
    subject: (site: string, at: string) => `Votre abonnement à ${site} se renouvelle le ${shortDay(at)}`,
    text: (amount: string, at: string) =>
      `Votre abonnement annuel arrive à son terme le ${fullDay(at)}. Il sera alors reconduit pour un an, et ${amount} seront prélevés, sauf si vous le résiliez avant cette date.`,
    right:
      'Vous pouvez ne pas le reconduire, sans frais et sans donner de raison, en résiliant avant cette date (article L. 215-1 du code de la consommation). Après elle, vous pouvez encore résilier à tout moment.',
    cancel: 'Ne pas reconduire',
    keep: 'Pour continuer à lire, il n’y a rien à faire.',
  },
} as const;
