import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { article, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';
import { freePort, serveFolder } from './site.ts';

/** Asks until `wanted` is answered, for five seconds at most; the last answer. */
async function until(url: string, wanted: string): Promise<string> {
  let text = '';
  for (const begun = performance.now(); performance.now() - begun < 5000 && !text.includes(wanted);) {
    const response = await fetch(url);
    expect(response.status).toBe(200);
    text = await response.text();
    await new Promise((done) => setTimeout(done, 20));
  }
  return text;
}

test('a server whose content database is deleted goes on, and takes the next one that is published', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  const port = await freePort();
  const siteUrl = `http://localhost:${port}`;
  await publishFolder(folder.dir, { siteUrl });
  const site = await serveFolder(folder.dir, port);
  try {
    const address = `${site.url}/articles/un-article/`;
    expect(await until(address, 'Un titre ordinaire')).toContain('Un titre ordinaire');
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(path.join(folder.dir, `data/content.db${suffix}`), { force: true });
    await new Promise((done) => setTimeout(done, 300));
    for (const page of ['/', '/articles/un-article/', '/entretiens/jeanne-martin/', '/sante']) {
      expect((await fetch(site.url + page)).status).toBe(200);
    }
    writeFiles(folder.dir, { 'content/articles/2026/un-article.mdx': article({ title: 'Un titre retrouvé' }) });
    expect(await publishFolder(folder.dir, { siteUrl })).toMatchObject({ ok: true, pieces: 3 });
    expect(await until(address, 'Un titre retrouvé')).toContain('Un titre retrouvé');
    writeFiles(folder.dir, { 'content/articles/2026/un-article.mdx': article({ title: 'Un titre de plus' }) });
    await publishFolder(folder.dir, { siteUrl });
    expect(await until(address, 'Un titre de plus')).toContain('Un titre de plus');
    expect(site.lines.filter(({ level }) => Number(level) >= 50)).toHaveLength(1);
  } finally {
    await site.stop();
  }
});

test('a publish with a mistake leaves every page as it was', async () => {
  using folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  const port = await freePort();
  const siteUrl = `http://localhost:${port}`;
  await publishFolder(folder.dir, { siteUrl });
  const site = await serveFolder(folder.dir, port);
  try {
    const pages = ['/', '/articles/', '/articles/un-article/', '/rss.xml', '/sante'];
    const before = await Promise.all(pages.map(async (page) => (await fetch(site.url + page)).text()));
    writeFiles(folder.dir, { 'content/articles/2026/un-article.mdx': article({ title: 'Neuf', genre: 'inconnu' }) });
    expect(await publishFolder(folder.dir, { siteUrl })).toMatchObject({ ok: false });
    await new Promise((done) => setTimeout(done, 300));
    const after = await Promise.all(pages.map(async (page) => (await fetch(site.url + page)).text()));
    expect(after).toEqual(before);
  } finally {
    await site.stop();
  }
});
