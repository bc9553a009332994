import path from 'node:path';
import { expect, test } from 'vitest';
import { type Editorial, openEditorial } from '../../src/editorial/editorial.ts';
import { FIXED_PAGES } from '../../src/urls.ts';
import {
  article,
  interview,
  letter,
  publishFolder,
  temporaryFolder,
  validContent,
  writeFiles,
} from '../content-folder.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const SOON = new Date('2026-12-01T12:00:00Z');

function read<T>(folder: string, look: (editorial: Editorial) => T): T {
  const editorial = openEditorial(path.join(folder, 'data', 'content.db'));
  try {
    return look(editorial);
  } finally {
    editorial.close();
  }
}

async function publishAll(folder: string, files: Record<string, string | null> = {}): Promise<void> {
  writeFiles(folder, files);
  expect(await publishFolder(folder)).toMatchObject({ ok: true });
}

function slugs(list: { items: { slug: string }[] } | null | undefined): string[] | undefined {
  return list?.items.map(({ slug }) => slug);
}

const LUC = 'name: Luc Petit\nsortName: Petit, Luc\nrole: Lecteur\n';

test('a person is shown with every piece that is theirs, newest first, and what they did in it', async () => {
  using folder = temporaryFolder();
  await publishAll(folder.dir, {
    ...validContent(),
    'content/articles/2026/autre.mdx': article({
      uid: 'art-000002',
      authors: '[paul-durand]',
      publishedAt: '2026-11-03',
    }),
    'content/interviews/traduit.mdx': interview({
      uid: 'int-000002',
      language: 'en',
      translator: 'paul-durand',
      publishedAt: '2026-11-02',
    }),
  });
  const person = read(folder.dir, (editorial) => editorial.person('paul-durand', 1, NOW));
  expect(person).toMatchObject({ name: 'Paul Durand', role: 'Journaliste', bio: null, photo: null, links: [] });
  expect(person?.pieces.items.map(({ slug, roles }) => [slug, roles])).toEqual([
    ['autre', ['author']],
    ['traduit', ['interviewer', 'translator']],
    ['jeanne-martin', ['interviewer']],
  ]);
  expect(person?.roles).toEqual([
    { role: 'author', count: 1 },
    { role: 'interviewer', count: 2 },
    { role: 'translator', count: 1 },
  ]);
});

test('a reader’s letters stand under the person of their name, when one alone bears it', async () => {
  using folder = temporaryFolder();
  const luc = () =>
    read(folder.dir, (editorial) => [
      slugs(editorial.person('luc-petit', 1, NOW)?.pieces),
      editorial.piece('letters', 'une-lettre', NOW)?.letter?.senderId,
      editorial.gatherings('people', 1, NOW)?.items.some(({ id }) => id === 'luc-petit'),
    ]);
  await publishAll(folder.dir, validContent());
  expect(luc()).toEqual([undefined, null, false]);
  await publishAll(folder.dir, { 'content/people/luc-petit.yaml': LUC });
  expect(luc()).toEqual([['une-lettre'], 'luc-petit', true]);
  await publishAll(folder.dir, { 'content/people/luc-petit-2.yaml': LUC });
  expect(luc()).toEqual([undefined, null, false]);
});

test('an organisation gathers what it signs, what is about it and the interviews of its people', async () => {
  using folder = temporaryFolder();
  const own = { organisation: 'maison-exemple', organisations: '[maison-exemple]', publishedAt: '2026-11-04' };
  await publishAll(folder.dir, {
    ...validContent(),
    'content/articles/2026/un-article.mdx': article({ authors: '[maison-exemple]' }),
    'content/interviews/jeanne-martin.mdx': interview(own),
  });
  const pieces = read(folder.dir, (editorial) => editorial.organisation('maison-exemple', 1, NOW)?.pieces);
  expect(pieces?.items.map(({ slug, roles }) => [slug, roles])).toEqual([
    ['jeanne-martin', ['employer', 'subject']],
    ['un-article', ['author']],
  ]);
  const piece = read(folder.dir, (editorial) => editorial.piece('interviews', 'jeanne-martin', NOW));
  expect(piece?.organisations).toEqual([{ id: 'maison-exemple', name: 'Maison Exemple' }]);
});

test('a record of which nothing is out does not exist, whatever is to come', async () => {
  using folder = temporaryFolder();
  const early = { uid: 'art-000002', publishedAt: '2026-12-01', themes: '[mesure]', organisations: '[maison-exemple]' };
  await publishAll(folder.dir, {
    ...validContent(),
    'content/themes/mesure.yaml': 'name: La mesure\n',
    'content/people/anne-tot.yaml': 'name: Anne Tôt\n',
    'content/articles/2026/demain.mdx': article({ ...early, authors: '[anne-tot]' }),
  });
  const seen = (now: Date) =>
    read(folder.dir, (editorial) => [
      editorial.theme('mesure', 1, now)?.name,
      editorial.person('anne-tot', 1, now)?.name,
      editorial.organisation('maison-exemple', 1, now)?.name,
      editorial.gatherings('themes', 1, now)?.items.map(({ id, count }) => `${id} ${count}`),
      editorial.gatherings('people', 1, now)?.items.map(({ id, count }) => `${id} ${count}`),
      editorial.gatheringCount('organisations', now),
      editorial.archive({ year: 2026, month: 12 }, 1, now)?.pieces.total,
      editorial.years(now)[0]?.months.map(({ month }) => month),
      editorial.archive({ year: 2026, month: 11 }, 1, now)?.after,
    ]);
  expect(seen(NOW)).toEqual([
    undefined,
    undefined,
    undefined,
    ['ecoute 3'],
    ['jeanne-martin 1', 'paul-durand 1'],
    0,
    undefined,
    [11],
    null,
  ]);
  expect(seen(SOON)).toEqual([
    'La mesure',
    'Anne Tôt',
    'Maison Exemple',
    ['ecoute 3', 'mesure 1'],
    ['anne-tot 1', 'jeanne-martin 1', 'paul-durand 1'],
    1,
    1,
    [11, 12],
    { year: 2026, month: 12 },
  ]);
});

test('a theme that replaces another has its pieces, each once, and its address', async () => {
  using folder = temporaryFolder();
  await publishAll(folder.dir, {
    ...validContent(),
    'content/themes/voix.yaml': 'name: La voix\n',
    'content/articles/2026/un-article.mdx': article({ themes: '[voix]' }),
    'content/articles/2026/deux.mdx': article({ uid: 'art-000002', themes: '[voix, ecoute]' }),
  });
  const look = () =>
    read(folder.dir, (editorial) => ({
      ecoute: editorial.theme('ecoute', 1, NOW)?.pieces.total,
      voix: editorial.theme('voix', 1, NOW)?.pieces.total,
      moved: editorial.movedTo('/themes/voix/', NOW),
      movedFeed: editorial.movedTo('/themes/voix/rss.xml', NOW),
      all: editorial.gatherings('themes', 1, NOW)?.items.map(({ id, count }) => [id, count]),
      themes: editorial.piece('articles', 'deux', NOW)?.themes,
    }));
  expect(look()).toMatchObject({ ecoute: 3, voix: 2, moved: null, themes: [{ id: 'voix' }, { id: 'ecoute' }] });
  await publishAll(folder.dir, { 'content/themes/voix.yaml': 'name: La voix\nreplacedBy: ecoute\n' });
  expect(look()).toEqual({
    ecoute: 4,
    voix: undefined,
    moved: { to: '/themes/ecoute/' },
    movedFeed: { to: '/themes/ecoute/rss.xml' },
    all: [['ecoute', 4]],
    themes: [{ id: 'ecoute', name: 'L’écoute' }],
  });
});

test('the newest pieces of a theme or a person are those of its list, and none before the first is out', async () => {
  using folder = temporaryFolder();
  await publishAll(folder.dir, {
    ...validContent(),
    'content/themes/voix.yaml': 'name: La voix\n',
    'content/people/luc-petit.yaml': LUC,
    'content/articles/2026/deux.mdx': article({ uid: 'art-000002', publishedAt: '2026-11-02' }),
    'content/articles/2026/demain.mdx': article({ uid: 'art-000003', themes: '[voix]', publishedAt: '2026-11-30' }),
  });
  read(folder.dir, (editorial) => {
    const newest = (gathering: 'themes' | 'people', id: string, limit = 50, now = NOW) => {
      const found = editorial.newestOf(gathering, id, limit, now);
      return found && [found.name, ...found.pieces.map(({ slug }) => slug)];
    };
    expect(newest('themes', 'ecoute', 2)).toEqual(['L’écoute', 'deux', 'une-lettre']);
    expect(newest('people', 'luc-petit')).toEqual(['Luc Petit', 'une-lettre']);
    expect(newest('people', 'inconnu')).toBeNull();
    expect(newest('themes', 'voix')).toBeNull();
    expect(newest('themes', 'voix', 50, SOON)).toEqual(['La voix', 'demain']);
  });
});

test('themes that replace one another in a circle are refused', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/themes/voix.yaml': 'name: La voix\nreplacedBy: parole\n',
    'content/themes/parole.yaml': 'name: La parole\nreplacedBy: voix\n',
  });
  expect(await publishFolder(folder.dir)).toMatchObject({
    ok: false,
    issues: [
      { file: 'themes/parole.yaml', line: 2, what: '« parole » se remplace lui-même, de proche en proche' },
      { file: 'themes/voix.yaml', line: 2 },
    ],
  });
});

test('a theme says who and what it goes with', async () => {
  using folder = temporaryFolder();
  await publishAll(folder.dir, {
    ...validContent(),
    'content/themes/mesure.yaml': 'name: La mesure\n',
    'content/articles/2026/un-article.mdx': article({ themes: '[mesure, ecoute]', authors: '[paul-durand]' }),
  });
  const theme = read(folder.dir, (editorial) => editorial.theme('ecoute', 1, NOW));
  expect(theme?.people.map(({ id }) => id)).toEqual(['paul-durand', 'jeanne-martin']);
  expect(theme?.neighbours).toEqual([{ id: 'mesure', name: 'La mesure' }]);
});

test('what changes, goes or is withdrawn leaves the lists that it stood in', async () => {
  using folder = temporaryFolder();
  const name = 'content/articles/2026/autre.mdx';
  const fields = {
    uid: 'art-000002',
    publishedAt: '2026-11-05',
    authors: '[paul-durand]',
    organisations: '[maison-exemple]',
  };
  await publishAll(folder.dir, { ...validContent(), [name]: article(fields) });
  const seen = () =>
    read(folder.dir, (editorial) => [
      slugs(editorial.person('paul-durand', 1, NOW)?.pieces),
      slugs(editorial.organisation('maison-exemple', 1, NOW)?.pieces),
    ]);
  expect(seen()).toEqual([['autre', 'jeanne-martin'], ['autre']]);
  await publishAll(folder.dir, { [name]: article({ ...fields, authors: '[maison-exemple]' }) });
  expect(seen()).toEqual([['jeanne-martin'], ['autre']]);
  await publishAll(folder.dir, { [name]: article({ ...fields, status: 'withdrawn' }) });
  expect(seen()).toEqual([['jeanne-martin'], undefined]);
  await publishAll(folder.dir, { [name]: null });
  expect(seen()).toEqual([['jeanne-martin'], undefined]);
});

test('lists are cut into pages of twenty, and there is no page beyond the last', async () => {
  using folder = temporaryFolder();
  const many = Array.from({ length: 25 }, (_, index) => [
    `content/articles/2026/numero-${index}.mdx`,
    article({
      uid: `art-1000${index}`,
      authors: '[paul-durand]',
      publishedAt: `2026-10-${String(index + 1).padStart(2, '0')}`,
    }),
  ]);
  await publishAll(folder.dir, { ...validContent(), ...(Object.fromEntries(many) as Record<string, string>) });
  read(folder.dir, (editorial) => {
    const first = editorial.person('paul-durand', 1, NOW)?.pieces;
    expect([first?.items.length, first?.pages, first?.total]).toEqual([20, 2, 26]);
    expect(slugs(editorial.theme('ecoute', 2, NOW)?.pieces)).toHaveLength(8);
    expect(slugs(editorial.archive({ year: 2026, month: 10 }, 2, NOW)?.pieces)).toEqual(
      [4, 3, 2, 1, 0].map((n) => `numero-${n}`),
    );
    expect([editorial.person('paul-durand', 3, NOW), editorial.theme('ecoute', 0, NOW)]).toEqual([null, null]);
    expect(editorial.archive({ year: 2026, month: 10 }, 3, NOW)).toBeNull();
  });
});

test('months are those of Paris, and lead to the nearest that published something', async () => {
  using folder = temporaryFolder();
  await publishAll(folder.dir, {
    ...validContent(),
    'content/articles/2026/vieux.mdx': article({ uid: 'art-000002', publishedAt: '2011-09-30T23:30' }),
    'content/articles/2026/nuit.mdx': article({ uid: 'art-000003', publishedAt: '2026-09-01' }),
  });
  read(folder.dir, (editorial) => {
    const month = editorial.archive({ year: 2026, month: 9 }, 1, NOW);
    expect(slugs(month?.pieces)).toEqual(['nuit']);
    expect([month?.before, month?.after]).toEqual([
      { year: 2011, month: 9 },
      { year: 2026, month: 11 },
    ]);
    expect(editorial.archive({ year: 2026, month: null }, 1, NOW)).toMatchObject({
      before: { year: 2011, month: null },
      after: null,
      months: [
        { month: 9, count: 1 },
        { month: 11, count: 3 },
      ],
    });
    expect(editorial.years(NOW).map(({ year, count }) => [year, count])).toEqual([
      [2026, 4],
      [2011, 1],
    ]);
    expect(editorial.archive({ year: 2012, month: null }, 1, NOW)).toBeNull();
  });
});

const ISSUE = `number: 7
title: La file
date: 2026-11-10
contents:
  - section: Enquête
    pieces: [articles/un-article, articles/demain]
  - section: Plus tard
    pieces: [articles/demain]
`;

test('an issue shows by section what is out of it, and what its contents forgot', async () => {
  using folder = temporaryFolder();
  await publishAll(folder.dir, {
    ...validContent(),
    'content/issues/automne.yaml': ISSUE,
    'content/articles/2026/demain.mdx': article({ uid: 'art-000002', publishedAt: '2026-12-01' }),
    'content/interviews/jeanne-martin.mdx': interview({ issue: 'automne' }),
  });
  read(folder.dir, (editorial) => {
    const issue = editorial.issue(7, NOW);
    expect(issue?.sections.map(({ section, pieces }) => [section, pieces.map(({ slug }) => slug)])).toEqual([
      ['Enquête', ['un-article']],
      [null, ['jeanne-martin']],
    ]);
    expect(editorial.issue(7, SOON)?.sections).toHaveLength(3);
    expect(editorial.issues(1, NOW)?.items).toMatchObject([
      { number: 7, count: 2, leads: ['Un titre ordinaire', 'Un titre ordinaire'] },
    ]);
    expect(editorial.piece('articles', 'un-article', NOW)?.issue).toMatchObject({ number: 7, title: 'La file' });
    expect(editorial.piece('interviews', 'jeanne-martin', NOW)?.issue).toMatchObject({ number: 7 });
    expect(editorial.piece('letters', 'une-lettre', NOW)?.issue).toBeNull();
  });
});

test('an issue exists from its day on, once a piece of it is out', async () => {
  using folder = temporaryFolder();
  const numbered = (number: number, date: string, key: string) =>
    `number: ${number}\ntitle: Un numéro\ndate: ${date}\ncontents: [{ section: Tout, pieces: [${key}] }]\n`;
  await publishAll(folder.dir, {
    ...validContent(),
    'content/articles/2026/demain.mdx': article({ uid: 'art-000002', publishedAt: '2026-12-01' }),
    'content/issues/1.yaml': numbered(1, '2026-11-02', 'articles/un-article'),
    'content/issues/2.yaml': numbered(2, '2026-11-30', 'articles/un-article'),
    'content/issues/3.yaml': numbered(3, '2026-11-05', 'articles/demain'),
    'content/issues/4.yaml': 'number: 4\ntitle: Vide\ndate: 2026-11-06\n',
  });
  const seen = (now: Date) =>
    read(folder.dir, (editorial) => editorial.issues(1, now)?.items.map(({ number }) => number));
  expect(seen(NOW)).toEqual([1]);
  expect(seen(SOON)).toEqual([3, 2, 1]);
  read(folder.dir, (editorial) => {
    expect([editorial.issue(2, NOW), editorial.issue(3, NOW), editorial.issue(4, SOON)]).toEqual([null, null, null]);
    expect([editorial.issue(2, SOON)?.before?.number, editorial.issue(2, SOON)?.after?.number]).toEqual([1, 3]);
    expect(editorial.piece('articles', 'un-article', NOW)?.issue?.number).toBe(1);
  });
});

test('people and firms are listed as a French index does', async () => {
  using folder = temporaryFolder();
  const firms = { 'le-bief': 'Le Bief', ecole: 'École Exemple', 'l-etal': 'L’Étal' };
  const records = Object.entries(firms).map(([id, name]) => [`content/organisations/${id}.yaml`, `name: ${name}\n`]);
  await publishAll(folder.dir, {
    ...validContent(),
    ...(Object.fromEntries(records) as Record<string, string>),
    'content/articles/2026/un-article.mdx': article({ organisations: '[le-bief, ecole, l-etal, maison-exemple]' }),
  });
  const names = read(folder.dir, (editorial) => editorial.gatherings('organisations', 1, NOW)?.items);
  expect(names?.map(({ initial, name }) => `${initial} ${name}`)).toEqual([
    'B Le Bief',
    'E École Exemple',
    'E L’Étal',
    'M Maison Exemple',
  ]);
});

test('the sitemap names every page that is there, and none that is not', async () => {
  using folder = temporaryFolder();
  await publishAll(folder.dir, {
    ...validContent(),
    'content/issues/7.yaml': ISSUE.replaceAll('articles/demain', 'articles/un-article'),
    'content/articles/2026/demain.mdx': article({
      uid: 'art-000002',
      publishedAt: '2026-12-01',
      authors: '[maison-exemple]',
    }),
    'content/letters/une-lettre.mdx': letter({ seo: '{ noindex: true }' }),
  });
  const paths = (now: Date) => read(folder.dir, (editorial) => editorial.sitemap(1, now).map((page) => page.path));
  const shown = paths(NOW);
  expect(shown).toEqual(expect.arrayContaining(['/', '/archives/', '/numeros/', '/themes/', '/etudes/']));
  expect(shown).not.toContain('/recherche/');
  expect(shown.filter((name) => !FIXED_PAGES.includes(name))).toEqual([
    '/entretiens/questions/qui-etes-vous/',
    '/entretiens/questions/sens-du-client/',
    '/entretiens/questions/evolution/',
    '/entretiens/questions/anecdote/',
    '/archives/2026/',
    '/archives/2026/11/',
    '/numeros/7/',
    '/lettre/2026/11/',
    '/lettre/2026-11-02/',
    '/etudes/barometre/',
    '/themes/ecoute/',
    '/articles/un-article/',
    '/entretiens/jeanne-martin/',
    '/personnes/jeanne-martin/',
    '/personnes/paul-durand/',
  ]);
  expect(paths(SOON)).toEqual(
    expect.arrayContaining(['/archives/2026/12/', '/articles/demain/', '/organisations/maison-exemple/']),
  );
  expect(read(folder.dir, (editorial) => [editorial.sitemapParts(NOW), editorial.sitemap(2, NOW)])).toEqual([1, []]);
});
