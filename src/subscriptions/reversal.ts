import type { Stripe } from 'stripe';
import { idOf } from './stripe.ts';

/** `refunded`: what an invoice was paid with was wholly paid back; `disputed`: it was lost to a dispute; `null`: neither. */
export type Reversal = 'refunded' | 'disputed' | null;

/**
 * Whether the payment of an invoice was taken back. A part of it paid back is nothing, nor is a dispute that goes on or
 * was won. Two requests when the invoice is paid and nothing is disputed.
 */
export async function readReversal(stripe: Stripe, latest: string | Stripe.Invoice | null): Promise<Reversal> {
  if (latest === null) return null;
  const invoice = typeof latest === 'string' ? await stripe.invoices.retrieve(latest) : latest;
  if (invoice.status !== 'paid' || invoice.amount_paid === 0) return null;
  const charges = await chargesOf(stripe, invoice.id);
  const disputed = charges.filter((charge) => charge.disputed);
  const lost = await Promise.all(disputed.map(async ({ id }) => isLost(stripe, id)));
  if (lost.includes(true)) return 'disputed';
  return charges.length > 0 && charges.every(({ refunded }) => refunded) ? 'refunded' : null;
}

/** The payment intents and charges that paid an invoice. */
export async function paymentsOf(stripe: Stripe, invoice: string): Promise<Stripe.InvoicePayment.Payment[]> {
  const { data } = await stripe.invoicePayments.list({ invoice, status: 'paid' });
  return data.map(({ payment }) => payment);
}

async function chargesOf(stripe: Stripe, invoice: string): Promise<Stripe.Charge[]> {
  const payments = await paymentsOf(stripe, invoice);
  const charges = await Promise.all(payments.map(async (payment) => chargeOf(stripe, payment)));
  return charges.filter((charge) => charge !== null);
}

async function chargeOf(stripe: Stripe, payment: Stripe.InvoicePayment.Payment): Promise<Stripe.Charge | null> {
  const intent = idOf(payment.payment_intent);
  const charge =
    intent === null
      ? (payment.charge ?? null)
      : (await stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] })).latest_charge;
  return typeof charge === 'string' ? stripe.charges.retrieve(charge) : charge;
}

async function isLost(stripe: Stripe, charge: string): Promise<boolean> {
  const { data } = await stripe.disputes.list({ charge, limit: 100 });
  return data.some(({ status }) => status === 'lost');
}
