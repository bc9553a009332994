import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Editorial, openEditorial } from '../../src/editorial/editorial.ts';
import { openQuickIndex } from '../../src/search/search.ts';
import { publishFolder, temporaryFolder } from '../content-folder.ts';

const now = new Date();

/** What subscribers alone may read of the magazine that the repository ships, piece by piece, and what everyone may. */
function textsOf(editorial: Editorial): { open: string; closed: string[] } {
  const open: string[] = [];
  const closed: string[] = [];
  for (const collection of ['articles', 'interviews', 'letters'] as const) {
    const pages = editorial.list(collection, 1, now)?.pages ?? 0;
    for (let page = 1; page <= pages; page += 1) {
      for (const { slug } of editorial.list(collection, page, now)?.items ?? []) {
        const piece = editorial.piece(collection, slug, now);
        if (piece === null) continue;
        const whole = editorial.bodyFor(piece, 'subscriber', now);
        open.push(JSON.stringify(piece));
        closed.push(
          plain(whole.html.slice(piece.openHtml.length)),
          plain(whole.notesHtml.slice(piece.openNotesHtml.length)),
        );
      }
    }
  }
  for (const study of editorial.studies('subscriber', now)) {
    const known = editorial.study(study.id, 'public', now);
    open.push(JSON.stringify(known));
    if (known?.figures === null)
      closed.push(...(study.figures ?? []).map(({ label, value, base }) => `${label} ${value} ${base ?? ''}`));
  }
  for (const kind of ['people', 'organisations', 'themes'] as const) {
    for (const { id } of editorial.gatherings(kind, 1, now)?.items ?? [])
      open.push(
        JSON.stringify([editorial.person(id, 1, now), editorial.organisation(id, 1, now), editorial.theme(id, 1, now)]),
      );
  }
  return { open: plain(open.join(' ')), closed: closed.filter((text) => text !== '') };
}

function plain(html: string): string {
  return html.replace(/<[^>]*>/g, ' ').replace(/&[#a-z0-9]+;/gi, ' ');
}

/** Folded words and numbers, as anyone would look for them. */
function wordsIn(text: string): string[] {
  return (
    text
      .replace(/(?<=\d)[\u2063\u202f\u00a0 ](?=\d{3})/g, '')
      .replace(/[\u2060-\u2064ǀ]/g, '')
      .replaceAll('œ', 'oe')
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

const triplesOf = (text: string): string[] => {
  const words = wordsIn(text);
  return words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`);
};

/** Every file of the index as bytes, unfolded, and as text. */
function filesOf(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const bytes = readFileSync(file);
      const name = path.relative(folder, file);
      if (name.endsWith('.br')) return { name, bytes: brotliDecompressSync(bytes) };
      return { name, bytes: bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes };
    });
}

test('no file of the index holds a sentence, three words in a row, a word or a number of a closed part', async () => {
  using folder = temporaryFolder();
  cpSync('content', path.join(folder.dir, 'content'), { recursive: true });
  if (existsSync('data/media')) cpSync('data/media', path.join(folder.dir, 'data/media'), { recursive: true });
  expect(await publishFolder(folder.dir, { now })).toMatchObject({ ok: true });
  const dataDir = path.join(folder.dir, 'data');
  const editorial = openEditorial(path.join(dataDir, 'content.db'));
  const failures: Error[] = [];
  const index = openQuickIndex({
    dataDir,
    content: { version: () => 1, current: () => editorial },
    onBuilt: () => undefined,
    onFailure: (error) => void failures.push(error),
  });
  while (index.build() === null && failures.length === 0) {
    index.follow(now);
    await new Promise((done) => setTimeout(done, 50));
  }
  expect(failures).toEqual([]);

  const { open, closed } = textsOf(editorial);
  expect(closed.length).toBeGreaterThan(20);
  const files = filesOf(path.join(dataDir, 'pagefind')).filter(({ name }) => !/wasm|\.js(?:\.|$)/.test(name));
  expect(files.length).toBeGreaterThan(90);
  const kinds = new Set(files.map(({ name }) => /([a-z_]+)(?:\.[bg][rz])?$/.exec(name)?.[1]));
  expect([...kinds].sort()).toEqual(['json', 'lock', 'pf_filter', 'pf_fragment', 'pf_index', 'pf_meta', 'txt']);

  const openTriples = new Set(triplesOf(open));
  const closedTriples = new Set(closed.flatMap(triplesOf).filter((triple) => !openTriples.has(triple)));
  expect(closedTriples.size).toBeGreaterThan(5000);
  const fragments = files.filter(({ name }) => name.includes('fragment'));
  const held = fragments.flatMap(({ bytes }) => triplesOf(bytes.toString()));
  expect(held.length).toBeGreaterThan(5000);
  expect(held.filter((triple) => closedTriples.has(triple))).toEqual([]);

  // A word of the index is a stem, of which its first six letters are a part.
  const everything = Buffer.concat(files.map(({ bytes }) => bytes));
  const openText = wordsIn(open).join('');
  const stems = new Set(closed.flatMap(wordsIn).flatMap((word) => (/^[a-z]{6}/.test(word) ? [word.slice(0, 6)] : [])));
  const closedStems = [...stems].filter((stem) => !openText.includes(stem));
  expect(closedStems.length).toBeGreaterThan(400);
  expect(closedStems.filter((stem) => everything.includes(stem))).toEqual([]);

  // CBOR writes a short text after its length: https://www.rfc-editor.org/rfc/rfc8949#section-3.1
  // Of a number in groups Pagefind knows each group too, and a number with decimals by its digits.
  const digits = open.match(/\d+(?:[.,]\d+)?/g) ?? [];
  const openWords = new Set([
    ...wordsIn(open),
    ...digits.flatMap((number) => [...number.split(/[.,]/), number.replace(/[.,]/, '')]),
  ]);
  const numbers = [...new Set(closed.flatMap(wordsIn))].filter((word) => /^\d{2,}$/.test(word) && !openWords.has(word));
  expect(numbers.length).toBeGreaterThan(10);
  const chunks = Buffer.concat(files.flatMap(({ name, bytes }) => (/^[^/]+\/index\//.test(name) ? [bytes] : [])));
  const asWord = (number: string) => Buffer.from([0x60 + number.length, ...Buffer.from(number)]);
  expect(numbers.filter((number) => chunks.includes(asWord(number)))).toEqual([]);
  const places = /"(?:location|word_count)":\d+/g;
  const shown = new Set(fragments.flatMap(({ bytes }) => wordsIn(bytes.toString().replace(places, ''))));
  expect(numbers.filter((number) => shown.has(number))).toEqual([]);
  expect(chunks.includes(asWord('2026'))).toBe(true);
  await index.close();
  editorial.close();
});
