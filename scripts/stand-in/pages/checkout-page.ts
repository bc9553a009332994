import type Stripe from 'stripe';
import { completeSession, discount, type PaymentRefusal, promotionOf } from '../world/checkout.ts';
import { customerOf, idOf, type World } from '../world/world.ts';
import { frame, notice } from './frame.ts';
import { type Html, html, linked, money } from './html.ts';
import { meansField, meansOf } from './means.ts';
import type { PageAnswer } from './pages.ts';

const REFUSALS: Record<PaymentRefusal, string> = {
  'not-open': 'Cette page de paiement n’est plus ouverte.',
  declined: 'Votre carte a été refusée. Choisissez un autre moyen de paiement.',
  'bad-email': 'Cette adresse électronique n’est pas complète.',
  terms: 'Acceptez les conditions générales pour continuer.',
  'unknown-code': 'Ce code promotionnel n’existe pas.',
};

const COUNTRIES = { FR: 'France', BE: 'Belgique', CH: 'Suisse', LU: 'Luxembourg', CA: 'Canada' };

/** The page on which a customer pays. */
export function checkoutPage(
  world: World,
  session: Stripe.Checkout.Session,
  form = new URLSearchParams(),
  said: PaymentRefusal | null = null,
): PageAnswer {
  if (session.status !== 'open') return closed(session);
  const { label, period } = soldIn(world, session);
  const currency = session.currency ?? 'eur';
  const back = session.cancel_url;
  const off = session.total_details?.amount_discount ?? 0;
  return {
    status: said === null ? 200 : 422,
    page: frame(
      `Payer : ${label}`,
      html`${back !== null && html`<p><a href="${back}">← Retour</a></p>`}
        <h1>${label}</h1>
        ${notice(said === null ? null : REFUSALS[said])}
        <dl>
          <dt>${period}</dt>
          <dd>${money(session.amount_subtotal ?? 0, currency)}</dd>
          ${
            off > 0 &&
            html`<dt>Remise (première échéance)</dt>
              <dd>− ${money(off, currency)}</dd>`
          }
          <dt class="total">À payer aujourd’hui</dt>
          <dd class="total">${money(session.amount_total ?? 0, currency)}</dd>
        </dl>
        ${session.allow_promotion_codes === true && codeForm(session)} ${payForm(world, session, form)}`,
    ),
  };
}

function soldIn(world: World, session: Stripe.Checkout.Session): { label: string; period: string } {
  const price = world.records.prices[world.records.intents[session.id]!.priceId]!;
  const label = world.records.products[idOf(price.product)]?.name ?? price.id;
  return { label, period: price.recurring?.interval === 'year' ? 'Chaque année' : 'Chaque mois' };
}

function codeForm(session: Stripe.Checkout.Session): Html {
  return html`<form method="post" action="/c/pay/${session.id}/code">
    <label for="code">Code promotionnel</label>
    <div class="row">
      <input type="text" id="code" name="code" autocomplete="off" autocapitalize="characters" />
      <button>Appliquer</button>
    </div>
  </form>`;
}

function payForm(world: World, session: Stripe.Checkout.Session, form: URLSearchParams): Html {
  const customer = session.customer === null ? null : customerOf(world, idOf(session.customer));
  const known = customer?.email ?? session.customer_email;
  const { custom_text: texts } = session;
  const country = form.get('country') ?? 'FR';
  return html`<form method="post" action="/c/pay/${session.id}">
    <label for="email">Adresse électronique</label>
    <input
      type="email"
      id="email"
      name="email"
      autocomplete="email"
      required
      value="${known ?? form.get('email') ?? ''}"
      ${known !== null && 'readonly'}
    />
    <label for="name">Nom</label>
    <input type="text" id="name" name="name" autocomplete="name" value="${form.get('name') ?? customer?.name ?? ''}" />
    ${
      session.billing_address_collection === 'required' &&
      html`<label for="country">Pays de facturation</label>
        <select id="country" name="country" autocomplete="country">
          ${Object.entries(COUNTRIES).map(
            ([code, name]) => html`<option value="${code}" ${code === country && 'selected'}>${name}</option>`,
          )}
        </select>
        <label for="postal-code">Code postal</label>
        <input
          type="text"
          id="postal-code"
          name="postalCode"
          autocomplete="postal-code"
          value="${form.get('postalCode') ?? ''}"
        />`
    }
    ${
      session.tax_id_collection?.enabled === true &&
      html`<label for="business-name">Nom de l’entreprise (facultatif)</label>
        <input
          type="text"
          id="business-name"
          name="businessName"
          autocomplete="organization"
          value="${form.get('businessName') ?? ''}"
        />
        <label for="vat-number">Numéro de TVA (facultatif)</label>
        <input type="text" id="vat-number" name="vatNumber" value="${form.get('vatNumber') ?? ''}" />`
    }
    ${meansField(meansOf(form.get('means')))}
    ${
      session.consent_collection?.terms_of_service === 'required' &&
      html`<label class="choice"
        ><input type="checkbox" name="terms" value="yes" required ${form.has('terms') && 'checked'} />
        <span
          >${linked(texts.terms_of_service_acceptance?.message ?? 'J’accepte les conditions générales.')}</span
        ></label
      >`
    }
    ${texts.submit !== null && html`<p class="fine">${linked(texts.submit.message)}</p>`}
    <p><button class="main">${session.submit_type === 'subscribe' ? 'S’abonner' : 'Payer'}</button></p>
    ${texts.after_submit !== null && html`<p class="fine">${linked(texts.after_submit.message)}</p>`}
  </form>`;
}

function closed(session: Stripe.Checkout.Session): PageAnswer {
  const paid = session.status === 'complete';
  const title = paid ? 'Ce paiement est terminé' : 'Cette page de paiement a expiré';
  const next = paid ? successUrl(session) : session.cancel_url;
  return {
    status: paid ? 200 : 410,
    page: frame(
      title,
      html`<h1>${title}</h1>
        ${next !== null && html`<p><a href="${next}">Continuer</a></p>`}`,
    ),
  };
}

function successUrl(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

/** Somebody pressed the button. */
export function payCheckout(world: World, session: Stripe.Checkout.Session, form: URLSearchParams): PageAnswer {
  const written = (name: string) => form.get(name)?.trim() || undefined;
  const result = completeSession(world, session, {
    email: form.get('email') ?? '',
    means: meansOf(form.get('means')),
    name: written('name'),
    country: written('country'),
    postalCode: written('postalCode'),
    businessName: written('businessName'),
    vatNumber: written('vatNumber'),
    acceptsTerms: form.has('terms'),
  });
  if (result === 'paid' || result === 'pending') return { status: 303, location: successUrl(session) };
  return checkoutPage(world, session, form, result);
}

export function applyCode(world: World, session: Stripe.Checkout.Session, form: URLSearchParams): PageAnswer {
  if (session.status !== 'open') return closed(session);
  const promotion = session.allow_promotion_codes === true ? promotionOf(world, form.get('code') ?? '') : null;
  if (promotion === null) return checkoutPage(world, session, form, 'unknown-code');
  discount(world, session, promotion);
  return { status: 303, location: `/c/pay/${session.id}` };
}
