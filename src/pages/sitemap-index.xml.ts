import type { APIRoute } from 'astro';
import { sitemapIndex } from '../feeds/feeds.ts';

export const GET: APIRoute = ({ locals: { services, now } }) => {
  const xml = sitemapIndex(services.editorial.sitemapParts(now), services.siteUrl);
  return new Response(xml, { headers: { 'Content-Type': 'application/xml; charset=utf-8' } });
};
