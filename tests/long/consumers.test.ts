import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Editorial, openEditorial } from '../../src/editorial/editorial.ts';
import { latestEditions } from '../../src/letter/letter.ts';
import { urls } from '../../src/urls.ts';
import { temporaryFolder } from '../content-folder.ts';
import { serveSample } from '../e2e/site.ts';

/** Programs of Debian that people read feeds with, before the magazine that the repository ships. */

const execute = promisify(execFile);
const now = new Date();
const folder = temporaryFolder();

let site: Awaited<ReturnType<typeof serveSample>>;
let editorial: Editorial;

beforeAll(async () => {
  site = await serveSample();
  editorial = openEditorial(path.join(site.dataDir, 'content.db'));
});

afterAll(async () => {
  editorial.close();
  await site.stop();
  folder[Symbol.dispose]();
});

/** Runs a program of which nothing is known in its home: it has an empty one. */
async function command(name: string, ...options: string[]): Promise<string> {
  const { stdout, stderr } = await execute(name, options, {
    cwd: folder.dir,
    env: { ...process.env, HOME: folder.dir },
  });
  return stdout + stderr;
}

const feeds = () => [site.siteUrl + urls.feed(), site.siteUrl + urls.letterFeed()];

/** What both feeds tell, by the address of its page: a title, and words that must have arrived. */
function told(): Map<string, { title: string; words: string[] }> {
  const pieces = editorial.latest(50, now).map(({ collection, slug }) => editorial.piece(collection, slug, now));
  return new Map([
    ...pieces
      .filter((piece) => piece !== null)
      .map((piece) => {
        const title = piece.sponsored ? `Publicité – ${piece.title}` : piece.title;
        const entry = { title, words: [...wordsOf(piece.standfirst), ...wordsOf(piece.openHtml)] };
        return [site.siteUrl + piece.path, entry] as const;
      }),
    ...latestEditions(editorial, 50, now).map(({ date, subject, words, extracts, pieces: named }) => {
      const texts = [words ?? '', ...extracts.map(({ quote }) => quote), ...named.map(({ title }) => title)];
      return [site.siteUrl + urls.edition(date), { title: subject, words: texts.flatMap(wordsOf) }] as const;
    }),
  ]);
}

/** Drawings and signs aside: what a reader of the text reads. */
function wordsOf(html: string): string[] {
  const text = html
    .replace(/<svg\b.*?<\/svg>|<a\b[^>]*class="(?:anchor|note-back)".*?<\/a>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#?[a-z0-9]+;/gi, ' ');
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function missingWords(text: string, words: readonly string[]): string[] {
  const arrived = new Set(wordsOf(text));
  return words.filter((word) => !arrived.has(word));
}

test('xmllint finds nothing to say', async () => {
  const themes = (editorial.gatherings('themes', 1, now)?.items ?? []).map(({ id }) =>
    urls.gatheringFeed('themes', id),
  );
  const sections = (['articles', 'interviews', 'letters'] as const).map((name) => urls.sectionFeed(name));
  for (const address of [urls.feed(), urls.atomFeed(), urls.letterFeed(), urls.feedList(), ...sections, ...themes]) {
    const file = path.join(folder.dir, 'feed.xml');
    writeFileSync(file, await (await fetch(site.siteUrl + address)).text());
    expect([address, await command('xmllint', '--noout', file)]).toEqual([address, '']);
  }
});

test('newsboat gets everything once, whole; the second time nothing is new', async () => {
  writeFileSync(path.join(folder.dir, 'urls'), `${feeds().join('\n')}\n`);
  writeFileSync(path.join(folder.dir, 'config'), 'auto-reload no\n');
  const newsboat = (what: string) => command('newsboat', '-u', 'urls', '-c', 'cache.db', '-C', 'config', '-x', what);
  const expected = told();
  await newsboat('reload');
  expect(await newsboat('print-unread')).toBe(`${expected.size} unread articles\n`);
  const read = () => {
    using database = new DatabaseSync(path.join(folder.dir, 'cache.db'), { readOnly: true });
    return database.prepare('SELECT url, title, content FROM rss_item ORDER BY id').all() as Record<string, string>[];
  };
  const items = read();
  expect(items.map(({ url }) => url).sort()).toEqual([...expected.keys()].sort());
  for (const { url = '', title, content = '' } of items) {
    const entry = expected.get(url);
    expect([url, title, missingWords(content, entry?.words ?? [])]).toEqual([url, entry?.title, []]);
  }
  await newsboat('reload');
  expect(read()).toEqual(items);
});

/** The mails that a server on loopback is given. */
async function mailbox(): Promise<{ port: number; mails: string[]; close(): Promise<void> }> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString('latin1'));
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, close: () => new Promise((done) => server.close(done)) };
}

/** The text of a mail of one part. */
function bodyOf(mail: string): string {
  const [head = '', body = ''] = mail.split(/\r?\n\r?\n(.*)/s);
  const encoding = /^Content-Transfer-Encoding: (\S+)/im.exec(head)?.[1];
  const charset = /^Content-Type: [^\r\n]*charset="([^"]+)"/im.exec(head)?.[1];
  const bytes = encoding === 'base64' ? Buffer.from(body, 'base64') : unquoted(body, encoding === 'quoted-printable');
  return new TextDecoder(charset).decode(bytes);
}

function unquoted(body: string, isQuoted: boolean): Buffer {
  const code = (_sign: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16));
  return Buffer.from(isQuoted ? body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, code) : body, 'latin1');
}

test('rss2email sends everything once, whole; the second time nothing', async () => {
  const { port, mails, close } = await mailbox();
  const lines = [
    '[DEFAULT]',
    'from = flux@localhost',
    'email-protocol = smtp',
    `smtp-server = 127.0.0.1:${port}`,
    'smtp-ssl = False',
    'smtp-auth = False',
    'html-mail = False',
    'body-width = 0',
  ];
  mkdirSync(path.join(folder.dir, 'r2e'));
  writeFileSync(path.join(folder.dir, 'r2e/config'), `${lines.join('\n')}\n`);
  const r2e = (...options: string[]) => command('r2e', '-c', 'r2e/config', '-d', 'r2e/data.json', ...options);
  for (const [index, address] of feeds().entries()) await r2e('add', `flux${index}`, address, 'lecteur@localhost');
  const log = await r2e('run');
  expect(log).not.toMatch(/ERROR|WARNING/);
  const expected = told();
  const addresses = mails.map((mail) => /^X-RSS-URL: (\S+)/im.exec(mail)?.[1] ?? '');
  expect(addresses.sort()).toEqual([...expected.keys()].sort());
  for (const mail of mails) {
    const url = /^X-RSS-URL: (\S+)/im.exec(mail)?.[1] ?? '';
    expect([url, missingWords(bodyOf(mail), expected.get(url)?.words ?? [])]).toEqual([url, []]);
  }
  const count = mails.length;
  await r2e('run');
  await close();
  expect(mails).toHaveLength(count);
  expect(readFileSync(path.join(folder.dir, 'r2e/data.json'), 'utf8')).toContain('tag:localhost,2026:');
});
