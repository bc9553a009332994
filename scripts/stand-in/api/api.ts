import { timingSafeEqual } from 'node:crypto';
import type Stripe from 'stripe';
import { newId, type World } from '../world/world.ts';
import { CUSTOMER_ENDPOINTS } from './customer-endpoints.ts';
import { expanded } from './expand.ts';
import { PAGE_ENDPOINTS } from './page-endpoints.ts';
import { PAYMENT_ENDPOINTS } from './payment-endpoints.ts';
import { Problem, refused } from './problem.ts';
import { SUBSCRIPTION_ENDPOINTS } from './subscription-endpoints.ts';
import { readForm } from './wire.ts';

/** The only version whose shapes are here. */
export const API_VERSION: Stripe.LatestApiVersion = '2026-10-28.endive';

const ENDPOINTS = [...CUSTOMER_ENDPOINTS, ...SUBSCRIPTION_ENDPOINTS, ...PAYMENT_ENDPOINTS, ...PAGE_ENDPOINTS];

/** How long the answer to an idempotency key is kept. */
const KEPT_SECONDS = 86_400;

export interface ApiRequest {
  method: string;
  path: string;
  /** The query without its question mark. */
  query: string;
  body: string;
  headers: Partial<Record<string, string>>;
}

export interface ApiAnswer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

interface Kept {
  fingerprint: string;
  at: number;
  answer: ApiAnswer;
}

export interface Api {
  answer(request: ApiRequest): ApiAnswer;
  /** The request that is being answered: events name it. */
  current(): Stripe.Event.Request | null;
}

/** Stripe's API over `world`. */
export function createApi(world: () => World, secretKey: string): Api {
  const kept = new Map<string, Kept>();
  let current: Stripe.Event.Request | null = null;

  function answer(request: ApiRequest): ApiAnswer {
    const id = newId('req', 14);
    const headers: Record<string, string> = { 'request-id': id, 'stripe-version': API_VERSION };
    const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
    if (key !== undefined) headers['idempotency-key'] = key;
    current = { id, idempotency_key: key ?? null };
    try {
      authenticate(request, secretKey);
      if (key === undefined) return { status: 200, body: JSON.stringify(run(world(), request)), headers };
      return once(key, request, headers);
    } catch (error) {
      return failed(error, headers);
    } finally {
      current = null;
    }
  }

  function once(key: string, request: ApiRequest, headers: Record<string, string>): ApiAnswer {
    if (key.length > 255) throw refused('Idempotency keys can have up to 255 characters.', null);
    const fingerprint = `${request.path}\n${request.body}`;
    const known = kept.get(key);
    if (known !== undefined && known.at > world().now() - KEPT_SECONDS) {
      if (known.fingerprint !== fingerprint) {
        const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
        throw new Problem(400, { type: 'idempotency_error', message });
      }
      return {
        ...known.answer,
        headers: {
          ...known.answer.headers,
          ...headers,
          'idempotent-replayed': 'true',
          'original-request': known.answer.headers['request-id']!,
        },
      };
    }
    let made: ApiAnswer;
    try {
      made = { status: 200, body: JSON.stringify(run(world(), request)), headers };
    } catch (error) {
      if (error instanceof Problem && !error.began) throw error;
      made = failed(error, headers);
    }
    kept.set(key, { fingerprint, at: world().now(), answer: made });
    return made;
  }

  return { answer, current: () => current };
}

function authenticate({ headers }: ApiRequest, secretKey: string): void {
  const given = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (given === undefined) {
    throw new Problem(401, {
      message:
        'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.',
    });
  }
  const [wanted, got] = [Buffer.from(secretKey), Buffer.from(given)];
  if (wanted.length !== got.length || !timingSafeEqual(wanted, got)) {
    throw new Problem(401, { message: 'Invalid API Key provided.' });
  }
  const version = headers['stripe-version'] ?? API_VERSION;
  if (version !== API_VERSION) throw refused(`The stand-in speaks ${API_VERSION} only, not ${version}.`, null);
}

function run(world: World, { method, path, query, body, headers }: ApiRequest): object {
  for (const endpoint of ENDPOINTS) {
    const match = endpoint.method === method ? endpoint.pattern.exec(path) : null;
    if (match === null) continue;
    if (body !== '' && !headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      throw refused('Invalid request: the body must be form-encoded.', null);
    }
    const wire = { ...readForm(query), ...readForm(body) };
    const { answer, expand } = endpoint.run(world, wire, match[1] ?? '');
    return expanded(world, answer, expand);
  }
  throw refused(
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    null,
    undefined,
    404,
  );
}

function failed(error: unknown, headers: Record<string, string>): ApiAnswer {
  if (error instanceof Problem) return { status: error.status, body: JSON.stringify(error.body), headers };
  const message = `The stand-in failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return { status: 500, body: JSON.stringify({ error: { type: 'api_error', message } }), headers };
}
