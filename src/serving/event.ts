import type { Services } from '../services.ts';
import type { Answers } from './answers.ts';
import { EVENT_BYTES, readBody } from './body.ts';
import type { Visit } from './visit.ts';

const STATUS = { done: 200, 'bad-signature': 400, 'wrong-mode': 400, 'not-configured': 503, failed: 503 };

/**
 * Takes an event from Stripe. 2xx only once everything that it rings for is stored; a failure is answered with 5xx, so that Stripe
 * sends it again (https://docs.stripe.com/webhooks#retries).
 */
export async function answerEvent(
  visit: Visit,
  { services, answers }: { services: Services; answers: Answers },
): Promise<number> {
  const { request, response, now } = visit;
  if (request.method !== 'POST') return answers.refuse(request, response, 'method');
  const body = await readBody(request, EVENT_BYTES);
  if (typeof body === 'string') return answers.refuse(request, response, body);
  const signature = request.headers['stripe-signature'];
  const outcome = await services.subscriptions.handleEvent(body, typeof signature === 'string' ? signature : '', now);
  services.identities.forget();
  return answers.json(visit, STATUS[outcome], { outcome });
}
