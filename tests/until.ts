import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until `isRight`, for `seconds` at most; gives the last answer. Works in tests that run side by side. */
export async function until<T>(
  ask: () => T | Promise<T>,
  isRight: (answer: T) => boolean,
  seconds: number,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (isRight(answer) || performance.now() > end) return answer;
    await sleep(100);
  }
}
