import { randomBytes } from 'node:crypto';
import { deviceOf } from '../readers/readers.ts';
import type { Personal, Services } from '../services.ts';
import type { Answers } from './answers.ts';
import { readForm } from './body.ts';
import { clientOf } from './client.ts';
import { type CookieKind, cookieIn, setCookie } from './cookies.ts';
import { mailedLinks } from './mailed-links.ts';
import type { Pages } from './pages.ts';
import type { Visit } from './visit.ts';

interface Tools {
  services: Services;
  pages: Pages;
  answers: Answers;
}

/** Answers with a page about whoever asks, and does what a form of that page asks for. */
export async function answerPerson(visit: Visit, { services, pages, answers }: Tools): Promise<number> {
  const { request, response, path, query, now } = visit;
  const form = request.method === 'POST' ? await readForm(request) : null;
  if (typeof form === 'string') return answers.refuse(request, response, form);
  const personal = await personalOf(
    {
      cookieHeader: request.headers.cookie ?? '',
      userAgent: request.headers['user-agent'],
      client: clientOf(request, services.config.trustedProxies),
      form,
      now,
    },
    services,
  );
  try {
    const page = await pages.personal(path + query, personal, visit.audience, now);
    return page === null ? answers.nothing(visit) : await answers.page(visit, page);
  } finally {
    // What a form changed is seen at once by this process, and by the others within half a minute. A page that is only
    // asked for may find out that its own reader has paid.
    services.identities.forget(form === null ? (request.headers.cookie ?? '') : undefined);
  }
}

/** What is told of a request for a page about a person. */
export interface Asked {
  cookieHeader: string;
  userAgent: string | undefined;
  client: string;
  form: URLSearchParams | null;
  now: Date;
}

/** Who asks, looked up anew. */
export async function personalOf(asked: Asked, services: Services): Promise<Personal> {
  const { cookieHeader: header, userAgent, client, form, now } = asked;
  const { config, readers, subscriptions } = services;
  const token = cookieIn(header, 'session', config.local);
  const signedIn = token === null ? null : await readers.sessionOf(token, now);
  const browserToken = cookieIn(header, 'order', config.local);
  const device = deviceOf(userAgent);
  const cookies: string[] = [];
  const keep = (kind: CookieKind, value: string | null) => void cookies.push(setCookie(kind, value, config.local));
  return {
    readers,
    subscriptions,
    links: mailedLinks({ services, device, keep }),
    reader: signedIn?.reader ?? null,
    session: signedIn?.handle ?? null,
    browserToken,
    form,
    client,
    nonce: () => randomBytes(16).toString('base64url'),
    keep,
    cookies,
  };
}
