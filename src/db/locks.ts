import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';
import { createTurns, type Turns } from './turns.ts';

/** A lock that was taken. */
export interface Holding {
  /** True when somebody else may hold it by now. */
  isLost(): Promise<boolean>;
  release(): Promise<void>;
}

/** Takes the lock `name` among all processes. @throws after waiting for `waitMs`. */
export type Hold = (name: string, waitMs: number) => Promise<Holding>;

const WAIT_MS = 20_000;

/** How long the lease of a process that was killed keeps others out: less than they wait. */
const LEASE_MS = 10_000;
const RENEWAL_MS = 2_500;
const LONGEST_PAUSE_MS = 100;

/** Makes `withLock` of a way to lock between processes: within this one, those who want the same name queue up. */
export function createLocks(hold: Hold): <T>(name: string, task: () => Promise<T>) => Promise<T> {
  const queues = new Map<string, { turns: Turns; users: number }>();

  return async function withLock(name, task) {
    const deadline = performance.now() + WAIT_MS;
    const queue = queues.get(name) ?? { turns: createTurns(), users: 0 };
    queues.set(name, queue);
    queue.users += 1;
    try {
      const leave = await queue.turns.take(deadline);
      try {
        return await whileHolding(await hold(name, deadline - performance.now()), name, task);
      } finally {
        leave();
      }
    } finally {
      queue.users -= 1;
      if (queue.users === 0) queues.delete(name);
    }
  };
}

async function whileHolding<T>(holding: Holding, name: string, task: () => Promise<T>): Promise<T> {
  try {
    const result = await task();
    if (await holding.isLost()) throw new Error(`the lock ${name} was lost while it was needed`);
    return result;
  } finally {
    await holding.release();
  }
}

/** Locks for an engine without locks between processes: a row that expires, renewed as long as its owner lives. */
export function createLeases(query: Kysely<Tables>): Hold {
  return async function holdLease(name, waitMs) {
    const owner = `${process.pid}:${randomUUID()}`;
    const deadline = performance.now() + waitMs;
    for (let pause = 5; !(await take(name, owner)); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      if (performance.now() + pause > deadline) throw new Error(`the lock ${name} is held by another process`);
      await sleep(pause);
    }
    const renewal = setInterval(() => void renew(owner).catch(() => undefined), RENEWAL_MS);
    return {
      isLost: async () => !(await isOurs(owner)),
      async release() {
        clearInterval(renewal);
        await query.deleteFrom('leases').where('owner', '=', owner).execute();
      },
    };
  };

  async function take(name: string, owner: string): Promise<boolean> {
    const held = await query.selectFrom('leases').select('expires_at').where('name', '=', name).executeTakeFirst();
    if (held !== undefined && held.expires_at > moment()) return false;
    const lease = { owner, expires_at: moment(LEASE_MS) };
    const taken = await query
      .insertInto('leases')
      .values({ name, ...lease })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(lease).where('leases.expires_at', '<=', moment()))
      .returning('name')
      .executeTakeFirst();
    return taken !== undefined;
  }

  async function renew(owner: string): Promise<void> {
    await query
      .updateTable('leases')
      .set({ expires_at: moment(LEASE_MS) })
      .where('owner', '=', owner)
      .execute();
  }

  async function isOurs(owner: string): Promise<boolean> {
    return (
      (await query.selectFrom('leases').select('name').where('owner', '=', owner).executeTakeFirst()) !== undefined
    );
  }
}

/** Machine time, to the millisecond: a lease has nothing to do with the magazine's clock. */
function moment(later = 0): string {
  return new Date(Date.now() + later).toISOString();
}
