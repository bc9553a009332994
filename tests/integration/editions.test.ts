import path from 'node:path';
import { expect, test } from 'vitest';
import { type Editorial, openEditorial } from '../../src/editorial/editorial.ts';
import { article, letter, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';

/** Publishes `files` beside the one valid article of 1 November 2026, a Sunday, and asks the editorial. The letter leaves at 7 h. */
async function reading(files: Record<string, string>, ask: (editorial: Editorial) => void): Promise<void> {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/letters/une-lettre.mdx': letter({ publishedAt: '2026-11-01' }),
    ...files,
  });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true });
  const editorial = openEditorial(path.join(folder.dir, 'data', 'content.db'));
  try {
    ask(editorial);
  } finally {
    editorial.close();
  }
}

const at = (local: string) => new Date(`${local}:00+01:00`);
const LATER = at('2026-12-31T12:00');
let count = 0;
function piece(publishedAt: string): Record<string, string> {
  count += 1;
  const uid = `art-9${String(count).padStart(5, '0')}`;
  return { [`content/articles/2026/texte-${publishedAt.replaceAll(/\D/g, '-')}.mdx`]: article({ uid, publishedAt }) };
}
const slugsOn = (editorial: Editorial, date: string, now = LATER) =>
  editorial.edition(date, now)?.pieces.map(({ slug }) => slug) ?? null;

test('an edition gathers what came out after the letter before, up to its own hour', async () => {
  const pieces = { ...piece('2026-11-17T07:00'), ...piece('2026-11-17T07:01'), ...piece('2026-11-18') };
  await reading(pieces, (editorial) => {
    expect(slugsOn(editorial, '2026-11-17')).toEqual(['texte-2026-11-17-07-00']);
    expect(slugsOn(editorial, '2026-11-18')).toEqual(['texte-2026-11-18', 'texte-2026-11-17-07-01']);
    expect(slugsOn(editorial, '2026-11-19')).toBeNull();
  });
});

test('Monday gathers the weekend, on which no letter leaves', async () => {
  await reading({ ...piece('2026-11-20T18:00'), ...piece('2026-11-21'), ...piece('2026-11-22T09:00') }, (editorial) => {
    expect(editorial.edition('2026-11-21', LATER)).toBeNull();
    expect(slugsOn(editorial, '2026-11-23')).toHaveLength(3);
  });
});

test('a file makes a letter leave on any day, and that day takes what the next would have had', async () => {
  const saturday = { 'content/editions/2026-11-21.mdx': '---\nsubject: Samedi\n---\n\nBonjour.\n' };
  await reading({ ...saturday, ...piece('2026-11-20T18:00'), ...piece('2026-11-22') }, (editorial) => {
    expect(slugsOn(editorial, '2026-11-21')).toEqual(['texte-2026-11-20-18-00']);
    expect(slugsOn(editorial, '2026-11-23')).toEqual(['texte-2026-11-22']);
    expect(editorial.edition('2026-11-21', LATER)?.file).toMatchObject({ subject: 'Samedi', html: '<p>Bonjour.</p>' });
  });
});

test('an edition does not exist before its hour', async () => {
  const file = { 'content/editions/2026-11-18.mdx': '---\nsubject: Mercredi\n---\n\nBonjour.\n' };
  await reading({ ...file, ...piece('2026-11-17T18:00') }, (editorial) => {
    const [before, then] = [at('2026-11-18T06:59'), at('2026-11-18T07:00')];
    expect(editorial.edition('2026-11-18', before)).toBeNull();
    expect(editorial.latestEdition(before)).toBe('2026-11-02');
    expect(editorial.editionDays('2026-11-01', '2026-11-30', before)).toEqual(['2026-11-02']);
    expect(editorial.editionsAround('2026-11-02', before).next).toBeNull();
    expect(editorial.nextChangeAfter(before)).toEqual(then);
    expect(editorial.edition('2026-11-18', then)).not.toBeNull();
    expect(editorial.latestEdition(then)).toBe('2026-11-18');
    expect(editorial.editionsAround('2026-11-02', then).next).toBe('2026-11-18');
  });
});

test('an extract of a piece that came out after the hour is left out', async () => {
  const extract = (slug: string) => `  - { from: articles/${slug}, quote: "Un premier paragraphe" }\n`;
  const slugs = ['texte-2026-11-17-18-00', 'texte-2026-11-18-08-00'];
  const file = `---\nextracts:\n${slugs.map(extract).join('')}---\n\nBonjour.\n`;
  const files = { 'content/editions/2026-11-18.mdx': file, ...piece('2026-11-17T18:00'), ...piece('2026-11-18T08:00') };
  await reading(files, (editorial) => {
    const extracts = editorial.edition('2026-11-18', LATER)?.file?.extracts;
    expect(extracts?.map((one) => one.piece.slug)).toEqual([slugs[0]]);
  });
});

test('each letter knows its neighbours, over silent days and months', async () => {
  const file = { 'content/editions/2025-06-19.mdx': '---\nsubject: Seule\n---\n\nBonjour.\n' };
  await reading({ ...file, ...piece('2026-11-12'), ...piece('2026-11-14') }, (editorial) => {
    const days = ['2025-06-19', '2026-11-02', '2026-11-12', '2026-11-16'];
    expect(editorial.editionDays('2025-01-01', '2026-12-31', LATER)).toEqual(days);
    expect(editorial.editionDays('2026-11-01', '2026-11-31', LATER)).toEqual(days.slice(1));
    expect(editorial.editionMonths(LATER)).toEqual(['2025-06', '2026-11']);
    for (const [place, day] of days.entries()) {
      const around = { previous: days[place - 1] ?? null, next: days[place + 1] ?? null };
      expect(editorial.editionsAround(day, LATER)).toEqual(around);
    }
    expect(editorial.latestEdition(LATER)).toBe('2026-11-16');
  });
});

test.each(['2026-11-31', '2026-13-01', '20261102', '', '2026-11-02T07:00', '../x'])('%j is no day', async (date) => {
  await reading({}, (editorial) => {
    expect(editorial.edition(date, LATER)).toBeNull();
  });
});

test('a letter that twenty-five pieces came out for names twenty and counts them all', async () => {
  const many = Object.assign(
    {},
    ...Array.from({ length: 25 }, (_, minute) => piece(`2026-11-18T18:${String(minute).padStart(2, '0')}`)),
  );
  await reading(many as Record<string, string>, (editorial) => {
    expect(editorial.edition('2026-11-19', LATER)).toMatchObject({ total: 25, pieces: { length: 20 } });
  });
});
