import { instantOf } from '../time.ts';
import type { Services } from '../services.ts';

/** What is to be done without anybody asking for it. */
export interface Jobs {
  /** Begins what is due at `now`, unless it is under way already. */
  follow(now: Date): void;
  /** Resolves once nothing is under way any more. */
  settle(): Promise<void>;
}

interface Job {
  name: string;
  everySeconds: number;
  /** Whether one process does it for all. */
  isShared: boolean;
  run(now: Date): Promise<unknown>;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** After a failure, whatever comes round less often is tried again. */
const RETRY_SECONDS = 5 * MINUTE;

/**
 * The tasks that come round. A shared one is done by whichever process comes first: the database tells when it was last
 * done. One that fails is told in the log and comes round again, five minutes later at the latest.
 */
export function createJobs({
  database,
  outbox,
  readers,
  subscriptions,
  log,
}: Pick<Services, 'database' | 'outbox' | 'readers' | 'subscriptions' | 'log'>): Jobs {
  const jobs: Job[] = [
    { name: 'mails', everySeconds: 1, isShared: false, run: (now) => outbox.deliverDue(now) },
    { name: 'prices', everySeconds: 10 * MINUTE, isShared: false, run: (now) => subscriptions.refreshPrices(now) },
    { name: 'declarations', everySeconds: 30, isShared: true, run: (now) => subscriptions.settleDue(now) },
    { name: 'reminders', everySeconds: HOUR, isShared: true, run: (now) => subscriptions.announceRenewals(now) },
    {
      name: 'sync',
      everySeconds: DAY,
      isShared: true,
      run: async (now) => subscriptions.isOpen && subscriptions.syncAll(now),
    },
    {
      name: 'purge',
      everySeconds: DAY,
      isShared: true,
      run: async (now) => {
        await readers.purge(now);
        await subscriptions.purge(now);
        await outbox.purge(now);
      },
    },
  ];
  const underWay = new Map<string, Promise<void>>();
  const looked = new Map<string, number>();
  const failed = new Set<string>();

  async function runShared({ name, everySeconds, run }: Job, now: Date): Promise<void> {
    await database.withLock(`job:${name}`, async () => {
      const last = await database.query.selectFrom('jobs').select('ran_at').where('name', '=', name).executeTakeFirst();
      if (last !== undefined && !isDue(Date.parse(last.ran_at), everySeconds, now)) return;
      await run(now);
      const ran_at = instantOf(now);
      await database.query
        .insertInto('jobs')
        .values({ name, ran_at })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ ran_at }))
        .execute();
    });
  }

  return {
    follow(now) {
      for (const job of jobs) {
        const last = looked.get(job.name);
        const pause = failed.has(job.name) ? Math.min(job.everySeconds, RETRY_SECONDS) : job.everySeconds;
        if (underWay.has(job.name) || (last !== undefined && !isDue(last, pause, now))) continue;
        looked.set(job.name, now.getTime());
        failed.delete(job.name);
        const running = (job.isShared ? runShared(job, now) : job.run(now).then(() => undefined))
          .catch((error: unknown) => {
            failed.add(job.name);
            log.error({ err: error, job: job.name }, 'a job failed');
          })
          .finally(() => underWay.delete(job.name));
        underWay.set(job.name, running);
      }
    },
    settle: async () => void (await Promise.all(underWay.values())),
  };
}

/** A clock that is set back makes everything due. */
function isDue(last: number, everySeconds: number, now: Date): boolean {
  const passed = now.getTime() - last;
  return passed < 0 || passed >= everySeconds * 1000;
}
