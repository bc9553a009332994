import { createHmac } from 'node:crypto';
import type Stripe from 'stripe';

/** How a set of events is handed over. */
export interface Delivery {
  /** As given, the other way round, or shuffled by `seed`. */
  order?: 'given' | 'reversed' | 'shuffled';
  seed?: number;
  /** All at the same time. */
  parallel?: boolean;
  /** How many times each. */
  times?: number;
  /** What the signature says when it was made; the real instant by default, whatever the clock of the stand-in says. */
  signedAt?: Date;
}

/** What came back for one handing over: an HTTP status, or `null` when nothing did. */
export interface Receipt {
  id: string;
  type: string;
  status: number | null;
}

export interface Courier {
  send(event: Stripe.EventBase): void;
  hold(): void;
  release(): Promise<void>;
  deliver(events: Stripe.EventBase[], how?: Delivery): Promise<Receipt[]>;
  /** Held or failed events are never delivered by themselves. */
  drop(ids: string[]): void;
  /** Tries again what failed. */
  retry(): Promise<void>;
  /** Resolves when nothing is on its way; what is held or failed stays. */
  settled(): Promise<void>;
  stop(): void;
}

interface Settings {
  url: string | null;
  secret: string;
  /** Milliseconds before each further attempt of an event that failed. */
  retryDelays: number[];
}

const TIMEOUT_MS = 10_000;

/** Hands events over, one after another in the order in which they happened, signed as Stripe signs them. */
export function createCourier({ url, secret, retryDelays }: Settings): Courier {
  let held = false;
  let stopped = false;
  let waiting: Stripe.EventBase[] = [];
  const failed = new Map<string, { event: Stripe.EventBase; attempts: number }>();
  const timers = new Set<NodeJS.Timeout>();
  let working: Promise<void> | null = null;

  async function hand(event: Stripe.EventBase, signedAt = new Date()): Promise<Receipt> {
    const body = JSON.stringify(event, null, 2);
    const { id, type } = event;
    try {
      const response = await fetch(url!, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signature(body, secret, signedAt),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.arrayBuffer();
      if (response.ok) done(event);
      return { id, type, status: response.status };
    } catch {
      return { id, type, status: null };
    }
  }

  function done(event: Stripe.EventBase): void {
    event.pending_webhooks = 0;
    failed.delete(event.id);
  }

  async function work(): Promise<void> {
    for (let event = waiting.shift(); event !== undefined && !stopped; event = held ? undefined : waiting.shift()) {
      const { status } = await hand(event);
      if (status === null || status < 200 || status > 299) later(event);
    }
  }

  function later(event: Stripe.EventBase): void {
    const { attempts } = failed.get(event.id) ?? { attempts: 0 };
    failed.set(event.id, { event, attempts: attempts + 1 });
    const delay = retryDelays[attempts];
    if (delay === undefined || stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (failed.has(event.id)) start(event);
    }, delay);
    timer.unref();
    timers.add(timer);
  }

  function start(...events: Stripe.EventBase[]): void {
    if (url === null || stopped) return;
    waiting.push(...events);
    if (held || working !== null) return;
    working = Promise.resolve()
      .then(work)
      .finally(() => {
        working = null;
        if (waiting.length > 0 && !held) start();
      });
  }

  async function settled(): Promise<void> {
    while (working !== null) await working;
  }

  return {
    send: start,
    hold: () => void (held = true),
    async release() {
      held = false;
      start();
      await settled();
    },
    async deliver(events, { order = 'given', seed = 1, parallel = false, times = 1, signedAt } = {}) {
      if (url === null) throw new Error('The stand-in was given no address for webhooks.');
      const given = events.flatMap((event) => Array.from({ length: times }, () => event));
      const ordered = order === 'reversed' ? given.toReversed() : order === 'shuffled' ? shuffled(given, seed) : given;
      const ids = new Set(events.map(({ id }) => id));
      waiting = waiting.filter(({ id }) => !ids.has(id));
      if (parallel) return Promise.all(ordered.map((event) => hand(event, signedAt)));
      const receipts: Receipt[] = [];
      for (const event of ordered) receipts.push(await hand(event, signedAt));
      return receipts;
    },
    drop(ids) {
      waiting = waiting.filter(({ id }) => !ids.includes(id));
      for (const id of ids) failed.delete(id);
    },
    async retry() {
      if (!held) start(...[...failed.values()].map(({ event }) => event));
      await settled();
    },
    settled,
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** https://docs.stripe.com/webhooks/signature */
function signature(body: string, secret: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

/** The same order for the same seed. */
function shuffled<T>(items: T[], seed: number): T[] {
  const copy = [...items];
  let state = seed >>> 0 || 1;
  for (let index = copy.length - 1; index > 0; index--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (index + 1);
    [copy[index], copy[other]] = [copy[other]!, copy[index]!];
  }
  return copy;
}
