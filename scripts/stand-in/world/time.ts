import { expireSession } from './checkout.ts';
import { declined, paid } from './invoices.ts';
import { invoiceOfIntent, settleCharge, unsettled } from './payments.ts';
import { conclude, type Due, dueOf, dueOfInvoice } from './subscriptions.ts';
import { idOf, type World } from './world.ts';

/** What Stripe does by itself next, the earliest first. */
function agenda(world: World): Due[] {
  const { records } = world;
  const open = Object.values(records.sessions).filter(({ status }) => status === 'open');
  const due: Due[] = [
    ...open.map((session) => ({ at: session.expires_at, run: () => expireSession(world, session) })),
    ...unsettled(world).map(({ charge, at }) => ({ at, run: () => settle(world, charge.id) })),
    ...Object.values(records.invoices).flatMap((invoice) => dueOfInvoice(world, invoice)),
    ...Object.values(records.subscriptions).flatMap((subscription) => dueOf(world, subscription)),
  ];
  return due.sort((one, other) => one.at - other.at);
}

/** A bank answers to a SEPA debit. */
export function settle(world: World, chargeId: string): void {
  const charge = world.records.charges[chargeId]!;
  const result = settleCharge(world, charge);
  const invoice = invoiceOfIntent(world, idOf(charge.payment_intent!));
  if (invoice?.status !== 'open') return;
  const session = Object.values(world.records.sessions).find(
    ({ invoice: of }) => of !== null && idOf(of) === invoice.id,
  );
  if (result === 'paid') {
    paid(world, invoice);
    if (session !== undefined) {
      session.payment_status = 'paid';
      world.tell('checkout.session.async_payment_succeeded', session);
    }
  } else {
    declined(world, invoice);
    if (session !== undefined) world.tell('checkout.session.async_payment_failed', session);
  }
  conclude(world, invoice, result);
}

/**
 * Does everything that is due until `until`, each thing at its own instant. `setNow` moves the clock.
 */
export function pass(world: World, until: number, setNow: (seconds: number) => void): void {
  for (let [next] = agenda(world); next !== undefined && next.at <= until; [next] = agenda(world)) {
    setNow(Math.max(next.at, world.now()));
    next.run();
  }
  setNow(until);
}
