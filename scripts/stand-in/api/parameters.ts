import type Stripe from 'stripe';
import type { Fields } from './rules.ts';

const TEXTS = { each: 'text' } as const;
const PAGES = { ending_before: 'text', limit: 'number', starting_after: 'text' } as const;
const ADDRESS = {
  city: 'text',
  country: 'text',
  line1: 'text',
  line2: 'text',
  postal_code: 'text',
  state: 'text',
} as const;

export const EXPAND: Fields<Stripe.CustomerRetrieveParams> = { expand: TEXTS };

export const CUSTOMER_CREATE: Fields<Stripe.CustomerCreateParams> = {
  address: { unset: { group: ADDRESS } },
  balance: 'unsupported',
  business_name: 'unsupported',
  cash_balance: 'unsupported',
  description: 'text',
  email: 'text',
  expand: TEXTS,
  individual_name: 'unsupported',
  invoice_prefix: 'unsupported',
  invoice_settings: 'unsupported',
  metadata: { unset: 'metadata' },
  name: 'text',
  next_invoice_sequence: 'unsupported',
  payment_method: 'unsupported',
  phone: 'text',
  preferred_locales: TEXTS,
  shipping: 'unsupported',
  source: 'unsupported',
  tax: 'unsupported',
  tax_exempt: 'unsupported',
  tax_id_data: 'unsupported',
  test_clock: 'unsupported',
  validate: 'unsupported',
};

export const CUSTOMER_UPDATE: Fields<Stripe.CustomerUpdateParams> = {
  address: { unset: { group: ADDRESS } },
  balance: 'unsupported',
  business_name: 'unsupported',
  cash_balance: 'unsupported',
  default_source: 'unsupported',
  description: 'text',
  email: 'text',
  expand: TEXTS,
  individual_name: 'unsupported',
  invoice_prefix: 'unsupported',
  invoice_settings: 'unsupported',
  metadata: { unset: 'metadata' },
  name: 'text',
  next_invoice_sequence: 'unsupported',
  phone: 'text',
  preferred_locales: TEXTS,
  shipping: 'unsupported',
  source: 'unsupported',
  tax: 'unsupported',
  tax_exempt: 'unsupported',
  validate: 'unsupported',
};

export const CUSTOMER_LIST: Fields<Stripe.CustomerListParams> = {
  ...PAGES,
  created: 'range',
  email: 'text',
  expand: TEXTS,
  test_clock: 'unsupported',
};

export const PRICE_LIST: Fields<Stripe.PriceListParams> = {
  ...PAGES,
  active: 'flag',
  created: 'range',
  currency: 'text',
  expand: TEXTS,
  lookup_keys: TEXTS,
  product: 'text',
  recurring: {
    group: { interval: ['day', 'month', 'week', 'year'], meter: 'unsupported', usage_type: ['licensed', 'metered'] },
  },
  type: ['one_time', 'recurring'],
};

export const PRODUCT_LIST: Fields<Stripe.ProductListParams> = {
  ...PAGES,
  active: 'flag',
  created: 'range',
  expand: TEXTS,
  ids: TEXTS,
  shippable: 'unsupported',
  type: 'unsupported',
  url: 'unsupported',
};

export const SUBSCRIPTION_UPDATE: Fields<Stripe.SubscriptionUpdateParams> = {
  add_invoice_items: 'unsupported',
  application_fee_percent: 'unsupported',
  automatic_tax: 'unsupported',
  billing_cycle_anchor: 'unsupported',
  billing_schedules: 'unsupported',
  billing_thresholds: 'unsupported',
  cancel_at: { unset: 'number' },
  cancel_at_period_end: 'flag',
  cancellation_details: {
    group: {
      comment: { unset: 'text' },
      feedback: {
        unset: [
          'customer_service',
          'low_quality',
          'missing_features',
          'other',
          'switched_service',
          'too_complex',
          'too_expensive',
          'unused',
        ],
      },
      feedback_option: 'unsupported',
    },
  },
  collection_method: 'unsupported',
  days_until_due: 'unsupported',
  default_payment_method: 'unsupported',
  default_source: 'unsupported',
  default_tax_rates: 'unsupported',
  description: { unset: 'text' },
  discounts: 'unsupported',
  expand: TEXTS,
  invoice_settings: 'unsupported',
  items: 'unsupported',
  metadata: { unset: 'metadata' },
  off_session: 'unsupported',
  on_behalf_of: 'unsupported',
  pause_collection: {
    unset: { group: { behavior: ['keep_as_draft', 'mark_uncollectible', 'void'], resumes_at: 'number' } },
  },
  payment_behavior: 'unsupported',
  payment_settings: 'unsupported',
  pending_invoice_item_interval: 'unsupported',
  proration_behavior: ['always_invoice', 'create_prorations', 'none'],
  proration_date: 'unsupported',
  transfer_data: 'unsupported',
  trial_end: 'unsupported',
  trial_from_plan: 'unsupported',
  trial_settings: 'unsupported',
};

export const SUBSCRIPTION_CANCEL: Fields<Stripe.SubscriptionCancelParams> = {
  cancellation_details: SUBSCRIPTION_UPDATE.cancellation_details,
  expand: TEXTS,
  invoice_now: 'flag',
  prorate: 'flag',
};

export const SUBSCRIPTION_LIST: Fields<Stripe.SubscriptionListParams> = {
  ...PAGES,
  automatic_tax: 'unsupported',
  collection_method: ['charge_automatically', 'send_invoice'],
  created: 'range',
  current_period_end: 'range',
  current_period_start: 'range',
  customer: 'text',
  customer_account: 'unsupported',
  expand: TEXTS,
  plan: 'unsupported',
  price: 'text',
  status: [
    'active',
    'all',
    'canceled',
    'ended',
    'incomplete',
    'incomplete_expired',
    'past_due',
    'paused',
    'trialing',
    'unpaid',
  ],
  test_clock: 'unsupported',
};

export const INVOICE_LIST: Fields<Stripe.InvoiceListParams> = {
  ...PAGES,
  collection_method: ['charge_automatically', 'send_invoice'],
  created: 'range',
  customer: 'text',
  customer_account: 'unsupported',
  due_date: 'unsupported',
  expand: TEXTS,
  status: ['draft', 'open', 'paid', 'uncollectible', 'void'],
  subscription: 'text',
};

export const INVOICE_PAYMENT_LIST: Fields<Stripe.InvoicePaymentListParams> = {
  ...PAGES,
  created: 'range',
  expand: TEXTS,
  invoice: 'text',
  payment: {
    group: { payment_intent: 'text', payment_record: 'unsupported', type: ['payment_intent', 'payment_record'] },
  },
  status: ['canceled', 'open', 'paid'],
};

export const PAYMENT_INTENT_LIST: Fields<Stripe.PaymentIntentListParams> = {
  ...PAGES,
  created: 'range',
  customer: 'text',
  customer_account: 'unsupported',
  expand: TEXTS,
};

export const CHARGE_LIST: Fields<Stripe.ChargeListParams> = {
  ...PAGES,
  created: 'range',
  customer: 'text',
  expand: TEXTS,
  payment_intent: 'text',
  transfer_group: 'unsupported',
};

export const REFUND_CREATE: Fields<Stripe.RefundCreateParams> = {
  amount: 'number',
  charge: 'text',
  currency: 'unsupported',
  customer: 'unsupported',
  expand: TEXTS,
  instructions_email: 'unsupported',
  metadata: { unset: 'metadata' },
  origin: 'unsupported',
  payment_intent: 'text',
  reason: ['duplicate', 'fraudulent', 'requested_by_customer'],
  refund_application_fee: 'unsupported',
  reverse_transfer: 'unsupported',
};

export const REFUND_LIST: Fields<Stripe.RefundListParams> = {
  ...PAGES,
  charge: 'text',
  created: 'range',
  expand: TEXTS,
  payment_intent: 'text',
};

export const DISPUTE_LIST: Fields<Stripe.DisputeListParams> = { ...REFUND_LIST };

export const EVENT_LIST: Fields<Stripe.EventListParams> = {
  ...PAGES,
  created: 'range',
  delivery_success: 'flag',
  expand: TEXTS,
  type: 'text',
  types: TEXTS,
};
