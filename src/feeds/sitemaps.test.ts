import { expect, test } from 'vitest';
import { sitemap, sitemapIndex } from './sitemaps.ts';

test('the index lists every part', () => {
  expect(sitemapIndex(2, 'https://www.example.fr')).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://www.example.fr/sitemap-1.xml</loc></sitemap>
    <sitemap><loc>https://www.example.fr/sitemap-2.xml</loc></sitemap>
    </sitemapindex>
    "
  `);
});

test('a part tells addresses and their last change, escaped', () => {
  const pages = [{ path: '/articles/a&b/', changedAt: '2026-03-02T07:00:00Z' }];
  expect(sitemap(pages, 'https://www.example.fr')).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url><loc>https://www.example.fr/articles/a&amp;b/</loc><lastmod>2026-03-02T07:00:00Z</lastmod></url>
    </urlset>
    "
  `);
});
