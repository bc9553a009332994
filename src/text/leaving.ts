import { clock, fullDay } from './formats.ts';

/** `jeudi 19 novembre 2026 à 7 h 30`, Paris time. */
function dayAndHour(iso: string): string {
  return `${fullDay(iso)} à ${clock(iso) ?? 'minuit'}`;
}

/** The words of ending a contract: cancelling (at the end of the period) and withdrawing (at once, refunded). */
export const leaving = {
  cancellation: {
    link: 'Résilier votre contrat',
    title: 'Résilier votre contrat',
    standfirst: 'L’abonnement va jusqu’à la fin de la période payée, puis s’arrête. Aucune raison n’est à donner.',
    verify: 'Continuer',
    check: 'Vous allez nous notifier la résiliation de votre contrat.',
    submit: 'Notifier la résiliation',
    doneTitle: 'Résiliation reçue',
    effect: 'La fin de la période déjà payée, où votre lecture s’arrêtera.',
    other:
      'Vous vous êtes abonné il y a moins de quatorze jours\u202f? Vous pouvez plutôt renoncer, et être remboursé\u00a0:',
  },
  withdrawal: {
    link: 'Renoncer au contrat ici',
    title: 'Renoncer au contrat',
    standfirst:
      'Pendant quatorze jours après la commande, vous pouvez renoncer sans donner de raison. Vous êtes remboursé de tout ce que vous avez payé.',
    verify: 'Continuer',
    check: 'Vous allez nous notifier votre rétractation.',
    submit: 'Confirmer la rétractation',
    doneTitle: 'Rétractation reçue',
    effect: 'La fin du contrat et le remboursement entier, par le moyen qui a servi à payer.',
    other: 'Le délai est passé\u202f? Vous pouvez résilier à tout moment\u00a0:',
  },
  name: 'Vos nom et prénom',
  address: 'L’adresse électronique de l’abonnement',
  addressHint: 'L’accusé de réception y est envoyé.',
  contract: 'Le contrat',
  contractHint: 'Facultatif\u00a0: la formule, ou la date de la commande, si vous avez plusieurs abonnements.',
  contractDefault: 'Abonnement au magazine',
  declaredBy: 'Déclaré par',
  declaredTo: 'Accusé de réception envoyé à',
  edit: 'Corriger',
  problems: {
    'no-name': 'Indiquez votre nom\u00a0: la déclaration le porte.',
    link: 'Votre nom et le contrat s’écrivent sans adresse, ni de site ni de courriel.',
    'bad-address': 'Cette adresse n’a pas la forme attendue. Écrivez-la comme ceci\u00a0: camille@exemple.fr',
  },
  receivedAt: 'Reçue le',
  dayAndHour,
  effect: 'Ce qui suit',
  mailed: (address: string) => `Un accusé de réception, daté, part à l’adresse ${address}.`,
  waits: (at: string) =>
    `Il contient un lien pour confirmer, ou pour retirer votre déclaration. Sans réponse de votre part, elle prend effet d’elle-même ${dayAndHour(at)}.`,
  immediate: 'Vous êtes connecté\u00a0: elle prend effet dès maintenant.',
  noAccount: 'Si aucun abonnement ne répond à cette adresse, le courriel vous le dit.',
  done: {
    confirme: 'C’est confirmé. Un courriel vous dit ce qui a été fait, et quand.',
    retire: 'Votre déclaration est retirée\u00a0: le contrat continue.',
    'en-attente':
      'C’est noté. Ce qui reste à faire chez Stripe ou à votre banque ne peut pas l’être pour le moment\u00a0: nous recommençons de nous-mêmes, et un courriel vous le dira.',
  },
} as const;
