import type Stripe from 'stripe';
import { schedule } from '../world/schedule.ts';
import { end, itemOf } from '../world/subscriptions.ts';
import { customerOf, idOf, type World } from '../world/world.ts';
import { frame } from './frame.ts';
import { day, type Html, html, money } from './html.ts';
import { INVOICE_STATES } from './invoice-page.ts';
import { meansField, meansOf } from './means.ts';
import type { PageAnswer } from './pages.ts';

const STATES: Record<string, string> = {
  active: 'en cours',
  trialing: 'à l’essai',
  past_due: 'paiement en retard',
  unpaid: 'impayé',
  canceled: 'terminé',
  incomplete: 'premier paiement attendu',
  incomplete_expired: 'abandonné',
  paused: 'en pause',
};

type Features = Stripe.BillingPortal.Configuration.Features;

/** The page on which a customer manages what was bought, as far as its configuration allows. */
export function portalPage(world: World, session: Stripe.BillingPortal.Session): PageAnswer {
  const { features } = world.records.configurations[idOf(session.configuration)]!;
  const customer = customerOf(world, session.customer);
  const theirs = Object.values(world.records.subscriptions).filter(
    ({ customer }) => idOf(customer) === session.customer,
  );
  const back = session.return_url;
  return {
    status: 200,
    page: frame(
      'Votre abonnement',
      html`${back !== null && html`<p><a href="${back}">← Retour au site</a></p>`}
        <h1>Votre abonnement</h1>
        <p>${customer?.email ?? 'Client supprimé'}</p>
        ${theirs.toReversed().map((subscription) => subscriptionPart(world, session, subscription, features))}
        ${
          features.payment_method_update.enabled &&
          html`<h2>Moyen de paiement</h2>
            <form method="post" action="/p/session/${session.id}/card">
              ${meansField(world.records.means[session.customer] ?? 'card')}
              <button>Enregistrer</button>
            </form>`
        }
        ${
          features.customer_update.enabled &&
          features.customer_update.allowed_updates.includes('email') &&
          html`<h2>Adresse électronique</h2>
            <form method="post" action="/p/session/${session.id}/email">
              <label for="email">Adresse électronique</label>
              <div class="row">
                <input type="email" id="email" name="email" value="${customer?.email ?? ''}" required />
                <button>Enregistrer</button>
              </div>
            </form>`
        }
        ${features.invoice_history.enabled && invoicesPart(world, session.customer)}`,
    ),
  };
}

function subscriptionPart(
  world: World,
  session: Stripe.BillingPortal.Session,
  subscription: Stripe.Subscription,
  features: Features,
): Html {
  const { price, current_period_end: until } = itemOf(subscription);
  const name = world.records.products[idOf(price.product)]?.name ?? price.id;
  const isOver = subscription.ended_at !== null;
  const action = (verb: string, label: string) =>
    html`<form method="post" action="/p/session/${session.id}/${verb}">
      <input type="hidden" name="subscription" value="${subscription.id}" /><button>${label}</button>
    </form>`;
  return html`<h2>${name}</h2>
    <dl>
      <dt>État</dt>
      <dd>${STATES[subscription.status] ?? subscription.status}</dd>
      <dt>${isOver ? 'Terminé le' : subscription.cancel_at === null ? 'Prochaine échéance' : 'Se termine le'}</dt>
      <dd>${day(subscription.ended_at ?? subscription.cancel_at ?? until)}</dd>
      <dt>Prix</dt>
      <dd>${money(price.unit_amount ?? 0, price.currency)}</dd>
    </dl>
    ${!isOver && subscription.cancel_at !== null && action('resume', 'Ne pas résilier')}
    ${!isOver && subscription.cancel_at === null && features.subscription_cancel.enabled && action('cancel', 'Résilier l’abonnement')}`;
}

function invoicesPart(world: World, customer: string): Html {
  const theirs = Object.values(world.records.invoices).filter((invoice) => invoice.customer === customer);
  return html`<h2>Factures</h2>
    <ul>
      ${theirs
        .toReversed()
        .filter(({ status }) => status !== 'draft')
        .map(
          (invoice) =>
            html`<li>
              <a href="${invoice.hosted_invoice_url ?? ''}">${day(invoice.created)}</a> :
              ${money(invoice.total, invoice.currency)}, ${INVOICE_STATES[invoice.status ?? ''] ?? ''}
            </li>`,
        )}
    </ul>`;
}

/** Somebody pressed a button of the portal. */
export function portalAction(
  world: World,
  session: Stripe.BillingPortal.Session,
  verb: string,
  form: URLSearchParams,
): PageAnswer | null {
  const { features } = world.records.configurations[idOf(session.configuration)]!;
  const customer = customerOf(world, session.customer);
  const subscription = world.records.subscriptions[form.get('subscription') ?? ''];
  if (verb === 'card' && features.payment_method_update.enabled && customer !== null) {
    world.records.means[customer.id] = meansOf(form.get('means'));
    world.tell('customer.updated', customer);
  } else if (verb === 'email' && features.customer_update.allowed_updates.includes('email') && customer !== null) {
    const previous = { email: customer.email };
    customer.email = form.get('email');
    world.tell('customer.updated', customer, previous);
  } else if (
    subscription !== undefined &&
    idOf(subscription.customer) === session.customer &&
    subscription.ended_at === null
  ) {
    if (verb === 'cancel' && features.subscription_cancel.enabled) cancel(world, subscription, features);
    else if (verb === 'resume') resume(world, subscription);
    else return null;
  } else {
    return null;
  }
  return { status: 303, location: `/p/session/${session.id}` };
}

/**
 * In the flexible billing mode, the portal tells an end by `cancel_at` alone and leaves `cancel_at_period_end` false
 * (https://docs.stripe.com/billing/subscriptions/billing-mode/compare).
 */
function cancel(world: World, subscription: Stripe.Subscription, { subscription_cancel: how }: Features): void {
  if (how.mode === 'immediately') {
    end(world, subscription, 'cancellation_requested');
    return;
  }
  schedule(world, subscription, itemOf(subscription).current_period_end);
  world.tell('customer.subscription.updated', subscription, { cancel_at: null, canceled_at: null });
}

function resume(world: World, subscription: Stripe.Subscription): void {
  const previous = { cancel_at: subscription.cancel_at, cancel_at_period_end: subscription.cancel_at_period_end };
  schedule(world, subscription, null);
  subscription.cancel_at_period_end = false;
  world.tell('customer.subscription.updated', subscription, previous);
}
