import type Stripe from 'stripe';
import { subscriptionOfInvoice } from '../world/invoices.ts';
import { refund } from '../world/payments.ts';
import { idOf, type World } from '../world/world.ts';
import { endpoint, found, mergedMetadata } from './endpoint.ts';
import { page, within } from './paging.ts';
import {
  CHARGE_LIST,
  DISPUTE_LIST,
  EVENT_LIST,
  EXPAND,
  INVOICE_LIST,
  INVOICE_PAYMENT_LIST,
  PAYMENT_INTENT_LIST,
  REFUND_CREATE,
  REFUND_LIST,
} from './parameters.ts';
import { missing, refused, unknownObject } from './problem.ts';

type Reference = string | { id: string } | null | undefined;

function names(reference: Reference, wanted: string | undefined): boolean {
  return wanted === undefined || (reference !== null && reference !== undefined && idOf(reference) === wanted);
}

export const PAYMENT_ENDPOINTS = [
  endpoint('GET', '/v1/invoices', INVOICE_LIST, (world, given) => {
    const kept = Object.values(world.records.invoices).filter(
      (invoice) =>
        names(invoice.customer, given.customer) &&
        names(subscriptionOfInvoice(world, invoice), given.subscription) &&
        (given.status === undefined || invoice.status === given.status) &&
        (given.collection_method === undefined || invoice.collection_method === given.collection_method) &&
        within(invoice.created, given.created),
    );
    return page(kept, given, '/v1/invoices');
  }),
  endpoint('GET', '/v1/invoices/:id', EXPAND, (world, _given, id) => found(world.records.invoices, id, 'invoice')),
  endpoint('GET', '/v1/invoice_payments', INVOICE_PAYMENT_LIST, (world, given) => {
    const kept = Object.values(world.records.invoicePayments).filter(
      ({ invoice, payment, status, created }) =>
        names(invoice, given.invoice) &&
        names(payment.payment_intent, given.payment?.payment_intent) &&
        (given.status === undefined || status === given.status) &&
        within(created, given.created),
    );
    return page(kept, given, '/v1/invoice_payments');
  }),
  endpoint('GET', '/v1/invoice_payments/:id', EXPAND, (world, _given, id) => {
    return found(world.records.invoicePayments, id, 'invoice payment');
  }),
  endpoint('GET', '/v1/payment_intents', PAYMENT_INTENT_LIST, (world, given) => {
    const kept = Object.values(world.records.paymentIntents).filter(
      ({ customer, created }) => names(customer, given.customer) && within(created, given.created),
    );
    return page(kept, given, '/v1/payment_intents');
  }),
  endpoint('GET', '/v1/payment_intents/:id', EXPAND, (world, _given, id) => {
    return found(world.records.paymentIntents, id, 'payment_intent', 'intent');
  }),
  endpoint('GET', '/v1/charges', CHARGE_LIST, (world, given) => {
    const kept = Object.values(world.records.charges).filter(
      ({ customer, payment_intent, created }) =>
        names(customer, given.customer) &&
        names(payment_intent, given.payment_intent) &&
        within(created, given.created),
    );
    return page(kept, given, '/v1/charges');
  }),
  endpoint('GET', '/v1/charges/:id', EXPAND, (world, _given, id) => found(world.records.charges, id, 'charge')),
  endpoint('POST', '/v1/refunds', REFUND_CREATE, (world, given) => {
    return refund(world, chargeNamed(world, given), {
      amount: given.amount ?? null,
      reason: given.reason ?? null,
      metadata: mergedMetadata({}, given.metadata),
    });
  }),
  endpoint('GET', '/v1/refunds', REFUND_LIST, (world, given) => {
    const kept = Object.values(world.records.refunds).filter(
      ({ charge, payment_intent, created }) =>
        names(charge, given.charge) && names(payment_intent, given.payment_intent) && within(created, given.created),
    );
    return page(kept, given, '/v1/refunds');
  }),
  endpoint('GET', '/v1/refunds/:id', EXPAND, (world, _given, id) => found(world.records.refunds, id, 'refund')),
  endpoint('GET', '/v1/disputes', DISPUTE_LIST, (world, given) => {
    const kept = Object.values(world.records.disputes).filter(
      ({ charge, payment_intent, created }) =>
        names(charge, given.charge) && names(payment_intent, given.payment_intent) && within(created, given.created),
    );
    return page(kept, given, '/v1/disputes');
  }),
  endpoint('GET', '/v1/disputes/:id', EXPAND, (world, _given, id) => found(world.records.disputes, id, 'dispute')),
  endpoint('GET', '/v1/events', EVENT_LIST, (world, given) => {
    const kept = Object.values(world.records.events).filter(
      ({ type, created, pending_webhooks }) =>
        (given.type === undefined || matches(type, given.type)) &&
        (given.types === undefined || given.types.some((wanted) => matches(type, wanted))) &&
        (given.delivery_success === undefined || given.delivery_success === (pending_webhooks === 0)) &&
        within(created, given.created),
    );
    return page(kept, given, '/v1/events');
  }),
  endpoint('GET', '/v1/events/:id', EXPAND, (world, _given, id) => found(world.records.events, id, 'event')),
];

/** `charge.*` stands for everything of charges. */
function matches(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

function chargeNamed(world: World, given: Stripe.RefundCreateParams): Stripe.Charge {
  if (given.charge !== undefined) return found(world.records.charges, given.charge, 'charge', 'charge');
  if (given.payment_intent === undefined) throw missing('charge');
  const intent = found(world.records.paymentIntents, given.payment_intent, 'payment_intent', 'payment_intent');
  if (intent.latest_charge === null) {
    throw refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, 'payment_intent');
  }
  const charge = world.records.charges[idOf(intent.latest_charge)];
  if (charge === undefined) throw unknownObject('charge', idOf(intent.latest_charge), 'charge');
  return charge;
}
