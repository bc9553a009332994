import type { APIRoute } from 'astro';
import { feedResponse, gatheringFeed } from '../../../feeds/feeds.ts';

export const GET: APIRoute = ({ params, locals: { services, now } }) =>
  feedResponse(gatheringFeed(services, 'people', params.id ?? '', now), 'rss');
