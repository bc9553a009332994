import { Stripe } from 'stripe';
import { instantOf } from '../time.ts';
import { type SalesSettings, stripeOf } from './context.ts';
import { idOf, isMissing } from './stripe.ts';
import { syncSubscription } from './sync.ts';

/** `done`: stored, now or before. `wrong-mode`: of test mode where money is real, or the other way round. */
export type EventOutcome = 'done' | 'bad-signature' | 'wrong-mode' | 'not-configured';

/**
 * Takes an event as a doorbell: all that is read of it is whom it is about (decision 0003). It is skipped only when it
 * was done before.
 * @throws when anything fails: Stripe is to deliver it again.
 */
export async function takeEvent(
  settings: SalesSettings,
  rawBody: Buffer,
  signature: string,
  now: Date,
): Promise<EventOutcome> {
  if (settings.stripe === null || settings.webhookSecrets.length === 0) return 'not-configured';
  const event = verify(settings, rawBody, signature);
  if (event === null) return 'bad-signature';
  if (event.livemode !== settings.livemode) return 'wrong-mode';
  const { query } = settings.database;
  await query
    .insertInto('stripe_events')
    .values({ id: event.id, type: event.type, received_at: instantOf(now) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const known = await query.selectFrom('stripe_events').select('done_at').where('id', '=', event.id).executeTakeFirst();
  if (known?.done_at) return 'done';
  for (const id of await subscriptionsOf(stripeOf(settings), event.data.object as Told))
    await syncSubscription(settings, id, now);
  await query
    .updateTable('stripe_events')
    .set({ done_at: instantOf(now) })
    .where('id', '=', event.id)
    .execute();
  return 'done';
}

/** A signature is good for 5 minutes after it was made, by the clock of this machine. `null`: none of our secrets made it. */
function verify(settings: SalesSettings, rawBody: Buffer, signature: string): Stripe.Event | null {
  const { webhooks } = stripeOf(settings);
  for (const secret of settings.webhookSecrets) {
    try {
      return webhooks.constructEvent(rawBody, signature, secret);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) return null;
    }
  }
  return null;
}

type Reference = string | { id: string } | null | undefined;

/** What may be read of whatever an event is about. */
interface Told {
  object: string;
  id: string;
  customer?: Reference;
  subscription?: Reference;
  parent?: { subscription_details?: { subscription?: Reference } | null } | null;
  charge?: Reference;
  payment_intent?: Reference;
  invoice?: Reference;
}

/** The subscriptions that an event may be about: the one it names, or else all those of its customer. */
async function subscriptionsOf(stripe: Stripe, told: Told): Promise<string[]> {
  const named =
    told.object === 'subscription'
      ? told.id
      : (idOf(told.subscription) ?? idOf(told.parent?.subscription_details?.subscription));
  if (named !== null) return [named];
  try {
    const customer = told.object === 'customer' ? told.id : (idOf(told.customer) ?? (await customerOf(stripe, told)));
    if (customer === null) return [];
    const found: string[] = [];
    for await (const { id } of stripe.subscriptions.list({ customer, status: 'all', limit: 100 })) found.push(id);
    return found;
  } catch (error) {
    // Gone at Stripe since: nobody can be told by it any more.
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Of what tells only what it was paid with: a refund, a dispute, the payment of an invoice. */
async function customerOf(stripe: Stripe, { charge, payment_intent: intent, invoice }: Told): Promise<string | null> {
  const [chargeId, intentId, invoiceId] = [idOf(charge), idOf(intent), idOf(invoice)];
  if (chargeId !== null) return idOf((await stripe.charges.retrieve(chargeId)).customer);
  if (intentId !== null) return idOf((await stripe.paymentIntents.retrieve(intentId)).customer);
  return invoiceId === null ? null : idOf((await stripe.invoices.retrieve(invoiceId)).customer);
}
