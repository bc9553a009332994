import { expect, test } from 'vitest';
import { article, letter, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';
import { freePort, serveFolder, type TestSite } from './site.ts';

const at = (local: string) => new Date(`${local}+01:00`);

const EDITION = `---
subject: "L’objet de mercredi"
preheader: La ligne qui suit l’objet.
extracts:
  - { from: articles/la-veille, quote: "Une phrase ouverte" }
  - { from: articles/apres-l-heure, quote: "Une phrase du matin" }
---

Bonjour,

Les mots de la rédaction.

*Anne Exemple*
`;

async function withSite(task: (site: TestSite) => Promise<void>): Promise<void> {
  using folder = temporaryFolder();
  writeFiles(folder.dir, {
    ...validContent(),
    'content/editions/2026-11-18.mdx': EDITION,
    'content/articles/2026/la-veille.mdx': article(
      { uid: 'art-000020', title: 'La veille', publishedAt: '2026-11-17T18:00', access: 'subscribers' },
      'Une phrase ouverte.\n\n<Paywall />\n\nUne phrase zqclosed.',
    ),
    'content/articles/2026/apres-l-heure.mdx': article(
      { uid: 'art-000021', title: 'Après l’heure', publishedAt: '2026-11-18T09:00' },
      'Une phrase du matin.',
    ),
    'content/letters/une-lettre.mdx': letter({ publishedAt: '2026-11-17T20:00', title: 'Une lettre de lecteur' }),
  });
  const port = await freePort();
  const siteUrl = `http://localhost:${port}`;
  expect(await publishFolder(folder.dir, { siteUrl })).toMatchObject({ ok: true });
  const site = await serveFolder(folder.dir, port);
  try {
    await task(site);
  } finally {
    await site.stop();
  }
}

const PAGES = ['/', '/lettre/', '/lettre/2026-11-18/', '/lettre/2026/11/'];

test('a letter appears at its hour, by itself, everywhere, and a minute before nobody knows of it', async () => {
  await withSite(async (site) => {
    site.setNow(at('2026-11-18T06:59:59'));
    expect((await fetch(`${site.url}/lettre/2026-11-18/`)).status).toBe(404);
    for (const path of PAGES) {
      const response = await fetch(site.url + path);
      expect(await response.text(), path).not.toMatch(/L’objet de\smercredi|lettre\/2026-11-18/);
      const shared = /s-maxage=(\d+)/.exec(response.headers.get('cache-control') ?? '');
      if (shared) expect(Number(shared[1])).toBeLessThanOrEqual(1);
    }
    site.setNow(at('2026-11-18T07:00:00'));
    for (const path of PAGES) {
      const response = await fetch(site.url + path);
      expect([path, response.status, /L’objet de\smercredi/.test(await response.text())]).toEqual([path, 200, true]);
    }
  });
});

test('a letter says what was out at its hour, for ever, and never a closed sentence', async () => {
  await withSite(async (site) => {
    site.setNow(at('2026-12-31T12:00:00'));
    const html = await (await fetch(`${site.url}/lettre/2026-11-18/`)).text();
    expect(html).toContain('Les mots de la rédaction.');
    expect(html).toContain('Une phrase ouverte');
    expect(html).toContain('/courrier/une-lettre/');
    expect(html).toContain('Abonnés');
    expect(html).not.toMatch(/Une phrase du matin|Après l’heure|zqclosed/);
    const next = await (await fetch(`${site.url}/lettre/2026-11-19/`)).text();
    expect(next).toContain('/articles/apres-l-heure/');
    expect(html).toContain('href="/lettre/2026-11-19/"');
  });
});

test('a letter has one address, and a day or a month without one has none', async () => {
  await withSite(async (site) => {
    site.setNow(at('2026-12-31T12:00:00'));
    const moved = await fetch(`${site.url}/lettre/2026-11-18`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/lettre/2026-11-18/']);
    for (const path of [
      '/lettre/2026-11-21/',
      '/lettre/2026-02-31/',
      '/lettre/hier/',
      '/lettre/2026/10/',
      '/lettre/2026/13/',
    ])
      expect([path, (await fetch(site.url + path)).status]).toEqual([path, 404]);
  });
});

test('the site reserves text and data mining in its file, its headers and its pages, and stays open to search engines', async () => {
  await withSite(async (site) => {
    const policy = `${site.url.replace('127.0.0.1', 'localhost')}/mentions-legales/#fouille-de-textes`;
    const file = await fetch(`${site.url}/.well-known/tdmrep.json`);
    expect(file.headers.get('content-type')).toBe('application/json');
    expect(await file.json()).toEqual([{ location: '/', 'tdm-reservation': 1, 'tdm-policy': policy }]);
    const page = await fetch(`${site.url}/mentions-legales/`);
    expect(page.headers.get('tdm-reservation')).toBe('1');
    expect(page.headers.get('tdm-policy')).toBe(policy);
    const html = await page.text();
    expect(html).toContain('<meta name="tdm-reservation" content="1">');
    expect(html).toContain('id="fouille-de-textes"');
    expect(await (await fetch(`${site.url}/robots.txt`)).text()).toContain('User-agent: *\nAllow: /\n');
  });
});

test('the pages of the house hold the facts of site.yaml', async () => {
  await withSite(async (site) => {
    const text = async (path: string) => (await fetch(site.url + path)).text();
    const notice = await text('/mentions-legales/');
    for (const fact of [
      'Éditions Exemple',
      'RCS Paris 000 000 000',
      'Anne Exemple',
      'Hébergeur Exemple',
      '01 99 00 00 01',
    ])
      expect(notice).toContain(fact);
    expect(notice).not.toContain('<dt>TVA</dt>');
    expect(await text('/cgv/')).toMatch(/Un an<\/dt>\s*<dd>\s*118,80\u00a0€ pour un an/);
    expect(await text('/aide/')).toContain('7\u00a0h');
    expect(await text('/accessibilite/')).toContain('redaction@verbatim.example');
  });
});
