import { expect, test } from 'vitest';
import { hasClaim } from '../../src/subscriptions/subscriptions.ts';
import { eachDatabase } from '../databases.ts';
import { openSales, type Sales, SITE_URL } from '../sales.ts';

const DAY = 86_400_000;

async function rowsOf({ database }: Sales) {
  return database.query.selectFrom('subscriptions').selectAll().orderBy('started_at').execute();
}

async function later({ control }: Sales, days: number): Promise<void> {
  await control.advance(new Date(control.now().getTime() + days * DAY));
  await control.settled();
}

async function kindsOf(sales: Sales): Promise<string[]> {
  return (await sales.mails()).map(({ kind }) => kind);
}

/** The token of the last link that was mailed to an address. */
async function linkTo(sales: Sales, address: string): Promise<string> {
  const mail = (await sales.mails()).findLast(({ to, text }) => to === address && text.includes('/connexion/'))!;
  return /\/connexion\/([\w-]{20,})/.exec(mail.text)![1]!;
}

/** Presses the button behind a link, as the page does. */
async function follow({ readers, subscriptions, now }: Sales, token: string): Promise<string | null> {
  const link = await readers.consumeLink(token, now());
  if (link === null) return null;
  const { readerId } = await readers.signIn(link.address, 'Firefox', now());
  await subscriptions.claim({ id: readerId, address: link.address }, link.subject || null, now());
  return readerId;
}

eachDatabase((engine, open) => {
  test('a guest pays: the paying browser reads for 30 days, and no longer once the mailed link is used', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const { browserToken, subscriptionId } = await sales.buy({ email: 'Lea@Exemple.fr' });
    await control.settled();

    const order = await subscriptions.orderOfBrowser(browserToken, now());
    expect(order).toMatchObject({
      state: 'paid',
      claimedAddress: 'lea@exemple.fr',
      claimed: false,
      amountCents: 11880,
    });
    const [row] = await rowsOf(sales);
    expect(row).toMatchObject({ id: subscriptionId, reader_id: null, order_id: order!.id, status: 'active' });
    const { until } = (await subscriptions.entitlementOfBrowser(browserToken, now()))!;
    expect(until!.getTime()).toBe(Date.parse(row!.started_at) + 30 * DAY);
    expect(await subscriptions.entitlementOfBrowser('another', now())).toBeNull();

    const readerId = (await follow(sales, await linkTo(sales, 'lea@exemple.fr')))!;
    expect(await subscriptions.entitlementOfBrowser(browserToken, now())).toBeNull();
    expect(await subscriptions.orderOfBrowser(browserToken, now())).toMatchObject({
      claimed: true,
      claimedAddress: null,
    });
    expect((await subscriptions.entitlementOf(readerId, now()))!.until!.getTime()).toBe(
      Date.parse(row!.period_end) + 2 * DAY,
    );
  });

  test('the confirmation is mailed once, with all that the law wants', async () => {
    const sales = await openSales(await open());
    await sales.buy();
    await sales.control.settled();
    await sales.control.deliver(undefined, { parallel: true, times: 2 });
    await sales.subscriptions.syncAll(sales.now());
    const mails = await sales.mails();
    expect(mails.map(({ kind, to }) => [kind, to])).toEqual([['order', 'lea@exemple.fr']]);
    for (const said of [
      '118,80\u00a0€ par an',
      'TVA de 2,1\u202f% comprise',
      'reconduit tacitement',
      `${SITE_URL}/resilier/`,
      `${SITE_URL}/retractation/`,
      'quatorze jours',
      '> Article premier.',
    ])
      expect(mails[0]!.text).toContain(said);
  });

  test('with no webhook at all, the browser that comes back from Checkout learns that it has paid', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    control.hold();
    const { url, browserToken, sessionId } = await sales.order();
    expect(await subscriptions.orderOfBrowser(browserToken, now())).toMatchObject({ state: 'open', payUrl: url });
    control.pay(sessionId, { email: 'lea@exemple.fr', means: 'card' });
    control.fault({ kind: 500, times: 2 });
    expect(await subscriptions.orderOfBrowser(browserToken, now())).toMatchObject({ state: 'pending' });
    expect(await subscriptions.orderOfBrowser(browserToken, now())).toMatchObject({ state: 'paid', payUrl: null });
    expect(await subscriptions.entitlementOfBrowser(browserToken, now())).not.toBeNull();
    expect(await kindsOf(sales)).toEqual(['order']);
  });

  test('an address typed at Stripe is a claim: whoever has that account gets nothing before proving it anew', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now, database } = sales;
    const victim = await sales.reader('victime@exemple.fr');
    const other = await sales.reader('autre@exemple.fr');
    await sales.buy({ email: victim.address });
    await control.settled();
    expect(await subscriptions.entitlementOf(victim.id, now())).toBeNull();
    expect(await hasClaim(database, victim.address)).toBe(true);
    await subscriptions.claim(other, null, now());
    expect(await subscriptions.entitlementOf(other.id, now())).toBeNull();
    await subscriptions.claim(victim, null, now());
    expect(await subscriptions.entitlementOf(victim.id, now())).not.toBeNull();
    expect(await hasClaim(database, victim.address)).toBe(false);
  });

  test('among those who claim at once, one reader gets the subscription', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    await sales.buy({ email: reader.address });
    await control.settled();
    await Promise.all(
      Array.from({ length: 5 }, async (_, index) =>
        subscriptions.claim(
          index % 2 === 0 ? reader : { ...reader, id: 'impostor', address: 'x@exemple.fr' },
          null,
          now(),
        ),
      ),
    );
    expect((await rowsOf(sales)).map(({ reader_id: id }) => id)).toEqual([reader.id]);
  });

  test('the same request orders once, however often it is made', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now, database } = sales;
    const request = {
      offerId: 'mensuel',
      nonce: 'n'.repeat(43),
      reader: null,
      browserToken: null,
      client: '192.0.2.1',
    };
    const outcomes = await Promise.all(Array.from({ length: 4 }, async () => subscriptions.order(request, now())));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(outcomes[0]).toMatchObject({ kind: 'pay' });
    expect(Object.keys(control.records().sessions)).toHaveLength(1);
    expect(await database.query.selectFrom('orders').select(['offer_id', 'amount_cents']).execute()).toEqual([
      { offer_id: 'mensuel', amount_cents: 1290 },
    ]);
    const [session] = Object.values(control.records().sessions);
    control.pay(session!.id, { email: 'lea@exemple.fr', means: 'card' });
    expect(await subscriptions.order(request, now())).toMatchObject({ kind: 'paid' });
  });

  test('a lost answer of Stripe makes no second session', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const request = { offerId: 'annuel', nonce: 'm'.repeat(43), reader: null, browserToken: null, client: '192.0.2.1' };
    control.fault({ kind: 'cut', times: 2, path: '/v1/checkout/sessions', method: 'POST', afterEffect: true });
    expect(await subscriptions.order(request, now())).toEqual({ kind: 'unavailable' });
    expect(await subscriptions.order(request, now())).toMatchObject({ kind: 'pay' });
    expect(Object.keys(control.records().sessions)).toHaveLength(1);
  });

  test('a session that ran out is replaced', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control } = sales;
    const request = { offerId: 'annuel', nonce: 'o'.repeat(43), reader: null, browserToken: null, client: '192.0.2.1' };
    const first = await subscriptions.order(request, sales.now());
    await later(sales, 2);
    const second = await subscriptions.order(request, sales.now());
    expect(second).toMatchObject({ kind: 'pay' });
    expect(second).not.toEqual(first);
    expect(
      Object.values(control.records().sessions)
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['expired', 'open']);
  });

  test('nobody pays twice: an earlier order ends when another is made, a subscriber is sent to the account', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    const first = await sales.order({ reader });
    const second = await sales.order({ reader, offerId: 'mensuel' });
    const { sessions } = control.records();
    expect([sessions[first.sessionId]!.status, sessions[second.sessionId]!.status]).toEqual(['expired', 'open']);
    control.hold();
    control.pay(second.sessionId, { email: reader.address, means: 'card' });
    const request = { offerId: 'annuel', nonce: 'p'.repeat(43), reader, browserToken: null, client: '192.0.2.1' };
    expect(await subscriptions.order(request, now())).toEqual({ kind: 'already' });
    expect(await subscriptions.entitlementOf(reader.id, now())).not.toBeNull();

    const guest = await sales.order();
    await sales.order({ browserToken: guest.browserToken });
    expect(sessions[guest.sessionId]!.status).toBe('expired');
    const { browserToken } = await sales.buy();
    const anew = { ...request, nonce: 's'.repeat(43), reader: null, browserToken };
    expect(await subscriptions.order(anew, now())).toEqual({ kind: 'paid', browserToken });
  });

  test('a request whose nonce could be guessed gets a cookie of its own', async () => {
    const sales = await openSales(await open());
    const [one, other] = [await sales.order({ nonce: '1' }), await sales.order({ nonce: '1' })];
    expect(one.browserToken).not.toBe(other.browserToken);
  });

  test('a reader pays as the customer that Stripe knows, and needs no link', async () => {
    const sales = await openSales(await open());
    const { control, now, subscriptions } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    const { subscriptionId, sessionId } = await sales.buy({ reader });
    await control.settled();
    expect(control.records().sessions[sessionId]).toMatchObject({ customer_email: reader.address, locale: 'fr' });
    const [mail] = await sales.mails();
    expect(mail).toMatchObject({ kind: 'order', to: reader.address });
    expect(mail!.text).not.toContain('/connexion/');
    await subscriptions.cancelAtPeriodEnd(subscriptionId, now());
    await later(sales, 366);
    const again = await sales.buy({ reader });
    const customer = control.records().subscriptions[subscriptionId]!.customer;
    expect(control.records().subscriptions[again.subscriptionId]!.customer).toBe(customer);
  });

  if (engine === 'sqlite')
    test('an unknown offer, a Stripe that does not answer', async () => {
      const sales = await openSales(await open());
      const { subscriptions, control, now } = sales;
      const request = {
        offerId: 'gratuit',
        nonce: 'q'.repeat(43),
        reader: null,
        browserToken: null,
        client: '192.0.2.1',
      };
      expect(await subscriptions.order(request, now())).toEqual({ kind: 'unknown-offer' });
      control.fault({ kind: 'hang', times: 4 });
      const began = performance.now();
      expect(await subscriptions.order({ ...request, offerId: 'annuel' }, now())).toEqual({ kind: 'unavailable' });
      expect(performance.now() - began).toBeLessThan(9_500);
    });

  test('a mistyped address is corrected by the browser that paid; the stranger it was has nothing to claim', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now, readers } = sales;
    const { browserToken } = await sales.buy({ email: 'lae@exemple.fr' });
    await control.settled();
    const strayed = await linkTo(sales, 'lae@exemple.fr');
    const correct = (address: string) => subscriptions.correctAddress(browserToken, address, '192.0.2.1', now());
    expect(await correct('pas une adresse')).toBe('bad-address');
    expect(await correct('lea@exemple.fr')).toBe('sent');
    expect(await readers.peekLink(strayed, now())).toBeNull();
    const stranger = await sales.reader('lae@exemple.fr');
    await subscriptions.claim(stranger, null, now());
    await subscriptions.syncAll(now());
    expect(await subscriptions.entitlementOf(stranger.id, now())).toBeNull();
    expect(await subscriptions.entitlementOfBrowser(browserToken, now())).not.toBeNull();

    const readerId = (await follow(sales, await linkTo(sales, 'lea@exemple.fr')))!;
    expect(await subscriptions.entitlementOf(readerId, now())).not.toBeNull();
    expect(Object.values(control.records().customers)).toMatchObject([{ email: 'lea@exemple.fr' }]);
    expect(await correct('autre@exemple.fr')).toBe('too-late');
    expect(await subscriptions.correctAddress('unknown', 'a@b.fr', '192.0.2.1', now())).toBe('too-late');
  });

  test('corrections are limited', async () => {
    const sales = await openSales(await open());
    const { browserToken } = await sales.buy();
    await sales.control.settled();
    const outcomes = [];
    for (let index = 0; index < 4; index += 1)
      outcomes.push(
        await sales.subscriptions.correctAddress(browserToken, `a${index}@exemple.fr`, '192.0.2.1', sales.now()),
      );
    expect(outcomes.slice(0, 3)).toEqual(['sent', 'sent', 'sent']);
    expect(outcomes[3]).toMatchObject({ waitSeconds: expect.any(Number) });
  });

  test('a payment fails: one mail an attempt, seven days of reading, then none; paid, it reads again', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    const { subscriptionId } = await sales.buy({ offerId: 'mensuel', reader });
    await control.settled();
    control.failPayments(subscriptionId, 20);
    await later(sales, 32);
    const [row] = await rowsOf(sales);
    expect(row!.status).toBe('past_due');
    const invoice = Object.values(control.records().invoices).find(({ status }) => status === 'open')!;
    expect(Date.parse(row!.past_due_since!)).toBe(invoice.created * 1000);
    expect((await subscriptions.entitlementOf(reader.id, now()))!.until!.getTime()).toBe(
      invoice.created * 1000 + 7 * DAY,
    );
    expect((await subscriptions.accountOf(reader.id, now())).subscriptions[0]).toMatchObject({ state: 'past-due' });
    for (let day = 0; day < 7; day += 1) await later(sales, 1);
    await subscriptions.syncAll(now());
    await subscriptions.syncAll(now());
    const keys = (await sales.mails()).filter(({ kind }) => kind === 'payment-failed').map(({ key }) => key);
    expect(keys).toEqual(
      Array.from({ length: invoice.attempt_count }, (_, index) => `payment-failed:${invoice.id}:${index + 1}`),
    );
    expect(keys.length).toBeGreaterThan(1);
    expect((await sales.mails()).find(({ kind }) => kind === 'payment-failed')!.text).toContain(
      invoice.hosted_invoice_url!,
    );
    expect((await rowsOf(sales))[0]!.status).toBe('past_due');
    expect(await subscriptions.entitlementOf(reader.id, now())).toBeNull();
    expect((await subscriptions.accountOf(reader.id, now())).subscriptions[0]).toMatchObject({ state: 'suspended' });
    expect((await kindsOf(sales)).filter((kind) => kind === 'suspended')).toHaveLength(1);
    control.failPayments(subscriptionId, 0);
    control.payInvoice(invoice.id);
    await control.settled();
    expect(await subscriptions.entitlementOf(reader.id, now())).not.toBeNull();
  });

  test('a subscription that nobody pays ends, and its reader is told', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    const { subscriptionId } = await sales.buy({ offerId: 'mensuel', reader });
    await control.settled();
    control.failPayments(subscriptionId, 20);
    for (let days = 0; days < 70; days += 5) await later(sales, 5);
    await control.settled();
    expect((await rowsOf(sales))[0]!.status).toBe('canceled');
    expect(await subscriptions.entitlementOf(reader.id, now())).toBeNull();
    expect((await kindsOf(sales)).filter((kind) => kind === 'ended')).toHaveLength(1);
  });

  test('a full refund ends reading, a part of it does not', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    const { subscriptionId } = await sales.buy({ reader });
    control.refund(subscriptionId, 500);
    await control.settled();
    expect(await subscriptions.entitlementOf(reader.id, now())).not.toBeNull();
    control.refund(subscriptionId);
    await control.settled();
    expect(await subscriptions.entitlementOf(reader.id, now())).toBeNull();
    expect((await kindsOf(sales)).filter((kind) => kind !== 'order')).toEqual(['refunded']);
  });

  test('a dispute that goes on changes nothing; lost, it ends reading; won, reading goes on', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const [winner, loser] = [await sales.reader('lea@exemple.fr'), await sales.reader('noe@exemple.fr')];
    const won = await sales.buy({ reader: winner });
    const lost = await sales.buy({ reader: loser });
    const disputes = [control.dispute(won.subscriptionId), control.dispute(lost.subscriptionId)];
    await control.settled();
    expect(await subscriptions.entitlementOf(loser.id, now())).not.toBeNull();
    control.closeDispute(disputes[0]!.id, 'won');
    control.closeDispute(disputes[1]!.id, 'lost');
    await control.settled();
    expect(await subscriptions.entitlementOf(winner.id, now())).not.toBeNull();
    expect(await subscriptions.entitlementOf(loser.id, now())).toBeNull();
  });

  test('a status that is not known opens nothing and raises an alarm', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now, alarms } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    const { subscriptionId } = await sales.buy({ reader });
    await control.settled();
    expect(alarms).toEqual([]);
    control.setStatus(subscriptionId, 'hibernating');
    await control.settled();
    expect(await subscriptions.entitlementOf(reader.id, now())).toBeNull();
    expect(alarms).toEqual(['Stripe tells a status that is not known: it opens nothing']);
  });

  test('cancelled, a subscription reads until its period ends and not an instant longer; it may be taken up again', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    const { subscriptionId } = await sales.buy({ offerId: 'mensuel', reader });
    await control.settled();
    const [row] = await rowsOf(sales);
    expect(await subscriptions.cancelAtPeriodEnd(subscriptionId, now())).toBe(row!.period_end);
    expect(await subscriptions.cancelAtPeriodEnd(subscriptionId, now())).toBe(row!.period_end);
    const until = async () => (await subscriptions.entitlementOf(reader.id, now()))?.until?.toISOString();
    expect(await until()).toBe(new Date(row!.period_end).toISOString());
    expect((await subscriptions.accountOf(reader.id, now())).subscriptions).toMatchObject([
      { state: 'ending', label: 'Abonnement mensuel', endsAt: row!.period_end, renewsAt: null },
    ]);
    expect(await subscriptions.resume(subscriptionId, now())).toBe(true);
    expect((await subscriptions.accountOf(reader.id, now())).subscriptions).toMatchObject([
      { state: 'running', endsAt: null, renewsAt: row!.period_end },
    ]);
    control.cancel(subscriptionId, 'portal');
    await control.settled();
    expect(await until()).toBe(new Date(row!.period_end).toISOString());
    expect(await subscriptions.resume(subscriptionId, now())).toBe(true);
    await subscriptions.cancelAtPeriodEnd(subscriptionId, now());
    await later(sales, 32);
    expect(await subscriptions.entitlementOf(reader.id, now())).toBeNull();
    expect((await subscriptions.accountOf(reader.id, now())).subscriptions).toMatchObject([{ state: 'over' }]);
    expect(await subscriptions.resume(subscriptionId, now())).toBe(false);
    expect((await kindsOf(sales)).filter((kind) => kind !== 'order')).toEqual(['ended']);
  });

  test('a withdrawal ends at once and pays back once, whatever fails in between and however often it is asked for', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    const { subscriptionId } = await sales.buy({ reader });
    await control.settled();
    control.fault({ kind: 'cut', times: 2, path: '/v1/refunds', method: 'POST', afterEffect: true });
    await expect(subscriptions.withdraw(subscriptionId, now())).rejects.toThrow();
    const both = await Promise.all([
      subscriptions.withdraw(subscriptionId, now()),
      subscriptions.withdraw(subscriptionId, now()),
    ]);
    expect(both[0]).toMatchObject({ refundedCents: 11880, isPaymentPending: false });
    const { refunds, subscriptions: told } = control.records();
    expect(Object.values(refunds).map(({ amount }) => amount)).toEqual([11880]);
    expect(told[subscriptionId]!.status).toBe('canceled');
    expect(await subscriptions.entitlementOf(reader.id, now())).toBeNull();
    await control.settled();
    expect((await kindsOf(sales)).filter((kind) => kind !== 'order')).toEqual(['refunded']);
  });

  test('a reader has invoices and a portal in which the address can not be changed, set up once', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now } = sales;
    const reader = await sales.reader('lea@exemple.fr');
    expect(await subscriptions.portalUrl(reader.id)).toBeNull();
    await sales.buy({ reader });
    await control.settled();
    expect(await subscriptions.invoicesOf(reader.id)).toMatchObject([{ amountCents: 11880, status: 'paid' }]);
    const urls = await Promise.all([subscriptions.portalUrl(reader.id), subscriptions.portalUrl(reader.id)]);
    expect(urls.every((url) => url?.startsWith('http'))).toBe(true);
    const made = control.requests().filter(({ path }) => path === '/v1/billing_portal/configurations');
    expect(made).toHaveLength(1);
    control.fault({ kind: 500, times: 2, path: '/v1/invoices' });
    expect(await subscriptions.invoicesOf(reader.id)).toBeNull();
    expect(await subscriptions.accountOf(reader.id, now())).toMatchObject({ subscriptions: [{ state: 'running' }] });
  });

  test('Stripe tells another price: it wins, with an alarm; silent, the last known stays', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now, alarms } = sales;
    const before = subscriptions.version();
    expect(subscriptions.pricedOffers()[0]).toMatchObject({ amountCents: 11880, priceId: expect.any(String) });
    control.setPrice({ ...sales.settings.offers()[0]!, amountCents: 12900 });
    control.fault({ kind: 500, times: 2, path: '/v1/prices' });
    await subscriptions.refreshPrices(now());
    expect(subscriptions.pricedOffers()[0]!.amountCents).toBe(11880);
    await subscriptions.refreshPrices(now());
    await subscriptions.refreshPrices(now());
    expect(subscriptions.pricedOffers()[0]!.amountCents).toBe(12900);
    expect(subscriptions.version()).toBe(before + 1);
    expect(alarms).toEqual(['site.yaml tells another price than Stripe']);
  });

  test('a reader exports everything, and leaves: the subscription ends at Stripe and no address stays', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, now, database } = sales;
    const { subscriptionId } = await sales.buy({ email: 'lea@exemple.fr' });
    await control.settled();
    const readerId = (await follow(sales, await linkTo(sales, 'lea@exemple.fr')))!;
    const data = (await subscriptions.exportOf(readerId))!;
    expect(data).toMatchObject({
      readers: [{ address: 'lea@exemple.fr' }],
      subscriptions: [{ id: subscriptionId }],
      orders: [{ offer_id: 'annuel' }],
      customers: [{ reader_id: readerId }],
    });
    expect(JSON.stringify(data)).not.toMatch(/browser_hash|id_hash|token_hash/);

    control.fault({ kind: 500, times: 2, path: '/v1/subscriptions' });
    expect(await subscriptions.deleteReader(readerId, now())).toBe(false);
    expect(await subscriptions.exportOf(readerId)).not.toBeNull();
    expect(await subscriptions.deleteReader(readerId, now())).toBe(true);
    expect(control.records().subscriptions[subscriptionId]!.status).toBe('canceled');
    await control.settled();
    await control.deliver(undefined, { parallel: true });
    await subscriptions.syncAll(now());
    const mails = (await sales.mails()).filter(({ to }) => to !== null);
    expect(mails.map(({ kind }) => kind)).toEqual(['deleted']);
    await database.query.deleteFrom('outbox').execute();
    for (const { name } of await database.query.introspection.getTables()) {
      const rows = await database.query
        .selectFrom(name as 'orders')
        .selectAll()
        .execute();
      expect(JSON.stringify(rows)).not.toContain('lea@');
    }
    expect((await rowsOf(sales))[0]).toMatchObject({ id: subscriptionId, reader_id: null, status: 'canceled' });
    expect(await subscriptions.deleteReader(readerId, now())).toBe(false);
  });

  test('a client that never stops ordering is told to wait', async () => {
    const sales = await openSales(await open());
    const { now } = sales;
    for (let times = 0; times < 60; times += 1)
      await sales.readers.limit('order', '192.0.2.1', [{ times: 60, seconds: 3600 }], now());
    const request = { offerId: 'annuel', nonce: 'u'.repeat(43), reader: null, browserToken: null, client: '192.0.2.1' };
    expect(await sales.subscriptions.order(request, now())).toMatchObject({ kind: 'too-many' });
    expect(await sales.subscriptions.order({ ...request, client: '192.0.2.2' }, now())).toMatchObject({ kind: 'pay' });
  });

  test('what nobody needs any more is purged', async () => {
    const sales = await openSales(await open());
    const { subscriptions, control, database, now } = sales;
    await sales.order();
    const { subscriptionId } = await sales.buy({ offerId: 'mensuel' });
    await control.settled();
    await subscriptions.cancelAtPeriodEnd(subscriptionId, now());
    await later(sales, 40);
    await subscriptions.purge(now());
    expect(await database.query.selectFrom('orders').select('subscription_id').execute()).toEqual([
      { subscription_id: subscriptionId },
    ]);
    await later(sales, 400);
    await subscriptions.purge(now());
    expect(await database.query.selectFrom('stripe_events').select('id').execute()).toEqual([]);
    expect(await hasClaim(database, 'lea@exemple.fr')).toBe(false);
    expect(await rowsOf(sales)).toHaveLength(1);
    await later(sales, 3700);
    await subscriptions.purge(now());
    expect(await rowsOf(sales)).toEqual([]);
  });

  test('a reader of whom nothing was seen for three years is forgotten; one who may still read is not', async () => {
    const sales = await openSales(await open());
    const { subscriptions, readers, now } = sales;
    const idle = await readers.signIn('lea@exemple.fr', 'Firefox', now());
    const until = new Date(now().getTime() + 1200 * 86_400_000).toISOString();
    await readers.grant({ address: 'ines@exemple.fr', until, reason: 'essai', isTold: false }, now());
    await later(sales, 1090);
    await subscriptions.purge(now());
    expect(await readers.readerOf('lea@exemple.fr')).toMatchObject({ id: idle.readerId });
    await later(sales, 10);
    await readers.purge(now());
    await subscriptions.purge(now());
    expect(await readers.readerOf('lea@exemple.fr')).toBeNull();
    expect(await readers.readerOf('ines@exemple.fr')).not.toBeNull();
  });
});
