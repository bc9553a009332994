import type { Content } from './content.ts';

/** A stretch of time during which nothing that is published changes. */
export interface Epoch {
  /** Rises from one epoch to the next. */
  number: number;
  /** The instant at which it ends by itself, in milliseconds. */
  endsAt: number;
}

/**
 * Tells the epoch of an instant: a new one begins when the content's version moves, and when the instant passes at
 * which an embargo ends or the day changes; also when the clock is set back. No timer: the question is asked with every request.
 */
export function epochs(content: Content): (now: Date) => Epoch {
  let epoch: Epoch = { number: 0, endsAt: Number.NEGATIVE_INFINITY };
  let startsAt = Number.POSITIVE_INFINITY;
  let version = Number.NaN;
  return (now) => {
    const time = now.getTime();
    if (time >= epoch.endsAt || time < startsAt || content.version() !== version) {
      version = content.version();
      startsAt = time;
      epoch = { number: epoch.number + 1, endsAt: content.current().nextChangeAfter(now).getTime() };
    }
    return epoch;
  };
}
