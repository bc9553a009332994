import { inspect } from 'node:util';
import { Stripe } from 'stripe';
import { expect, test } from 'vitest';
import { openReaderDatabase } from '../../src/db/db.ts';
import { createSubscriptions } from '../../src/subscriptions/subscriptions.ts';
import { eachDatabase } from '../databases.ts';
import { openSales, type Sales, SECRET } from '../sales.ts';

const stripe = new Stripe('sk_test_to_sign_with');

/** An event as Stripe hands it over. */
function signed(event: object, secret = SECRET): [Buffer, string] {
  const payload = JSON.stringify(event);
  return [Buffer.from(payload), stripe.webhooks.generateTestHeaderString({ payload, secret })];
}

async function rowsOf({ database }: Sales) {
  return database.query.selectFrom('subscriptions').selectAll().execute();
}

eachDatabase((_engine, open) => {
  test('an event that nobody of ours signed, or of the other mode, is refused and not stored', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now, database } = sales;
    control.hold();
    await sales.buy();
    const event = control.events('customer.subscription.created')[0]!;
    const [body, signature] = signed(event);
    const take = (given: Buffer, by: string) => subscriptions.handleEvent(given, by, now());
    expect(await take(...signed(event, 'whsec_of_another'))).toBe('bad-signature');
    expect(await take(Buffer.from(`${body.toString()} `), signature)).toBe('bad-signature');
    expect(await take(body, '')).toBe('bad-signature');
    expect(await take(body, 't=1,v1=00')).toBe('bad-signature');
    expect(await take(...signed({ ...event, livemode: true }))).toBe('wrong-mode');
    expect(await database.query.selectFrom('stripe_events').selectAll().execute()).toEqual([]);
    expect(await rowsOf(sales)).toEqual([]);
    expect(await take(body, signature)).toBe('done');
    expect(await rowsOf(sales)).toHaveLength(1);
  });

  test('while one secret replaces another, both are good', async () => {
    const sales = await openSales(await open());
    const { control, now, settings } = sales;
    control.hold();
    await sales.buy();
    const event = control.events('customer.subscription.created')[0]!;
    const rolled = createSubscriptions({ ...settings, webhookSecrets: ['whsec_new', SECRET] });
    expect(await rolled.handleEvent(...signed(event), now())).toBe('done');
    expect(await rolled.handleEvent(...signed(event, 'whsec_new'), now())).toBe('done');
  });

  test('an event that failed is not done: the next delivery does it; one that is done asks nothing of Stripe', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    control.hold();
    await sales.buy();
    const event = control.events('customer.subscription.created')[0]!;
    control.fault({ kind: 500, times: 2, path: '/v1/subscriptions' });
    expect(await subscriptions.handleEvent(...signed(event), now())).toBe('failed');
    expect(await rowsOf(sales)).toEqual([]);
    expect(await subscriptions.handleEvent(...signed(event), now())).toBe('done');
    expect(await rowsOf(sales)).toHaveLength(1);
    const asked = control.requests().length;
    expect(await subscriptions.handleEvent(...signed(event), now())).toBe('done');
    expect(control.requests()).toHaveLength(asked);
  });

  test('nothing of what an event says is believed', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    control.hold();
    const { subscriptionId } = await sales.buy();
    const forged = { id: subscriptionId, object: 'subscription', status: 'canceled', customer: 'cus_other' };
    const event = { ...control.events('customer.subscription.created')[0]!, data: { object: forged } };
    expect(await subscriptions.handleEvent(...signed(event), now())).toBe('done');
    expect(await rowsOf(sales)).toMatchObject([{ status: 'active' }]);
  });

  test('every kind of event finds its subscription by itself', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now, database } = sales;
    control.hold();
    const { subscriptionId } = await sales.buy();
    const dispute = control.dispute(subscriptionId);
    control.closeDispute(dispute.id, 'won');
    control.refund(subscriptionId, 100);
    const kinds = ['customer.subscription.', 'invoice.', 'checkout.session.', 'charge.', 'refund.', 'charge.dispute.'];
    for (const kind of kinds) {
      await database.query.deleteFrom('subscriptions').execute();
      const event = control.events().find(({ type }) => type.startsWith(kind))!;
      expect(await subscriptions.handleEvent(...signed({ ...event, id: `evt_${kind}` }), now())).toBe('done');
      expect((await rowsOf(sales)).map(({ id }) => id)).toEqual([subscriptionId]);
    }
  });

  test('events of what else is sold with the same account are done without effect', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now, alarms } = sales;
    control.hold();
    const book = { ...sales.settings.offers()[0]!, id: 'livre', lookupKey: 'livre_du_mois' };
    control.setPrice(book);
    const { id } = control.subscribe({ lookupKey: 'livre_du_mois', email: 'lea@exemple.fr', means: 'card' });
    for (const event of control.events()) expect(await subscriptions.handleEvent(...signed(event), now())).toBe('done');
    expect(await subscriptions.syncSubscription(id, now())).toBe('foreign');
    expect(await subscriptions.syncAll(now())).toEqual({ synced: 0, failed: 0 });
    expect(await rowsOf(sales)).toEqual([]);
    expect(alarms).toEqual([]);
  });

  test('metadata that name an order which Checkout did not sell give nobody the subscription', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    control.hold();
    const { sessionId } = await sales.order({ reader });
    const order = control.records().sessions[sessionId]!.metadata!.order!;
    const { id } = control.subscribe({
      lookupKey: 'verbatim_annuel',
      email: 'autre@exemple.fr',
      means: 'card',
      metadata: { order },
    });
    expect(await subscriptions.syncSubscription(id, now())).toBe('synced');
    expect(await rowsOf(sales)).toMatchObject([{ id, reader_id: null, order_id: null }]);
    expect(await subscriptions.entitlementOf(reader.id, now())).toBeNull();
  });

  test('a subscription that Stripe lost closes nothing and fails loudly', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const { subscriptionId } = await sales.buy();
    await control.settled();
    Reflect.deleteProperty(control.records().subscriptions, subscriptionId);
    await expect(subscriptions.syncSubscription(subscriptionId, now())).rejects.toThrow('another account');
    expect(await subscriptions.syncAll(now())).toEqual({ synced: 0, failed: 1 });
    expect(await rowsOf(sales)).toMatchObject([{ status: 'active' }]);
  });

  test('what happens to a subscription long after its end is found by a synchronisation of all', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const { subscriptionId } = await sales.buy();
    control.cancel(subscriptionId);
    await control.settled();
    control.hold();
    await control.advance(new Date(now().getTime() + 400 * 86_400_000));
    control.refund(subscriptionId);
    await subscriptions.syncAll(now());
    expect(await rowsOf(sales)).toMatchObject([{ status: 'canceled', is_reversed: 1 }]);
  });

  test('a quiet subscription costs Stripe three requests', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const { subscriptionId } = await sales.buy();
    await control.settled();
    const asked = control.requests().length;
    await subscriptions.syncSubscription(subscriptionId, now());
    expect(control.requests().length - asked).toBe(3);
  });

  test('two processes take the same events at once: one row, one confirmation', async () => {
    const database = await open();
    const other = await openReaderDatabase(database.url);
    const sales = await openSales(database);
    await openSales(other, sales);
    sales.control.hold();
    await sales.buy();
    const receipts = await sales.control.deliver(undefined, { parallel: true, times: 2, order: 'shuffled', seed: 3 });
    await other.close();
    expect(receipts.every(({ status }) => status === 200)).toBe(true);
    expect(await rowsOf(sales)).toHaveLength(1);
    expect((await sales.mails()).map(({ kind }) => kind)).toEqual(['order']);
  });

  test('what Stripe says of a failure is not repeated in the log: it may hold an address', async () => {
    const sales = await openSales(await open());
    const lines: string[] = [];
    const write = (fields: object, line: string) => void lines.push(inspect([fields, line], { depth: 9 }));
    const subscriptions = createSubscriptions({ ...sales.settings, log: { info: write, warn: write, error: write } });
    await subscriptions.refreshPrices(sales.now());
    const reader = { id: 'reader', address: 'pas-une-adresse' };
    const request = { offerId: 'annuel', nonce: 't'.repeat(43), reader, browserToken: null, client: '192.0.2.1' };
    expect(await subscriptions.order(request, sales.now())).toEqual({ kind: 'unavailable' });
    expect(lines.join()).toContain('customer_email');
    expect(lines.join()).not.toContain('pas-une-adresse');
  });

  test('payment that is not configured takes no order and no event, and shows the offers', async () => {
    const sales = await openSales(await open());
    const closed = createSubscriptions({ ...sales.settings, stripe: null });
    const request = { offerId: 'annuel', nonce: 'r'.repeat(43), reader: null, browserToken: null, client: '192.0.2.1' };
    expect(await closed.order(request, sales.now())).toEqual({ kind: 'unavailable' });
    expect(await closed.handleEvent(...signed({ id: 'evt_1' }), sales.now())).toBe('not-configured');
    expect(closed.pricedOffers().map(({ amountCents }) => amountCents)).toEqual([11880, 1290]);
    const reader = await sales.reader('lea@exemple.fr');
    await closed.claim(reader, null, sales.now());
    expect(await closed.invoicesOf(reader.id)).toEqual([]);
  });
});
