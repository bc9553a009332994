import type { APIRoute } from 'astro';
import { editionJson, latestMails } from '../../letter/letter.ts';

export const GET: APIRoute = ({ locals: { services, now } }) => {
  const { editorial, siteUrl } = services;
  const [mail] = latestMails(editorial, 1, siteUrl, now);
  if (mail === undefined) return new Response(null, { status: 404 });
  const changed = [mail.leavesAt, editorial.changedAt(now)].map((instant) => Date.parse(instant));
  const lastModified = new Date(Math.max(...changed)).toUTCString();
  return new Response(editionJson(mail, siteUrl), {
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Last-Modified': lastModified },
  });
};
