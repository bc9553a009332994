/** A reader waits for a page: Stripe gets that long in all. */
const PAGE_MS = 8_000;

/** Thrown to whoever waits; the task goes on, and what it writes stays. */
class TooLateError extends Error {}

/**
 * What `task` gives, as long as it comes within what a page may take.
 * @throws TooLateError when it does not; a task that fails later is told to `onLate`.
 */
export async function withinPage<T>(task: Promise<T>, onLate: (error: unknown) => void): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reject(new TooLateError('this takes longer than a reader waits'));
  }, PAGE_MS);
  task.catch((error: unknown) => {
    if (isLate) onLate(error);
  });
  try {
    return await Promise.race([task, promise]);
  } finally {
    clearTimeout(timer);
  }
}
