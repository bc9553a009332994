import type { Transaction } from 'kysely';
import type { Tables } from '../db/db.ts';
import { endNow } from './changes.ts';
import { claimSubscriptions } from './claims.ts';
import type { SalesSettings } from './context.ts';
import { failureOf } from './stripe.ts';
import { deletedMail } from './mails.ts';
import { OVER } from './rows.ts';

/**
 * Everything that is kept about a reader, table by table (article 15 of the GDPR); what authorises somebody is kept as a
 * hash alone and is left out. `null` when there is no such reader.
 */
export async function exportReader(
  { database: { query } }: SalesSettings,
  readerId: string,
): Promise<Record<string, unknown> | null> {
  const reader = await query.selectFrom('readers').selectAll().where('id', '=', readerId).executeTakeFirst();
  if (reader === undefined) return null;
  const subscriptions = await query
    .selectFrom('subscriptions')
    .selectAll()
    .where('reader_id', '=', readerId)
    .orderBy('started_at')
    .execute();
  const ids = ['', ...subscriptions.map(({ id }) => id)];
  const orders = await query
    .selectFrom('orders')
    .selectAll()
    .where((eb) => eb.or([eb('reader_id', '=', readerId), eb('subscription_id', 'in', ids)]))
    .orderBy('created_at')
    .execute();
  return {
    readers: [reader],
    sessions: await query
      .selectFrom('sessions')
      .select(['handle', 'device', 'created_at', 'seen_at', 'expires_at'])
      .where('reader_id', '=', readerId)
      .orderBy('created_at')
      .execute(),
    links: await query
      .selectFrom('links')
      .select(['kind', 'address', 'subject', 'next', 'created_at', 'expires_at'])
      .where((eb) => eb.or([eb('address', '=', reader.address), eb('subject', '=', readerId)]))
      .orderBy('created_at')
      .execute(),
    grants: await query.selectFrom('grants').selectAll().where('reader_id', '=', readerId).execute(),
    private_feeds: await query
      .selectFrom('private_feeds')
      .select(['id', 'created_at'])
      .where('reader_id', '=', readerId)
      .execute(),
    orders: orders.map(({ browser_hash: _, ...order }) => order),
    customers: await query.selectFrom('customers').selectAll().where('reader_id', '=', readerId).execute(),
    subscriptions,
    declarations: await query
      .selectFrom('declarations')
      .selectAll()
      .where((eb) => eb.or([eb('reader_id', '=', readerId), eb('address', '=', reader.address)]))
      .orderBy('declared_at')
      .execute(),
    reminders: await query.selectFrom('reminders').selectAll().where('subscription_id', 'in', ids).execute(),
    outbox: await query
      .selectFrom('outbox')
      .select(['kind', 'subject', 'text', 'created_at'])
      .where('recipient', '=', reader.address)
      .orderBy('created_at')
      .execute(),
  };
}

/**
 * Deletes a reader: what is subscribed ends at Stripe at once, then everything that names the reader goes. Orders and
 * copies of subscriptions stay without a name, as proof of what was sold; invoices are Stripe's. `false` when there is no
 * such reader, or when Stripe does not answer for as long as `within` waits: nothing is deleted then.
 */
export async function removeReader(
  settings: SalesSettings,
  readerId: string,
  within: <T>(task: Promise<T>) => Promise<T>,
  now: Date,
): Promise<boolean> {
  const { database, outbox, log } = settings;
  const { query } = database;
  const reader = await query.selectFrom('readers').selectAll().where('id', '=', readerId).executeTakeFirst();
  if (reader === undefined) return false;
  await claimSubscriptions(settings, reader, now);
  const going = await query
    .selectFrom('subscriptions')
    .select('id')
    .where('reader_id', '=', readerId)
    .where('status', 'not in', OVER)
    .execute();
  let isWanted = true;
  const ending = async () => {
    for (const { id } of going) await endNow(settings, id, () => isWanted, now);
  };
  try {
    await within(ending());
  } catch (error) {
    isWanted = false;
    log.error(failureOf(error), 'a reader can not be deleted as long as their subscription can not be ended');
    return false;
  }
  await database.query.transaction().execute(async (transaction) => {
    await forgetReader(transaction, readerId);
    await forgetAddress(transaction, reader.address);
    const mail = deletedMail(settings, { hadSubscription: going.length > 0 });
    const key = `deleted:${readerId}`;
    await outbox.queue(transaction, { key, kind: 'deleted', to: reader.address, mail }, now);
  });
  return true;
}

/** Sessions, grants and the private feed go with the reader. */
async function forgetReader(transaction: Transaction<Tables>, readerId: string): Promise<void> {
  const nobody = { reader_id: null };
  // Subscriptions first, as all who change them do: nobody waits for each other.
  await transaction.updateTable('subscriptions').set(nobody).where('reader_id', '=', readerId).execute();
  await transaction
    .updateTable('orders')
    .set({ ...nobody, claimed_address: null })
    .where('reader_id', '=', readerId)
    .execute();
  await transaction
    .updateTable('customers')
    .set({ ...nobody, claimed_address: null })
    .where('reader_id', '=', readerId)
    .execute();
  await transaction
    .updateTable('declarations')
    .set({ ...nobody, name: '', address: '', contract: '' })
    .where('reader_id', '=', readerId)
    .execute();
  await transaction.deleteFrom('links').where('subject', '=', readerId).execute();
  await transaction.deleteFrom('readers').where('id', '=', readerId).execute();
}

async function forgetAddress(transaction: Transaction<Tables>, address: string): Promise<void> {
  await transaction.deleteFrom('links').where('address', '=', address).execute();
  await transaction
    .updateTable('orders')
    .set({ claimed_address: null })
    .where('claimed_address', '=', address)
    .execute();
  await transaction
    .updateTable('customers')
    .set({ claimed_address: null })
    .where('claimed_address', '=', address)
    .execute();
  await transaction
    .updateTable('declarations')
    .set({ name: '', address: '', contract: '' })
    .where('address', '=', address)
    .execute();
  await transaction
    .updateTable('outbox')
    .set({ recipient: null, subject: null, text: null, html: null, next_attempt_at: null })
    .where('recipient', '=', address)
    .execute();
}
