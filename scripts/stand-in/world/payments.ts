import type Stripe from 'stripe';
import { DAY } from './calendar.ts';
import { isHeld } from './disputes.ts';
import { chargeOf, invoicePaymentOf, paymentIntentOf, refundOf } from './payment-shapes.ts';
import { refused } from '../api/problem.ts';
import { idOf, type World } from './world.ts';

/** A SEPA debit is settled some working days after it was asked for. */
const SETTLES_AFTER = 3 * DAY;

export type Attempt = 'paid' | 'declined' | 'processing';

/** Tries to take the money of an open invoice from its customer, and tells what came of it. */
export function attempt(world: World, invoice: Stripe.Invoice): Attempt {
  const customer = idOf(invoice.customer!);
  const intent = intentOf(world, invoice);
  const failures = world.records.failures[customer] ?? 0;
  const means = world.records.means[customer] ?? 'card';
  const isFirst = invoice.billing_reason === 'subscription_create';
  const declined = failures > 0 || means === 'declined' || (means === 'card-then-declined' && !isFirst);
  if (failures > 0) world.records.failures[customer] = failures - 1;
  if (means === 'sepa') return begin(world, intent, declined);
  return settle(world, intent, chargeFor(world, intent, 'card', declined ? 'failed' : 'succeeded'));
}

function begin(world: World, intent: Stripe.PaymentIntent, willFail: boolean): Attempt {
  const charge = chargeFor(world, intent, 'sepa_debit', 'pending');
  charge.metadata = willFail ? { stand_in: 'will fail' } : {};
  intent.status = 'processing';
  world.tell('payment_intent.processing', intent);
  world.tell('charge.pending', charge);
  return 'processing';
}

/** The charges of SEPA that wait for their bank, with the instant at which it answers. */
export function unsettled(world: World): { charge: Stripe.Charge; at: number }[] {
  const pending = Object.values(world.records.charges).filter(({ status }) => status === 'pending');
  return pending.map((charge) => ({ charge, at: charge.created + SETTLES_AFTER }));
}

/** The bank's answer to a pending charge. */
export function settleCharge(world: World, charge: Stripe.Charge): Attempt {
  const failed = charge.metadata['stand_in'] === 'will fail';
  charge.status = failed ? 'failed' : 'succeeded';
  charge.paid = !failed;
  if (!failed) charge.amount_captured = charge.amount;
  return settle(world, world.records.paymentIntents[idOf(charge.payment_intent!)]!, charge);
}

function settle(world: World, intent: Stripe.PaymentIntent, charge: Stripe.Charge): Attempt {
  if (charge.status === 'failed') {
    intent.status = 'requires_payment_method';
    intent.last_payment_error = {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'generic_decline',
      message: 'Your card was declined.',
    };
    world.tell('charge.failed', charge);
    world.tell('payment_intent.payment_failed', intent);
    return 'declined';
  }
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  intent.last_payment_error = null;
  world.tell('charge.succeeded', charge);
  world.tell('payment_intent.succeeded', intent);
  return 'paid';
}

function chargeFor(
  world: World,
  intent: Stripe.PaymentIntent,
  method: 'card' | 'sepa_debit',
  status: Stripe.Charge.Status,
): Stripe.Charge {
  const charge = chargeOf(world, intent, method, status);
  world.records.charges[charge.id] = charge;
  intent.latest_charge = charge.id;
  intent.payment_method = charge.payment_method;
  return charge;
}

/** The payments of an invoice, in the order in which they were made. */
export function paymentsOf(world: World, invoice: string): Stripe.InvoicePayment[] {
  return Object.values(world.records.invoicePayments).filter((payment) => idOf(payment.invoice) === invoice);
}

/** Whether a bank has yet to answer for an invoice. */
export function isProcessing(world: World, invoice: string): boolean {
  return paymentsOf(world, invoice).some(({ payment }) => {
    return world.records.paymentIntents[idOf(payment.payment_intent!)]?.status === 'processing';
  });
}

export function invoiceOfIntent(world: World, intent: string): Stripe.Invoice | null {
  const payment = Object.values(world.records.invoicePayments).find(
    ({ payment }) => payment.payment_intent !== undefined && idOf(payment.payment_intent) === intent,
  );
  return payment === undefined ? null : (world.records.invoices[idOf(payment.invoice)] ?? null);
}

function intentOf(world: World, invoice: Stripe.Invoice): Stripe.PaymentIntent {
  const { records } = world;
  const known = paymentsOf(world, invoice.id)[0];
  if (known !== undefined) return records.paymentIntents[idOf(known.payment.payment_intent!)]!;
  const intent = paymentIntentOf(world, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: idOf(invoice.customer!),
  });
  const payment = invoicePaymentOf(world, invoice, intent);
  records.paymentIntents[intent.id] = intent;
  records.invoicePayments[payment.id] = payment;
  world.tell('payment_intent.created', intent);
  return intent;
}

/**
 * Gives money back: what is left of the charge unless `amount` says less.
 * @throws Problem when nothing, or less than that, is left.
 */
export function refund(
  world: World,
  charge: Stripe.Charge,
  told: { amount: number | null; reason: Stripe.Refund['reason']; metadata: Record<string, string> },
): Stripe.Refund {
  const left = charge.amount - charge.amount_refunded;
  const amount = told.amount ?? left;
  if (charge.status !== 'succeeded') throw refused(`Charge ${charge.id} has not been captured.`, 'charge');
  if (left === 0) throw refused(`Charge ${charge.id} has already been refunded.`, 'charge', 'charge_already_refunded');
  if (isHeld(world, charge))
    throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge', 'charge_disputed');
  if (!Number.isInteger(amount) || amount < 1)
    throw refused('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  if (amount > left)
    throw refused(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, 'amount');
  const made = refundOf(world, charge, amount, { reason: told.reason, metadata: told.metadata });
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  world.records.refunds[made.id] = made;
  world.tell('refund.created', made);
  world.tell('charge.refunded', charge);
  return made;
}
