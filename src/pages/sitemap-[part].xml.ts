import type { APIRoute } from 'astro';
import { sitemap } from '../feeds/feeds.ts';

export const GET: APIRoute = ({ params, locals: { services, now } }) => {
  const { editorial, siteUrl } = services;
  const part = /^[1-9]\d{0,4}$/.test(params.part ?? '') ? Number(params.part) : 0;
  const pages = part === 0 ? [] : editorial.sitemap(part, now);
  if (pages.length === 0) return new Response(null, { status: 404 });
  const xml = sitemap(pages, siteUrl);
  return new Response(xml, { headers: { 'Content-Type': 'application/xml; charset=utf-8' } });
};
