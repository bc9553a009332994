import type { Means } from '../world/world.ts';
import { type Html, html } from './html.ts';

const LABELS: Record<Means, string> = {
  card: 'Carte acceptée',
  declined: 'Carte refusée',
  'card-then-declined': 'Carte acceptée aujourd’hui, refusée au renouvellement',
  sepa: 'Prélèvement SEPA, encaissé trois jours plus tard',
};

/** The choice of a means of payment, one of them chosen. */
export function meansField(chosen: Means): Html {
  return html`<fieldset>
    <legend>Moyen de paiement (fictif)</legend>
    ${Object.entries(LABELS).map(
      ([means, label]) =>
        html`<label class="choice"
          ><input type="radio" name="means" value="${means}" ${means === chosen && 'checked'} /> ${label}</label
        >`,
    )}
  </fieldset>`;
}

export function meansOf(text: string | null): Means {
  return (Object.keys(LABELS).find((means) => means === text) as Means | undefined) ?? 'card';
}
