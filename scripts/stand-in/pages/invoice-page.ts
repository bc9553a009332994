import type Stripe from 'stripe';
import { isProcessing } from '../world/payments.ts';
import { pay } from '../world/subscriptions.ts';
import { idOf, type World } from '../world/world.ts';
import { frame, notice } from './frame.ts';
import { day, html, money } from './html.ts';
import { meansField, meansOf } from './means.ts';
import type { PageAnswer } from './pages.ts';

export const INVOICE_STATES: Record<string, string> = {
  draft: 'en préparation',
  open: 'à payer',
  paid: 'payée',
  uncollectible: 'irrécouvrable',
  void: 'annulée',
};

/** The page of one invoice, on which it can be paid while it is open. */
export function invoicePage(world: World, invoice: Stripe.Invoice, said: string | null = null): PageAnswer {
  const paying = isProcessing(world, invoice.id);
  return {
    status: said === null ? 200 : 422,
    page: frame(
      `Facture ${invoice.number ?? ''}`,
      html`<h1>Facture ${invoice.number ?? ''}</h1>
        ${notice(said)}
        <dl>
          <dt>Date</dt>
          <dd>${day(invoice.created)}</dd>
          <dt>Client</dt>
          <dd>${invoice.customer_email ?? ''}</dd>
          <dt>Montant TTC</dt>
          <dd>${money(invoice.total, invoice.currency)}</dd>
          <dt>État</dt>
          <dd>${paying ? 'prélèvement en cours' : (INVOICE_STATES[invoice.status ?? ''] ?? '')}</dd>
        </dl>
        ${
          invoice.status === 'open' &&
          !paying &&
          html`<form method="post">
            ${meansField('card')}
            <p><button class="main">Payer ${money(invoice.amount_remaining, invoice.currency)}</button></p>
          </form>`
        }`,
    ),
  };
}

export function payOpenInvoice(world: World, invoice: Stripe.Invoice, form: URLSearchParams): PageAnswer {
  if (invoice.status !== 'open' || isProcessing(world, invoice.id)) return invoicePage(world, invoice);
  const customer = idOf(invoice.customer!);
  world.records.means[customer] = meansOf(form.get('means'));
  world.records.failures[customer] = 0;
  pay(world, invoice);
  const refusedNow = (invoice.status as string) === 'open' && world.records.means[customer] !== 'sepa';
  if (refusedNow)
    return invoicePage(world, invoice, 'Votre carte a été refusée. Choisissez un autre moyen de paiement.');
  return { status: 303, location: new URL(invoice.hosted_invoice_url ?? '/', world.url).pathname };
}
