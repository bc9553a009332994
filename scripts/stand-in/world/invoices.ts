import type Stripe from 'stripe';
import { DAY, HOUR } from './calendar.ts';
import { type Bill, invoiceOf } from './invoice-shape.ts';
import { attempt, paymentsOf } from './payments.ts';
import { customerOf, idOf, newId, type World } from './world.ts';

/** Days from a failed attempt to the next one; none after the last. */
const RETRY_AFTER_DAYS = [3, 5, 7];

/** Makes the draft of an invoice. It is the subscription's latest from now on. */
export function draft(world: World, bill: Bill): Stripe.Invoice {
  const invoice = invoiceOf(world, bill);
  world.records.invoices[invoice.id] = invoice;
  bill.subscription.latest_invoice = invoice.id;
  if (bill.reason === 'subscription_cycle') invoice.automatically_finalizes_at = world.now() + HOUR;
  world.tell('invoice.created', invoice);
  return invoice;
}

export function finalize(world: World, invoice: Stripe.Invoice): void {
  const customer = customerOf(world, idOf(invoice.customer!));
  const number = ++world.records.counts.invoices;
  const secret = newId('acct', 16);
  invoice.number = `${customer?.invoice_prefix ?? 'VERBATIM'}-${String(number).padStart(4, '0')}`;
  invoice.status = 'open';
  invoice.automatically_finalizes_at = null;
  invoice.effective_at = world.now();
  invoice.status_transitions.finalized_at = world.now();
  invoice.hosted_invoice_url = `${world.url}/i/${secret}/${invoice.id}`;
  invoice.invoice_pdf = `${world.url}/i/${secret}/${invoice.id}/pdf`;
  world.tell('invoice.finalized', invoice);
}

/** Asks for the money of an open invoice, and says what came of it in its fields and by events. */
export function collect(world: World, invoice: Stripe.Invoice): 'paid' | 'declined' | 'processing' {
  invoice.attempted = true;
  if (invoice.amount_due === 0) {
    paid(world, invoice);
    return 'paid';
  }
  const result = attempt(world, invoice);
  if (result === 'paid') paid(world, invoice);
  if (result === 'declined') declined(world, invoice);
  if (result === 'processing') invoice.next_payment_attempt = null;
  return result;
}

export function paid(world: World, invoice: Stripe.Invoice): void {
  const now = world.now();
  if (invoice.amount_due > 0) invoice.attempt_count++;
  invoice.status = 'paid';
  invoice.amount_paid = invoice.amount_due;
  invoice.amount_remaining = 0;
  invoice.next_payment_attempt = null;
  invoice.auto_advance = false;
  invoice.status_transitions.paid_at = now;
  for (const payment of paymentsOf(world, invoice.id)) {
    payment.status = 'paid';
    payment.amount_paid = payment.amount_requested;
    payment.status_transitions.paid_at = now;
    world.tell('invoice_payment.paid', payment);
  }
  world.tell('invoice.paid', invoice);
  world.tell('invoice.payment_succeeded', invoice);
}

export function declined(world: World, invoice: Stripe.Invoice): void {
  invoice.attempt_count++;
  const isFirst = subscriptionOfInvoice(world, invoice)?.status === 'incomplete';
  const days = isFirst ? undefined : RETRY_AFTER_DAYS[invoice.attempt_count - 1];
  invoice.next_payment_attempt = days === undefined ? null : world.now() + days * DAY;
  world.tell('invoice.payment_failed', invoice);
}

/** Nothing is asked for any more. */
export function voidInvoice(world: World, invoice: Stripe.Invoice): void {
  invoice.status = 'void';
  invoice.auto_advance = false;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.voided_at = world.now();
  world.tell('invoice.voided', invoice);
}

export function markUncollectible(world: World, invoice: Stripe.Invoice): void {
  invoice.status = 'uncollectible';
  invoice.auto_advance = false;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.marked_uncollectible_at = world.now();
  world.tell('invoice.marked_uncollectible', invoice);
}

export function subscriptionOfInvoice(world: World, invoice: Stripe.Invoice): Stripe.Subscription | null {
  const reference = invoice.parent?.subscription_details?.subscription;
  return reference === undefined ? null : (world.records.subscriptions[idOf(reference)] ?? null);
}

export function invoicesOf(world: World, subscription: string): Stripe.Invoice[] {
  return Object.values(world.records.invoices).filter(
    (invoice) => subscriptionOfInvoice(world, invoice)?.id === subscription,
  );
}
