import type Stripe from 'stripe';
import { DAY } from './calendar.ts';
import { newId, type World } from './world.ts';

type Given = Stripe.Checkout.SessionCreateParams;

/** A Checkout session that waits for its customer. */
export function sessionOf(
  world: World,
  given: Given,
  price: Stripe.Price,
  quantity: number,
  discount: number,
): Stripe.Checkout.Session {
  const id = newId('cs_test', 58);
  const subtotal = (price.unit_amount ?? 0) * quantity;
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: given.adaptive_pricing?.enabled ?? true },
    after_expiration: null,
    allow_promotion_codes: given.allow_promotion_codes ?? null,
    allowed_payment_method_types: given.allowed_payment_method_types ?? null,
    amount_subtotal: subtotal,
    amount_total: subtotal - discount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: given.billing_address_collection ?? null,
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    client_secret: null,
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    consent: given.consent_collection === undefined ? null : { promotions: null, terms_of_service: null },
    consent_collection:
      given.consent_collection === undefined
        ? null
        : {
            payment_method_reuse_agreement: null,
            promotions: given.consent_collection.promotions ?? null,
            terms_of_service: given.consent_collection.terms_of_service ?? null,
          },
    created: world.now(),
    currency: price.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: customText(given.custom_text),
    customer: given.customer ?? null,
    customer_account: null,
    customer_creation: null,
    customer_details: null,
    customer_email: given.customer_email ?? null,
    discounts: [],
    expires_at: given.expires_at ?? world.now() + DAY,
    integration_identifier: given.integration_identifier ?? null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: given.locale ?? null,
    managed_payments: null,
    metadata: { ...(given.metadata as Record<string, string> | undefined) },
    mode: 'subscription',
    name_collection: nameCollection(given.name_collection),
    origin_context: given.origin_context ?? null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: given.payment_method_collection ?? 'always',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: given.allowed_payment_method_types ?? ['card', 'sepa_debit'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: given.phone_number_collection?.enabled ?? false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: given.submit_type ?? null,
    subscription: null,
    success_url: given.success_url ?? null,
    tax_id_collection: {
      enabled: given.tax_id_collection?.enabled ?? false,
      required: given.tax_id_collection?.required ?? 'never',
    },
    total_details: { amount_discount: discount, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${world.url}/c/pay/${id}`,
    wallet_options: null,
  };
}

function customText(given: Given['custom_text']): Stripe.Checkout.Session['custom_text'] {
  return {
    after_submit: given?.after_submit || null,
    shipping_address: given?.shipping_address || null,
    submit: given?.submit || null,
    terms_of_service_acceptance: given?.terms_of_service_acceptance || null,
  };
}

function nameCollection(given: Given['name_collection']): NonNullable<Stripe.Checkout.Session['name_collection']> {
  const { business, individual } = given ?? {};
  return {
    ...(business === undefined
      ? {}
      : { business: { enabled: business.enabled, optional: business.optional ?? false } }),
    ...(individual === undefined
      ? {}
      : { individual: { enabled: individual.enabled, optional: individual.optional ?? false } }),
  };
}

/** What the session sells. */
export function lineItemOf(
  session: Stripe.Checkout.Session,
  price: Stripe.Price,
  quantity: number,
  name: string,
): Stripe.LineItem {
  const discount = session.total_details?.amount_discount ?? 0;
  return {
    id: `li_${session.id.slice(-24)}`,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: discount,
    amount_subtotal: session.amount_subtotal ?? 0,
    amount_tax: 0,
    amount_total: session.amount_total ?? 0,
    currency: price.currency,
    description: name,
    metadata: {},
    price,
    quantity,
  };
}
