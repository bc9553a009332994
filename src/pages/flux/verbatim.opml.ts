import type { APIRoute } from 'astro';
import { opml } from '../../feeds/feeds.ts';

export const GET: APIRoute = ({ locals: { services, now } }) => {
  const headers = { 'Content-Type': 'text/x-opml; charset=utf-8' };
  return new Response(opml(services.editorial, services.siteUrl, now), { headers });
};
