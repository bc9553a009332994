import { Stripe } from 'stripe';
import { type SalesSettings, stripeOf } from './context.ts';
import { paymentsOf } from './reversal.ts';
import { OVER, type SubscriptionRow } from './rows.ts';
import { idOf } from './stripe.ts';
import { lockOf, syncLocked } from './sync.ts';

/**
 * Ends a subscription at the end of its period, which is paid; nothing more is charged. What was to end already stays so.
 * Gives its end, ISO-8601 UTC. @throws when Stripe does not answer.
 */
export async function endAtPeriodEnd(settings: SalesSettings, id: string, now: Date): Promise<string> {
  const row = await changing(settings, id, now, async (stripe, found) => {
    if (OVER.includes(found.status) || found.cancel_at_period_end || found.cancel_at !== null) return;
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  });
  return row.ends_at ?? row.period_end;
}

/** Takes back the end that was asked for. `false` when the subscription is over. @throws when Stripe does not answer. */
export async function goOn(settings: SalesSettings, id: string, now: Date): Promise<boolean> {
  const row = await changing(settings, id, now, async (stripe, found) => {
    if (OVER.includes(found.status)) return;
    if (found.cancel_at_period_end) await stripe.subscriptions.update(id, { cancel_at_period_end: false });
    else if (found.cancel_at !== null) await stripe.subscriptions.update(id, { cancel_at: '' });
  });
  return !OVER.includes(row.status);
}

/**
 * Ends a subscription at once, if that is still wanted when Stripe answers; nothing is paid back. @throws when Stripe does
 * not answer.
 */
export async function endNow(settings: SalesSettings, id: string, isWanted: () => boolean, now: Date): Promise<void> {
  await changing(settings, id, now, async (stripe, found) => {
    if (isWanted()) await stop(stripe, found);
  });
}

async function stop(stripe: Stripe, { id, status }: Stripe.Subscription): Promise<void> {
  if (!OVER.includes(status)) await stripe.subscriptions.cancel(id, { invoice_now: false, prorate: false });
}

/** What a withdrawal gave back. */
export interface Withdrawal {
  /** ISO-8601 UTC. */
  endedAt: string;
  /** The newest refund; `null` when nothing was paid, or when it had been paid back before. */
  refundId: string | null;
  refundedCents: number;
  /** A debit is still on its way through the bank: call again once it arrived, to pay it back. */
  isPaymentPending: boolean;
}

/**
 * Ends a subscription at once and pays back all that was paid for it, once however often this is called.
 * @throws when Stripe does not answer: what was done stays done, the rest is done by the next call.
 */
export async function withdrawFrom(settings: SalesSettings, id: string, now: Date): Promise<Withdrawal> {
  let refunds: Stripe.Refund[] = [];
  let isPaymentPending = false;
  const row = await changing(settings, id, now, async (stripe, found) => {
    const { data: invoices } = await stripe.invoices.list({ subscription: id, limit: 100 });
    refunds = [];
    for (const invoice of invoices.filter(({ status }) => status === 'paid'))
      refunds.push(...(await refundInvoice(stripe, id, invoice.id)));
    isPaymentPending =
      invoices.some(({ status, attempted }) => status === 'open' && attempted) && found.status === 'active';
    await stop(stripe, found);
  });
  return {
    endedAt: row.ends_at ?? row.period_end,
    refundId: refunds[0]?.id ?? null,
    refundedCents: refunds.reduce((sum, { amount }) => sum + amount, 0),
    isPaymentPending,
  };
}

async function refundInvoice(stripe: Stripe, subscription: string, invoice: string): Promise<Stripe.Refund[]> {
  const refunds: Stripe.Refund[] = [];
  for (const payment of await paymentsOf(stripe, invoice)) {
    const intent = idOf(payment.payment_intent);
    const charge = idOf(payment.charge);
    const paidWith = intent === null ? charge : intent;
    if (paidWith === null) continue;
    const params = intent === null ? { charge: paidWith } : { payment_intent: paidWith };
    try {
      const options = { idempotencyKey: `withdraw:${subscription}:${paidWith}` };
      refunds.push(await stripe.refunds.create({ ...params, reason: 'requested_by_customer' }, options));
    } catch (error) {
      if (!isRefunded(error)) throw error;
    }
  }
  return refunds;
}

function isRefunded(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'charge_already_refunded';
}

/** Changes a subscription at Stripe under its lock, then copies what came of it. */
async function changing(
  settings: SalesSettings,
  id: string,
  now: Date,
  change: (stripe: Stripe, found: Stripe.Subscription) => Promise<void>,
): Promise<SubscriptionRow> {
  const { database } = settings;
  return database.withLock(lockOf(id), async () => {
    const stripe = stripeOf(settings);
    await change(stripe, await stripe.subscriptions.retrieve(id));
    await syncLocked(settings, id, now);
    return database.query.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  });
}
