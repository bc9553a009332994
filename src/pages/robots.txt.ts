import type { APIRoute } from 'astro';
import { absolute, urls } from '../urls.ts';

export const GET: APIRoute = ({ locals: { services } }) => {
  const lines = [
    'User-agent: *',
    'Allow: /',
    `Disallow: ${urls.search()}`,
    '',
    `Sitemap: ${absolute(services.siteUrl, urls.sitemapIndex())}`,
  ];
  return new Response(`${lines.join('\n')}\n`, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
};
