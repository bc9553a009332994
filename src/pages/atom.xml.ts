import type { APIRoute } from 'astro';
import { feedResponse, magazineFeed } from '../feeds/feeds.ts';
import { urls } from '../urls.ts';

export const GET: APIRoute = ({ locals: { services, now } }) =>
  feedResponse(magazineFeed(services, urls.atomFeed(), now), 'atom');
