import type { APIRoute } from 'astro';
import { rssFeed } from '../feeds/feeds.ts';
import { urls } from '../urls.ts';

export const GET: APIRoute = async ({ locals: { services, now } }) => {
  const { editorial, siteUrl } = services;
  const pieces = editorial
    .latest(50, now)
    .map(({ collection, slug }) => editorial.piece(collection, slug, now))
    .filter((piece) => piece !== null);
  const { xml, lastModified } = await rssFeed({ site: editorial.site(), siteUrl, path: urls.feed(), pieces });
  const headers = new Headers({ 'Content-Type': 'application/rss+xml; charset=utf-8' });
  if (lastModified !== null) headers.set('Last-Modified', lastModified);
  return new Response(xml, { headers });
};
