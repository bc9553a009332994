import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { article, interview, letter, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';
import { type Answer, crawl } from './crawl.ts';
import { freePort, serveFolder, SUBSCRIBER, type TestSite } from './site.ts';

/**
 * The promise of the magazine: no sentence that is sold is ever in a public answer. Every closed part below carries
 * words that stand nowhere else; all begin with `zq`.
 */
const SECRETS = [
  'zqparagraph',
  'zqheading',
  'zqtable',
  'zqnote',
  'zqnested',
  'zqcaption',
  'zqalt',
  'zqlabel',
  'zqlist',
  'zqquote',
  'zqdialogue',
  'zqanswer',
  'zqfollow',
  'zqcoda',
  'zqauto',
  'zqshort',
  'zqletter',
  'zqsuggestion',
  'zqdefinition',
  'zqchart',
  'zqsold',
];

const CLOSED = `
## Partie zqheading

Un paragraphe zqparagraph avec une note[^closed] et **gras zqparagraph**.

| Colonne | Valeur |
|---|---|
| zqtable | 12 |

- un zqlist

> citation zqquote

<Figure src="./zqimage.jpg" alt="Image zqalt" credit="Verbatim" caption="Légende zqcaption" />

<KeyFigure study="vendue" id="cle" />

<Chart study="vendue" figures="cle,autre" title="Graphique zqchart" />

<Definition term="terme zqdefinition">

Une définition.

</Definition>

<Suggestion kind="book" title="Livre zqsuggestion">

À lire.

</Suggestion>

<Dialogue>
<Line who="A">Réplique zqdialogue</Line>
</Dialogue>
`;

const STUDY = `title: Une étude vendue
commissioner: Institut Exemple
sample: 1 000 personnes
population: Adultes
fieldwork: Mai 2026
source: { title: Le rapport, url: https://www.example.org/rapport }
access: subscribers
figures:
  - { id: cle, value: 73.25, unit: "%", label: libellé zqlabel zqsold }
  - { id: autre, value: 12, unit: "%", label: libellé zqlabel }
`;

const LONG = `${'mot '.repeat(70)}fin.`;

async function paidContent(): Promise<Record<string, string | Uint8Array>> {
  const subscribers = { access: 'subscribers' };
  const answers = (secret: string) =>
    ['qui', 'sens', 'evolution', 'anecdote'].map(
      (id, index) => `<Question id="${id}" />\n\nRéponse ${index === 0 ? 'ouverte' : secret}.`,
    );
  return {
    ...validContent(),
    'content/studies/vendue.yaml': STUDY,
    'content/issues/1.yaml':
      'number: 1\ntitle: Un numéro\ndate: 2026-11-02\ncontents:\n  - { section: Enquêtes, pieces: [articles/marque, articles/court, interviews/jeanne-martin] }\n',
    'content/articles/2026/zqimage.jpg': await sharp({
      create: { width: 600, height: 400, channels: 3, background: 'teal' },
    })
      .jpeg()
      .toBuffer(),
    'content/articles/2026/marque.mdx': article(
      {
        uid: 'art-000010',
        ...subscribers,
        authors: '[paul-durand]',
        organisations: '[maison-exemple]',
        issue: '"1"',
        image: '{ src: ./carte.jpg, alt: Une carte, credit: Verbatim }',
      },
      `Début ouvert[^open].\n\n## Partie ouverte\n\nEncore ouvert.\n\n<Paywall />\n${CLOSED}\n[^open]: Note ouverte.\n\n[^closed]: Note zqnote, et une autre[^nested].\n\n[^nested]: Note zqnested.`,
    ),
    'content/articles/2026/carte.jpg': await sharp({
      create: { width: 600, height: 400, channels: 3, background: 'olive' },
    })
      .jpeg()
      .toBuffer(),
    'content/articles/2026/automatique.mdx': article(
      { uid: 'art-000011', ...subscribers },
      `Ouvert.\n\n${LONG}\n\n${LONG} zqauto\n\n## Titre zqauto\n\nFin zqauto.`,
    ),
    'content/articles/2026/court.mdx': article(
      { uid: 'art-000012', ...subscribers, genre: 'brief', issue: '"1"' },
      'Une seule phrase zqshort.',
    ),
    'content/articles/2026/etude.mdx': article(
      { uid: 'art-000013', ...subscribers, genre: 'study', study: 'vendue' },
      `Ouvert.\n\nOuvert aussi.\n\n<KeyFigure study="vendue" id="cle" />`,
    ),
    'content/interviews/jeanne-martin.mdx': interview(
      { ...subscribers, organisation: 'maison-exemple', issue: '"1"' },
      `Introduction.\n\n${answers('zqanswer').join('\n\n')}\n\n<FollowUp>Relance zqfollow ?</FollowUp>\n\nSuite.\n\n<Coda />\n\nCoda zqcoda.`,
    ),
    'content/letters/une-lettre.mdx': letter(
      subscribers,
      `<Introduction>\nUne introduction.\n</Introduction>\n\nOuvert.\n\n${LONG}\n\nFin zqletter.`,
    ),
    'content/editions/2026-11-02.mdx':
      '---\nextracts:\n  - { from: articles/marque, quote: "Début ouvert" }\n---\n\nBonjour.\n',
  };
}

const CARD = '/cartes/art-000010.png';
/** The filters of a search lead to every combination of them: this one is followed, they are not. */
const SEARCH = '/recherche/?q=ouvert';
const STARTS = [
  '/',
  '/rss.xml',
  '/atom.xml',
  '/feed.json',
  '/articles/rss.xml',
  '/entretiens/rss.xml',
  '/courrier/rss.xml',
  '/themes/ecoute/rss.xml',
  '/personnes/jeanne-martin/rss.xml',
  '/personnes/paul-durand/rss.xml',
  '/lettre/rss.xml',
  '/lettre/dernier.json',
  '/flux/verbatim.opml',
  '/sitemap-index.xml',
  '/robots.txt',
  '/.well-known/tdmrep.json',
  '/sante',
  '/articles/page/2/',
  '/entretiens/questions/',
  '/entretiens/questions/sens-du-client/',
  '/entretiens/questions/sens-du-client/page/2/',
  '/lettre/',
  '/lettre/2026-11-02/',
  '/etudes/',
  '/etudes/page/2/',
  '/etudes/vendue/',
  '/themes/ecoute/',
  SEARCH,
  CARD,
  '/media/',
  '/media/zqimage.jpg',
  '/content/articles/2026/marque.mdx',
  '/data/content.db',
  '/articles/marque',
  '/articles/%6Darque/',
  '/ARTICLES/MARQUE/',
  '//articles/marque/',
  '/articles/marque/page/2/',
  '/articles/marque/index.html',
  '/articles/marque.json',
  '/articles/marque.mdx',
  '/pagefind/pagefind.js',
  '/flux/prive/abc.xml',
  '/_astro/',
  '/_image?href=/media/x.jpg',
  '/articles/inconnu/',
  '/404',
  '/500.html',
];

/** What a public reader finds by following links, one address of each kind: a crawl that misses one proves nothing. */
const SURFACES = [
  /^\/$/,
  /^\/articles\/$/,
  /^\/articles\/marque\/$/,
  /^\/entretiens\/jeanne-martin\/$/,
  /^\/courrier\/une-lettre\/$/,
  /^\/entretiens\/questions\/[a-z-]+\/$/,
  /^\/etudes\/$/,
  /^\/etudes\/vendue\/$/,
  /^\/themes\/ecoute\/$/,
  /^\/personnes\/jeanne-martin\/$/,
  /^\/personnes\/paul-durand\/$/,
  /^\/organisations\/maison-exemple\/$/,
  /^\/numeros\/1\/$/,
  /^\/archives\/$/,
  /^\/archives\/2026\/$/,
  /^\/archives\/2026\/11\/$/,
  /^\/lettre\/$/,
  /^\/lettre\/2026\/11\/$/,
  /^\/lettre\/2026-11-02\/$/,
  /^\/(rss|atom)\.xml$/,
  /^\/feed\.json$/,
  /^\/articles\/rss\.xml$/,
  /^\/entretiens\/rss\.xml$/,
  /^\/courrier\/rss\.xml$/,
  /^\/themes\/ecoute\/rss\.xml$/,
  /^\/personnes\/jeanne-martin\/rss\.xml$/,
  /^\/lettre\/rss\.xml$/,
  /^\/lettre\/dernier\.json$/,
  /^\/flux\/verbatim\.opml$/,
  /^\/sitemap-1\.xml$/,
  /^\/robots\.txt$/,
  /^\/opensearch\.xml$/,
  /^\/recherche\/$/,
  /^\/recherche\/\?q=ouvert$/,
  /^\/\.well-known\/tdmrep\.json$/,
  /^\/cartes\/art-000010\.png$/,
  /^\/cartes\/int-000001\.png$/,
  /^\/cartes\/let-000001\.png$/,
  /^\/media\//,
];

const DISGUISES: RequestInit[] = [
  {},
  { method: 'HEAD' },
  { method: 'POST' },
  { headers: { range: 'bytes=0-100000' } },
  { method: 'HEAD', headers: { range: 'bytes=0-' } },
  { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' } },
  { headers: { cookie: 'verbatim_session=forged; __Host-verbatim_session=forged; audience=subscriber' } },
  {
    headers: {
      accept: 'application/json',
      'x-forwarded-for': '127.0.0.1',
      'x-audience': 'subscriber',
      referer: 'https://www.google.com/',
    },
  },
];

async function ask(site: TestSite, address: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(site.url + address, { redirect: 'manual', ...init });
  return { path: address, status: response.status, headers: response.headers, text: await response.text() };
}

function secretsIn({ path: address, headers, text }: Answer): string[] {
  const everything = `${JSON.stringify([...headers])}\n${text}`.toLowerCase();
  return [...SECRETS, 'zqimage', '73,25', '73.25']
    .filter((secret) => everything.includes(secret))
    .map((secret) => `${address}: ${secret}`);
}

/** The files of the closed picture, which a subscriber's page names. */
async function closedPictures(site: TestSite): Promise<string[]> {
  const page = await ask(site, '/articles/marque/', { headers: { cookie: SUBSCRIBER } });
  const figure = /<figure class="picture">.*?<\/figure>/s.exec(page.text)?.[0] ?? '';
  return [...new Set([...figure.matchAll(/\/media\/[\w.-]+/g)].map(([name]) => name))];
}

/** Every secret that any public answer of the site gives away. */
async function leaks(site: TestSite): Promise<string[]> {
  const siteUrl = site.url.replace('127.0.0.1', 'localhost');
  const pages = await crawl(STARTS, siteUrl, (address) => {
    if (!address.startsWith('/recherche/?') || address === SEARCH) return ask(site, address);
    return { path: address, status: 0, headers: new Headers(), text: '' };
  });
  const answered = [...pages.values()].filter(({ status }) => status === 200).map(({ path: address }) => address);
  const missed = SURFACES.filter((kind) => !answered.some((address) => kind.test(address)));
  if (missed.length > 0) throw new Error(`never asked for: ${missed.join(' ')}`);
  const found = [...pages.values()].flatMap(secretsIn);
  for (const address of pages.keys()) {
    if (address.startsWith('/recherche/?') && address !== SEARCH) continue;
    if (/\.(woff2|avif|webp|jpg|png)$/.test(address) && !address.startsWith('/cartes/')) continue;
    const disguised = address.includes('?') ? address : `${address}?preview=1&audience=subscriber&utm_source=zz`;
    for (const init of DISGUISES) found.push(...secretsIn(await ask(site, disguised, init)));
  }
  found.push(...(await searchLeaks(site)));
  for (const name of await closedPictures(site)) {
    const answer = await ask(site, name);
    if (answer.status !== 404) found.push(`${name}: closed picture`);
    if ([...pages.values()].some(({ text }) => text.includes(name))) found.push(`${name}: name of a closed picture`);
  }
  return found;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A mistake that somebody could make in the sources. */
interface Edit {
  file: string;
  pattern: string;
  by: string;
}

/** Publishes with a copy of the sources in which each `pattern` is replaced. */
function publishWith(folder: string, port: number, edits: readonly Edit[]): void {
  const tree = path.join(folder, 'tree');
  for (const name of ['src', 'scripts', 'package.json', 'package-lock.json'])
    cpSync(path.join(ROOT, name), path.join(tree, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'));
  for (const { file, pattern, by } of edits) {
    const source = readFileSync(path.join(tree, file), 'utf8');
    if (!source.includes(pattern)) throw new Error(`${file} no longer holds ${pattern}`);
    writeFileSync(path.join(tree, file), source.replace(pattern, by));
  }
  const env = {
    ...process.env,
    SITE_URL: `http://localhost:${port}`,
    CONTENT_DIR: path.join(folder, 'content'),
    DATA_DIR: path.join(folder, 'data'),
  };
  execFileSync(process.execPath, ['scripts/publish.ts'], { cwd: tree, env, stdio: 'pipe' });
}

async function withSite<T>(edits: readonly Edit[], use: (site: TestSite) => Promise<T>): Promise<T> {
  using folder = temporaryFolder();
  writeFiles(folder.dir, await paidContent());
  const port = await freePort();
  publishWith(folder.dir, port, edits);
  const site = await serveFolder(folder.dir, port);
  try {
    return await use(site);
  } finally {
    await site.stop();
  }
}

test('no public answer holds a word of a closed part, and a subscriber reads them all', async () => {
  await withSite([], async (site) => {
    expect(await leaks(site)).toEqual([]);
    const read: string[] = [];
    for (const address of [
      '/articles/marque/',
      '/articles/automatique/',
      '/articles/court/',
      '/articles/etude/',
      '/entretiens/jeanne-martin/',
      '/courrier/une-lettre/',
    ]) {
      read.push((await ask(site, address, { headers: { cookie: SUBSCRIBER } })).text);
      expect((await ask(site, address)).status).toBe(200);
    }
    for (const [address, secret] of [
      ['/etudes/vendue/', 'zqsold'],
      ['/entretiens/questions/anecdote/', 'zqanswer'],
    ] as const) {
      expect((await ask(site, address, { headers: { cookie: SUBSCRIBER } })).text).toContain(secret);
      expect((await ask(site, address)).status).toBe(200);
    }
    const all = read.join('\n').toLowerCase();
    expect(SECRETS.filter((secret) => !all.includes(secret))).toEqual([]);
    const pictures = await closedPictures(site);
    expect(pictures.length).toBeGreaterThan(2);
    for (const name of pictures) {
      const answer = await ask(site, name, { headers: { cookie: SUBSCRIBER } });
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, expect.stringContaining('private')]);
    }
    for (const address of [CARD, '/cartes/int-000001.png', '/cartes/let-000001.png']) {
      const card = await ask(site, address);
      const same = await ask(site, address, { headers: { cookie: SUBSCRIBER } });
      expect([card.status, card.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(same.text).toBe(card.text);
    }
    const again = await ask(site, '/articles/marque/');
    expect(secretsIn(again)).toEqual([]);
  });
});

/** What a page of the search shows for words, the words themselves taken out. */
async function shownFor(site: TestSite, words: string, secret: string): Promise<string> {
  const { status, text } = await ask(site, `/recherche/?q=${encodeURIComponent(words)}&tri=date`);
  return `${status} ${text.replaceAll(secret, '_').replaceAll(encodeURIComponent(secret), '_')}`;
}

/** A word that nobody wrote, as long as one that is sold. */
function meaningless(secret: string): string {
  return secret.startsWith('zq') ? `zq${'k'.repeat(secret.length - 2)}` : '48,19'.slice(0, secret.length);
}

/** Every way to ask for a word that is sold to which the search answers otherwise than to a word that is nowhere. */
async function searchLeaks(site: TestSite): Promise<string[]> {
  const ways = [
    (word: string) => word,
    (word: string) => `ouvert ${word}`,
    (word: string) => `"un paragraphe ${word}"`,
  ];
  const found: string[] = [];
  for (const secret of [...SECRETS, '73,25'].flatMap((word) => [word, word.slice(0, -1)])) {
    const nowhere = meaningless(secret);
    for (const way of ways) {
      const shown = await shownFor(site, way(secret), secret);
      if (shown !== (await shownFor(site, way(nowhere), nowhere))) found.push(`searched: ${way(secret)}`);
    }
  }
  return found;
}

test('a word that is sold is searched in vain by the public, and found by a subscriber where it stands', async () => {
  await withSite([], async (site) => {
    const places: [string, string[]][] = [
      ['/articles/marque/', ['zqparagraph', 'zqheading', 'zqtable', 'zqlist', 'zqquote', 'zqdialogue', 'zqcaption']],
      ['/articles/marque/', ['zqdefinition', 'zqsuggestion', 'zqnote', 'zqnested']],
      ['/articles/automatique/', ['zqauto']],
      ['/articles/court/', ['zqshort']],
      ['/entretiens/jeanne-martin/', ['zqanswer', 'zqfollow', 'zqcoda']],
      ['/courrier/une-lettre/', ['zqletter']],
      ['/etudes/vendue/', ['zqlabel', 'zqsold', '73,25']],
    ];
    for (const [place, words] of places) {
      for (const word of words) {
        const address = `/recherche/?q=${encodeURIComponent(word)}`;
        const { text } = await ask(site, address, { headers: { cookie: SUBSCRIBER } });
        expect([word, text.includes(`href="${place}"`)]).toEqual([word, true]);
      }
    }
  });
});

const MISTAKES: [string, ...Edit[]][] = [
  [
    'the mark is ignored, and the refusal of sold figures in open parts with it',
    {
      file: 'src/publishing/cut.ts',
      pattern: 'open: blocks.slice(0, marker)',
      by: 'open: blocks.filter((_, at) => at !== marker)',
    },
    {
      file: 'src/publishing/material.ts',
      pattern: "if (isOpen && study.access === 'subscribers')",
      by: 'if (!isOpen && isOpen)',
    },
  ],
  [
    'the automatic cut opens too much',
    { file: 'src/publishing/cut.ts', pattern: 'if (words > OPEN_WORDS || paragraphs > 2) break;', by: '' },
  ],
  [
    'an interview opens whole',
    { file: 'src/publishing/cut.ts', pattern: 'return questions[1] ?? 0;', by: 'return blocks.length - 1;' },
  ],
  [
    'closed notes go with the open ones',
    {
      file: 'src/publishing/notes.ts',
      pattern: 'open: notes.filter((note) => openNotes.has(note))',
      by: 'open: [...notes]',
    },
  ],
  [
    'closed pictures are served to all',
    { file: 'src/publishing/desk.ts', pattern: 'closed: use.closed ? 1 : 0', by: 'closed: 0' },
  ],
  [
    'closed answers are stored with the open ones',
    {
      file: 'src/publishing/piece.ts',
      pattern: 'isOpen: answer.every((next) => open.includes(next))',
      by: 'isOpen: true',
    },
  ],
  [
    'sold figures are stored with what is open',
    { file: 'src/publishing/record-file.ts', pattern: 'isSold ? rest : data', by: 'data' },
  ],
  [
    'closed parts are indexed with the open ones',
    { file: 'src/search/texts.ts', pattern: 'row.open_html}', by: "row.open_html}\\n${row.html ?? ''}" },
  ],
  [
    'sold figures are indexed with what is open',
    { file: 'src/search/texts.ts', pattern: 'figuresText(figures)]', by: 'figuresText(figures ?? sold)]' },
  ],
];

test.each(MISTAKES)('the test sees it when %s', async (_what, ...edits) => {
  expect(await withSite(edits, leaks)).not.toEqual([]);
});
