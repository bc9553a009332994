import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineMiddleware } from 'astro:middleware';
import { loadConfig } from './config.ts';
import { audienceOf } from './paywall.ts';
import { composeServices, type Services } from './services.ts';
import { urls } from './urls.ts';

/** `astro dev` has no server of ours before it: the services are composed here, once. */
const development = import.meta.env.DEV ? composeServices(loadConfig()) : null;

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
    locals.audience = audienceOf(await services.identify(request.headers.get('cookie') ?? '', now), now);
    locals.now = now;
    locals.gone = false;
    return services.content.use((editorial, search) => {
      locals.services = { editorial, search, siteUrl: services.config.siteUrl };
      return next();
    });
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
