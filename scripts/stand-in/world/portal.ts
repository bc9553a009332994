import type Stripe from 'stripe';
import { newId, type World } from './world.ts';

type Given = Stripe.BillingPortal.ConfigurationCreateParams;
type Update = Stripe.BillingPortal.ConfigurationUpdateParams;

/** A configuration of the billing portal: everything that `given` leaves out is off. */
export function configurationOf(world: World, given: Given): Stripe.BillingPortal.Configuration {
  return {
    id: newId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: profileOf(given.business_profile),
    created: world.now(),
    default_return_url: given.default_return_url || null,
    features: featuresOf(given.features),
    is_default: false,
    livemode: false,
    login_page: { enabled: given.login_page?.enabled ?? false, url: null },
    metadata: { ...(given.metadata as Record<string, string> | undefined) },
    name: given.name || null,
    updated: world.now(),
  };
}

export function profileOf(
  given: Given['business_profile'] | Update['business_profile'],
): Stripe.BillingPortal.Configuration.BusinessProfile {
  return {
    headline: given?.headline || null,
    privacy_policy_url: given?.privacy_policy_url || null,
    terms_of_service_url: given?.terms_of_service_url || null,
  };
}

export function featuresOf(
  given: Given['features'] | NonNullable<Update['features']>,
): Stripe.BillingPortal.Configuration.Features {
  const { customer_update: update, subscription_cancel: cancel } = given;
  return {
    customer_update: { allowed_updates: update?.allowed_updates || [], enabled: update?.enabled ?? false },
    invoice_history: { enabled: given.invoice_history?.enabled ?? false },
    payment_method_update: {
      enabled: given.payment_method_update?.enabled ?? false,
      payment_method_configuration: null,
    },
    subscription_cancel: {
      cancellation_reason: { enabled: false, feedback_options: null, options: [] },
      enabled: cancel?.enabled ?? false,
      mode: cancel?.mode ?? 'at_period_end',
      proration_behavior: cancel?.proration_behavior ?? 'none',
    },
    subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
    subscription_update: {
      billing_cycle_anchor: null,
      default_allowed_updates: [],
      enabled: false,
      proration_behavior: 'none',
      schedule_at_period_end: { conditions: [] },
      trial_update_behavior: 'end_trial',
    },
  };
}

/** One visit of a customer to the portal. */
export function portalSessionOf(
  world: World,
  customer: string,
  configuration: string,
  returnUrl: string | null,
  locale: Stripe.BillingPortal.Session.Locale | null,
): Stripe.BillingPortal.Session {
  const id = newId('bps');
  return {
    id,
    object: 'billing_portal.session',
    configuration,
    created: world.now(),
    customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${world.url}/p/session/${id}`,
  };
}
