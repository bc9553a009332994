import { type SalesSettings, stripeOf } from './context.ts';
import { failureOf } from './stripe.ts';
import { syncSubscription } from './sync.ts';

/** How many subscriptions were made what Stripe says, and how many could not be. */
export interface SyncReport {
  synced: number;
  failed: number;
}

const AT_ONCE = 4;

/**
 * Synchronises every subscription that Stripe or we know of, one by one under its lock, while events go on arriving. One
 * that fails does not keep the others from it; those that ended are read too, since a payment may be taken back later.
 * @throws when Stripe does not tell which subscriptions there are.
 */
export async function syncEverything(settings: SalesSettings, now: Date): Promise<SyncReport> {
  const waiting = [...(await idsToSync(settings))];
  const report: SyncReport = { synced: 0, failed: 0 };
  async function work(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        if ((await syncSubscription(settings, id, now)) === 'synced') report.synced += 1;
      } catch (error) {
        report.failed += 1;
        settings.log.error({ ...failureOf(error), subscription: id }, 'a subscription can not be synchronised');
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return report;
}

async function idsToSync(settings: SalesSettings): Promise<Set<string>> {
  const rows = await settings.database.query.selectFrom('subscriptions').select('id').execute();
  const ids = new Set(rows.map(({ id }) => id));
  for await (const { id } of stripeOf(settings).subscriptions.list({ status: 'all', limit: 100 })) ids.add(id);
  return ids;
}
