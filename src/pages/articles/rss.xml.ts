import type { APIRoute } from 'astro';
import { feedResponse, sectionFeed } from '../../feeds/feeds.ts';

export const GET: APIRoute = ({ locals: { services, now } }) =>
  feedResponse(sectionFeed(services, 'articles', now), 'rss');
