import { instantOf } from '../time.ts';
import type { SalesSettings } from './context.ts';
import { removeReader } from './personal-data.ts';
import { OVER } from './rows.ts';

const EVENT_DAYS = 90;
const UNPAID_DAYS = 30;
const CLAIM_DAYS = 365;
const SALE_DAYS = 3653;
/** Whoever declared may go to court for five years (article 2224 of the code civil). */
const DECLARATION_DAYS = 1827;
const IDLE_DAYS = 1096;

/**
 * Deletes what is kept no longer: events after 90 days, orders that were never paid after 30, the address claimed for a
 * subscription that nobody took a year after its end, declarations after five years, the proof of a sale after ten
 * (article L. 213-1 of the code de la consommation); and readers who neither signed in nor could read anything for three
 * years, as if they had asked for it. @throws when Stripe is asked and does not answer.
 */
export async function purgeSales(settings: SalesSettings, now: Date): Promise<void> {
  const { query } = settings.database;
  const ago = (days: number) => instantOf(new Date(now.getTime() - days * 86_400_000));
  await query.deleteFrom('stripe_events').where('received_at', '<', ago(EVENT_DAYS)).execute();
  await query.deleteFrom('orders').where('paid_at', 'is', null).where('created_at', '<', ago(UNPAID_DAYS)).execute();
  await query.deleteFrom('declarations').where('settled_at', '<', ago(DECLARATION_DAYS)).execute();
  for (const id of await idleReaders(settings, ago(IDLE_DAYS))) await removeReader(settings, id, (task) => task, now);
  const over = (days: number) =>
    query
      .selectFrom('subscriptions')
      .select('id')
      .where('status', 'in', OVER)
      .where('period_end', '<', ago(days))
      .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '<', ago(days))]));
  const unclaimed = await over(CLAIM_DAYS).select(['customer_id', 'order_id']).where('reader_id', 'is', null).execute();
  for (const { customer_id: customer, order_id: order } of unclaimed) {
    await query.updateTable('customers').set({ claimed_address: null }).where('id', '=', customer).execute();
    await query
      .updateTable('orders')
      .set({ claimed_address: null })
      .where('id', '=', order ?? '')
      .execute();
  }
  const sold = await over(SALE_DAYS).select('order_id').execute();
  for (const { id, order_id: order } of sold) {
    await query
      .deleteFrom('orders')
      .where('id', '=', order ?? '')
      .execute();
    await query.deleteFrom('reminders').where('subscription_id', '=', id).execute();
    await query.deleteFrom('subscriptions').where('id', '=', id).execute();
  }
}

/** Readers of whom nothing was seen since an instant, and who had nothing to read since then. */
async function idleReaders({ database: { query } }: SalesSettings, since: string): Promise<string[]> {
  const rows = await query
    .selectFrom('readers')
    .select('id')
    .where('created_at', '<', since)
    .where((is) => is.or([is('signed_in_at', 'is', null), is('signed_in_at', '<', since)]))
    .where('id', 'not in', query.selectFrom('grants').select('reader_id').where('until', '>=', since))
    .where('id', 'not in', query.selectFrom('sessions').select('reader_id').where('seen_at', '>=', since))
    .where(
      'id',
      'not in',
      query
        .selectFrom('subscriptions')
        .select((is) => is.ref('reader_id').$notNull().as('reader_id'))
        .where('reader_id', 'is not', null)
        .where((is) => is.or([is('status', 'not in', OVER), is('period_end', '>=', since)])),
    )
    .execute();
  return rows.map(({ id }) => id);
}
