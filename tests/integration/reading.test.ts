import path from 'node:path';
import { expect, test } from 'vitest';
import { type Editorial, openEditorial, type Piece } from '../../src/editorial/editorial.ts';
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

/** Publishes `files` over a small valid folder and looks at what readers get. */
async function published<T>(files: Record<string, string>, look: (editorial: Editorial) => T): Promise<T> {
  using folder = temporaryFolder();
  writeFiles(folder.dir, { ...validContent(), ...files });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true });
  const editorial = openEditorial(path.join(folder.dir, 'data', 'content.db'));
  try {
    return look(editorial);
  } finally {
    editorial.close();
  }
}

function articleNamed(editorial: Editorial, slug: string): Piece {
  const piece = editorial.piece('articles', slug, NOW);
  if (piece === null) throw new Error(`${slug} is not published`);
  return piece;
}

const sold = (figures: string) =>
  (validContent()['content/studies/barometre.yaml'] ?? '')
    .replace('access: public', 'access: subscribers')
    .replace(/figures:[\s\S]*/, figures);

const FIGURES = `figures:
  - { id: a, value: 73, unit: "%", label: attendent }
  - { id: b, value: 12.5, unit: "%", label: rappellent, base: "18-34 ans" }
  - { id: c, value: 4, unit: minutes, label: d’attente }
`;

test('a study shows its figures, a chart for each unit that is shared, and the pieces that tell it', async () => {
  const files = {
    'content/studies/barometre.yaml': sold(FIGURES).replace('subscribers', 'public'),
    'content/articles/2026/etude.mdx': article({
      uid: 'art-000002',
      genre: 'study',
      study: 'barometre',
      publishedAt: '2026-11-05',
    }),
    'content/articles/2026/cite.mdx': article(
      { uid: 'art-000003', publishedAt: '2026-11-10' },
      'Un.\n\n<KeyFigure study="barometre" id="a" />',
    ),
    'content/articles/2026/demain.mdx': article({
      uid: 'art-000004',
      genre: 'study',
      study: 'barometre',
      publishedAt: '2027-01-01',
    }),
  };
  await published(files, (editorial) => {
    const study = editorial.study('barometre', 'public', NOW);
    expect(study).toMatchObject({ figureCount: 3, since: '2026-11-04T23:00:00Z' });
    expect(study?.figures?.map(({ id, base }) => [id, base])).toEqual([
      ['a', null],
      ['b', '18-34 ans'],
      ['c', null],
    ]);
    expect(study?.charts).toHaveLength(1);
    expect(study?.charts[0]).toContain('En pourcentage');
    expect(study?.pieces.map(({ slug }) => slug)).toEqual(['cite', 'etude']);
    expect(editorial.study('inconnue', 'public', NOW)).toBeNull();
    expect(editorial.study('barometre', 'public', new Date('2026-11-04T22:59:59Z'))).toBeNull();
  });
});

test('a study that is sold gives the public its method and how many figures it has, and subscribers the rest', async () => {
  const files = {
    'content/studies/barometre.yaml': sold(FIGURES),
    'content/articles/2026/etude.mdx': article({ uid: 'art-000002', genre: 'study', study: 'barometre' }),
  };
  await published(files, (editorial) => {
    for (const found of [
      editorial.study('barometre', 'public', NOW),
      editorial.studyList(1, 'public', NOW)?.items[0],
      editorial.studies('public', NOW)[0],
      articleNamed(editorial, 'etude').study,
    ]) {
      expect(found).toMatchObject({ figureCount: 3, sample: '1\u202f000 personnes' });
      expect(JSON.stringify(found)).not.toMatch(/attendent|73|12[.,]5|18-34/);
    }
    const whole = editorial.study('barometre', 'subscriber', NOW);
    expect(whole?.figures).toHaveLength(3);
    expect(whole?.charts).toHaveLength(1);
  });
});

test('studies are listed by the first piece that tells them, twenty a page', async () => {
  const files: Record<string, string> = {};
  for (let number = 1; number <= 22; number += 1) {
    const day = String(number).padStart(2, '0');
    files[`content/studies/etude-${day}.yaml`] = validContent()['content/studies/barometre.yaml'] ?? '';
    files[`content/articles/2026/etude-${day}.mdx`] = article({
      uid: `art-1000${day}`,
      genre: 'study',
      study: `etude-${day}`,
      publishedAt: `2026-10-${day}`,
    });
  }
  files['content/articles/2026/reprise.mdx'] = article({ uid: 'art-000003', genre: 'study', study: 'etude-01' });
  await published(files, (editorial) => {
    const [first, second] = [1, 2].map((page) => editorial.studyList(page, 'public', NOW));
    expect(first).toMatchObject({ page: 1, pages: 2, total: 23 });
    expect(first?.items.slice(0, 2).map(({ id }) => id)).toEqual(['etude-22', 'etude-21']);
    expect(second?.items.map(({ id }) => id)).toEqual(['etude-02', 'etude-01', 'barometre']);
    expect(editorial.studyList(3, 'public', NOW)).toBeNull();
  });
});

const ANSWERS = ['qui', 'sens', 'evolution', 'anecdote'].map((id) => `<Question id="${id}" />\n\nRéponse à ${id}.`);
const VARIANT = ANSWERS.join('\n\n').replace(
  '<Question id="sens" />',
  '<Question id="sens">Le sens du client, pour vous ?</Question>',
);

test('the answers to a question stand together, newest first, closed ones without their text', async () => {
  const files = {
    'content/people/luc-petit.yaml': 'name: Luc Petit\n',
    'content/interviews/luc-petit.mdx': interview(
      { uid: 'int-000002', guest: 'luc-petit', access: 'subscribers', publishedAt: '2026-11-10' },
      VARIANT.replaceAll('Réponse à', 'Réponse vendue à'),
    ),
    'content/interviews/demain.mdx': interview({ uid: 'int-000003', publishedAt: '2027-01-01' }),
    'content/interviews/brouillon.mdx': interview({ uid: 'int-000004', status: 'draft' }),
  };
  await published(files, (editorial) => {
    expect(editorial.questions(NOW).map(({ slug, answers }) => [slug, answers])).toEqual([
      ['qui-etes-vous', 2],
      ['sens-du-client', 2],
      ['evolution', 2],
      ['anecdote', 2],
    ]);
    const open = editorial.question('sens-du-client', 1, 'public', NOW);
    expect(open?.answers).toMatchObject({ page: 1, pages: 1, total: 2 });
    expect(open?.answers.items.map(({ piece, wording, html }) => [piece.slug, wording, html])).toEqual([
      ['luc-petit', 'Le sens du client, pour vous\u202f?', null],
      ['jeanne-martin', 'Qu’est-ce que le sens du client\u202f?', '<p>Réponse à sens.</p>'],
    ]);
    expect(JSON.stringify(open)).not.toContain('vendue');
    const whole = editorial.question('sens-du-client', 1, 'subscriber', NOW);
    expect(whole?.answers.items[0]?.html).toBe('<p>Réponse vendue à sens.</p>');
    expect(editorial.question('qui-etes-vous', 1, 'public', NOW)?.answers.items[0]?.html).toContain('vendue à qui');
    expect(editorial.question('sens-du-client', 2, 'public', NOW)).toBeNull();
    expect(editorial.question('inconnue', 1, 'public', NOW)).toBeNull();
    expect(editorial.questions(new Date('2026-10-01T00:00:00Z'))).toEqual([]);
  });
});

test('an answer that the wall cuts is closed, and whole for subscribers', async () => {
  const body = ANSWERS.join('\n\n').replace('Réponse à sens.', 'Début.\n\n<Paywall />\n\nFin.');
  const files = { 'content/interviews/jeanne-martin.mdx': interview({ access: 'subscribers' }, body) };
  await published(files, (editorial) => {
    const htmlFor = (audience: 'public' | 'subscriber') =>
      editorial.question('sens-du-client', 1, audience, NOW)?.answers.items[0]?.html;
    expect(htmlFor('public')).toBeNull();
    expect(htmlFor('subscriber')).toBe('<p>Début.</p><p>Fin.</p>');
  });
});

test('ten answers a page', async () => {
  const files: Record<string, string> = {};
  for (let number = 10; number < 21; number += 1)
    files[`content/interviews/invite-${number}.mdx`] = interview({
      uid: `int-1000${number}`,
      publishedAt: `2026-10-${number}`,
    });
  await published(files, (editorial) => {
    expect(editorial.question('anecdote', 1, 'public', NOW)?.answers.items).toHaveLength(10);
    const last = editorial.question('anecdote', 2, 'public', NOW);
    expect(last?.answers).toMatchObject({ pages: 2, total: 12 });
    expect(last?.answers.items.map(({ piece }) => piece.slug)).toEqual(['invite-11', 'invite-10']);
  });
});

test('what to read after a piece: the editors’ choice, then the same guest or the same theme', async () => {
  const files = {
    'content/themes/mesure.yaml': 'name: La mesure\n',
    'content/interviews/encore.mdx': interview({ uid: 'int-000002', publishedAt: '2026-10-01', themes: '[mesure]' }),
    'content/articles/2026/choisi.mdx': article({ uid: 'art-000002', themes: '[mesure]' }),
    'content/articles/2026/paye.mdx': article({ uid: 'art-000003', publishedAt: '2026-11-20', sponsored: 'true' }),
    'content/articles/2026/demain.mdx': article({ uid: 'art-000004', publishedAt: '2027-01-01' }),
    'content/interviews/jeanne-martin.mdx': interview({ readAlso: '[articles/choisi]' }),
  };
  await published(files, (editorial) => {
    const piece = editorial.piece('interviews', 'jeanne-martin', NOW);
    const found = piece === null ? [] : editorial.related(piece, [], NOW);
    expect(found.map(({ piece: { key }, reason }) => [key, reason])).toEqual([
      ['articles/choisi', { code: 'editor' }],
      ['interviews/encore', { code: 'guest' }],
      ['letters/une-lettre', { code: 'theme', theme: 'L’écoute' }],
      ['articles/un-article', { code: 'theme', theme: 'L’écoute' }],
    ]);
  });
});

test('a letter leads back to what it answers', async () => {
  await published({}, (editorial) => {
    const piece = editorial.piece('letters', 'une-lettre', NOW);
    const found = piece === null ? [] : editorial.related(piece, [], NOW);
    expect(found[0]).toMatchObject({ piece: { key: 'articles/un-article' }, reason: { code: 'replied-to' } });
  });
});

test('the parts of a series come by rank, and none before its minute', async () => {
  const part = (rank: number, publishedAt: string) =>
    article({ uid: `art-00010${rank}`, publishedAt, series: `{ name: Les phrases, rank: ${rank} }` });
  const files = {
    'content/articles/2026/deux.mdx': part(2, '2026-10-02'),
    'content/articles/2026/un.mdx': part(1, '2026-10-05'),
    'content/articles/2026/trois.mdx': part(3, '2027-01-01'),
  };
  await published(files, (editorial) => {
    const parts = editorial.seriesOf(articleNamed(editorial, 'deux'), NOW);
    expect(parts.map(({ rank, piece }) => [rank, piece.slug])).toEqual([
      [1, 'un'],
      [2, 'deux'],
    ]);
    expect(editorial.seriesOf(articleNamed(editorial, 'un-article'), NOW)).toEqual([]);
  });
});

test('a letter may answer a day’s letter, which is linked from its hour on, both ways', async () => {
  const files = {
    'content/editions/2026-11-20.mdx': '---\nsubject: Bonjour\n---\n\nBonjour.\n',
    'content/editions/2026-11-22.mdx': '---\nsubject: Demain\n---\n\nBonjour.\n',
    'content/letters/une-lettre.mdx': letter({ repliesTo: '[editions/2026-11-20, editions/2026-11-22]' }),
  };
  await published(files, (editorial) => {
    const linked = (now: Date) => editorial.piece('letters', 'une-lettre', now)?.letter?.repliesTo;
    const edition = (title: string, url: string) => ({ title, url, internal: true, sponsored: false });
    const first = edition('La lettre du 20\u00a0novembre 2026', '/lettre/2026-11-20/');
    expect(linked(NOW)).toEqual([first]);
    expect(linked(new Date('2026-11-22T05:59:59Z'))).toHaveLength(1);
    expect(linked(new Date('2026-11-22T06:00:00Z'))).toEqual([
      first,
      edition('La lettre du 22\u00a0novembre 2026', '/lettre/2026-11-22/'),
    ]);
    expect(editorial.repliesTo('editions/2026-11-20', NOW).map(({ slug }) => slug)).toEqual(['une-lettre']);
  });
});
