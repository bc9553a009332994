import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import { anEditorial, aPicture, aPiece } from '../../tests/factories.ts';
import type { Piece } from '../editorial/editorial.ts';
import { feedResponse, gatheringFeed, letterFeed, magazineFeed, opml, sectionFeed } from './feeds.ts';

const siteUrl = 'https://www.example.fr';
const now = new Date('2026-03-10T12:00:00Z');
const services = (pieces: Piece[]) => ({ editorial: anEditorial({ pieces }), siteUrl });
const feed = (pieces: Piece[], format: 'rss' | 'atom' | 'json' = 'rss') =>
  feedResponse(magazineFeed(services(pieces), '/rss.xml', now), format).text();

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
    image: { url: `${siteUrl}/flux.png`, title: 'Verbatim', link: `${siteUrl}/` },
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
    media: {
      contents: [
        {
          url: `${siteUrl}/media/comptoir-1a2b3c4d-1200.jpg`,
          fileSize: 60_000,
          medium: 'image',
          credits: [{ value: 'Photo Verbatim' }],
        },
      ],
    },
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
  const atom = parseAtomFeed(await feed([after], 'atom'));
  expect([atom.updated, atom.entries?.[0]?.updated]).toEqual(['2026-03-05T00:00:00Z', '2026-03-05T00:00:00Z']);
  expect(atom.entries?.[0]).toMatchObject({ id: one?.guid?.value, published: '2026-03-02T07:00:00Z' });
});

test('the open and the end of what subscribers read are told apart', async () => {
  const remaining = { minutes: 3, answers: 0, words: 600 };
  const xml = await feed([aPiece({ access: 'subscribers', remaining, openHtml: '<p>Le début.</p>' })]);
  const [item] = parseRssFeed(xml).items ?? [];
  const link = `<a href="${siteUrl}/articles/le-telephone-sonne/">Lire la suite</a>`;
  expect(item?.content?.encoded).toMatch(/<p>Le début\.<\/p><p>La suite est réservée aux abonnés\. <a /);
  expect(item?.content?.encoded).toContain(link);
  expect(item?.description).toMatch(/La suite est réservée aux abonnés\.$/);
  expect(item?.categories).toEqual([{ name: 'Accueil' }, { name: 'Abonnés' }]);
  expect(await feed([aPiece()])).not.toContain('Lire la suite');
});

test('an advertisement says so', async () => {
  const xml = await feed([aPiece({ sponsored: true, title: 'Un casque' })]);
  const [item] = parseRssFeed(xml).items ?? [];
  expect(item).toMatchObject({ title: 'Publicité – Un casque', categories: [{ name: 'Publicité' }, {}] });
  expect(item?.description).toMatch(/^Publicité\. /);
  expect(item?.content?.encoded).toMatch(/^<p><strong>Publicité<\/strong><\/p>/);
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

test('a letter has its salutation, and its signature where its end is open', async () => {
  const details = {
    sender: 'Claire Petit',
    senderId: null,
    senderTitle: 'lectrice',
    addressee: 'La rédaction',
    salutation: 'Madame,',
    closing: 'Bien à vous,',
    signature: ['Claire Petit', 'Société Exemple'],
    repliesTo: [{ title: 'Un texte', url: '/articles/un-texte/', internal: true, sponsored: false }],
  };
  const openHtml = '<div class="introduction"><p>Nous.</p></div><p>Moi.</p>';
  const letter = aPiece({ collection: 'letters', slug: 'a', letter: details, openHtml });
  const remaining = { minutes: 1, answers: 0, words: 50 };
  const cut = aPiece({ ...letter, slug: 'b', access: 'subscribers', remaining });
  const [whole, part] = (parseRssFeed(await feed([letter, cut])).items ?? []).map((item) => item.content?.encoded);
  expect(whole).toContain(
    `<p>En réponse à <a href="${siteUrl}/articles/un-texte/">Un texte</a></p><p>Nous.</p><hr><p>À la rédaction</p><p>Madame,</p><p>Moi.</p><p>Bien à vous,</p><p>Claire Petit<br>Société Exemple</p>`,
  );
  expect(part).toContain('<p>Moi.</p><p>La suite');
});

test('an interview names who asked, before the editors’ afterword', async () => {
  const interviewer = { id: 'b', kind: 'person' as const, name: 'Bruno Le Goff', role: null };
  const interview = { interviewers: [interviewer], language: 'fr', translator: null, thanks: null };
  const openHtml = '<p>Fin.</p><hr class="coda"><div class="coda"><p>Après.</p></div>';
  const xml = await feed([aPiece({ collection: 'interviews', slug: 'b', interview, openHtml })]);
  expect(parseRssFeed(xml).items?.[0]?.content?.encoded).toContain(
    '<p>Fin.</p><p><em>Propos recueillis par Bruno Le Goff.</em></p><hr><p>Après.</p>',
  );
});

test('what was corrected is told in the text too', async () => {
  const xml = await feed([
    aPiece({ corrections: [{ date: '2026-03-05', kind: 'correction', text: 'Un < chiffre.' }] }),
  ]);
  expect(parseRssFeed(xml).items?.[0]?.content?.encoded).toContain(
    '<p><strong>Correction du 5\u00a0mars 2026.</strong> Un &lt; chiffre.</p>',
  );
});

test('fifty items and 512 kB at most, the oldest left out', async () => {
  const many = Array.from({ length: 60 }, (_, i) => aPiece({ slug: `p-${i}`, uid: `piece-${i}` }));
  expect(parseRssFeed(await feed(many)).items).toHaveLength(50);
  const long = many.map((piece) => ({ ...piece, openHtml: `<p>${'Une phrase & une autre. '.repeat(1500)}</p>` }));
  const xml = await feed(long);
  expect(Buffer.byteLength(xml)).toBeLessThanOrEqual(512_000);
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
  const piece = aPiece({ title: 'a\u0000b\u000bc\ud800 😀 ]]>', openHtml: '<p>d\u0008e\uffff</p>' });
  const xml = await feed([piece]);
  expect(parseRssFeed(xml).items?.[0]?.title).toBe('abc\ufffd 😀 ]]>');
  expect(xml).toContain('de');
  expect(xml).not.toContain(']]>');
  expect(JSON.parse(await feed([piece], 'json')).items[0].title).toBe('abc\ufffd 😀 ]]>');
});

test('an empty magazine has empty feeds', async () => {
  expect(parseRssFeed(await feed([])).title).toBe('Verbatim');
  expect(parseAtomFeed(await feed([], 'atom')).updated).toBe('2026-03-10T06:00:00Z');
  expect(JSON.parse(await feed([], 'json')).items).toEqual([]);
});

test('a section has a feed of its own; a theme that there is not has none', async () => {
  const pieces = [aPiece({ slug: 'a' }), aPiece({ collection: 'letters', slug: 'b' })];
  const xml = await feedResponse(sectionFeed(services(pieces), 'letters', now), 'rss').text();
  const parsed = parseRssFeed(xml);
  expect([parsed.title, parsed.link, parsed.items?.length]).toEqual(['Verbatim – Courrier', `${siteUrl}/courrier/`, 1]);
  expect(feedResponse(gatheringFeed(services([]), 'themes', 'aucun', now), 'rss').status).toBe(404);
});

test('an edition is an item, named by its day, whose name no piece can take', async () => {
  const edition = {
    date: '2026-03-09',
    leavesAt: '2026-03-09T06:00:00Z',
    subject: 'Objet',
    preheader: 'Suite.',
    words: '<p>Bonjour.</p>',
    html: '<p style="margin:0">Bonjour.</p>',
  };
  const xml = await feedResponse(letterFeed(services([]), [edition], now), 'rss').text();
  expect(parseRssFeed(xml)).toMatchObject({
    title: 'La lettre de Verbatim',
    lastBuildDate: 'Mon, 09 Mar 2026 06:00:00 GMT',
    items: [
      {
        title: 'Objet',
        link: `${siteUrl}/lettre/2026-03-09/`,
        guid: { value: 'tag:www.example.fr,2026:lettre/2026-03-09', isPermaLink: false },
        description: 'Suite. Bonjour.',
        content: { encoded: edition.html },
      },
    ],
  });
});

test('the list of feeds names each once', () => {
  const addresses = Array.from(opml(anEditorial(), siteUrl, now).matchAll(/xmlUrl="([^"]*)"/g), ([, url]) => url);
  expect(addresses).toEqual(
    ['/rss.xml', '/articles/rss.xml', '/entretiens/rss.xml', '/courrier/rss.xml', '/lettre/rss.xml'].map(
      (path) => siteUrl + path,
    ),
  );
});
