import type Stripe from 'stripe';
import type { Fault, Faults } from './api/faults.ts';
import type { Courier, Delivery, Receipt } from './courier.ts';
import type { Engine } from './engine.ts';
import { type Offer, offerPrice } from './world/catalog.ts';
import { completeSession, expireSession, type Payment } from './world/checkout.ts';
import { addCustomer } from './world/customers.ts';
import { closeDispute, openDispute } from './world/disputes.ts';
import { invoicesOf } from './world/invoices.ts';
import { isProcessing, paymentsOf, refund, unsettled } from './world/payments.ts';
import { schedule } from './world/schedule.ts';
import { end, itemOf, pay, resumeCollection, subscribe } from './world/subscriptions.ts';
import { settle } from './world/time.ts';
import { idOf, type Means, newId, type Records, type World } from './world/world.ts';

export interface Request {
  method: string;
  path: string;
  /** What was answered; `null` when nothing was. */
  status: number | null;
  idempotencyKey: string | null;
}

export type Control = ReturnType<typeof createControl>;

/** Everything that tests and the curious may have this Stripe do. What does not exist is an error. */
export function createControl(engine: Engine, courier: Courier, faults: Faults, requests: Request[]) {
  const { world } = engine;
  const { records } = world;
  const events = (ids?: string[]): Stripe.EventBase[] =>
    ids === undefined ? Object.values(records.events) : ids.map((id) => known(records.events, id));

  return {
    /** What this Stripe knows, to read. */
    records: (): Records => records,
    /** The requests that came to the API, the oldest first. */
    requests: (): Request[] => requests,
    /** Its clock. */
    now: (): Date => new Date(world.now() * 1000),

    /** Moves the clock forward: whatever becomes due happens at its own instant. Resolves once webhooks were handed over. */
    async advance(to: Date | string): Promise<void> {
      engine.advance(new Date(to));
      await courier.retry();
    },

    /** Pays an open Checkout session as a customer would. */
    pay(sessionId: string, payment: Payment): ReturnType<typeof completeSession> {
      return completeSession(world, known(records.sessions, sessionId), payment);
    },
    expire: (sessionId: string): void => expireSession(world, known(records.sessions, sessionId)),

    /** A subscription that nobody went through Checkout for. */
    subscribe(order: {
      lookupKey: string;
      email?: string;
      customer?: string;
      means?: Means;
      metadata?: Record<string, string>;
      trialDays?: number;
    }): Stripe.Subscription {
      const price = Object.values(records.prices).find(({ lookup_key }) => lookup_key === order.lookupKey);
      if (price === undefined) throw new Error(`No price has the lookup key ${order.lookupKey}.`);
      const customer = order.customer ?? addCustomer(world, { email: order.email ?? null }).id;
      if (order.means !== undefined) records.means[customer] = order.means;
      const trialEnd = order.trialDays === undefined ? null : world.now() + order.trialDays * 86_400;
      return subscribe(world, { customer, price, quantity: 1, metadata: order.metadata ?? {}, trialEnd, discount: 0 });
    },

    /** How the customer of a subscription pays from now on. */
    setMeans(subscriptionId: string, means: Means): void {
      records.means[idOf(known(records.subscriptions, subscriptionId).customer)] = means;
    },
    /** The next payments of the customer of a subscription fail. */
    failPayments(subscriptionId: string, times = 1): void {
      records.failures[idOf(known(records.subscriptions, subscriptionId).customer)] = times;
    },
    /** Asks for the money of an open invoice now, as whoever opens its page does. */
    payInvoice(invoiceId: string): void {
      const invoice = known(records.invoices, invoiceId);
      if (invoice.status !== 'open' || isProcessing(world, invoiceId))
        throw new Error(`${invoiceId} is not to be paid.`);
      pay(world, invoice);
    },
    /** The bank answers to the SEPA debits that wait; with `failing`, it refuses them. */
    settle(failing = false): void {
      for (const { charge } of unsettled(world)) {
        charge.metadata = failing ? { stand_in: 'will fail' } : {};
        settle(world, charge.id);
      }
    },

    /** Ends a subscription now, at its period's end as the API says it, or so as the portal says it (`cancel_at`). */
    cancel(subscriptionId: string, when: 'now' | 'period-end' | 'portal' = 'now'): void {
      const subscription = living(world, subscriptionId);
      if (when === 'now') {
        end(world, subscription, 'cancellation_requested');
        return;
      }
      schedule(world, subscription, itemOf(subscription).current_period_end);
      subscription.cancel_at_period_end = when === 'period-end';
      world.tell('customer.subscription.updated', subscription);
    },
    resume(subscriptionId: string): void {
      const subscription = living(world, subscriptionId);
      schedule(world, subscription, null);
      subscription.cancel_at_period_end = false;
      world.tell('customer.subscription.updated', subscription);
    },
    /** Any word, also one that Stripe does not have. */
    setStatus(subscriptionId: string, status: string): void {
      const subscription = known(records.subscriptions, subscriptionId);
      const previous = { status: subscription.status };
      subscription.status = status;
      world.tell('customer.subscription.updated', subscription, previous);
    },
    pause(subscriptionId: string, behavior: Stripe.Subscription.PauseCollection.Behavior = 'void'): void {
      const subscription = living(world, subscriptionId);
      subscription.pause_collection = { behavior, resumes_at: null };
      world.tell('customer.subscription.updated', subscription, { pause_collection: null });
    },
    unpause: (subscriptionId: string): void => resumeCollection(world, living(world, subscriptionId)),

    /** Gives back the last payment of a subscription, or `amount` of it. */
    refund(subscriptionId: string, amount: number | null = null): Stripe.Refund {
      const charge = lastCharge(world, subscriptionId);
      return refund(world, charge, { amount, reason: 'requested_by_customer', metadata: {} });
    },
    /** The bank takes back the last payment of a subscription. */
    dispute: (subscriptionId: string): Stripe.Dispute => openDispute(world, lastCharge(world, subscriptionId)),
    closeDispute: (disputeId: string, result: 'won' | 'lost'): void =>
      closeDispute(world, known(records.disputes, disputeId), result),

    /** Sells an offer at its price from now on. */
    setPrice: (offer: Offer): Stripe.Price => offerPrice(world, offer),
    promote(code: string, percentOff: number): void {
      const id = newId('promo');
      records.promotions[id] = { id, code: code.toUpperCase(), percentOff };
    },

    /** What happened, the oldest first. */
    events: (type?: string): Stripe.EventBase[] =>
      events().filter((event) => type === undefined || event.type === type),
    /** Keeps events back until `release`, or hands them over by `deliver` alone. */
    hold: (): void => courier.hold(),
    release: async (): Promise<void> => courier.release(),
    /** Hands events over now, whatever became of them before. All of them without `ids`. */
    deliver: async (ids?: string[], how?: Delivery): Promise<Receipt[]> => courier.deliver(events(ids), how),
    /** These events are lost. */
    drop: (ids: string[]): void => courier.drop(ids),
    /** Resolves when no webhook is on its way. */
    settled: async (): Promise<void> => courier.settled(),

    fault: (fault: Fault): void => faults.add(fault),
    clearFaults: (): void => faults.clear(),
  };
}

function known<T>(records: Record<string, T>, id: string): T {
  const found = records[id];
  if (found === undefined) throw new Error(`The stand-in knows no ${id}.`);
  return found;
}

/** What has ended stays ended. */
function living(world: World, subscriptionId: string): Stripe.Subscription {
  const subscription = known(world.records.subscriptions, subscriptionId);
  if (subscription.ended_at !== null) throw new Error(`${subscriptionId} has ended.`);
  return subscription;
}

function lastCharge(world: World, subscriptionId: string): Stripe.Charge {
  const invoice = invoicesOf(world, subscriptionId).findLast(
    ({ status, amount_paid }) => status === 'paid' && amount_paid > 0,
  );
  const payment = invoice === undefined ? undefined : paymentsOf(world, invoice.id)[0];
  if (payment === undefined) throw new Error(`Nothing was paid for ${subscriptionId}.`);
  const intent = known(world.records.paymentIntents, idOf(payment.payment.payment_intent!));
  return known(world.records.charges, idOf(intent.latest_charge!));
}
