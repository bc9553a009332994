import { parseRssFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import { aPicture, aPiece, siteFacts } from '../../tests/factories.ts';
import type { Piece } from '../editorial/editorial.ts';
import { rssFeed } from './feeds.ts';

const siteUrl = 'https://www.example.fr';
const feed = (pieces: Piece[]) => rssFeed({ site: siteFacts(), siteUrl, path: '/rss.xml', pieces });

test('a feed says what an aggregator needs, read back by another library', async () => {
  const pieces = [
    aPiece({
      uid: 'appel-2026',
      slug: 'appel',
      title: 'L’appel & la réponse <vite>',
      image: aPicture(),
      authors: [{ id: 'a', kind: 'person', name: 'Anne Roux', role: null }],
      themes: [
        { id: 'accueil', name: 'Accueil' },
        { id: 'voix', name: 'Voix' },
      ],
      openHtml: `<p>Une phrase.</p>${'<p>Une autre phrase qui remplit.</p>'.repeat(20)}`,
    }),
    aPiece({ uid: 'avant-2025', slug: 'avant', publishedAt: '2025-12-31T23:30:00Z' }),
  ];
  const xml = await feed(pieces);
  const parsed = parseRssFeed(xml);
  expect(parsed).toMatchObject({
    title: 'Verbatim',
    link: `${siteUrl}/`,
    description: 'La parole des clients, mot pour mot',
    language: 'fr',
    ttl: 60,
    lastBuildDate: 'Mon, 02 Mar 2026 07:00:00 GMT',
    atom: { links: [{ href: `${siteUrl}/rss.xml`, rel: 'self', type: 'application/rss+xml' }] },
  });
  const [first, second] = parsed.items ?? [];
  expect(first).toMatchObject({
    title: 'L’appel & la réponse <vite>',
    link: `${siteUrl}/articles/appel/`,
    guid: { value: 'tag:www.example.fr,2026:appel-2026', isPermaLink: false },
    pubDate: 'Mon, 02 Mar 2026 07:00:00 GMT',
    categories: [{ name: 'Accueil' }, { name: 'Voix' }],
    enclosures: [{ url: `${siteUrl}/media/comptoir-1a2b3c4d-1200.jpg`, length: 60_000, type: 'image/jpeg' }],
    dc: { creators: ['Anne Roux'] },
    media: { contents: [{ url: `${siteUrl}/media/comptoir-1a2b3c4d-1200.jpg`, fileSize: 60_000, medium: 'image' }] },
  });
  expect(first?.description?.length).toBeGreaterThanOrEqual(300);
  expect(first?.description).not.toContain('<');
  // Midnight has struck in Paris.
  expect(second?.guid?.value).toBe('tag:www.example.fr,2026:avant-2025');
  expect(second?.dc?.creators).toEqual(['Verbatim']);
});

test('two renderings are equal to the byte', async () => {
  const pieces = [aPiece({ image: aPicture() }), aPiece({ slug: 'autre', access: 'subscribers' })];
  expect(await feed(pieces)).toBe(await feed(structuredClone(pieces)));
});

test('a correction changes when the item was updated, never its guid or its date', async () => {
  const before = aPiece();
  const after = aPiece({ corrections: [{ date: '2026-03-05', kind: 'correction', text: 'Un chiffre.' }] });
  const [one, other] = [await feed([before]), await feed([after])].map((xml) => parseRssFeed(xml).items?.[0]);
  expect(other?.guid).toEqual(one?.guid);
  expect(other?.pubDate).toEqual(one?.pubDate);
  expect([one?.atom?.updated, other?.atom?.updated]).toEqual(['2026-03-02T07:00:00Z', '2026-03-05T00:00:00Z']);
});

test('a paid piece gives its open part and the way to the rest', async () => {
  const xml = await feed([aPiece({ slug: 'reserve', access: 'subscribers', openHtml: '<p>Le début.</p>' })]);
  const content = parseRssFeed(xml).items?.[0]?.content?.encoded;
  expect(content).toContain('<p>Le début.</p>');
  expect(content).toContain(`<a href="${siteUrl}/articles/reserve/">Lire la suite</a>`);
  expect(await feed([aPiece()])).not.toContain('Lire la suite');
});

test('an advertisement says so', async () => {
  const xml = await feed([aPiece({ sponsored: true, title: 'Un casque' })]);
  expect(parseRssFeed(xml).items?.[0]).toMatchObject({
    title: 'Publicité – Un casque',
    categories: [{ name: 'Publicité' }, {}],
  });
});

test('letters are signed by their senders, interviews by their interviewers', async () => {
  const interviewer = { id: 'b', kind: 'person' as const, name: 'Bruno Le Goff', role: null };
  const interview = { interviewers: [interviewer], language: 'fr', translator: null, thanks: null };
  const xml = await feed([
    aPiece({ collection: 'letters', slug: 'a', sender: { name: 'Claire Petit', title: 'lectrice' } }),
    aPiece({ collection: 'interviews', slug: 'b', interview }),
  ]);
  expect(parseRssFeed(xml).items?.map(({ dc }) => dc?.creators)).toEqual([['Claire Petit'], ['Bruno Le Goff']]);
});

test('fifty items and 512 kB at most, the oldest left out', async () => {
  const many = Array.from({ length: 60 }, (_, i) => aPiece({ slug: `p-${i}`, uid: `piece-${i}` }));
  expect(parseRssFeed(await feed(many)).items).toHaveLength(50);
  const long = many.map((piece) => ({ ...piece, openHtml: `<p>${'Une phrase & une autre. '.repeat(1500)}</p>` }));
  const xml = await feed(long);
  expect(Buffer.byteLength(xml)).toBeLessThanOrEqual(512 * 1024);
  const shown = parseRssFeed(xml).items ?? [];
  expect(shown.length).toBeGreaterThan(5);
  expect(shown[0]?.guid?.value).toContain('piece-0');
});

test('a piece that is too long for a feed gives its beginning', async () => {
  const xml = await feed([aPiece({ openHtml: `<p>${'é'.repeat(120_000)}</p>` })]);
  expect(Buffer.byteLength(xml)).toBeLessThan(10_000);
  expect(xml).toContain('Lire la suite');
});

test('what XML can not hold is left out', async () => {
  const xml = await feed([aPiece({ title: 'a\u0000b\u000bc\ud800', openHtml: '<p>d\u0008e\uffff</p>' })]);
  expect(parseRssFeed(xml).items?.[0]?.title).toBe('abc\ufffd');
  expect(xml).toContain('de');
});

test('an empty magazine has an empty feed', async () => {
  const xml = await feed([]);
  expect(parseRssFeed(xml).title).toBe('Verbatim');
});
