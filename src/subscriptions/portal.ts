import { createHash } from 'node:crypto';
import type { Stripe } from 'stripe';
import { absolute, urls } from '../urls.ts';
import { type SalesSettings, stripeOf } from './context.ts';
import { isMissing } from './stripe.ts';

/** What a reader may do in Stripe's portal. The address is changed here, where it is proven. */
const FEATURES: Stripe.BillingPortal.ConfigurationCreateParams.Features = {
  customer_update: { enabled: true, allowed_updates: ['name', 'address', 'tax_id'] },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: { enabled: true, mode: 'at_period_end' },
};

/** The address of a visit to Stripe's portal; `null` when the reader never paid. @throws when Stripe does not answer. */
export async function openPortal(settings: SalesSettings, readerId: string): Promise<string | null> {
  const customers = await settings.database.query
    .selectFrom('customers')
    .innerJoin('subscriptions', 'subscriptions.customer_id', 'customers.id')
    .select('customers.id')
    .where('customers.reader_id', '=', readerId)
    .orderBy('subscriptions.period_end', 'desc')
    .execute();
  const customer = customers[0]?.id;
  if (customer === undefined) return null;
  const visit = async (configuration: string) =>
    stripeOf(settings).billingPortal.sessions.create({
      customer,
      configuration,
      locale: 'fr',
      return_url: absolute(settings.siteUrl, urls.account()),
    });
  if (settings.portalConfiguration !== null) return (await visit(settings.portalConfiguration)).url;
  const known = await configurationOf(settings, null);
  try {
    return (await visit(known)).url;
  } catch (error) {
    if (!isMissing(error)) throw error;
    return (await visit(await configurationOf(settings, known))).url;
  }
}

/** The portal as we want it, made at Stripe the first time, and again when `gone` is what we knew. */
async function configurationOf(settings: SalesSettings, gone: string | null): Promise<string> {
  const { database, siteUrl } = settings;
  const params: Stripe.BillingPortal.ConfigurationCreateParams = {
    features: FEATURES,
    business_profile: {
      privacy_policy_url: absolute(siteUrl, urls.house.privacy),
      terms_of_service_url: absolute(siteUrl, urls.house.terms),
    },
    default_return_url: absolute(siteUrl, urls.account()),
  };
  const digest = createHash('sha256').update(JSON.stringify(params)).digest('hex').slice(0, 16);
  const name = `portal:${settings.livemode ? 'live' : 'test'}:${digest}`;
  return database.withLock(name, async () => {
    const row = await database.query.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
    if (row !== undefined && row.value !== gone) return row.value;
    const idempotencyKey = `${name}:${gone ?? 'first'}`;
    const { id } = await stripeOf(settings).billingPortal.configurations.create(params, { idempotencyKey });
    await database.query
      .insertInto('secrets')
      .values({ name, value: id })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: id }))
      .execute();
    return id;
  });
}
