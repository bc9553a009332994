import type { APIRoute } from 'astro';
import style from '../../styles/feed.css?inline';
import { fr } from '../../text/fr.ts';

/** The style sheet of the feeds, and the words that it puts before them. */
const { kicker, intro } = fr.feeds.style;
const css = `${style}\n:root{--kicker:"${kicker}";--intro:"${intro}"}\n`;

export const GET: APIRoute = () => new Response(css, { headers: { 'Content-Type': 'text/css; charset=utf-8' } });
