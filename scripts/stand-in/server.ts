import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Api } from './api/api.ts';
import type { Fault, Faults } from './api/faults.ts';
import type { Control, Request } from './control.ts';
import type { Engine } from './engine.ts';
import { doFromIndex, indexPage } from './pages/index-page.ts';
import { answerPage, type PageAnswer } from './pages/pages.ts';

export interface Parts {
  api: Api;
  faults: Faults;
  requests: Request[];
  engine: Engine;
  control: Control;
}

interface Visit extends Parts {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  body: string;
}

const BODY_LIMIT = 1024 * 1024;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** The stand-in over HTTP: Stripe's API under `/v1/`, its pages, and the control of tests under `/_stand-in/`. */
export function createStandInServer(parts: Parts): Server {
  return createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Another name that leads here is a page of somebody else's trying its luck.
  if (!LOOPBACK.test(request.headers.host ?? '')) {
    response.writeHead(421).end();
    return;
  }
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const visit: Visit = { ...parts, request, response, url, body: await readBody(request) };
  if (url.pathname.startsWith('/v1/')) await answerApi(visit);
  else if (!comesFromHere(request)) response.writeHead(403).end();
  else if (url.pathname.startsWith('/_stand-in/')) await answerControl(visit);
  else sendPage(visit, answerPage(parts.engine.world, url.pathname, formOf(visit)));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('The body is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Pages of other sites may not press buttons here. */
function comesFromHere({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD' || headers.origin === undefined) return true;
  return headers.origin === `http://${headers.host}`;
}

function formOf({ request, body }: Visit): URLSearchParams | null {
  return request.method === 'POST' ? new URLSearchParams(body) : null;
}

function sendPage({ response, engine, request }: Visit, answered: PageAnswer): void {
  if (request.method === 'POST') engine.save();
  if ('location' in answered) response.writeHead(303, { location: answered.location }).end();
  else response.writeHead(answered.status, PAGE_HEADERS).end(answered.page);
}

async function answerControl(visit: Visit): Promise<void> {
  const { control, engine, response, request, url, body } = visit;
  const [, , kind, name = ''] = url.pathname.split('/');
  const names = Object.keys(control);
  const form = formOf(visit);
  if (form === null) {
    sendPage(visit, { status: 200, page: indexPage(engine.world, names, url.searchParams.get('said')) });
  } else if (kind === 'do') {
    const said = await doFromIndex(control, name, form).catch((error: unknown) => String(error));
    sendPage(visit, { status: 303, location: `/_stand-in/?said=${encodeURIComponent(said ?? 'Rien de tel.')}` });
  } else if (kind === 'control' && names.includes(name) && request.headers['content-type'] === 'application/json') {
    const act = control[name as keyof Control] as (...words: unknown[]) => unknown;
    const result = await (async () => ({ result: await act(...(JSON.parse(body || '[]') as unknown[])) }))().catch(
      (error: unknown) => ({ error: String(error) }),
    );
    engine.save();
    const status = 'error' in result ? 400 : 200;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  } else {
    response.writeHead(404).end();
  }
}

async function answerApi({ request, response, api, faults, requests, engine, url, body }: Visit): Promise<void> {
  const method = request.method ?? 'GET';
  const headers = request.headers as Partial<Record<string, string>>;
  const entry: Request = {
    method,
    path: url.pathname,
    status: null,
    idempotencyKey: headers['idempotency-key'] ?? null,
  };
  requests.push(entry);
  const fault = faults.take(method, url.pathname);
  if (fault !== null && !happensFirst(fault)) {
    entry.status = strike(fault, response);
    return;
  }
  const answered = api.answer({ method, path: url.pathname, query: url.search.slice(1), body, headers });
  if (method !== 'GET') engine.save();
  if (fault !== null && fault.kind !== 'slow') {
    entry.status = strike(fault, response);
    return;
  }
  if (fault !== null) await new Promise((over) => setTimeout(over, fault.delayMs ?? 1000));
  entry.status = answered.status;
  response.writeHead(answered.status, { 'content-type': 'application/json', ...answered.headers }).end(answered.body);
}

/** Whether what was asked for is done before the fault strikes. */
function happensFirst(fault: Fault): boolean {
  return fault.kind === 'slow' || (fault.afterEffect === true && fault.kind !== 429);
}

/** Gives the status that was answered, `null` for none. */
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
  response.writeHead(kind, { 'content-type': 'application/json', 'request-id': 'req_fault' });
  response.end(JSON.stringify({ error }));
  return kind;
}
