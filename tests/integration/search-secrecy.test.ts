import { expect, test } from 'vitest';
import { article, interview, validContent } from '../content-folder.ts';
import { type Searched, searched } from '../search-exam/published.ts';

const CLOSED = `Un début ouvert sur un client qui attend.

<Paywall />

## Un chalumeau fermé

Le saltimbanque a vendu 48 731 toupies à des clients pressés, avec une réclamation de trop.`;

const FILES = {
  ...validContent(),
  'content/articles/2026/vendu.mdx': article(
    { uid: 'sold-0001', access: 'subscribers', title: 'Une histoire' },
    CLOSED,
  ),
  'content/articles/2026/ouvert.mdx': article(
    { uid: 'open-0001' },
    'Le client attend. Une réclamation arrive, le client attend.',
  ),
  'content/studies/payante.yaml': `title: Une étude payante
commissioner: Institut Exemple
sample: 1 000 personnes
population: Adultes
fieldwork: Mai 2026
source: { title: Le rapport, url: https://www.example.org/rapport }
access: subscribers
figures:
  - { id: luge, value: 6174, unit: "%", label: préfèrent la luge }
`,
};

/** Queries that touch closed words in every way: whole, misspelt, unfinished, quoted, glued, among others. */
const ASKED = [
  'saltimbanque',
  'saltimbanques',
  'saltinbanque',
  'saltimb',
  'lesaltimbanque',
  'le saltimbanque a vendu',
  '"toupies à des clients"',
  'toupie',
  'toupy',
  '48 731',
  '48731',
  'chalumeau',
  'chalumau',
  'luge',
  '6174',
  'préfèrent la luge',
  'client attend saltimbanque',
  'clients pressés',
  'client',
  'client réclamation',
  'reclamation',
  'réclamasion',
  'vendre',
  'attendre',
  'un début ouvert',
  'étude payante',
];

const answers = (magazine: Searched, now?: Date): unknown[] =>
  ASKED.flatMap((query) =>
    (['relevance', 'date'] as const).map((sort) =>
      magazine.find(query, 'public', { sort, ...(now === undefined ? {} : { now }) }),
    ),
  );

test('what stands in closed parts is found by subscribers alone', async () => {
  using magazine = await searched(FILES);
  for (const query of ['saltimbanque', '48 731', '48731', 'chalumeau', 'saltinbanque']) {
    const found = magazine.find(query, 'subscriber');
    expect(found.hits[0]?.piece?.key, query).toBe('articles/vendu');
    expect(found.hits[0]?.path, query).toBe('/articles/vendu/#un-chalumeau-ferme');
    const hidden = magazine.find(query);
    expect(hidden, query).toMatchObject({ total: 0, hits: [], corrected: null, suggestion: null, names: [] });
    expect(Object.values(hidden.facets).flat(), query).toEqual([]);
  }
  expect(magazine.find('luge', 'subscriber').hits[0]?.path).toBe('/etudes/payante/');
  expect(magazine.find('luge').total).toBe(0);
  const shown = answers(magazine).map((answer) => ({ ...(answer as object), query: '' }));
  expect(JSON.stringify(shown)).not.toMatch(/saltimb|toupie|731|chalumeau|luge|6\u202f?174/);
});

test('the public is answered the same, to the letter, when nothing is behind the wall', async () => {
  using magazine = await searched(FILES);
  const before = answers(magazine);
  magazine.change(`UPDATE closed_parts SET html = '', notes_html = ''; DELETE FROM search_closed;
    DELETE FROM search_closed_words; UPDATE search_docs SET closed_length = 0; UPDATE records SET closed_data = NULL WHERE kind <> 'studies';
    UPDATE meta SET value = value + 1 WHERE key = 'generation'`);
  expect(answers(magazine)).toEqual(before);
});

test('the public is answered the same, to the letter, when other words are behind the wall', async () => {
  using one = await searched(FILES);
  using other = await searched({
    ...FILES,
    'content/articles/2026/vendu.mdx': article(
      { uid: 'sold-0001', access: 'subscribers', title: 'Une histoire' },
      'Un début ouvert sur un client qui attend.\n\n<Paywall />\n\nDes pingouins, des clients et une réclamation, une réclamation.',
    ),
  });
  const comparable = (magazine: Searched): unknown =>
    JSON.parse(JSON.stringify(answers(magazine)).replace(/"readingMinutes":\d+/g, '"readingMinutes":0'));
  expect(comparable(other)).toEqual(comparable(one));
});

test('a piece under embargo, a draft and one that was withdrawn change nothing for anybody', async () => {
  const later = (status: string, publishedAt: string) =>
    article(
      { uid: 'late-0001', status, publishedAt, title: 'La réclamation du client' },
      `${CLOSED.replace('<Paywall />', '')}\n\nUn client pressé, un saltimbanq.`,
    );
  const path = 'content/articles/2026/bientot.mdx';
  using without = await searched(FILES);
  const expected = ASKED.map((query) => [without.find(query), without.find(query, 'subscriber')]);
  for (const [status, date] of [
    ['ready', '2026-12-01'],
    ['draft', '2026-11-01'],
    ['withdrawn', '2026-11-01'],
  ] as const) {
    using magazine = await searched({ ...FILES, [path]: later(status, date) });
    expect(
      ASKED.map((query) => [magazine.find(query), magazine.find(query, 'subscriber')]),
      status,
    ).toEqual(expected);
  }
});

test('a piece is found from the minute it comes out, without a publish', async () => {
  using magazine = await searched({
    ...validContent(),
    'content/articles/2026/bientot.mdx': article({ uid: 'late-0001', publishedAt: '2026-12-01T08:30' }, 'Un trombone.'),
  });
  expect(magazine.find('trombone', 'public', { now: new Date('2026-12-01T07:29:59Z') })).toMatchObject({
    total: 0,
    corrected: null,
  });
  expect(magazine.keys('trombone', 'public', { now: new Date('2026-12-01T07:30:00Z') })).toEqual(['articles/bientot']);
});

test('an answer behind the wall is found under its question by subscribers alone', async () => {
  using magazine = await searched({
    ...validContent(),
    'content/interviews/jeanne-martin.mdx': interview(
      { access: 'subscribers' },
      ['qui', 'sens', 'evolution', 'anecdote']
        .map((id) => `<Question id="${id}" />\n\nRéponse ${id === 'sens' ? 'au clavecin' : id}.`)
        .join('\n\n'),
    ),
  });
  expect(magazine.find('clavecin', 'subscriber').hits[0]?.path).toBe('/entretiens/jeanne-martin/#q-sens');
  expect(magazine.find('clavecin').total).toBe(0);
});
