import { Stripe } from 'stripe';

const TIMEOUT_MS = 8_000;

/**
 * The client of Stripe's API. `apiBase` is another address than Stripe's, for the stand-in; `null` otherwise. A request
 * waits 8 seconds at most and is repeated once, with the same idempotency key.
 */
export function createStripe({ secretKey, apiBase }: { secretKey: string; apiBase: string | null }): Stripe {
  const { protocol, hostname, port } = new URL(apiBase ?? 'https://api.stripe.com');
  const secure = protocol === 'https:';
  return new Stripe(secretKey, {
    protocol: secure ? 'https' : 'http',
    host: hostname,
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 1,
    telemetry: false,
  });
}

/** Whether Stripe says that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}

/** The id of what Stripe gives either as an id or as a whole object. */
export function idOf(thing: string | { id: string } | null | undefined): string | null {
  return typeof thing === 'string' ? thing : (thing?.id ?? null);
}

/** What may be logged of a failure: what Stripe says in words may repeat an address or a part of a key. */
export function failureOf(error: unknown): object {
  if (!(error instanceof Stripe.errors.StripeError)) return { err: error };
  const { type, code, param, statusCode, requestId } = error;
  return { stripe: { type, code, param, statusCode, requestId } };
}
