import { absolute, urls } from '../urls.ts';
import { element, parent, xmlDocument } from './xml.ts';

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** The list of the parts of the sitemap, from 1 (https://www.sitemaps.org/protocol.html). */
export function sitemapIndex(parts: number, siteUrl: string): string {
  const entries = Array.from({ length: parts }, (_, i) => parent('sitemap', [location(urls.sitemap(i + 1), siteUrl)]));
  return document('sitemapindex', entries);
}

/** One part of the sitemap: addresses and when each last changed (ISO-8601). */
export function sitemap(pages: readonly { path: string; changedAt: string }[], siteUrl: string): string {
  const entries = pages.map(({ path, changedAt }) => {
    return parent('url', [location(path, siteUrl), element('lastmod', changedAt)]);
  });
  return document('urlset', entries);
}

function document(root: string, entries: readonly string[]): string {
  return xmlDocument(parent(root, ['\n', entries.join('\n'), '\n'], { xmlns: NAMESPACE }));
}

function location(path: string, siteUrl: string): string {
  return element('loc', absolute(siteUrl, path));
}
