import type { Editorial, Piece } from '../../src/editorial/editorial.ts';
import { pieceOfPath, urls } from '../../src/urls.ts';

/** A page as a reader who came to it by links finds it. */
export interface Visited {
  status: number;
  /** How many links were followed from la une on, at the least. */
  steps: number;
  /** Where the links of the page lead, with their anchors. */
  links: string[];
  ids: Set<string>;
}

/** Every address that links lead to from la une on, and what stands there for whoever sends `headers`. */
export async function walk(
  site: { url: string; siteUrl: string },
  headers: Record<string, string>,
): Promise<Map<string, Visited>> {
  const visited = new Map<string, Visited>();
  const waiting = [{ address: urls.home(), steps: 0 }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (visited.has(next.address)) continue;
    const page = await visit(site, next.address, headers);
    const steps = next.steps;
    visited.set(next.address, { ...page, steps });
    const found = page.links.map((link) => link.replace(/#.*$/, '')).filter((link) => !visited.has(link));
    waiting.push(...found.map((address) => ({ address, steps: steps + 1 })));
  }
  return visited;
}

async function visit(
  { url, siteUrl }: { url: string; siteUrl: string },
  address: string,
  headers: Record<string, string>,
): Promise<Omit<Visited, 'steps'>> {
  const response = await fetch(url + address, { redirect: 'manual', headers });
  const text = await response.text();
  const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
  if (!isPage || response.status !== 200) return { status: response.status, links: [], ids: new Set() };
  const links = [...text.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].flatMap(([, href = '']) => {
    return ownPath(href, siteUrl, address);
  });
  return { status: 200, links, ids: new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id)) };
}

function ownPath(href: string, siteUrl: string, address: string): string[] {
  const decoded = href.replaceAll('&amp;', '&');
  if (!URL.canParse(decoded, siteUrl + address)) return [`not an address: ${decoded}`];
  const url = new URL(decoded, siteUrl + address);
  return url.origin === siteUrl ? [url.pathname + url.search + url.hash] : [];
}

/** Whether the list that stands at `place`, on any of its pages, links to `path`. */
export function listLinksTo(visited: Map<string, Visited>, place: string, path: string): boolean {
  return [...visited].some(([address, { links }]) => {
    const isOfList = address === place || address.startsWith(`${place}page/`);
    return isOfList && links.some((link) => link.replace(/#.*$/, '') === path);
  });
}

/** The pieces that are out, whether or not a link leads to them. */
export function piecesOut(editorial: Editorial, now: Date): Piece[] {
  const parts = Array.from({ length: editorial.sitemapParts(now) }, (_, index) => editorial.sitemap(index + 1, now));
  return parts.flat().flatMap(({ path }) => {
    const named = pieceOfPath(path);
    const piece = named === null ? null : editorial.piece(named.collection, named.slug, now);
    return piece === null ? [] : [piece];
  });
}
