import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type Stripe from 'stripe';
import { API_VERSION } from './api/api.ts';
import { type Offer, offerPrice } from './world/catalog.ts';
import { pass } from './world/time.ts';
import { emptyRecords, type LastResort, newId, type Promotion, type Records, type World } from './world/world.ts';

interface Settings {
  siteUrl: string;
  offers: Offer[];
  promotions: Promotion[];
  lastResort: LastResort;
  now: () => Date;
  /** Where what happened is kept between two runs; `null`: nowhere. */
  stateFile: string | null;
  currentRequest(): Stripe.Event.Request | null;
  /** Called with every event. */
  happened(event: Stripe.EventBase): void;
}

export interface Engine {
  world: World;
  /** Lets the clock go to an instant, with everything that becomes due. It never goes back. */
  advance(to: Date): void;
  /** Does what the time that went by made due. */
  tick(): void;
  save(): void;
}

/** A Stripe that is alive: its records, and a clock that goes with `now` and can be moved on. */
export function createEngine(settings: Settings): Engine {
  const { stateFile } = settings;
  const kept =
    stateFile !== null && existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as Kept) : null;
  const records: Records = { ...emptyRecords(), ...kept?.records };
  let ahead = kept?.ahead ?? 0;
  let frozen: number | null = null;
  /** What is there from the start is no event. */
  let started = false;
  const clock = () => Math.floor(settings.now().getTime() / 1000) + ahead;

  const world: World = {
    records,
    url: '',
    siteUrl: settings.siteUrl,
    lastResort: settings.lastResort,
    now: () => frozen ?? clock(),
    tell(type, object, previous) {
      if (!started) return;
      const event: Stripe.EventBase = {
        id: newId('evt'),
        object: 'event',
        api_version: API_VERSION,
        created: world.now(),
        data: structuredClone({ object, ...(previous === undefined ? {} : { previous_attributes: previous }) }),
        livemode: false,
        pending_webhooks: 1,
        request: settings.currentRequest() ?? { id: null, idempotency_key: null },
        type,
      };
      records.events[event.id] = event;
      settings.happened(event);
    },
  };

  function passUntil(until: number): void {
    try {
      pass(world, until, (seconds) => (frozen = seconds));
    } finally {
      frozen = null;
    }
  }

  for (const offer of settings.offers) offerPrice(world, offer);
  for (const promotion of settings.promotions) records.promotions[promotion.id] = promotion;
  started = true;

  const engine: Engine = {
    world,
    advance(to) {
      const until = Math.floor(to.getTime() / 1000);
      if (until < world.now()) throw new Error('The clock of the stand-in only goes forward.');
      frozen = world.now();
      passUntil(until);
      ahead += until - clock();
    },
    tick() {
      const before = Object.keys(records.events).length;
      passUntil(clock());
      if (Object.keys(records.events).length > before) engine.save();
    },
    save() {
      if (stateFile === null) return;
      writeFileSync(`${stateFile}.new`, JSON.stringify({ ahead, records }));
      renameSync(`${stateFile}.new`, stateFile);
    },
  };
  return engine;
}

interface Kept {
  ahead: number;
  records: Records;
}
