import type { APIRoute } from 'astro';
import { absolute, urls } from '../../urls.ts';

/** W3C TDM Reservation Protocol: the whole site reserves text and data mining. */
export const GET: APIRoute = ({ locals: { services } }) => {
  const policy = absolute(services.siteUrl, urls.textAndDataPolicy());
  const rules = [{ location: '/', 'tdm-reservation': 1, 'tdm-policy': policy }];
  return new Response(`${JSON.stringify(rules, null, 2)}\n`, { headers: { 'Content-Type': 'application/json' } });
};
