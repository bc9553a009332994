import type { APIRoute } from 'astro';
import { sitemap } from '../feeds/feeds.ts';

export const GET: APIRoute = ({ params, locals: { services, now } }) => {
  const { editorial, siteUrl } = services;
  const part = /^[1-9]\d{0,4}$/.test(params.part ?? '') ? Number(params.part) : 0;
  if (part === 0 || part > editorial.sitemapParts(now)) return new Response(null, { status: 404 });
  const xml = sitemap(editorial.sitemap(part, now), siteUrl);
  return new Response(xml, { headers: { 'Content-Type': 'application/xml; charset=utf-8' } });
};
