import type { APIRoute } from 'astro';
import { feedResponse, letterFeed } from '../../feeds/feeds.ts';
import { latestMails } from '../../letter/letter.ts';

export const GET: APIRoute = ({ locals: { services, now } }) => {
  const mails = latestMails(services.editorial, 50, services.siteUrl, now);
  return feedResponse(letterFeed(services, mails, now), 'rss');
};
