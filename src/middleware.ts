import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineMiddleware } from 'astro:middleware';
import { loadConfig } from './config.ts';
import { audienceOf } from './paywall.ts';
import { composeServices, type Personal, type Services } from './services.ts';
import { personalOf, type Rendered } from './serving/serving.ts';
import { absolute, isPersonalPath, urls } from './urls.ts';

/** `astro dev` has no server of ours before it: the services are composed here, once. */
const development = import.meta.env.DEV ? composeServices(loadConfig(), renderInDevelopment) : null;

/**
 * Fills `Astro.locals` in development, and hands errors to the server in production: it logs them and answers with a
 * page that needs no rendering.
 */
export const onRequest = defineMiddleware(async ({ locals, request, url }, next) => {
  if (development !== null) {
    const services = await development;
    const now = services.now();
    const picture = url.pathname.startsWith(urls.media('')) ? readPicture(url.pathname, services, now) : null;
    if (picture !== null) return picture;
    const cookieHeader = request.headers.get('cookie') ?? '';
    locals.audience = audienceOf(await services.identities.entitlementOf(cookieHeader, now), now);
    locals.now = now;
    locals.gone = false;
    locals.personal = isPersonalPath(url.pathname) ? await personalIn(request, services, now) : null;
    const response = await services.content.use((editorial, search) => {
      const { siteUrl, stripe } = services.config;
      locals.services = { editorial, search, siteUrl, isPaymentOpen: stripe !== null };
      return next();
    });
    for (const cookie of locals.personal?.cookies ?? []) response.headers.append('Set-Cookie', cookie);
    if (request.method === 'POST') services.identities.forget();
    return response;
  }
  try {
    const response = await next();
    // Astro renders the 404 page in place of an empty 404; the server has it in memory already.
    return response.status === 404 && response.body === null ? new Response('', { status: 404 }) : response;
  } catch (error) {
    locals.failure = error;
    return new Response('', { status: 500 });
  }
});

function readPicture(path: string, { config, content }: Services, now: Date): Response | null {
  const media = content.current().media(path.slice(urls.media('').length), now);
  if (media === null) return null;
  const bytes = readFileSync(join(config.dataDir, 'media', media.name));
  return new Response(bytes, { headers: { 'Content-Type': media.type } });
}

async function personalIn(request: Request, services: Services, now: Date): Promise<Personal> {
  const form = request.method === 'POST' ? new URLSearchParams(await request.text()) : null;
  const { headers } = request;
  const cookieHeader = headers.get('cookie') ?? '';
  return personalOf({ cookieHeader, userAgent: headers.get('user-agent') ?? '', client: '', form, now }, services);
}

/** A page as this very server shows it. */
async function renderInDevelopment(path: string): Promise<Rendered> {
  const response = await fetch(absolute(loadConfig().siteUrl, path));
  return { status: response.status, headers: [...response.headers], body: Buffer.from(await response.arrayBuffer()) };
}
