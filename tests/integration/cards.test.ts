import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openCards } from '../../src/cards/cards.ts';
import { openEditorial } from '../../src/editorial/editorial.ts';
import { article, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';
import { aPicture, aSummary } from '../factories.ts';

const cardsIn = (dir: string) => readdirSync(path.join(dir, 'cards')).sort();

test('a card is drawn once, however many ask, and kept', async () => {
  using folder = temporaryFolder();
  const cards = openCards(folder.dir);
  const piece = aSummary();
  const asked = await Promise.all(Array.from({ length: 8 }, () => cards.fileOf(piece, 'Verbatim')));
  expect(new Set(asked.map((card) => card?.etag)).size).toBe(1);
  const file = asked[0]?.file ?? '';
  expect(await sharp(file).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
  expect(cardsIn(folder.dir)).toEqual([path.basename(file)]);
  await cards.close();

  const { mtimeMs } = statSync(file);
  const later = openCards(folder.dir);
  expect(await later.fileOf(piece, 'Verbatim')).toEqual(asked[0]);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
});

test('a piece that shows itself otherwise has another card, and the last one goes', async () => {
  using folder = temporaryFolder();
  const cards = openCards(folder.dir);
  const before = await cards.fileOf(aSummary({ uid: 'art-000001' }), 'Verbatim');
  const other = await cards.fileOf(aSummary({ uid: 'art-000001-b' }), 'Verbatim');
  const after = await cards.fileOf(aSummary({ uid: 'art-000001', title: 'Un titre corrigé' }), 'Verbatim');
  expect(after?.etag).not.toBe(before?.etag);
  expect(cardsIn(folder.dir)).toEqual([after, other].map((card) => path.basename(card?.file ?? '')).sort());
  await cards.close();
});

test('the drawing of a piece stands on its card', async () => {
  using folder = temporaryFolder();
  const picture = aPicture();
  const cards = openCards(folder.dir);
  await expect(cards.fileOf(aSummary({ image: picture }), 'Verbatim')).rejects.toThrow('can not be drawn');

  const green = { create: { width: 1200, height: 800, channels: 3, background: '#008000' } } as const;
  writeFiles(folder.dir, { [`media/${picture.fallback.name}`]: await sharp(green).jpeg().toBuffer() });
  const card = await cards.fileOf(aSummary({ image: picture }), 'Verbatim');
  const { data, info } = await sharp(card?.file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const topRight = [...data.subarray((info.width - 1) * 3, info.width * 3)];
  expect(topRight.map((value) => Math.round(value / 16))).toEqual([0, 8, 0]);
  await cards.close();
});

test('when too many cards are waited for, the next one has to be asked for again', async () => {
  using folder = temporaryFolder();
  const cards = openCards(folder.dir);
  const pieces = Array.from({ length: 30 }, (_, index) => aSummary({ slug: `article-${index}` }));
  const answers = await Promise.all(pieces.map((piece) => cards.fileOf(piece, 'Verbatim')));
  expect(answers.filter((card) => card === null)).toHaveLength(6);
  expect(await cards.fileOf(pieces.at(-1) ?? aSummary(), 'Verbatim')).not.toBeNull();
  await cards.close();
});

test('cards are drawn beside the requests, not in their way', async () => {
  using folder = temporaryFolder();
  const cards = openCards(folder.dir);
  await cards.fileOf(aSummary(), 'Verbatim');
  const before = process.cpuUsage();
  for (let index = 0; index < 6; index += 1) await cards.fileOf(aSummary({ slug: `a-${index}` }), 'Verbatim');
  const { user, system } = process.cpuUsage(before);
  await cards.close();
  // Drawing one takes a processor 50 ms and more; here is only what it takes to ask.
  expect((user + system) / 1000 / 6).toBeLessThan(15);
});

test('a folder of cards that is deleted is made again', async () => {
  using folder = temporaryFolder();
  const cards = openCards(folder.dir);
  const first = await cards.fileOf(aSummary(), 'Verbatim');
  const bytes = readFileSync(first?.file ?? '');
  rmSync(path.join(folder.dir, 'cards'), { recursive: true });
  const again = await cards.fileOf(aSummary(), 'Verbatim');
  expect(readFileSync(again?.file ?? '').equals(bytes)).toBe(true);
  await cards.close();
});

test('the card of a piece knows nothing of what is sold', async () => {
  using folder = temporaryFolder();
  const cards = openCards(folder.dir);
  const etags: (string | undefined)[] = [];
  for (const sold of ['Une fin.', 'Une tout autre fin, plus longue.']) {
    const body = `Un début.\n\n<Paywall />\n\n## ${sold}\n\n${sold}`;
    const file = article({ access: 'subscribers' }, body);
    writeFiles(folder.dir, { ...validContent(), 'content/articles/2026/un-article.mdx': file });
    await publishFolder(folder.dir);
    const editorial = openEditorial(path.join(folder.dir, 'data/content.db'));
    const piece = editorial.piece('articles', 'un-article', new Date('2026-11-21T12:00:00Z'));
    editorial.close();
    etags.push((await cards.fileOf(piece ?? aSummary(), 'Verbatim'))?.etag);
    expect(piece?.remaining?.words).toBe(sold.split(' ').length * 2);
  }
  expect(etags[1]).toBe(etags[0]);
  await cards.close();
});
