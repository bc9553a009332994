import { instantOf } from '../time.ts';
import { type SalesSettings, stripeOf } from './context.ts';
import { failureOf } from './stripe.ts';
import { syncSubscription } from './sync.ts';

/** How many subscriptions were made what Stripe says, and how many could not be. */
export interface SyncReport {
  synced: number;
  failed: number;
}

const OVER = ['canceled', 'incomplete_expired'];
/** A payment may be disputed for 120 days (https://docs.stripe.com/disputes). */
const DISPUTE_DAYS = 130;
const AT_ONCE = 4;

/**
 * Synchronises every subscription that Stripe or we know of, one by one under its lock, while events go on arriving. One
 * that fails does not keep the others from it. Those that ended too long ago to change are left as they are.
 * @throws when Stripe does not tell which subscriptions there are.
 */
export async function syncEverything(settings: SalesSettings, now: Date): Promise<SyncReport> {
  const waiting = [...(await idsToSync(settings, now))];
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

async function idsToSync(settings: SalesSettings, now: Date): Promise<Set<string>> {
  const longAgo = instantOf(new Date(now.getTime() - DISPUTE_DAYS * 86_400_000));
  const rows = await settings.database.query
    .selectFrom('subscriptions')
    .select(['id', 'status', 'ends_at', 'started_at'])
    .execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  const isSettled = (id: string) => {
    const row = known.get(id);
    return row !== undefined && OVER.includes(row.status) && (row.ends_at ?? row.started_at) < longAgo;
  };
  const ids = new Set([...known.keys()].filter((id) => !isSettled(id)));
  for await (const found of stripeOf(settings).subscriptions.list({ status: 'all', limit: 100 })) {
    if (known.get(found.id)?.status !== found.status || !isSettled(found.id)) ids.add(found.id);
  }
  return ids;
}
