import { instantOf } from '../time.ts';
import type { SalesSettings } from './context.ts';
import { renewalMail } from './leaving-mails.ts';
import { addressOf } from './occasions.ts';
import type { SubscriptionRow } from './rows.ts';
import { failureOf } from './stripe.ts';
import { syncSubscription } from './sync.ts';

/**
 * Announces the renewals of annual subscriptions, each once, between three months and one month before
 * (article L. 215-1 of the code de la consommation). Whether one still renews is asked of Stripe first: one that can not be asked
 * is announced the next time.
 */
export async function announceRenewals(settings: SalesSettings, now: Date): Promise<void> {
  for (const { id } of await renewing(settings, now)) {
    try {
      await syncSubscription(settings, id, now);
      const row = (await renewing(settings, now)).find((subscription) => subscription.id === id);
      if (row !== undefined) await announce(settings, row, now);
    } catch (error) {
      settings.log.error(failureOf(error), 'a renewal could not be announced: it is tried again');
    }
  }
}

/** Those that renew within the time to say so, and were not announced. */
async function renewing({ database }: SalesSettings, now: Date): Promise<SubscriptionRow[]> {
  return database.query
    .selectFrom('subscriptions')
    .selectAll('subscriptions')
    .leftJoin('reminders', (join) =>
      join
        .onRef('reminders.subscription_id', '=', 'subscriptions.id')
        .onRef('reminders.period_end', '=', 'subscriptions.period_end'),
    )
    .where('reminders.mail_key', 'is', null)
    .where('subscriptions.period', '=', 'year')
    .where('subscriptions.status', 'in', ['active', 'trialing', 'past_due'])
    .where('subscriptions.cancels_at_period_end', '=', 0)
    .where('subscriptions.ends_at', 'is', null)
    .where('subscriptions.period_end', '>', inMonths(1, now))
    .where('subscriptions.period_end', '<=', inMonths(3, now))
    .orderBy('subscriptions.period_end')
    .execute();
}

async function announce(settings: SalesSettings, row: SubscriptionRow, now: Date): Promise<void> {
  const { database, outbox } = settings;
  const key = `renewal:${row.id}:${row.period_end}`;
  await database.query.transaction().execute(async (transaction) => {
    const address = await addressOf(transaction, row);
    if (address === null) return;
    await transaction
      .insertInto('reminders')
      .values({ subscription_id: row.id, period_end: row.period_end, queued_at: instantOf(now), mail_key: key })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await outbox.queue(transaction, { key, kind: 'renewal', to: address, mail: renewalMail(settings, row) }, now);
  });
}

/** Months of the calendar, in Paris. */
function inMonths(months: number, now: Date): string {
  const later = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO('Europe/Paris').add({ months });
  return instantOf(new Date(later.epochMilliseconds));
}
