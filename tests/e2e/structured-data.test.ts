import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, crawl } from './crawl.ts';
import { faultsOf, kindsOf, nodesOf } from './schema-org.ts';
import { serveSample, SUBSCRIBER } from './site.ts';

type Json = Record<string, unknown>;

let site: Awaited<ReturnType<typeof serveSample>>;
let pages: Answer[];

async function ask(address: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(site.url + address, { redirect: 'manual', headers });
  return { path: address, status: response.status, headers: response.headers, text: await response.text() };
}

beforeAll(async () => {
  site = await serveSample();
  const answers = await crawl(['/', '/sitemap-index.xml'], site.siteUrl, (address) => {
    // Pictures, fonts and styles hold no structured data.
    const isFile = /^\/(?:_astro|cartes|media)\//.test(address);
    return isFile ? { path: address, status: 0, headers: new Headers(), text: '' } : ask(address);
  });
  pages = [...answers.values()].filter(({ status, headers }) => {
    return status === 200 && (headers.get('content-type') ?? '').startsWith('text/html');
  });
}, 120_000);

afterAll(() => site.stop());

function structuredData({ text }: Answer): Json[] {
  return [...text.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(
    ([, json]) => JSON.parse(json ?? '') as Json,
  );
}

function typesOn(address: string): unknown[] {
  const page = pages.find((candidate) => candidate.path === address);
  return page === undefined ? [] : structuredData(page).flatMap((data) => nodesOf(data).map((node) => node['@type']));
}

test('every page says what schema.org knows and Google asks for, to the public and to subscribers', async () => {
  expect(pages.length).toBeGreaterThan(50);
  const faults: string[] = [];
  for (const page of pages) {
    for (const shown of [page, await ask(page.path, { cookie: SUBSCRIBER })]) {
      const found = structuredData(shown).flatMap((data) => faultsOf(data, shown.text));
      faults.push(...found.map((fault) => `${page.path} ${fault}`));
    }
  }
  expect([...new Set(faults)]).toEqual([]);
});

test.each([
  ['la une', '/', ['WebSite', 'SearchAction', 'NewsMediaOrganization']],
  ['a list', '/articles/', ['CollectionPage', 'ItemList', 'BreadcrumbList']],
  ['an investigation', '/articles/votre-appel-est-important/', ['ReportageNewsArticle', 'WebPageElement', 'Person']],
  ['a study', '/articles/attendre-n-est-pas-le-pire/', ['NewsArticle', 'Report', 'CorrectionComment']],
  ['an interview', '/entretiens/bakary-sissoko/', ['NewsArticle', 'PublicationIssue', 'BreadcrumbList']],
  ['a letter', '/courrier/mon-cabinet-a-sept-chaises/', ['OpinionNewsArticle', 'CreativeWork', 'Article']],
])('%s says what it is', (_what, address, types) => {
  expect(typesOn(address)).toEqual(expect.arrayContaining(types));
});

test('every article, interview and letter has its structured data, the same for both audiences', async () => {
  const pieces = pages.filter((page) =>
    /^\/(articles|entretiens|courrier)\/(?!page\/|questions\/)[^/]+\/$/.test(page.path),
  );
  expect(pieces.length).toBeGreaterThan(40);
  for (const page of pieces) {
    const data = structuredData(page);
    expect([page.path, data.length]).toEqual([page.path, 1]);
    expect(nodesOf(data).some((node) => kindsOf(node['@type']).includes('Article'))).toBe(true);
    expect(structuredData(await ask(page.path, { cookie: SUBSCRIBER }))).toEqual(data);
  }
});

test('the picture that stands for a page when it is shared is there, and as large as it says', async () => {
  const cards = new Map<string, string>();
  for (const { path: address, text } of pages) {
    const meta = (name: string) => new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(text)?.[1];
    const card = meta('og:image') ?? '';
    expect([address, meta('og:image:width'), meta('og:image:height')]).toEqual([address, '1200', '630']);
    expect([address, meta('og:image:alt')]).not.toEqual([address, '']);
    expect(meta('twitter:card')).toBe('summary_large_image');
    cards.set(card.slice(site.siteUrl.length), address);
  }
  expect(cards.size).toBeGreaterThan(40);
  for (const card of [...cards.keys()].slice(0, 12)) {
    const response = await fetch(site.url + card);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([card, response.status, bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([card, 200, 1200, 630]);
  }
});
