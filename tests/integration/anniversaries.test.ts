import path from 'node:path';
import { expect, test } from 'vitest';
import { openEditorial } from '../../src/editorial/editorial.ts';
import { article, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';

const NOW = new Date('2026-11-22T09:00:00Z');

/** What is recalled on 22 November 2026 of articles published on `days`: `[years, day]`, in order. */
async function recalled(days: string[]): Promise<[number, string][]> {
  using folder = temporaryFolder();
  const files = days.map((publishedAt, index) => {
    const uid = `art-8${String(index).padStart(5, '0')}`;
    return [`content/articles/texte-${index}.mdx`, article({ uid, publishedAt })];
  });
  writeFiles(folder.dir, { ...validContent(), ...(Object.fromEntries(files) as Record<string, string>) });
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true });
  const editorial = openEditorial(path.join(folder.dir, 'data', 'content.db'));
  try {
    return editorial.anniversaries(NOW).map(({ piece, years }) => [years, piece.publishedAt.slice(0, 10)]);
  } finally {
    editorial.close();
  }
}

test('the week around the day is recalled, three days before and three after, in Paris', async () => {
  const days = ['2020-11-18T23:59', '2020-11-19T00:00', '2020-11-25T23:59', '2020-11-26T00:00'];
  expect(await recalled(days)).toEqual([
    [6, '2020-11-18'],
    [6, '2020-11-25'],
  ]);
});

test('a round anniversary goes before an older one, and the present year is none', async () => {
  const days = ['2025-11-22T12:00', '2021-11-22T12:00', '2014-11-22T12:00', '2026-11-20T12:00'];
  expect((await recalled(days)).map(([years]) => years)).toEqual([5, 12, 1]);
});

test('an archive without that week recalls nothing', async () => {
  expect(await recalled(['2020-03-01'])).toEqual([]);
});
