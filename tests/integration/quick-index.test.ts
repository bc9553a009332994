import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Editorial, openEditorial } from '../../src/editorial/editorial.ts';
import { openQuickIndex, type QuickIndex } from '../../src/search/search.ts';
import { article, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';

const NOON = new Date('2026-11-21T12:00:00Z');

interface Followed extends AsyncDisposable {
  index: QuickIndex;
  built: number[];
  failures: string[];
  /** Publishes what stands in the folder, as the running server would see it. */
  publish(now?: Date): Promise<void>;
  /** Follows until a build other than `before` is online. */
  until(before: string | null, now?: Date): Promise<string>;
  /** Calls `follow` that often, as the server does each second, and waits for what that begins. */
  follow(calls: number, now?: Date): Promise<void>;
}

/** A quick index over `<folder>/data`. */
async function followed(folder: string, publishFirst = true): Promise<Followed> {
  const file = path.join(folder, 'data/content.db');
  const built: number[] = [];
  const failures: string[] = [];
  if (publishFirst) expect(await publishFolder(folder)).toMatchObject({ ok: true });
  let editorial: Editorial = openEditorial(file);
  let version = 1;
  const index = openQuickIndex({
    dataDir: path.join(folder, 'data'),
    content: { version: () => version, current: () => editorial },
    onBuilt: (pages) => void built.push(pages),
    onFailure: ({ message }) => void failures.push(message),
  });
  const pause = () => new Promise((done) => setTimeout(done, 20));
  return {
    index,
    built,
    failures,
    async publish(now = NOON) {
      expect(await publishFolder(folder, { now })).toMatchObject({ ok: true });
      editorial.close();
      editorial = openEditorial(file);
      version += 1;
    },
    async until(before, now = NOON) {
      for (const begun = performance.now(); performance.now() - begun < 30_000; await pause()) {
        index.follow(now);
        const build = index.build();
        if (build !== null && build !== before) return build;
      }
      throw new Error(`no build came: ${failures.join(' ')}`);
    },
    async follow(calls, now = NOON) {
      for (let call = 0; call < calls; call += 1) {
        index.follow(now);
        await pause();
      }
    },
    async [Symbol.asyncDispose]() {
      await index.close();
      editorial.close();
    },
  };
}

/** What the fragments of a build hold, by the path of their page. */
function fragmentsOf(folder: string, build: string): Map<string, { name: string; text: string }> {
  const place = path.join(folder, 'data/pagefind', build, 'fragment');
  return new Map(
    readdirSync(place).map((name) => {
      const text = gunzipSync(readFileSync(path.join(place, name))).toString();
      const { url } = JSON.parse(text.slice(text.indexOf('{'))) as { url: string };
      return [url, { name: `fragment/${name}`, text }] as const;
    }),
  );
}

test('the index holds pieces, studies, people, organisations and themes that are out, and is built once', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/themes/ecoute.yaml': 'name: L’écoute\nsynonyms: [attention]\n',
    'content/articles/2026/embargo.mdx': article({ uid: 'art-000099', publishedAt: '2026-12-01' }),
  });
  await using site = await followed(folder.dir);
  const build = await site.until(null);
  const fragments = fragmentsOf(folder.dir, build);
  expect([...fragments.keys()].sort()).toEqual([
    '/articles/un-article/',
    '/courrier/une-lettre/',
    '/entretiens/jeanne-martin/',
    '/etudes/barometre/',
    '/personnes/jeanne-martin/',
    '/personnes/paul-durand/',
    '/themes/ecoute/',
  ]);
  expect(fragments.get('/themes/ecoute/')?.text).toContain('attention');
  expect(fragments.get('/entretiens/jeanne-martin/')?.text).toContain('"id":"q-sens"');
  await site.follow(30);
  expect(site.built).toEqual([7]);

  await using restarted = await followed(folder.dir, false);
  await restarted.follow(30);
  expect(restarted.index.build()).toBe(build);
  expect(restarted.built).toEqual([]);
});

test('a publish and the end of an embargo are followed by another build', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/embargo.mdx': article({ uid: 'art-000099', publishedAt: '2026-11-21T14:00' }),
  });
  await using site = await followed(folder.dir);
  const first = await site.until(null);
  writeFiles(folder.dir, { 'content/articles/2026/neuf.mdx': article({ uid: 'art-000098', title: 'Un titre neuf' }) });
  await site.publish();
  const second = await site.until(first);
  expect(fragmentsOf(folder.dir, second).has('/articles/neuf/')).toBe(true);
  expect(fragmentsOf(folder.dir, second).has('/articles/embargo/')).toBe(false);
  const third = await site.until(second, new Date('2026-11-21T13:00:00Z'));
  expect(fragmentsOf(folder.dir, third).has('/articles/embargo/')).toBe(true);
  expect(existsSync(path.join(folder.dir, 'data/pagefind', second))).toBe(true);
});

test('until the next build, what was withdrawn, changed or put off is refused, and the rest is served', async () => {
  using folder = temporaryFolder();
  const other = (uid: string, fields = {}) => article({ uid, title: `Un titre ${uid}`, ...fields });
  writeFiles(folder.dir, {
    ...validContent(),
    'content/articles/2026/retire.mdx': other('art-000090'),
    'content/articles/2026/change.mdx': other('art-000091'),
    'content/articles/2026/remis.mdx': other('art-000092'),
  });
  await using site = await followed(folder.dir);
  const build = await site.until(null);
  const fragments = fragmentsOf(folder.dir, build);
  const served = (page: string) => site.index.file(build, fragments.get(page)?.name ?? '', NOON) !== null;
  const pages = ['/articles/un-article/', '/articles/retire/', '/articles/change/', '/articles/remis/'];
  expect(pages.map(served)).toEqual([true, true, true, true]);
  writeFiles(folder.dir, {
    'content/articles/2026/retire.mdx': other('art-000090', { status: 'withdrawn' }),
    'content/articles/2026/change.mdx': article({ uid: 'art-000091', title: 'Un titre art-000091' }, 'Autre chose.'),
    'content/articles/2026/remis.mdx': other('art-000092', { publishedAt: '2027-01-01' }),
  });
  await site.publish();
  expect(pages.map(served)).toEqual([true, false, false, false]);
});

test('a build that fails is told once and leaves the last index; the next state is tried', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  await using site = await followed(folder.dir);
  const build = await site.until(null);
  const lock = path.join(folder.dir, 'data/pagefind/build.lock');
  rmSync(lock);
  mkdirSync(lock);
  writeFiles(folder.dir, { 'content/articles/2026/neuf.mdx': article({ uid: 'art-000098', title: 'Un titre neuf' }) });
  await site.publish();
  for (let round = 0; round < 200 && site.failures.length === 0; round += 1) await site.follow(3);
  await site.follow(40);
  expect(site.failures).toHaveLength(1);
  expect(site.index.build()).toBe(build);
  rmdirSync(lock);
  writeFiles(folder.dir, { 'content/articles/2026/neuf.mdx': article({ uid: 'art-000098', title: 'Un autre titre' }) });
  await site.publish(new Date('2026-11-21T12:31:00Z'));
  await site.until(build);
});

test('two servers over one folder build once, and a stop ends the build under way at once', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  await using site = await followed(folder.dir);
  await using other = await followed(folder.dir, false);
  const [first, second] = await Promise.all([site.until(null), other.until(null)]);
  expect(second).toBe(first);
  await Promise.all([site.follow(60), other.follow(60)]);
  expect([...site.built, ...other.built]).toEqual([7]);

  writeFiles(folder.dir, { 'content/articles/2026/neuf.mdx': article({ uid: 'art-000098', title: 'Un titre neuf' }) });
  await site.publish();
  await site.follow(12);
  const begun = performance.now();
  await site.index.close();
  expect(performance.now() - begun).toBeLessThan(1000);
  expect(site.index.build()).toBe(first);
});

test('nothing but the files of a build can be reached', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  await using site = await followed(folder.dir);
  const build = await site.until(null);
  for (const name of [
    'record.json',
    '../current.json',
    'fragment/../record.json',
    'fragment/fr_0000000.pf_fragment',
    '',
  ])
    expect(site.index.file(build, name, NOON)).toBeNull();
  expect(site.index.file('..', 'content.db', NOON)).toBeNull();
  expect(site.index.file('abcdefghijkl', 'pagefind.js', NOON)).toBeNull();
  expect(site.index.file(build, 'pagefind.js', NOON)).toMatchObject({ holdsTexts: false, isCompressible: true });
});
