import { expect, test } from 'vitest';
import { aPicture, aPiece, aSummary, siteFacts } from '../../tests/factories.ts';
import { composeEdition, editionJson, type Edition } from './letter.ts';
import { editionMailHtml } from './mail-html.ts';

const siteUrl = 'https://www.example.fr';
const day = { date: '2026-11-20', after: '2026-11-19T06:00:00Z', until: '2026-11-20T06:00:00Z' };
const ofTheDay = { publishedAt: '2026-11-19T17:00:00Z' };

function edition(given: Partial<Edition> = {}): Edition {
  const pieces = [
    aSummary({ ...ofTheDay, slug: 'a', title: 'Un «\u00a0oui\u00a0» & un non', access: 'subscribers' }),
    aSummary({ ...ofTheDay, slug: 'b', title: 'Un casque', sponsored: true, image: aPicture() }),
  ];
  const extracts = [{ quote: 'Une <phrase>', piece: aSummary({ ...ofTheDay, slug: 'c', title: 'Cité' }) }];
  const file = {
    subject: 'Objet',
    preheader: 'Suite',
    extracts,
    html: '<p>Bonjour à <a href="/articles/c/">tous</a>,</p>',
  };
  return { ...composeEdition(pieces, file, day), ...given };
}

const mail = (given: Partial<Edition> = {}) => editionMailHtml(edition(given), null, siteFacts(), siteUrl);

test('a mail says what the edition says', () => {
  const html = mail();
  expect(html).toMatch(/Bonjour à <a href="https:\/\/www\.example\.fr\/articles\/c\/" style="[^"]+">tous<\/a>,/);
  expect(html).toContain('Une &lt;phrase&gt;');
  expect(html).toMatch(/Analyse<\/p><h3 [^>]*><a href="https:\/\/www\.example\.fr\/articles\/a\/"/);
  expect(html).toContain(' &amp; un non');
  expect(html).toContain('\u00a0· Abonnés');
  expect(html).toContain('Publicité – Analyse');
  expect(html).toContain('mailto:redaction@example.fr?subject=Re%20%3A%20Objet');
});

test('every address is a full one, every style stands in its element', () => {
  const html = mail({
    words: '<h2 id="a">Un<a class="anchor" href="#a">#</a></h2><p class="x"><a href="?a=1&amp;b=2">b</a></p>',
  });
  const addresses = Array.from(html.matchAll(/\s(?:href|src)="([^"]*)"/g), ([, url = '']) => url);
  expect(addresses.filter((url) => !/^(https:\/\/www\.example\.fr\/|mailto:)/.test(url))).toEqual([]);
  expect(html).toContain('href="https://www.example.fr/lettre/2026-11-20/?a=1&amp;b=2"');
  expect(html).not.toMatch(/\s(class|id)=|<style|<svg|>#</);
});

test('the letter of a reader is opened, with its signature', () => {
  const letter = aPiece({
    collection: 'letters',
    slug: 'l',
    title: 'Une lettre',
    openHtml: '<p>Moi. Encore moi.</p>',
    letter: {
      sender: 'Claire Petit',
      senderId: null,
      senderTitle: 'lectrice',
      addressee: 'La rédaction',
      salutation: 'Madame,',
      closing: '',
      signature: ['Claire Petit', 'R&D'],
      repliesTo: [],
    },
  });
  const html = editionMailHtml(edition(), letter, siteFacts(), siteUrl);
  expect(html.replace(/ style="[^"]*"/g, '')).toContain(
    '<p>Madame,</p><p>Moi. Encore moi.</p><p><em>Claire Petit<br>R&amp;D</em></p>',
  );
});

test('an empty edition has no empty section', () => {
  expect(mail({ words: null, extracts: [], pieces: [] }).match(/<hr /g)).toHaveLength(1);
});

test('the longest edition stays far below what Gmail cuts', () => {
  const piece = aSummary({ ...ofTheDay, title: 'é'.repeat(110), standfirst: 'é'.repeat(320) });
  const words = `<p>${'Une phrase. '.repeat(400)}</p>`;
  const html = mail({
    words,
    pieces: Array(20).fill(piece),
    extracts: Array(6).fill({ quote: 'é'.repeat(300), piece }),
  });
  expect(Buffer.byteLength(html)).toBeLessThan(70_000);
});

test('tools that want JSON are given each part, with full addresses', () => {
  expect(JSON.parse(editionJson({ ...edition(), html: '<p></p>' }, siteUrl))).toMatchObject({
    date: '2026-11-20',
    published_at: '2026-11-20T06:00:00Z',
    url: `${siteUrl}/lettre/2026-11-20/`,
    subject: 'Objet',
    preheader: 'Suite',
    html: '<p></p>',
    extracts: [{ quote: 'Une <phrase>', piece: { url: `${siteUrl}/articles/c/`, title: 'Cité' } }],
    pieces: [
      { subscribers_only: true, advertisement: null, image: null },
      { advertisement: 'Publicité', image: `${siteUrl}/media/comptoir-1a2b3c4d-1200.jpg` },
    ],
    other_pieces: 0,
    reader_letter: null,
  });
});
