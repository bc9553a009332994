import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished } from 'vitest';
import type Stripe from 'stripe';
import { openReaderDatabase, type Tables } from '../src/db/db.ts';
import { entitlementOfRights, type ReadingTerms } from '../src/subscriptions/subscriptions.ts';
import { instantOf } from '../src/time.ts';
import type { OpenDatabase } from './databases.ts';
import { openSales, type Sales } from './sales.ts';

/** One thing that happens. `who` picks a subscription among those there are, `pick` whatever else must be picked. */
interface Step {
  what: (typeof STEPS)[number];
  who: number;
  pick: number;
}

type Ending = 'sync-all' | 'deliver' | 'race';

const CHANGES = [
  'buy',
  'subscribe',
  'advance',
  'advance',
  'cancel',
  'resume',
  'pause',
  'unpause',
  'refund',
  'refund-part',
  'dispute',
  'win',
  'lose',
  'fail',
  'pay',
  'settle',
  'ghost',
] as const;
const STEPS = [...CHANGES, 'deliver', 'deliver', 'deliver', 'lose-events', 'sync-all', 'sign-in', 'fault'] as const;

const step = fc.record<Step>({
  what: fc.constantFrom(...STEPS),
  who: fc.nat(20),
  pick: fc.nat(1000),
});
const history = fc.record({
  steps: fc.array(step, { minLength: 8, maxLength: 20 }),
  ending: fc.constantFrom<Ending>('sync-all', 'deliver', 'race'),
});

/**
 * The law of decision 0003: whatever happens at Stripe, in whatever order its events come, repeated, in parallel or never,
 * with two processes and faults in between, our rows are Stripe's state once a last synchronisation went through.
 * Each process has its own connections.
 */
export async function checkHistories(
  open: OpenDatabase,
  { runs, seed }: { runs: number; seed?: number },
): Promise<void> {
  const one = await open();
  const other = await openReaderDatabase(one.url);
  onTestFinished(() => other.close());
  const first = await openSales(one);
  const second = await openSales(other, first);
  await fc.assert(
    fc.asyncProperty(history, async ({ steps, ending }) => {
      const before = first.control.events().length;
      await live(first, second, [{ what: 'buy', who: 0, pick: steps.length }, ...steps]);
      await end(first, second, ending, before);
      await compare(first);
    }),
    { numRuns: runs, ...(seed !== undefined && { seed }), endOnFailure: true, verbose: 1 },
  );
}

async function live(first: Sales, second: Sales, steps: Step[]): Promise<void> {
  const { control } = first;
  control.hold();
  const background: Promise<unknown>[] = [];
  const own: string[] = [];
  for (const { what, who, pick } of steps) {
    try {
      await happen({ first, second, own, background }, { what, who, pick });
    } catch (error) {
      // What can not happen at that moment does not.
      if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    }
  }
  await Promise.all(background);
}

interface Life {
  first: Sales;
  second: Sales;
  /** The subscriptions of this history. */
  own: string[];
  background: Promise<unknown>[];
}

const KINDS = [500, 'cut', 429, 'slow'] as const;
const PATHS = ['/v1/subscriptions', '/v1/invoice', '/v1/payment_intents', '/v1/', '/v1/checkout'];
const MEANS = ['card', 'sepa', 'card-then-declined'] as const;

async function happen({ first, second, own, background }: Life, { what, who, pick }: Step): Promise<void> {
  const { control } = first;
  const id = own[who % Math.max(1, own.length)] ?? '';
  const email = `lecteur-${who % 4}@exemple.fr`;
  if (own.length === 0 && !['buy', 'subscribe', 'advance'].includes(what)) return;
  switch (what) {
    case 'buy': {
      const reader = pick % 2 === 0 ? null : await first.reader(email);
      const offerId = pick % 3 === 0 ? 'annuel' : 'mensuel';
      const bought = await first.buy({ email, offerId, means: MEANS[pick % MEANS.length]!, ...(reader && { reader }) });
      own.push(bought.subscriptionId);
      return;
    }
    case 'subscribe':
      own.push(control.subscribe({ lookupKey: 'verbatim_mensuel', email, means: 'card' }).id);
      return;
    case 'advance':
      return control.advance(new Date(control.now().getTime() + (1 + (pick % 40)) * 86_400_000));
    case 'cancel':
      return control.cancel(id, (['now', 'period-end', 'portal'] as const)[pick % 3]);
    case 'resume':
      return control.resume(id);
    case 'pause':
      return control.pause(id, (['void', 'keep_as_draft', 'mark_uncollectible'] as const)[pick % 3]);
    case 'unpause':
      return control.unpause(id);
    case 'refund':
      return void control.refund(id);
    case 'refund-part':
      return void control.refund(id, 1 + (pick % 500));
    case 'dispute':
      return void control.dispute(id);
    case 'win':
    case 'lose': {
      const open = Object.values(control.records().disputes).filter(({ status }) => status === 'needs_response');
      return control.closeDispute(open[pick % Math.max(1, open.length)]?.id ?? '', what === 'win' ? 'won' : 'lost');
    }
    case 'fail':
      return control.failPayments(id, 1 + (pick % 4));
    case 'pay': {
      const open = Object.values(control.records().invoices).filter(({ status }) => status === 'open');
      return control.payInvoice(open[pick % Math.max(1, open.length)]?.id ?? '');
    }
    case 'settle':
      return control.settle(pick % 2 === 0);
    case 'ghost':
      return control.setStatus(id, 'ghosted');
    case 'deliver': {
      const ids = control.events().map((event) => event.id);
      const some = ids.slice(-12).filter((_, index) => ((pick >> (index % 10)) & 1) === 1);
      const delivery = control.deliver(some, {
        order: 'shuffled',
        seed: pick,
        parallel: pick % 2 === 0,
        times: 1 + (pick % 2),
      });
      if (pick % 5 === 0) background.push(delivery.catch(() => undefined));
      else await delivery;
      return;
    }
    case 'lose-events':
      return control.drop(control.events().map((event) => event.id));
    case 'sync-all':
      background.push((pick % 2 === 0 ? first : second).subscriptions.syncAll(control.now()).catch(() => undefined));
      return;
    case 'sign-in':
      return second.subscriptions.claim(await first.reader(email), null, control.now());
    case 'fault':
      return control.fault({
        kind: KINDS[pick % KINDS.length]!,
        path: PATHS[who % PATHS.length]!,
        times: 1 + (pick % 3),
        delayMs: 30,
        afterEffect: pick % 2 === 0,
      });
  }
}

async function end(first: Sales, second: Sales, ending: Ending, before: number): Promise<void> {
  const { control } = first;
  control.clearFaults();
  if (ending === 'sync-all') {
    const report = await second.subscriptions.syncAll(control.now());
    expect(report.failed).toBe(0);
    return;
  }
  const untold = (from: number) =>
    control
      .events()
      .slice(from)
      .map(({ id }) => id);
  const together = { order: 'shuffled', seed: before, parallel: true } as const;
  if (ending === 'deliver') return expectTaken(control.deliver(untold(before), together));
  // While what Stripe answered is still on its way, something else happens there, and its events come at once.
  control.fault({ kind: 'slow', path: '/v1/subscriptions/', times: 2, delayMs: 80 });
  const earlier = control.deliver(untold(before), together);
  await sleep(30);
  const told = control.events().length;
  for (const { id } of Object.values(control.records().subscriptions)) changeOnceMore(control, id);
  await expectTaken(control.deliver(untold(told), together));
  await expectTaken(earlier);
}

function changeOnceMore(control: Sales['control'], id: string): void {
  const found = control.records().subscriptions[id]!;
  if (found.ended_at !== null || found.status.startsWith('incomplete')) return;
  if (found.cancel_at === null) control.cancel(id, 'portal');
  else control.resume(id);
}

async function expectTaken(receipts: ReturnType<Sales['control']['deliver']>): Promise<void> {
  expect((await receipts).filter(({ status }) => status !== 200)).toEqual([]);
}

/** Our rows and what readers may read, against Stripe's own objects. */
async function compare({ control, database, subscriptions: sales, mails }: Sales): Promise<void> {
  const now = control.now();
  const records = control.records();
  const rows = await database.query.selectFrom('subscriptions').selectAll().orderBy('id').execute();
  const told = Object.values(records.subscriptions).toSorted((one, next) => (one.id < next.id ? -1 : 1));
  expect(rows.map(copied)).toEqual(told.map((found) => stated(records, found)));

  const terms = new Map(told.map((found) => [found.id, termsOf(records, found)]));
  const readers = await database.query.selectFrom('readers').select('id').execute();
  for (const { id } of readers) {
    const theirs = rows.filter((row) => row.reader_id === id).map((row) => terms.get(row.id)!);
    expect(await sales.entitlementOf(id, now)).toEqual(entitlementOfRights(theirs, [], now));
  }

  const orders = await database.query
    .selectFrom('orders')
    .selectAll()
    .where('subscription_id', 'is not', null)
    .execute();
  const paid = orders.filter((order) => order.paid_at !== null).map(({ id }) => `order:${id}`);
  const confirmed = (await mails()).filter(({ kind }) => kind === 'order').map(({ key }) => key);
  expect(confirmed.toSorted()).toEqual(paid.toSorted());
  for (const order of orders) {
    const row = rows.find(({ id }) => id === order.subscription_id)!;
    expect(row.order_id).toBe(order.id);
    expect(records.sessions[order.checkout_session_id!]!.subscription).toBe(row.id);
  }
}

type Records = ReturnType<Sales['control']['records']>;

function copied({ reader_id: _, order_id: __, synced_at: ___, past_due_since: ____, ...row }: Tables['subscriptions']) {
  return row;
}

function stated(records: Records, found: Stripe.Subscription): ReturnType<typeof copied> {
  const { price } = found.items.data[0]!;
  const terms = termsOf(records, found);
  return {
    id: found.id,
    customer_id: found.customer as string,
    status: found.status,
    price_id: price.id,
    amount_cents: price.unit_amount!,
    currency: price.currency,
    period: price.recurring!.interval as 'month' | 'year',
    started_at: at(found.start_date),
    period_start: at(found.items.data[0]!.current_period_start),
    period_end: terms.periodEnd,
    cancels_at_period_end: Number(terms.cancelsAtPeriodEnd),
    ends_at: terms.endsAt,
    is_reversed: Number(terms.isReversed),
    latest_invoice_id: found.latest_invoice as string | null,
  };
}

function termsOf(records: Records, found: Stripe.Subscription): ReadingTerms {
  const end = found.items.data[0]!.current_period_end;
  const endsAt = found.ended_at ?? found.cancel_at ?? (found.cancel_at_period_end ? end : null);
  const open = Object.values(records.invoices).filter(
    ({ status, parent }) => status === 'open' && parent?.subscription_details?.subscription === found.id,
  );
  return {
    status: found.status,
    periodEnd: at(end),
    cancelsAtPeriodEnd: found.cancel_at_period_end || found.cancel_at === end,
    endsAt: endsAt === null ? null : at(endsAt),
    pastDueSince: found.status === 'past_due' ? at(Math.min(...open.map(({ created }) => created))) : null,
    isReversed: isReversed(records, found),
  };
}

function isReversed(records: Records, found: Stripe.Subscription): boolean {
  const invoice = records.invoices[found.latest_invoice as string];
  if (invoice?.status !== 'paid' || found.status.startsWith('incomplete')) return false;
  const charges = Object.values(records.invoicePayments)
    .filter((payment) => payment.invoice === invoice.id && payment.status === 'paid')
    .map((payment) => records.paymentIntents[payment.payment.payment_intent as string]!.latest_charge as string);
  const lost = Object.values(records.disputes).some(
    ({ charge, status }) => status === 'lost' && charges.includes(charge as string),
  );
  return lost || (charges.length > 0 && charges.every((charge) => records.charges[charge]!.refunded));
}

function at(seconds: number): string {
  return instantOf(new Date(seconds * 1000));
}
