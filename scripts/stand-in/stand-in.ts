import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readArguments } from '../arguments.ts';
import { createApi } from './api/api.ts';
import { createFaults } from './api/faults.ts';
import { type Control, createControl, type Request } from './control.ts';
import { createCourier } from './courier.ts';
import { createEngine } from './engine.ts';
import { stopWithParent } from './parent.ts';
import { createStandInServer } from './server.ts';
import type { Offer } from './world/catalog.ts';
import type { LastResort, Promotion } from './world/world.ts';

export interface StandInOptions {
  /** 0, the default: any that is free. */
  port?: number;
  /** Where the magazine is: the index links to it. */
  siteUrl: string;
  /** Where events are handed over; `null`: nowhere. */
  webhookUrl: string | null;
  webhookSecret: string;
  secretKey: string;
  offers: Offer[];
  now?: () => Date;
  /** Where everything is kept between two runs. */
  stateFile?: string | null;
  promotions?: Promotion[];
  /** What becomes of a subscription when the last attempt to take its payment failed; `canceled` by default. */
  lastResort?: LastResort;
  /** Milliseconds before each new attempt of a webhook that failed; none by default. */
  retryDelays?: number[];
}

export interface StandIn {
  /** To give to the SDK, and where the pages are. */
  url: string;
  control: Control;
  stop(): Promise<void>;
}

/** A Stripe on this machine, for tests and for whoever has no keys. It takes no money from anybody. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const faults = createFaults();
  const requests: Request[] = [];
  const courier = createCourier({
    url: options.webhookUrl,
    secret: options.webhookSecret,
    retryDelays: options.retryDelays ?? [],
  });
  const api = createApi(() => engine.world, options.secretKey);
  const engine = createEngine({
    siteUrl: options.siteUrl,
    offers: options.offers,
    promotions: options.promotions ?? [{ id: 'promo_bienvenue', code: 'BIENVENUE', percentOff: 20 }],
    lastResort: options.lastResort ?? 'canceled',
    now: options.now ?? (() => new Date()),
    stateFile: options.stateFile ?? null,
    currentRequest: () => api.current(),
    happened: (event) => courier.send(event),
  });
  const control = createControl(engine, courier, faults, requests);
  const server = createStandInServer({ api, faults, requests, engine, control });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, '127.0.0.1', listening);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  engine.world.url = url;
  const ticking = setInterval(() => engine.tick(), 1000).unref();
  return {
    url,
    control,
    async stop() {
      clearInterval(ticking);
      courier.stop();
      engine.save();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

const HELP = `
node scripts/stand-in/stand-in.ts
Plays Stripe on this machine: nobody pays anything. Ends with whoever started it, or when its input is closed.

  --port            4242
  --site            where the magazine is: http://localhost:4321
  --webhook         where events are sent: /api/stripe/webhook of the magazine
  --secret-key      sk_test_stand_in
  --webhook-secret  whsec_stand_in
  --content         whose site.yaml says what is sold: content
  --state           a file that keeps what happened for the next time
`;

if (import.meta.main) {
  const text = { type: 'string' } as const;
  const { values } = readArguments(HELP, {
    port: { ...text, default: '4242' },
    site: { ...text, default: 'http://localhost:4321' },
    webhook: text,
    'secret-key': { ...text, default: 'sk_test_stand_in' },
    'webhook-secret': { ...text, default: 'whsec_stand_in' },
    content: { ...text, default: 'content' },
    state: text,
  });
  const siteUrl = values.site as string;
  const { offers } = parse(readFileSync(join(values.content as string, 'site.yaml'), 'utf8')) as { offers: Offer[] };
  const standIn = await startStandIn({
    port: Number(values.port),
    siteUrl,
    webhookUrl: (values.webhook as string | undefined) ?? `${siteUrl}/api/stripe/webhook`,
    webhookSecret: values['webhook-secret'] as string,
    secretKey: values['secret-key'] as string,
    offers,
    stateFile: (values.state as string | undefined) ?? null,
    retryDelays: [1000, 5000, 30_000, 300_000],
  });
  console.log(`Banc d’essai des paiements (aucun paiement réel) : ${standIn.url}/_stand-in/`);
  stopWithParent(() => {
    void standIn.stop().then(() => process.exit());
  });
}
