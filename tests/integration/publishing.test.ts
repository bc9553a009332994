import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type Editorial, openEditorial } from '../../src/editorial/editorial.ts';
import { scaffold } from '../../src/publishing/publishing.ts';
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

function read<T>(folder: string, look: (editorial: Editorial) => T): T {
  const editorial = openEditorial(path.join(folder, 'data', 'content.db'));
  try {
    return look(editorial);
  } finally {
    editorial.close();
  }
}

function picture(colour: string, width = 1200): Promise<Buffer> {
  return sharp({ create: { width, height: width / 2, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();
}

test('publishes a folder once, and nothing more until it changes', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, generation: 1, pieces: 3 });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, generation: 1, rendered: 0 });
  expect(read(folder.dir, (editorial) => editorial.count(NOW))).toBe(4);
});

test('a fresh checkout of the same bytes changes nothing', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  await publishFolder(folder.dir);
  for (const name of readdirSync(folder.dir, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.mdx')) utimesSync(path.join(folder.dir, name), new Date(), new Date());
  }
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, generation: 1, rendered: 0 });
});

test('renders again what changed, and only that', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  await publishFolder(folder.dir);
  writeFiles(folder.dir, { 'content/articles/2026/un-article.mdx': article({ title: 'Un titre neuf' }) });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, generation: 2, rendered: 1 });
  expect(read(folder.dir, (editorial) => editorial.piece('articles', 'un-article', NOW)?.title)).toBe('Un titre neuf');
});

test('renders again the pieces that show a study or a picture that changed', async () => {
  using folder = temporaryFolder();
  const body =
    '<KeyFigure study="barometre" id="attente" />\n\n<Figure src="./a.jpg" alt="Un guichet" credit="Verbatim" />';
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/un-article.mdx': article({}, body),
    'content/articles/2026/a.jpg': await picture('red'),
  });
  await publishFolder(folder.dir);
  const html = () => read(folder.dir, (editorial) => editorial.piece('articles', 'un-article', NOW)?.openHtml ?? '');
  const before = html();
  expect(before).toContain('73');
  const study = validContent()['content/studies/barometre.yaml']?.replace('value: 73', 'value: 74') ?? '';
  writeFiles(folder.dir, { 'content/studies/barometre.yaml': study });
  await publishFolder(folder.dir);
  expect(html()).toContain('74');
  writeFiles(folder.dir, { 'content/articles/2026/a.jpg': await picture('blue') });
  await publishFolder(folder.dir);
  const media = /\/media\/([0-9a-f]+)-/;
  expect(media.exec(html())?.[1]).not.toBe(media.exec(before)?.[1]);
});

test('a name that changes is seen everywhere without rendering the pieces again', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/un-article.mdx': article({ authors: '[paul-durand]' }),
  });
  await publishFolder(folder.dir);
  writeFiles(folder.dir, { 'content/people/paul-durand.yaml': 'name: Paul Durand-Leroy\n' });
  expect(await publishFolder(folder.dir)).toMatchObject({ rendered: 1, generation: 2 });
  const authors = read(folder.dir, (editorial) => editorial.piece('articles', 'un-article', NOW)?.authors);
  expect(authors).toMatchObject([{ name: 'Paul Durand-Leroy' }]);
});

test('takes away what was deleted, and refuses a deletion that breaks a reference', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, { ...validContent(), 'content/articles/2026/autre.mdx': article({ uid: 'art-000002' }) });
  await publishFolder(folder.dir);
  writeFiles(folder.dir, { 'content/articles/2026/autre.mdx': null });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, removed: 1, pieces: 3 });
  writeFiles(folder.dir, { 'content/articles/2026/un-article.mdx': null });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: false, issues: [{ file: 'letters/une-lettre.mdx' }] });
  expect(read(folder.dir, (editorial) => editorial.piece('articles', 'un-article', NOW)?.uid)).toBe('art-000001');
});

test('with one mistake nothing is written', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  await publishFolder(folder.dir);
  const before = readFileSync(path.join(folder.dir, 'data/content.db'));
  writeFiles(folder.dir, {
    'content/articles/2026/un-article.mdx': article({ title: 'Un titre neuf' }),
    'content/letters/une-lettre.mdx': letter({ sender: null }),
  });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: false });
  expect(
    read(folder.dir, (editorial) => [editorial.generation(), editorial.piece('articles', 'un-article', NOW)?.title]),
  ).toEqual([1, 'Un titre ordinaire']);
  expect(readFileSync(path.join(folder.dir, 'data/content.db')).equals(before)).toBe(true);
});

test('a check writes nothing at all', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  expect(await publishFolder(folder.dir, { check: true })).toMatchObject({ ok: true, pieces: 3 });
  expect(existsSync(path.join(folder.dir, 'data'))).toBe(false);
});

test.each(['draft', 'review'])('a piece whose status is %s is checked and not published', async (status) => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/autre.mdx': article({ uid: 'art-000002', status }),
  });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, pieces: 3 });
  expect(read(folder.dir, (editorial) => editorial.piece('articles', 'autre', NOW))).toBeNull();
  writeFiles(folder.dir, { 'content/articles/2026/autre.mdx': article({ uid: 'art-000002', status, title: 'Non' }) });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: false });
});

test('a withdrawn piece is gone, with its former addresses', async () => {
  using folder = temporaryFolder();
  const fields = { uid: 'art-000002', formerUrls: '[/2011/09/autre]' };
  writeFiles(folder.dir, { ...validContent(), 'content/articles/2026/autre.mdx': article(fields) });
  await publishFolder(folder.dir);
  const moved = (address: string) => read(folder.dir, (editorial) => editorial.movedTo(address, NOW));
  expect(moved('/2011/09/autre/')).toEqual({ to: '/articles/autre/' });
  expect(moved('/articles/autre/')).toBeNull();
  writeFiles(folder.dir, { 'content/articles/2026/autre.mdx': article({ ...fields, status: 'withdrawn' }) });
  await publishFolder(folder.dir);
  expect([moved('/2011/09/autre'), moved('/articles/autre/'), moved('/articles/inconnu/')]).toEqual([
    'gone',
    'gone',
    null,
  ]);
});

test('the uid of a published piece never changes', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  await publishFolder(folder.dir);
  writeFiles(folder.dir, { 'content/articles/2026/un-article.mdx': article({ uid: 'art-999999' }) });
  expect(await publishFolder(folder.dir)).toMatchObject({
    ok: false,
    issues: [{ field: 'uid', remedy: 'remettez « art-000001 »' }],
  });
});

test('a missing or damaged database is made anew, and its generation goes on rising', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.dir, 'data/content.db');
  writeFiles(folder.dir, validContent());
  await publishFolder(folder.dir);
  rmSync(file);
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, rendered: expect.any(Number), pieces: 3 });
  writeFileSync(file, 'no database at all');
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, pieces: 3 });
  const bytes = readFileSync(file);
  bytes.fill(255, 4096, bytes.length);
  writeFileSync(file, bytes);
  writeFiles(folder.dir, { 'content/articles/2026/un-article.mdx': article({ title: 'Un titre neuf' }) });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, pieces: 3 });
  expect(read(folder.dir, (editorial) => editorial.piece('articles', 'un-article', NOW)?.title)).toBe('Un titre neuf');
});

test('makes each picture once, in its sizes, without its metadata', async () => {
  using folder = temporaryFolder();
  const source = await sharp(await picture('green', 2000))
    .withExif({ IFD0: { Copyright: 'secret place' } })
    .jpeg()
    .toBuffer();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/a.jpg': source,
    'content/articles/2026/un-article.mdx': article({ image: '{ src: ./a.jpg, alt: Un guichet, credit: Verbatim }' }),
  });
  await publishFolder(folder.dir);
  const image = read(folder.dir, (editorial) => editorial.piece('articles', 'un-article', NOW)?.image);
  expect(image).toMatchObject({
    width: 1600,
    height: 800,
    alt: 'Un guichet',
    fallback: { width: 1200, height: 600, type: 'image/jpeg' },
  });
  expect(image?.avif.map(({ width }) => width)).toEqual([480, 720, 960, 1600]);
  const media = path.join(folder.dir, 'data/media');
  const made = readdirSync(media).map((name) => [name, statSync(path.join(media, name)).mtimeMs]);
  expect(made).toHaveLength(9);
  for (const [name] of made) expect((await sharp(path.join(media, String(name))).metadata()).exif).toBeUndefined();
  rmSync(path.join(folder.dir, 'data/content.db'));
  await publishFolder(folder.dir);
  expect(readdirSync(media).map((name) => [name, statSync(path.join(media, name)).mtimeMs])).toEqual(made);
});

test('two publishes at once: one waits for the other', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  const { spawn } = await import('node:child_process');
  const run = (): Promise<number | null> =>
    new Promise((done) => {
      const env = {
        ...process.env,
        CONTENT_DIR: path.join(folder.dir, 'content'),
        DATA_DIR: path.join(folder.dir, 'data'),
      };
      spawn(process.execPath, ['scripts/publish.ts'], { env, stdio: 'ignore' }).on('close', done);
    });
  expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
  expect(read(folder.dir, (editorial) => editorial.count(NOW))).toBe(4);
  expect(readdirSync(path.join(folder.dir, 'data')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test.each(['article', 'interview', 'letter', 'edition'] as const)(
  'a new %s passes the checks as it is',
  async (kind) => {
    using folder = temporaryFolder();
    writeFiles(folder.dir, validContent());
    const made = scaffold(kind, kind === 'edition' ? '' : 'Élodie d’Arc', path.join(folder.dir, 'content'), NOW);
    expect(made.ok).toBe(true);
    expect(await publishFolder(folder.dir, { check: true })).toMatchObject({ ok: true });
    expect(scaffold(kind, kind === 'edition' ? '' : 'Élodie d’Arc', path.join(folder.dir, 'content'), NOW).ok).toBe(
      false,
    );
  },
);

test('answers are data: the open ones with their text, the closed ones not at all', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/interviews/jeanne-martin.mdx': interview({ access: 'subscribers' }),
  });
  await publishFolder(folder.dir);
  const answers = read(folder.dir, (editorial) => editorial.openAnswers('interviews/jeanne-martin', NOW));
  expect(answers).toEqual([
    { questionId: 'qui', wording: 'Qui êtes-vous\u202f?', html: '<p>Réponse à qui.</p>', text: 'Réponse à qui.' },
  ]);
  const piece = read(folder.dir, (editorial) => editorial.piece('interviews', 'jeanne-martin', NOW));
  expect(piece?.remaining).toMatchObject({ answers: 3 });
  expect(piece?.openToc).toEqual([{ id: 'q-qui', text: 'Qui êtes-vous\u202f?', number: null }]);
});

test('a questionnaire that has been used keeps its questions, and may gain variants', async () => {
  using folder = temporaryFolder();
  const file = 'content/questionnaires/sens-du-client.yaml';
  const questions = validContent()[file] ?? '';
  writeFiles(folder.dir, validContent());
  await publishFolder(folder.dir);
  writeFiles(folder.dir, { [file]: questions.replace('Qui êtes-vous ?', 'Qui êtes-vous donc ?') });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: false, issues: [{ line: 2, field: 'questions[1]' }] });
  writeFiles(folder.dir, { [file]: questions.replace('id: anecdote', 'id: histoire') });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: false });
  const variant = 'Le sens du client, pour vous ?", "Et le sens du client ?';
  writeFiles(folder.dir, {
    [file]: questions.replace('Le sens du client, pour vous ?', variant),
    'content/interviews/jeanne-martin.mdx': interview().replace(
      '<Question id="sens" />',
      '<Question id="sens">Et le sens du client ?</Question>',
    ),
  });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, rendered: 2 });
});

test('a folder that loses its site.yaml is refused, and the site stays', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  await publishFolder(folder.dir);
  writeFiles(folder.dir, { 'content/site.yaml': null });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: false, issues: [{ file: 'site.yaml' }] });
  expect(read(folder.dir, (editorial) => editorial.site().name)).toBe('Verbatim');
});

test('the figures of a study stay unknown until the first piece that shows them is out', async () => {
  using folder = temporaryFolder();
  const study = { genre: 'study', study: 'barometre', uid: 'art-000002' };
  const name = 'content/articles/2026/etude.mdx';
  writeFiles(folder.dir, { ...validContent(), [name]: article({ ...study, publishedAt: '2027-02-01' }) });
  await publishFolder(folder.dir);
  const at = (now: Date) =>
    read(folder.dir, (editorial) => [editorial.count(now), editorial.studies('public', now).length]);
  expect(at(NOW)).toEqual([3, 0]);
  expect(at(new Date('2027-01-31T23:00:00Z'))).toEqual([5, 1]);
  writeFiles(folder.dir, { [name]: article({ ...study, status: 'draft' }) });
  await publishFolder(folder.dir);
  expect(at(NOW)).toEqual([3, 0]);
});

test('a person whose photo changes or goes is read again', async () => {
  using folder = temporaryFolder();
  const photo = 'name: Paul Durand\nphoto: { src: ./paul.jpg, alt: Paul Durand, credit: Verbatim }\n';
  writeFiles(folder.dir, {
    ...validContent(),
    'content/people/paul-durand.yaml': photo,
    'content/people/paul.jpg': await picture('red'),
  });
  await publishFolder(folder.dir);
  writeFiles(folder.dir, { 'content/people/paul.jpg': await picture('blue') });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true, rendered: 2 });
  writeFiles(folder.dir, { 'content/people/paul.jpg': null });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: false, issues: [{ field: 'photo.src' }] });
});

test('two files for one person, or for one day of the letter, are refused', async () => {
  using folder = temporaryFolder();
  const edition = '---\nsubject: Bonjour\n---\n\nBonjour.\n';
  writeFiles(folder.dir, {
    ...validContent(),
    'content/people/autres/paul-durand.yaml': 'name: Un autre\n',
    'content/editions/2026-11-02.mdx': edition,
    'content/editions/bis/2026-11-02.mdx': edition,
  });
  const result = await publishFolder(folder.dir);
  expect(result).toMatchObject({ ok: false });
  expect(result.ok ? [] : result.issues.map(({ what }) => what)).toEqual([
    '« editions/2026-11-02 » est déjà le nom de content/editions/2026-11-02.mdx',
    expect.stringContaining('« people/paul-durand » est déjà le nom de content/people/'),
  ]);
});

test('what must never change is compared with the live site, also by a check and after a move', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  await publishFolder(folder.dir);
  const questionnaire = 'content/questionnaires/sens-du-client.yaml';
  writeFiles(folder.dir, {
    'content/articles/2026/un-article.mdx': null,
    'content/articles/2027/un-article.mdx': article({ uid: 'art-999999' }),
    [questionnaire]: (validContent()[questionnaire] ?? '').replace('Qui êtes-vous ?', 'Qui êtes-vous donc ?'),
    'content/interviews/jeanne-martin.mdx': interview({ title: 'Un autre titre' }),
  });
  const fields = ['questions[1]', 'uid'];
  for (const check of [true, false]) {
    const result = await publishFolder(folder.dir, { check });
    expect(result.ok ? [] : result.issues.map(({ field }) => field).sort()).toEqual(fields);
  }
});

test('a former address can not be that of a live piece or of a page', async () => {
  using folder = temporaryFolder();
  const urls = '[/entretiens/jeanne-martin/, /robots.txt, /themes/ecoute, /2011/09/%C3%A9t%C3%A9, /Articles/12]';
  writeFiles(folder.dir, { ...validContent(), 'content/articles/2026/un-article.mdx': article({ formerUrls: urls }) });
  const result = await publishFolder(folder.dir, { check: true });
  expect(result.ok ? [] : result.issues.map(({ field }) => field)).toEqual([
    'formerUrls',
    'formerUrls[2]',
    'formerUrls[3]',
  ]);
});

test('an extract of an edition is out by the end of its day', async () => {
  using folder = temporaryFolder();
  const edition = '---\nextracts:\n  - { from: articles/autre, quote: Un premier paragraphe }\n---\n\nBonjour.\n';
  const files = { ...validContent(), 'content/editions/2026-11-02.mdx': edition };
  const name = 'content/articles/2026/autre.mdx';
  const tooEarly: Record<string, string>[] = [{ status: 'draft' }, { publishedAt: '2026-11-04' }];
  for (const fields of tooEarly) {
    writeFiles(folder.dir, { ...files, [name]: article({ uid: 'art-000002', ...fields }) });
    expect(await publishFolder(folder.dir, { check: true })).toMatchObject({
      ok: false,
      issues: [{ field: 'extracts[1].quote' }],
    });
  }
  writeFiles(folder.dir, { [name]: article({ uid: 'art-000002', publishedAt: '2026-11-02' }) });
  expect(await publishFolder(folder.dir, { check: true })).toMatchObject({ ok: true });
});

test('an update dated of the day of publication comes after it', async () => {
  using folder = temporaryFolder();
  const dates = { publishedAt: '2026-11-13T07:30', updatedAt: '2026-11-13' };
  writeFiles(folder.dir, { ...validContent(), 'content/articles/2026/un-article.mdx': article(dates) });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true });
  const piece = read(folder.dir, (editorial) => editorial.piece('articles', 'un-article', NOW));
  expect(piece?.updatedAt).toBe(piece?.publishedAt);
});

test('no page holds an id twice, and a cut coda stays one', async () => {
  using folder = temporaryFolder();
  const chart = '<Chart study="barometre" figures="attente,rappel" />';
  const body = `## Étape\n\n${chart}\n\n## Étape\n\n${chart}\n\n## Étape 2\n\nFin.`;
  const answers = ['qui', 'sens', 'evolution', 'anecdote'].map((id) => `<Question id="${id}" />\n\n## Q ${id}\n\nUn.`);
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/un-article.mdx': article({}, body),
    'content/interviews/jeanne-martin.mdx': interview(
      { access: 'subscribers' },
      `${answers.join('\n\n')}\n\n<Coda />\n\nDébut.\n\n<Paywall />\n\nFin.`,
    ),
  });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true });
  read(folder.dir, (editorial) => {
    for (const [collection, slug] of [
      ['articles', 'un-article'],
      ['interviews', 'jeanne-martin'],
    ] as const) {
      const piece = editorial.piece(collection, slug, NOW);
      const ids = [...(piece?.openHtml ?? '').matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(ids.length).toBeGreaterThan(5);
      expect(new Set(ids).size).toBe(ids.length);
      if (piece !== null && collection === 'interviews') {
        expect(editorial.bodyFor(piece, 'subscriber', NOW).html).toContain(
          '<div class="paywalled"><div class="coda"><p>Fin.</p></div></div>',
        );
      }
    }
  });
});

test('a piece is found by its uid once it is out', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/plus-tard.mdx': article({ uid: 'art-000002', publishedAt: '2026-11-22' }),
  });
  await publishFolder(folder.dir);
  const slugOf = (uid: string, now = NOW) => read(folder.dir, (editorial) => editorial.pieceByUid(uid, now)?.slug);
  expect(slugOf('art-000001')).toBe('un-article');
  expect(slugOf('art-000002')).toBeUndefined();
  expect(slugOf('art-000002', new Date('2026-11-21T23:00:00Z'))).toBe('plus-tard');
  expect(slugOf('art-unknown')).toBeUndefined();
});
