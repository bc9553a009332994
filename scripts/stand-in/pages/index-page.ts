import type Stripe from 'stripe';
import type { Control } from '../control.ts';
import { itemOf } from '../world/subscriptions.ts';
import { customerOf, idOf, type World } from '../world/world.ts';
import { frame, notice } from './frame.ts';
import { day, type Html, html, minute } from './html.ts';

/** What the buttons of the index can do to a subscription, in its words. */
const ACTS = {
  failPayments: 'Refuser le prochain paiement',
  cancel: 'Terminer tout de suite',
  refund: 'Rembourser la dernière échéance',
  dispute: 'Contester la dernière échéance',
  pause: 'Suspendre les prélèvements',
  unpause: 'Reprendre les prélèvements',
} satisfies Partial<Record<keyof Control, string>>;

const STEPS = { 1: 'Un jour', 8: 'Huit jours', 31: 'Un mois', 366: 'Un an' };

/** What there is, and what can be made to happen: for the curious. */
export function indexPage(world: World, controls: string[], said: string | null = null): string {
  const { records } = world;
  const open = Object.values(records.sessions).filter(({ status }) => status === 'open');
  return frame(
    'Le banc d’essai',
    html`<p><a href="${world.siteUrl}">← Le magazine</a></p>
      <h1>Le banc d’essai des paiements</h1>
      ${notice(said)}
      <p>
        Ce programme tient lieu de Stripe sur cette machine : mêmes requêtes, mêmes réponses, mêmes notifications
        signées. Personne n’y paie rien.
      </p>
      <h2>L’horloge</h2>
      <p>
        Ici, il est ${minute(world.now())}. Avancer l’horloge renouvelle, relance et termine ce qui doit l’être ; celle
        du magazine ne bouge pas.
      </p>
      <form method="post" action="/_stand-in/do/advance">
        <div class="row">
          ${Object.entries(STEPS).map(([days, label]) => html`<button name="days" value="${days}">${label}</button>`)}
        </div>
      </form>
      <h2>Les pages de paiement ouvertes</h2>
      ${open.length === 0 && html`<p>Aucune.</p>`}
      <ul>
        ${open.map((session) => html`<li><a href="/c/pay/${session.id}">Ouverte le ${minute(session.created)}</a></li>`)}
      </ul>
      <h2>Les abonnements</h2>
      ${Object.keys(records.subscriptions).length === 0 && html`<p>Aucun. Abonnez-vous sur le site : vous reviendrez ici.</p>`}
      ${Object.values(records.subscriptions)
        .toReversed()
        .map((subscription) => subscriptionPart(world, subscription))}
      <h2>Les notifications</h2>
      <p>${Object.keys(records.events).length} événements, dont ${pending(world)} non reçus par le site.</p>
      <form method="post" action="/_stand-in/do/deliver"><button>Tout envoyer de nouveau</button></form>
      <h2>Par programme</h2>
      <p class="fine">
        <code>POST /_stand-in/control/&lt;nom&gt;</code>, un tableau JSON d’arguments pour corps (<code
          >content-type: application/json</code
        >) : ${controls.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`)}. Leurs paramètres sont
        dans <code>scripts/stand-in/control.ts</code>.
      </p>`,
  );
}

function pending(world: World): number {
  return Object.values(world.records.events).filter(({ pending_webhooks }) => pending_webhooks > 0).length;
}

function subscriptionPart(world: World, subscription: Stripe.Subscription): Html {
  const { id, status, cancel_at: ends } = subscription;
  const who = customerOf(world, idOf(subscription.customer))?.email ?? 'client supprimé';
  const until = day(ends ?? itemOf(subscription).current_period_end);
  return html`<p>
      <strong>${who}</strong> : <code>${status}</code>, jusqu’au ${until}${ends !== null && ', résilié'} <br /><code
        class="fine"
        >${id}</code
      >
    </p>
    <form method="post" action="/_stand-in/do/act">
      <input type="hidden" name="subscription" value="${id}" />
      <div class="row">
        ${Object.entries(ACTS).map(([name, label]) => html`<button name="act" value="${name}">${label}</button>`)}
      </div>
    </form>`;
}

/** Does what a button of the index asks. `null` when it asks for nothing known. Errors are in the words of the program. */
export async function doFromIndex(control: Control, what: string, form: URLSearchParams): Promise<string | null> {
  const id = form.get('subscription') ?? '';
  const act = form.get('act') as keyof typeof ACTS | null;
  if (what === 'advance') {
    const days = Number(form.get('days'));
    if (!Object.keys(STEPS).includes(String(days))) return null;
    await control.advance(new Date(control.now().getTime() + days * 86_400_000));
    return 'L’horloge a avancé.';
  }
  if (what === 'deliver') {
    const receipts = await control.deliver();
    return `${receipts.filter(({ status }) => status !== null && status < 300).length} événements reçus sur ${receipts.length}.`;
  }
  if (what !== 'act' || act === null || !Object.hasOwn(ACTS, act)) return null;
  control[act](id);
  await control.settled();
  return `Fait : ${ACTS[act].toLowerCase()}.`;
}
