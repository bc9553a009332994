import type { APIRoute } from 'astro';
import { openSearchDescription } from '../components/opensearch.ts';

export const GET: APIRoute = ({ locals: { services } }) => {
  const xml = openSearchDescription(services.editorial.site(), services.siteUrl);
  return new Response(xml, { headers: { 'Content-Type': 'application/opensearchdescription+xml; charset=utf-8' } });
};
