/** Lets the next one in. */
export type Leave = () => void;

/** A queue within this process: as many at a time as there are places, in the order in which they came. */
export interface Turns {
  /** Waits for one's turn. @throws once `performance.now()` passes `deadline`. */
  take(deadline: number): Promise<Leave>;
}

export function createTurns(places = 1): Turns {
  const waiting = new Set<() => void>();
  let free = places;

  function leave(): void {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  }

  function inTurn(deadline: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        waiting.delete(enter);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(
        () => {
          waiting.delete(enter);
          reject(new Error('waited too long for others to be done with the reader database'));
        },
        Math.max(0, deadline - performance.now()),
      );
      waiting.add(enter);
    });
  }

  return {
    async take(deadline) {
      if (free > 0) free -= 1;
      else await inTurn(deadline);
      return leave;
    },
  };
}
