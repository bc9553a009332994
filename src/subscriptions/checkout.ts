import type { Stripe } from 'stripe';
import { absolute, urls } from '../urls.ts';
import type { OrderRow } from './rows.ts';

/** Who pays: a customer that is known to be the reader's, a reader without one, or a guest. */
export type Payer = { customer: string } | { address: string } | null;

/** What Checkout is asked for (https://docs.stripe.com/api/checkout/sessions/create): nothing of it comes from a form. */
export function checkoutOf(
  order: Pick<OrderRow, 'id' | 'price_id' | 'offer_id'>,
  payer: Payer,
  siteUrl: string,
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'subscription',
    locale: 'fr',
    submit_type: 'pay',
    line_items: [{ price: order.price_id, quantity: 1 }],
    allowed_payment_method_types: ['card', 'sepa_debit'],
    allow_promotion_codes: true,
    billing_address_collection: 'required',
    tax_id_collection: { enabled: true },
    consent_collection: { terms_of_service: 'required' },
    client_reference_id: order.id,
    metadata: { order: order.id },
    subscription_data: { metadata: { order: order.id } },
    // Stripe fills in the braces: as they are, not as `URLSearchParams` would write them.
    success_url: `${absolute(siteUrl, urls.ordered())}?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: absolute(siteUrl, urls.order(order.offer_id)),
    ...payerOf(payer),
  };
}

function payerOf(payer: Payer): Partial<Stripe.Checkout.SessionCreateParams> {
  if (payer === null) return {};
  if ('address' in payer) return { customer_email: payer.address };
  return { customer: payer.customer, customer_update: { name: 'auto', address: 'auto' } };
}
