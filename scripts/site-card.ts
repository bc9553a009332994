/**
 * Draws the card of the pages that are no piece, public/carte.png, from content/site.yaml. Its output is committed; run
 * again when the name or the tagline changes: `node scripts/site-card.ts`.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { drawSiteCard } from '../src/cards/cards.ts';

const yaml = readFileSync(new URL('../content/site.yaml', import.meta.url), 'utf8');
const file = fileURLToPath(new URL('../public/carte.png', import.meta.url));
await drawSiteCard(load(yaml) as { name: string; tagline: string }, file);
console.log(`${file} is drawn.`);
