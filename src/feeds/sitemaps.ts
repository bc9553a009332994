import { absolute, urls } from '../urls.ts';

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** The list of the parts of the sitemap, from 1 (https://www.sitemaps.org/protocol.html). */
export function sitemapIndex(parts: number, siteUrl: string): string {
  const entries = Array.from(
    { length: parts },
    (_, i) => `<sitemap>${location(urls.sitemap(i + 1), siteUrl)}</sitemap>`,
  );
  return document('sitemapindex', entries);
}

/** One part of the sitemap: addresses and when each last changed (ISO-8601). */
export function sitemap(pages: readonly { path: string; changedAt: string }[], siteUrl: string): string {
  const entries = pages.map(({ path, changedAt }) => {
    return `<url>${location(path, siteUrl)}<lastmod>${escape(changedAt)}</lastmod></url>`;
  });
  return document('urlset', entries);
}

function document(root: string, entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">\n${entries.join('\n')}\n</${root}>\n`;
}

function location(path: string, siteUrl: string): string {
  return `<loc>${escape(absolute(siteUrl, path))}</loc>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
