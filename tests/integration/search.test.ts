import { expect, test } from 'vitest';
import { article, interview, letter, validContent } from '../content-folder.ts';
import { searched } from '../search-exam/published.ts';

const text = (excerpt: readonly { text: string; match: boolean }[], match: boolean): string[] =>
  excerpt.filter((part) => part.match === match).map((part) => part.text);

/** Articles with these bodies, by slug. */
function articles(bodies: Record<string, string>, fields: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bodies).map(([slug, body], index) => [
      `content/articles/2026/${slug}.mdx`,
      article({ uid: `find-${String(index).padStart(4, '0')}`, ...fields }, body),
    ]),
  );
}

test('a result marks what was searched, in any form, and stands under its heading', async () => {
  using magazine = await searched({
    ...validContent(),
    ...articles({ clics: 'Un début sans rien.\n\n## La sortie\n\nNous avons résilié vingt contrats, non sans mal.' }),
  });
  const [hit] = magazine.find('resilier').hits;
  expect(hit).toMatchObject({ kind: 'articles', path: '/articles/clics/#la-sortie', place: 'La sortie' });
  expect(text(hit?.excerpt ?? [], true)).toEqual(['résilié']);
  expect(hit?.excerpt.map((part) => part.text).join('')).toBe('Nous avons résilié vingt contrats, non sans mal.');
});

test('a result leads to the answer in which it stands', async () => {
  const answers = ['qui', 'sens', 'evolution', 'anecdote'].map(
    (id) => `<Question id="${id}" />\n\nRéponse à ${id}${id === 'anecdote' ? ', avec un trombone' : ''}.`,
  );
  using magazine = await searched({
    ...validContent(),
    'content/interviews/jeanne-martin.mdx': interview({}, answers.join('\n\n')),
  });
  expect(magazine.find('trombones').hits).toMatchObject([
    { path: '/entretiens/jeanne-martin/#q-anecdote', place: 'Avez-vous une anecdote\u202f?' },
  ]);
});

test('a match in the title alone shows the standfirst and leads to the page', async () => {
  using magazine = await searched({ ...validContent(), ...articles({ a: 'Rien ici.' }, { title: 'Le saxophone' }) });
  const [hit] = magazine.find('saxophone').hits;
  expect(hit).toMatchObject({ path: '/articles/a/', place: null });
  expect(hit?.excerpt).toEqual([{ text: expect.stringContaining('Un chapeau de bonne longueur'), match: false }]);
});

test('studies are found by their figures, with a page of their own', async () => {
  using magazine = await searched(validContent());
  expect(magazine.find('plus de cinq minutes 73').hits).toMatchObject([
    { kind: 'studies', path: '/etudes/barometre/', piece: null, publishedAt: null },
  ]);
});

test('counts tell what each filter would find, the other filters kept', async () => {
  using magazine = await searched({
    ...validContent(),
    'content/themes/mesure.yaml': 'name: Mesure\n',
    ...articles({ un: 'Un trombone.', deux: 'Un trombone.' }, { authors: '[paul-durand]' }),
    'content/articles/2026/trois.mdx': article(
      { uid: 'find-trois', themes: '[mesure]', publishedAt: '2025-03-01', access: 'subscribers' },
      'Un trombone.\n\n<Paywall />\n\nFin.',
    ),
    'content/letters/une-lettre.mdx': letter({}, 'Mon trombone est cassé.'),
  });
  const all = magazine.find('trombone');
  expect(all.total).toBe(4);
  expect(all.facets.kind.map(({ value, count }) => [value, count])).toEqual([
    ['articles', 3],
    ['letters', 1],
  ]);
  expect(all.facets.theme).toMatchObject([
    { value: 'ecoute', label: 'L’écoute', count: 3 },
    { value: 'mesure', count: 1 },
  ]);
  const filtered = magazine.find('trombone', 'public', { kind: 'articles', theme: 'ecoute' });
  expect(filtered.total).toBe(2);
  expect(filtered.facets.kind.map(({ value, count }) => [value, count])).toEqual([
    ['articles', 2],
    ['letters', 1],
  ]);
  expect(filtered.facets.theme.map(({ value, count }) => [value, count])).toEqual([
    ['ecoute', 2],
    ['mesure', 1],
  ]);
  for (const [facet, values] of Object.entries(all.facets)) {
    for (const { value, count } of values) {
      const chosen = { [facet]: facet === 'year' ? Number(value) : value };
      expect(magazine.find('trombone', 'public', chosen).total, `${facet} ${value}`).toBe(count);
    }
  }
  expect(magazine.find('trombone', 'public', { theme: 'inconnu' }).total).toBe(0);
});

test('results come twenty a page, a page beyond the last is the last, and by date the newest is first', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 45 }, (_, index) => [
      `content/articles/2026/n-${index}.mdx`,
      article(
        { uid: `page-${String(index).padStart(4, '0')}`, publishedAt: `2026-01-${10 + (index % 20)}` },
        'Un trombone.',
      ),
    ]),
  );
  using magazine = await searched({ ...validContent(), ...files });
  const pages = [1, 2, 3].map((page) => magazine.find('trombone', 'public', { page }));
  expect(pages.map(({ hits }) => hits.length)).toEqual([20, 20, 5]);
  expect(new Set(pages.flatMap(({ hits }) => hits.map(({ path }) => path))).size).toBe(45);
  expect(magazine.find('trombone', 'public', { page: 9 })).toMatchObject({ page: 3, pages: 3, total: 45 });
  expect(magazine.find('trombone', 'public', { page: Number.NaN }).page).toBe(1);
  const dates = magazine.find('trombone', 'public', { sort: 'date' }).hits.map(({ publishedAt }) => publishedAt);
  expect(dates).toEqual([...dates].sort().reverse());
});

test('a quoted phrase finds the texts that have it, in this order', async () => {
  using magazine = await searched({
    ...validContent(),
    ...articles({
      un: 'Le sens du client se perd.',
      deux: 'Le client a un sens de l’humour.',
    }),
  });
  expect(magazine.keys('"sens du client"', 'public', { kind: 'articles' })).toEqual(['articles/un']);
  expect(magazine.keys('sens client', 'public', { kind: 'articles' })).toEqual(['articles/un', 'articles/deux']);
});

test('a word that is found nowhere is corrected, with its accents, and a second spelling is suggested', async () => {
  using magazine = await searched({
    ...validContent(),
    ...articles({ a: 'Une réclamation polie.', b: 'Un pâté.', c: 'Une pâtée.' }),
  });
  expect(magazine.find('reclamasion')).toMatchObject({ total: 1, corrected: 'réclamation', suggestion: null });
  expect(magazine.find('patte')).toMatchObject({ corrected: expect.any(String), suggestion: expect.any(String) });
  expect(magazine.find('réclamation').corrected).toBeNull();
  expect(magazine.find('zzyzx')).toMatchObject({ total: 0, corrected: null, suggestion: null, hits: [] });
});

test('names that the query tells come apart, when something of theirs is out', async () => {
  using magazine = await searched({
    ...validContent(),
    'content/themes/ecoute.yaml': 'name: L’écoute\nsynonyms: [voix du client]\n',
    'content/people/luc-absent.yaml': 'name: Luc Absent\n',
  });
  expect(magazine.find('jeanne martin').names).toEqual([
    { kind: 'person', name: 'Jeanne Martin', path: '/personnes/jeanne-martin/' },
  ]);
  expect(magazine.find('la voix du client').names).toMatchObject([{ kind: 'theme', path: '/themes/ecoute/' }]);
  expect(magazine.find('Luc Absent').names).toEqual([]);
});

test('a change, a removal and a new name are found at once, and nothing of what they replace', async () => {
  using magazine = await searched({ ...validContent(), ...articles({ a: 'Un trombone.', b: 'Une clarinette.' }) });
  expect(magazine.keys('trombone')).toEqual(['articles/a']);
  await magazine.publish({ ...articles({ a: 'Un basson.' }), 'content/articles/2026/b.mdx': null });
  expect(magazine.keys('trombone')).toEqual([]);
  expect(magazine.keys('clarinette')).toEqual([]);
  expect(magazine.keys('basson')).toEqual(['articles/a']);
  await magazine.publish({ 'content/people/jeanne-martin.yaml': 'name: Jeanne Zimmermann\n' });
  expect(magazine.keys('Zimmermann')).toEqual(['interviews/jeanne-martin']);
  await magazine.publish({ 'content/themes/ecoute.yaml': 'name: L’écoute\nsynonyms: [stéthoscope]\n' });
  expect(magazine.keys('stethoscope')).toContain('articles/a');
  await magazine.publish({
    'content/articles/2026/a.mdx': article({ uid: 'find-0000', status: 'withdrawn' }, 'Un basson.'),
  });
  expect(magazine.find('basson')).toMatchObject({ total: 0, corrected: null });
});

test('whatever is typed is answered', async () => {
  using magazine = await searched({ ...validContent(), ...articles({ a: 'Un client attend.' }) });
  const hostile = [
    '',
    ' ',
    '"',
    '""',
    '"client',
    'client"',
    '« client',
    '*',
    'client*',
    '^client',
    'NEAR(client attend, 3)',
    'client AND',
    'AND OR NOT',
    'NOT client',
    '{title} : client',
    'title:client',
    '-client',
    '(client',
    'client)',
    'client + attend',
    "client'; DROP TABLE pieces; --",
    '\u0000client\u0007',
    '\ud800client\udc00',
    '🎺',
    '%',
    '_',
    '\\',
    '<script>',
    'é'.repeat(9000),
    'client '.repeat(1500),
    Array.from({ length: 200 }, (_, index) => `mot${index}`).join(' '),
    '1 2 3 4 5 6',
    'a b c',
    "l'",
    'qu’',
    'rowid',
    'bm25(search_open)',
    'search_open',
    '\n\r\t',
    '"client attend" "un client"',
    '١٢٣',
    'клиент',
    '顧客',
  ];
  for (const query of hostile) {
    for (const audience of ['public', 'subscriber'] as const) {
      const results = magazine.find(query, audience, { page: -3 });
      expect(results.query.length, query.slice(0, 40)).toBeLessThanOrEqual(200);
      expect(results.total).toBeGreaterThanOrEqual(results.hits.length);
    }
  }
  for (const query of ['client*', '^client', '"client', 'title:client', 'client)'])
    expect(magazine.keys(query)).toContain('articles/a');
});
