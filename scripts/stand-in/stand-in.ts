import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Api, createApi } from './api/api.ts';
import { createFaults, type Fault, type Faults } from './api/faults.ts';
import { type Control, createControl, type Request } from './control.ts';
import { createCourier } from './courier.ts';
import { createEngine, type Engine } from './engine.ts';
import { readBody } from './http.ts';
import type { Offer } from './world/catalog.ts';
import type { LastResort, Promotion } from './world/world.ts';

export interface StandInOptions {
  /** 0, the default: any that is free. */
  port?: number;
  /** Where the magazine is: named on the pages. */
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
    offers: options.offers,
    promotions: options.promotions ?? [{ id: 'promo_bienvenue', code: 'BIENVENUE', percentOff: 20 }],
    lastResort: options.lastResort ?? 'canceled',
    now: options.now ?? (() => new Date()),
    stateFile: options.stateFile ?? null,
    currentRequest: () => api.current(),
    happened: (event) => courier.send(event),
  });
  const control = createControl(engine, courier, faults, requests);
  const server = createServer((request, response) => {
    serve({ request, response, api, faults, requests, engine }).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
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

interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  api: Api;
  faults: Faults;
  requests: Request[];
  engine: Engine;
}

async function serve({ request, response, api, faults, requests, engine }: Visit): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://stand-in');
  const method = request.method ?? 'GET';
  const body = await readBody(request);
  if (!pathname.startsWith('/v1/')) {
    response.writeHead(404).end();
    return;
  }
  const entry: Request = {
    method,
    path: pathname,
    status: null,
    idempotencyKey: request.headers['idempotency-key'] as string,
  };
  requests.push(entry);
  const fault = faults.take(method, pathname);
  if (fault !== null && !happensFirst(fault)) {
    entry.status = strike(fault, response);
    return;
  }
  const headers = request.headers as Partial<Record<string, string>>;
  const answer = api.answer({ method, path: pathname, query: search.slice(1), body, headers });
  engine.save();
  if (fault !== null && fault.kind !== 'slow') {
    entry.status = strike(fault, response);
    return;
  }
  if (fault !== null) await new Promise((over) => setTimeout(over, fault.delayMs ?? 1000));
  entry.status = answer.status;
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
}

/** Whether what was asked for is done before the fault strikes. */
function happensFirst(fault: Fault): boolean {
  return fault.kind === 'slow' || (fault.afterEffect === true && fault.kind !== 429);
}

function strike({ kind }: Fault, response: ServerResponse): number | null {
  if (kind === 'hang' || kind === 'slow') return null;
  if (kind === 'cut') {
    response.destroy();
    return null;
  }
  const error =
    kind === 429
      ? { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' }
      : { type: 'api_error', message: 'An unknown error occurred.' };
  response
    .writeHead(kind, { 'content-type': 'application/json', 'request-id': 'req_fault' })
    .end(JSON.stringify({ error }));
  return kind;
}
