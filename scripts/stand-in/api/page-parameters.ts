import type Stripe from 'stripe';
import type { Fields } from './rules.ts';

const TEXTS = { each: 'text' } as const;
const PAGES = { ending_before: 'text', limit: 'number', starting_after: 'text' } as const;
const MESSAGE = { unset: { group: { message: 'text' } } } as const;
const NAMED = { group: { enabled: 'flag', optional: 'flag' } } as const;

export const SESSION_CREATE: Fields<Stripe.Checkout.SessionCreateParams> = {
  adaptive_pricing: { group: { enabled: 'flag' } },
  after_expiration: 'unsupported',
  allow_promotion_codes: 'flag',
  allowed_payment_method_types: { each: ['card', 'sepa_debit'] },
  automatic_tax: 'unsupported',
  billing_address_collection: ['auto', 'required'],
  branding_settings: 'unsupported',
  cancel_url: 'text',
  client_reference_id: 'text',
  consent_collection: {
    group: {
      payment_method_reuse_agreement: 'unsupported',
      promotions: 'unsupported',
      terms_of_service: ['none', 'required'],
    },
  },
  currency: 'text',
  custom_fields: 'unsupported',
  custom_text: {
    group: { after_submit: MESSAGE, shipping_address: MESSAGE, submit: MESSAGE, terms_of_service_acceptance: MESSAGE },
  },
  customer: 'text',
  customer_account: 'unsupported',
  customer_creation: 'unsupported',
  customer_email: 'text',
  customer_update: {
    group: { address: ['auto', 'never'], name: ['auto', 'never'], shipping: ['auto', 'never'] },
  },
  discounts: { each: { group: { coupon: 'unsupported', promotion_code: 'text' } } },
  excluded_payment_method_types: 'unsupported',
  expand: TEXTS,
  expires_at: 'number',
  integration_identifier: 'text',
  invoice_creation: 'unsupported',
  line_items: {
    each: {
      group: {
        adjustable_quantity: 'unsupported',
        metadata: 'unsupported',
        price: 'text',
        price_data: 'unsupported',
        quantity: 'number',
        tax_rates: 'unsupported',
      },
    },
  },
  locale: ['auto', 'de', 'en', 'es', 'fr', 'fr-CA', 'it'],
  managed_payments: 'unsupported',
  metadata: 'metadata',
  mode: ['subscription'],
  name_collection: { group: { business: NAMED, individual: NAMED } },
  optional_items: 'unsupported',
  origin_context: ['mobile_app', 'web'],
  payment_intent_data: 'unsupported',
  payment_method_collection: ['always', 'if_required'],
  payment_method_configuration: 'unsupported',
  payment_method_data: 'unsupported',
  payment_method_options: 'unsupported',
  permissions: 'unsupported',
  phone_number_collection: { group: { enabled: 'flag' } },
  redirect_on_completion: 'unsupported',
  return_url: 'unsupported',
  saved_payment_method_options: 'unsupported',
  setup_intent_data: 'unsupported',
  shipping_address_collection: 'unsupported',
  shipping_options: 'unsupported',
  submit_type: ['auto', 'book', 'donate', 'pay', 'subscribe'],
  subscription_data: {
    group: {
      application_fee_percent: 'unsupported',
      billing_cycle_anchor: 'unsupported',
      billing_cycle_anchor_config: 'unsupported',
      billing_mode: { group: { flexible: 'unsupported', type: ['classic', 'flexible'] } },
      default_tax_rates: 'unsupported',
      description: 'text',
      invoice_settings: 'unsupported',
      metadata: 'metadata',
      on_behalf_of: 'unsupported',
      pending_invoice_item_interval: 'unsupported',
      proration_behavior: ['create_prorations', 'none'],
      transfer_data: 'unsupported',
      trial_end: 'number',
      trial_period_days: 'number',
      trial_settings: 'unsupported',
    },
  },
  success_url: 'text',
  tax_id_collection: { group: { enabled: 'flag', required: ['if_supported', 'never'] } },
  ui_mode: ['elements', 'embedded_page', 'form', 'hosted_page'],
  wallet_options: 'unsupported',
};

export const SESSION_LIST: Fields<Stripe.Checkout.SessionListParams> = {
  ...PAGES,
  created: 'range',
  customer: 'text',
  customer_account: 'unsupported',
  customer_details: { group: { email: 'text' } },
  expand: TEXTS,
  payment_intent: 'text',
  payment_link: 'unsupported',
  status: ['complete', 'expired', 'open'],
  subscription: 'text',
};

export const LINE_ITEM_LIST: Fields<Stripe.Checkout.SessionListLineItemsParams> = { ...PAGES, expand: TEXTS };

const BUSINESS = {
  group: { headline: { unset: 'text' }, privacy_policy_url: 'text', terms_of_service_url: 'text' },
} as const;
const SWITCH = { group: { enabled: 'flag' } } as const;

const FEATURES = {
  group: {
    customer_update: {
      group: {
        allowed_updates: { unset: { each: ['address', 'email', 'name', 'phone', 'shipping', 'tax_id'] } },
        enabled: 'flag',
      },
    },
    invoice_history: SWITCH,
    payment_method_update: { group: { enabled: 'flag', payment_method_configuration: 'unsupported' } },
    subscription_cancel: {
      group: {
        cancellation_reason: 'unsupported',
        enabled: 'flag',
        mode: ['at_period_end', 'immediately'],
        proration_behavior: ['always_invoice', 'create_prorations', 'none'],
      },
    },
    subscription_pause: 'unsupported',
    subscription_update: 'unsupported',
  },
} as const;

export const CONFIGURATION_CREATE: Fields<Stripe.BillingPortal.ConfigurationCreateParams> = {
  business_profile: BUSINESS,
  default_return_url: { unset: 'text' },
  expand: TEXTS,
  features: FEATURES,
  login_page: SWITCH,
  metadata: 'metadata',
  name: { unset: 'text' },
};

export const CONFIGURATION_UPDATE: Fields<Stripe.BillingPortal.ConfigurationUpdateParams> = {
  active: 'flag',
  business_profile: {
    group: {
      headline: { unset: 'text' },
      privacy_policy_url: { unset: 'text' },
      terms_of_service_url: { unset: 'text' },
    },
  },
  default_return_url: { unset: 'text' },
  expand: TEXTS,
  features: FEATURES,
  login_page: SWITCH,
  metadata: { unset: 'metadata' },
  name: { unset: 'text' },
};

export const CONFIGURATION_LIST: Fields<Stripe.BillingPortal.ConfigurationListParams> = {
  ...PAGES,
  active: 'flag',
  expand: TEXTS,
  is_default: 'flag',
};

export const PORTAL_CREATE: Fields<Stripe.BillingPortal.SessionCreateParams> = {
  after_expiration: 'unsupported',
  configuration: 'text',
  customer: 'text',
  customer_account: 'unsupported',
  expand: TEXTS,
  flow_data: 'unsupported',
  locale: ['auto', 'de', 'en', 'es', 'fr', 'fr-CA', 'it'],
  on_behalf_of: 'unsupported',
  return_url: 'text',
};
