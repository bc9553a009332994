import type { Site } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import { escapeHtml } from './html.ts';

/** The search as browsers learn it: https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md */
export function openSearchDescription(site: Site, siteUrl: string): string {
  const address = (path: string) => escapeHtml(absolute(siteUrl, path));
  return `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${escapeHtml(fr.search.shortName(site.name))}</ShortName>
  <Description>${escapeHtml(fr.search.description)}</Description>
  <Url type="text/html" method="get" template="${address(urls.searchTemplate('searchTerms'))}"/>
  <Url type="application/opensearchdescription+xml" rel="self" template="${address(urls.openSearch())}"/>
  <Image width="180" height="180" type="image/png">${address(urls.mark())}</Image>
  <Language>fr</Language>
  <InputEncoding>UTF-8</InputEncoding>
  <OutputEncoding>UTF-8</OutputEncoding>
</OpenSearchDescription>
`;
}
