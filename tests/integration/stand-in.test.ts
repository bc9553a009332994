import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Stripe from 'stripe';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../content-folder.ts';
import { MONTHLY, openMailbox, openStandIn, sdk, sessionParams, YEARLY } from '../stand-in.ts';

const START = new Date('2026-01-31T10:00:00Z');
const DAY = 86_400_000;

/** A stand-in whose clock moves only when it is told to. */
const standAt = (now: Date, options = {}) => openStandIn({ now: () => now, ...options });
const daysLater = (days: number) => new Date(START.getTime() + days * DAY);
const seconds = (date: string) => new Date(date).getTime() / 1000;

test('a guest pays in Checkout: subscription, invoice, payment and charge name each other', async () => {
  const { stripe, control } = await standAt(START);
  const open = await stripe.checkout.sessions.create(await sessionParams(stripe, YEARLY.lookupKey));
  expect(open).toMatchObject({ status: 'open', payment_status: 'unpaid', subscription: null, amount_total: 11_880 });

  expect(control.pay(open.id, { email: 'lea@exemple.fr' })).toBe('paid');

  const paid = await stripe.checkout.sessions.retrieve(open.id, {
    expand: ['subscription.latest_invoice', 'line_items'],
  });
  expect(paid).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
  expect(paid.customer_details?.email).toBe('lea@exemple.fr');
  expect(paid.line_items?.data[0]?.description).toBe('Abonnement annuel');
  const subscription = paid.subscription as Stripe.Subscription;
  expect(subscription).toMatchObject({ status: 'active', metadata: { order: 'order-1' } });
  expect(subscription.items.data[0]!.current_period_end).toBe(seconds('2027-01-31T10:00:00Z'));
  const invoice = subscription.latest_invoice as Stripe.Invoice;
  expect(invoice.parent?.subscription_details?.subscription).toBe(subscription.id);
  const { data } = await stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid' });
  const intent = await stripe.paymentIntents.retrieve(data[0]!.payment.payment_intent as string, {
    expand: ['latest_charge'],
  });
  expect(intent.latest_charge).toMatchObject({ object: 'charge', amount: 11_880, status: 'succeeded' });
});

test('a subscription renews at the same day of the month, each time with a paid invoice', async () => {
  const { stripe, control } = await standAt(START);
  const { id } = control.subscribe({ lookupKey: MONTHLY.lookupKey, email: 'lea@exemple.fr' });
  const ends: number[] = [];
  for (const days of [0, 29, 60]) {
    await control.advance(daysLater(days));
    ends.push((await stripe.subscriptions.retrieve(id)).items.data[0]!.current_period_end);
  }
  expect(ends).toEqual(['2026-02-28T10:00:00Z', '2026-03-31T10:00:00Z', '2026-04-30T10:00:00Z'].map(seconds));
  const invoices = await stripe.invoices.list({ subscription: id });
  expect(invoices.data.map(({ status, billing_reason }) => [status, billing_reason])).toEqual([
    ['paid', 'subscription_cycle'],
    ['paid', 'subscription_cycle'],
    ['paid', 'subscription_create'],
  ]);
});

test('a renewal is a draft for an hour, then asked for', async () => {
  const { stripe, control } = await standAt(START);
  const { id } = control.subscribe({ lookupKey: MONTHLY.lookupKey });
  await control.advance('2026-02-28T10:30:00Z');
  expect((await stripe.invoices.list({ subscription: id, limit: 1 })).data[0]!.status).toBe('draft');
  await control.advance('2026-02-28T11:00:00Z');
  expect((await stripe.invoices.list({ subscription: id, limit: 1 })).data[0]!.status).toBe('paid');
});

test('a payment that fails is tried again after 3, 5 and 7 days; then the subscription ends', async () => {
  const { stripe, control } = await standAt(START);
  const { id } = control.subscribe({ lookupKey: MONTHLY.lookupKey, means: 'card-then-declined' });
  const seen: unknown[] = [];
  for (const days of [29, 32, 37, 44]) {
    await control.advance(daysLater(days));
    const { status, latest_invoice } = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
    const { attempt_count, next_payment_attempt } = latest_invoice as Stripe.Invoice;
    seen.push([status, attempt_count, next_payment_attempt === null]);
  }
  expect(seen).toEqual([
    ['past_due', 1, false],
    ['past_due', 2, false],
    ['past_due', 3, false],
    ['canceled', 4, true],
  ]);
  expect(control.events('invoice.payment_failed')).toHaveLength(4);
});

test('a customer who pays a late invoice is active again', async () => {
  const { stripe, control } = await standAt(START, { lastResort: 'unpaid' });
  const { id } = control.subscribe({ lookupKey: MONTHLY.lookupKey });
  control.failPayments(id, 4);
  await control.advance(daysLater(45));
  const { status, latest_invoice } = await stripe.subscriptions.retrieve(id);
  expect(status).toBe('unpaid');
  control.payInvoice(latest_invoice as string);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
});

test.each(['period-end', 'portal'] as const)(
  'a subscription cancelled by the %s ends then, without an invoice',
  async (when) => {
    const { stripe, control } = await standAt(START);
    const { id } = control.subscribe({ lookupKey: MONTHLY.lookupKey });
    control.cancel(id, when);
    const scheduled = await stripe.subscriptions.retrieve(id);
    expect(scheduled).toMatchObject({ status: 'active', cancel_at: seconds('2026-02-28T10:00:00Z') });
    expect(scheduled.cancel_at_period_end).toBe(when === 'period-end');
    await control.advance('2026-03-01T00:00:00Z');
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'canceled',
      ended_at: seconds('2026-02-28T10:00:00Z'),
    });
    expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(1);
  },
);

test('a cancellation that is taken back leaves no trace', async () => {
  const { stripe, control } = await standAt(START);
  const { id } = control.subscribe({ lookupKey: MONTHLY.lookupKey });
  await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  await stripe.subscriptions.update(id, { cancel_at_period_end: false });
  const { cancel_at, canceled_at } = await stripe.subscriptions.retrieve(id);
  expect([cancel_at, canceled_at]).toEqual([null, null]);
});

test('what was cancelled at once is found by its id, and not cancelled twice', async () => {
  const { stripe, control } = await standAt(START);
  const { id, customer } = control.subscribe({ lookupKey: MONTHLY.lookupKey });
  expect((await stripe.subscriptions.cancel(id)).status).toBe('canceled');
  expect((await stripe.subscriptions.list({ customer: customer as string })).data).toHaveLength(0);
  expect((await stripe.subscriptions.list({ customer: customer as string, status: 'all' })).data).toHaveLength(1);
  await expect(stripe.subscriptions.cancel(id)).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' });
  expect(() => control.resume(id)).toThrow('has ended');
});

test('a trial ends with the first payment', async () => {
  const { stripe, control } = await standAt(START);
  const { id } = control.subscribe({ lookupKey: MONTHLY.lookupKey, trialDays: 14 });
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('trialing');
  await control.advance(daysLater(15));
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
  expect((await stripe.invoices.list({ subscription: id })).data.map(({ total }) => total)).toEqual([1290, 0]);
  expect(control.events('customer.subscription.trial_will_end')).toHaveLength(1);
});

test('a SEPA debit is settled days after the order', async () => {
  const { stripe, control } = await standAt(START);
  const session = await stripe.checkout.sessions.create(await sessionParams(stripe, YEARLY.lookupKey));
  expect(control.pay(session.id, { email: 'lea@exemple.fr', means: 'sepa' })).toBe('pending');
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
    status: 'complete',
    payment_status: 'unpaid',
  });
  await control.advance(daysLater(4));
  expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
  expect(control.events('checkout.session.async_payment_succeeded')).toHaveLength(1);
});

test('a session that nobody pays expires after a day', async () => {
  const { stripe, control } = await standAt(START);
  const { id } = await stripe.checkout.sessions.create(await sessionParams(stripe, YEARLY.lookupKey));
  await control.advance(daysLater(1));
  expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'expired', url: null });
  expect(control.pay(id, { email: 'lea@exemple.fr' })).toBe('not-open');
  await expect(stripe.checkout.sessions.expire(id)).rejects.toThrow('Only Checkout Sessions');
});

test('money is given back in parts, never more than was paid', async () => {
  const { stripe, control } = await standAt(START);
  const { id } = control.subscribe({ lookupKey: YEARLY.lookupKey });
  const { payment_intent, charge } = control.refund(id, 880);
  await stripe.refunds.create({ payment_intent: payment_intent as string });
  expect(await stripe.charges.retrieve(charge as string)).toMatchObject({ amount_refunded: 11_880, refunded: true });
  await expect(stripe.refunds.create({ charge: charge as string })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  });
  expect((await stripe.refunds.list({ charge: charge as string })).data.map(({ amount }) => amount)).toEqual([
    11_000, 880,
  ]);
});

test('money in dispute is not given back', async () => {
  const { stripe, control } = await standAt(START);
  const { id } = control.subscribe({ lookupKey: YEARLY.lookupKey });
  const dispute = control.dispute(id);
  await expect(stripe.refunds.create({ charge: dispute.charge as string })).rejects.toMatchObject({
    code: 'charge_disputed',
  });
  control.closeDispute(dispute.id, 'lost');
  expect((await stripe.disputes.list({ charge: dispute.charge as string })).data[0]!.status).toBe('lost');
});

test('the same idempotency key does the same thing once', async () => {
  const { stripe } = await openStandIn();
  const options = { idempotencyKey: 'order-1' };
  const first = await stripe.customers.create({ email: 'lea@exemple.fr' }, options);
  const again = await stripe.customers.create({ email: 'lea@exemple.fr' }, options);
  expect(again.id).toBe(first.id);
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect((await stripe.customers.list()).data).toHaveLength(1);
  await expect(stripe.customers.create({ email: 'max@exemple.fr' }, options)).rejects.toThrow(
    Stripe.errors.StripeIdempotencyError,
  );
});

test('what Stripe does not know is refused as Stripe refuses it', async () => {
  const { stripe, url } = await openStandIn();
  const params = await sessionParams(stripe, YEARLY.lookupKey);
  const create = (more: object) => stripe.checkout.sessions.create({ ...params, ...more });
  await expect(create({ payment_method_types: ['card'] })).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    code: 'parameter_unknown',
    param: 'payment_method_types',
  });
  await expect(create({ subscription_data: { metadatum: { order: '1' } } })).rejects.toMatchObject({
    param: 'subscription_data[metadatum]',
  });
  await expect(create({ mode: 'gift' })).rejects.toThrow('Invalid mode');
  await expect(create({ customer_email: '' })).rejects.toMatchObject({ code: 'parameter_invalid_empty' });
  await expect(create({ invoice_creation: { enabled: true } })).rejects.toMatchObject({ statusCode: 501 });
  await expect(create({ customer: 'cus_nobody' })).rejects.toMatchObject({
    code: 'resource_missing',
    param: 'customer',
  });
  await expect(stripe.subscriptions.retrieve('sub_nothing')).rejects.toMatchObject({ statusCode: 404 });
  await expect(stripe.prices.list({ expand: ['data.active'] })).rejects.toThrow('cannot be expanded');
  const deep = ['data.subscription.latest_invoice.payments.data'];
  await expect(stripe.checkout.sessions.list({ expand: deep })).rejects.toThrow('more than 4 levels');
  await expect(new Stripe('sk_test_other', { ...sdkHost(url), maxNetworkRetries: 0 }).prices.list()).rejects.toThrow(
    Stripe.errors.StripeAuthenticationError,
  );
});

function sdkHost(url: string): Stripe.StripeConfig {
  const { hostname, port } = new URL(url);
  return { host: hostname, port, protocol: 'http' };
}

test('a new price takes the lookup key over; who pays the old one goes on paying it', async () => {
  const { stripe, control } = await standAt(START);
  const { id } = control.subscribe({ lookupKey: MONTHLY.lookupKey });
  const dearer = control.setPrice({ ...MONTHLY, amountCents: 1490 });
  const { data } = await stripe.prices.list({ lookup_keys: [MONTHLY.lookupKey], active: true });
  expect(data.map((price) => [price.id, price.unit_amount])).toEqual([[dearer.id, 1490]]);
  await control.advance(daysLater(40));
  expect((await stripe.invoices.list({ subscription: id })).data.map(({ total }) => total)).toEqual([1290, 1290]);
  expect((await stripe.products.list()).data).toHaveLength(2);
});

test('lists are read page by page, the newest first', async () => {
  const { stripe } = await openStandIn();
  for (let index = 0; index < 5; index++) await stripe.customers.create({ name: String(index) });
  const page = await stripe.customers.list({ limit: 2 });
  expect([page.has_more, page.data.map(({ name }) => name)]).toEqual([true, ['4', '3']]);
  const names: (string | null | undefined)[] = [];
  for await (const { name } of stripe.customers.list({ limit: 2 })) names.push(name);
  expect(names).toEqual(['4', '3', '2', '1', '0']);
});

test('an answer that is lost after the effect is given again to whoever asks with the same key', async () => {
  const { control, url } = await openStandIn();
  control.fault({ kind: 'cut', afterEffect: true, method: 'POST' });
  control.fault({ kind: 500, afterEffect: true, method: 'POST', path: '/v1/customers' });
  await sdk({ url }, { maxNetworkRetries: 3 }).customers.create({ email: 'lea@exemple.fr' });
  expect(Object.keys(control.records().customers)).toHaveLength(1);
  expect(control.requests().map(({ status }) => status)).toEqual([null, 500, 200]);
});

test('faults strike as often as they are asked to, and where', async () => {
  const { stripe, control, url } = await openStandIn();
  control.fault({ kind: 429, times: 2, path: '/v1/prices' });
  await stripe.products.list();
  await expect(stripe.prices.list()).rejects.toThrow(Stripe.errors.StripeRateLimitError);
  await expect(stripe.prices.list()).rejects.toThrow(Stripe.errors.StripeRateLimitError);
  await stripe.prices.list();
  control.fault({ kind: 'hang' });
  await expect(sdk({ url }, { timeout: 200 }).prices.list()).rejects.toThrow(Stripe.errors.StripeConnectionError);
});

test('a slow answer says what was true when it was asked for', async () => {
  const { stripe, control } = await openStandIn();
  const { id } = control.subscribe({ lookupKey: YEARLY.lookupKey });
  control.fault({ kind: 'slow', delayMs: 200 });
  const slow = stripe.subscriptions.retrieve(id);
  await expect.poll(() => control.requests().length).toBe(1);
  control.setStatus(id, 'something_new');
  expect((await slow).status).toBe('active');
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('something_new');
});

test('what happens is told to the webhook, signed, in order, and again when it was refused', async () => {
  const mailbox = await openMailbox();
  const { stripe, control } = await openStandIn({ webhookUrl: mailbox.url, retryDelays: [50] });
  mailbox.status = 500;
  const { id } = await stripe.customers.create({ email: 'lea@exemple.fr' });
  await expect.poll(() => mailbox.events.length).toBe(1);
  expect((await stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
  mailbox.status = 200;
  await expect.poll(() => mailbox.events.length).toBe(2);
  await control.settled();
  expect(mailbox.events.map((event) => (event.data.object as Stripe.Customer).id)).toEqual([id, id]);
  expect((await stripe.events.list({ delivery_success: true })).data).toHaveLength(1);
  expect(mailbox.events[0]!.request?.id).toMatch(/^req_/);
});

test('events are held back, lost, repeated, turned round and sent at the same time', async () => {
  const mailbox = await openMailbox();
  const { control } = await openStandIn({ webhookUrl: mailbox.url });
  control.hold();
  control.subscribe({ lookupKey: YEARLY.lookupKey });
  const made = control.events().map(({ id }) => id);
  const [lost = '', ...kept] = made;
  expect(mailbox.events).toHaveLength(0);
  await control.deliver(kept, { order: 'reversed' });
  expect(mailbox.events.map(({ id }) => id)).toEqual(kept.toReversed());
  const receipts = await control.deliver(kept, { order: 'shuffled', seed: 7, parallel: true, times: 3 });
  expect(receipts.map(({ status }) => status)).toEqual(Array(kept.length * 3).fill(200));
  control.drop([lost]);
  await control.release();
  expect(mailbox.events.some(({ id }) => id === lost)).toBe(false);
  expect(mailbox.events).toHaveLength(kept.length * 4);
});

test('the portal needs a configuration, and does what it allows', async () => {
  const { stripe, control } = await openStandIn();
  const { id, customer } = control.subscribe({ lookupKey: YEARLY.lookupKey, email: 'lea@exemple.fr' });
  const visit = { customer: customer as string, return_url: 'http://localhost:4321/compte/' };
  await expect(stripe.billingPortal.sessions.create(visit)).rejects.toThrow('No configuration provided');
  const configuration = await stripe.billingPortal.configurations.create({
    features: { subscription_cancel: { enabled: true }, invoice_history: { enabled: true } },
  });
  const { url } = await stripe.billingPortal.sessions.create({ ...visit, configuration: configuration.id });
  const page = await (await fetch(url)).text();
  expect(page).toContain('Résilier l’abonnement');
  expect(page).not.toContain('name="email"');
  const post = (verb: string) =>
    fetch(`${url}/${verb}`, { method: 'POST', body: new URLSearchParams({ subscription: id, email: 'x@y.fr' }) });
  expect((await post('email')).status).toBe(404);
  await post('cancel');
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active', cancel_at_period_end: false });
  expect((await stripe.subscriptions.retrieve(id)).cancel_at).not.toBeNull();
  await post('resume');
  expect((await stripe.subscriptions.retrieve(id)).cancel_at).toBeNull();
});

test('it is controlled over HTTP from this machine, by no page of another site', async () => {
  const { url, control } = await openStandIn();
  const ask = (headers: Record<string, string>) =>
    fetch(`${url}/_stand-in/control/subscribe`, {
      method: 'POST',
      headers,
      body: JSON.stringify([{ lookupKey: YEARLY.lookupKey }]),
    });
  const json = { 'content-type': 'application/json' };
  expect((await ask({ ...json, origin: 'https://other.example' })).status).toBe(403);
  expect((await ask({ 'content-type': 'text/plain' })).status).toBe(404);
  expect(Object.keys(control.records().subscriptions)).toHaveLength(0);
  const { result } = (await (await ask(json)).json()) as { result: Stripe.Subscription };
  expect(result.status).toBe('active');
  expect(await (await fetch(`${url}/_stand-in/`)).text()).toContain(result.id);
});

test('what happened is there the next time, with its clock', async () => {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const stateFile = join(folder.dir, 'stand-in.json');
  const first = await standAt(START, { stateFile });
  const { id } = first.control.subscribe({ lookupKey: MONTHLY.lookupKey });
  await first.control.advance(daysLater(40));
  await first.stop();
  const second = await standAt(START, { stateFile });
  expect(second.control.now()).toEqual(daysLater(40));
  expect((await second.stripe.subscriptions.retrieve(id)).status).toBe('active');
  expect((await second.stripe.prices.list()).data).toHaveLength(2);
  await second.control.advance(daysLater(70));
  expect((await second.stripe.invoices.list({ subscription: id })).data).toHaveLength(3);
});

test('as a process it says where it is, and ends when its input is closed', async () => {
  const child = spawn(process.execPath, ['scripts/stand-in/stand-in.ts', '--port', '0'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = /http:\S+/.exec(line.toString())![0];
  expect(await (await fetch(url)).text()).toContain('banc d’essai');
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});
