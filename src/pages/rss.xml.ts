import type { APIRoute } from 'astro';
import { rssFeed } from '../feeds/feeds.ts';
import { urls } from '../urls.ts';

export const GET: APIRoute = async ({ locals: { services, now } }) => {
  const { editorial, siteUrl } = services;
  const pieces = editorial
    .latest(50, now)
    .map(({ collection, slug }) => editorial.piece(collection, slug, now))
    .filter((piece) => piece !== null);
  const xml = await rssFeed({ site: editorial.site(), siteUrl, path: urls.feed(), pieces });
  const lastModified = new Date(editorial.changedAt(now)).toUTCString();
  return new Response(xml, {
    headers: { 'Content-Type': 'application/rss+xml; charset=utf-8', 'Last-Modified': lastModified },
  });
};
