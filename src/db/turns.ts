import { setTimeout as sleep } from 'node:timers/promises';

/** Lets the next one in. */
export type Leave = () => void;

/** A queue within this process: one at a time, in the order in which they came. */
export interface Turns {
  /** Waits for one's turn. @throws once `performance.now()` passes `deadline`. */
  take(deadline: number): Promise<Leave>;
}

export function createTurns(): Turns {
  let last: Promise<void> | null = null;
  return {
    async take(deadline) {
      const before = last;
      const { promise: left, resolve: leave } = Promise.withResolvers<void>();
      last = left;
      void left.then(() => {
        if (last === left) last = null;
      });
      if (before !== null && !(await inTime(before, deadline))) {
        void before.then(leave);
        throw new Error('waited too long for others to be done with the reader database');
      }
      return leave;
    },
  };
}

async function inTime(before: Promise<void>, deadline: number): Promise<boolean> {
  const ended = new AbortController();
  const late = sleep(Math.max(0, deadline - performance.now()), false, { signal: ended.signal }).catch(() => false);
  const result = await Promise.race([before.then(() => true), late]);
  ended.abort();
  return result;
}
