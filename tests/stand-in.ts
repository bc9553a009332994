import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import { type StandIn, type StandInOptions, startStandIn } from '../scripts/stand-in/stand-in.ts';

const SECRET_KEY = 'sk_test_stand_in';
const WEBHOOK_SECRET = 'whsec_stand_in';

export const YEARLY = {
  id: 'annuel',
  label: 'Abonnement annuel',
  lookupKey: 'verbatim_annuel',
  amountCents: 11_880,
  currency: 'eur',
  period: 'year' as const,
};
export const MONTHLY = {
  id: 'mensuel',
  label: 'Abonnement mensuel',
  lookupKey: 'verbatim_mensuel',
  amountCents: 1290,
  currency: 'eur',
  period: 'month' as const,
};

/** The real SDK, for a stand-in. */
export function sdk(standIn: { url: string }, options: Stripe.StripeConfig = {}): Stripe {
  const { hostname, port } = new URL(standIn.url);
  const defaults = { host: hostname, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 } as const;
  return new Stripe(SECRET_KEY, { ...defaults, ...options });
}

/** What a webhook received: the events whose signature is right, in the order in which they came. */
export interface Mailbox {
  url: string;
  events: Stripe.Event[];
  /** What it answers. */
  status: number;
}

export async function openMailbox(): Promise<Mailbox> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { webhooks } = new Stripe(SECRET_KEY);
      const signature = String(request.headers['stripe-signature']);
      mailbox.events.push(webhooks.constructEvent(Buffer.concat(chunks), signature, WEBHOOK_SECRET));
      response.writeHead(mailbox.status).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const mailbox: Mailbox = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    events: [],
    status: 200,
  };
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return mailbox;
}

/** A stand-in with both offers, stopped when the test ends. */
export async function openStandIn(options: Partial<StandInOptions> = {}): Promise<StandIn & { stripe: Stripe }> {
  const standIn = await startStandIn({
    siteUrl: 'http://localhost:4321',
    webhookUrl: null,
    webhookSecret: WEBHOOK_SECRET,
    secretKey: SECRET_KEY,
    offers: [YEARLY, MONTHLY],
    ...options,
  });
  onTestFinished(() => standIn.stop());
  return { ...standIn, stripe: sdk(standIn) };
}

/** What a session of Checkout is asked for, for the offer of that lookup key. */
export async function sessionParams(stripe: Stripe, lookupKey: string): Promise<Stripe.Checkout.SessionCreateParams> {
  const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], active: true });
  return {
    mode: 'subscription',
    locale: 'fr',
    submit_type: 'pay',
    line_items: [{ price: data[0]!.id, quantity: 1 }],
    success_url: 'http://localhost:4321/merci/?session_id={CHECKOUT_SESSION_ID}',
    metadata: { order: 'order-1' },
    subscription_data: { metadata: { order: 'order-1' } },
  };
}
