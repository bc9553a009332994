/**
 * Something that goes wrong between Stripe and whoever asks. `cut`: the connection is closed; `hang`: nothing is ever
 * answered; `slow`: the answer, as it was when the request came, is sent late.
 */
export interface Fault {
  kind: 429 | 500 | 'cut' | 'hang' | 'slow';
  /** How many requests it strikes; 1 by default. */
  times?: number;
  /** It strikes once what was asked for was done; never for 429, always for `slow`. */
  afterEffect?: boolean;
  method?: 'GET' | 'POST' | 'DELETE';
  /** What the path begins with, such as `/v1/subscriptions`. */
  path?: string;
  delayMs?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that strikes this request, which counts as one of its times. */
  take(method: string, path: string): Fault | null;
}

export function createFaults(): Faults {
  let waiting: (Fault & { times: number })[] = [];
  return {
    add: (fault) => void waiting.push({ times: 1, ...fault }),
    clear: () => (waiting = []),
    take(method, path) {
      const fault = waiting.find((one) => {
        return (one.method === undefined || one.method === method) && path.startsWith(one.path ?? '/');
      });
      if (fault === undefined) return null;
      fault.times--;
      if (fault.times < 1) waiting = waiting.filter((one) => one !== fault);
      return fault;
    },
  };
}
