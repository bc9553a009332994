import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import type { ReaderDatabase } from '../../src/db/db.ts';
import { createOutbox, type Delivery, DeliveryError, openTransport, type Transport } from '../../src/mail/mail.ts';
import { eachDatabase } from '../databases.ts';

const NOON = new Date('2026-11-22T11:00:00Z');
const after = (seconds: number): Date => new Date(NOON.getTime() + seconds * 1000);
const house = { name: 'Verbatim', siteUrl: 'https://verbatim.example', address: '1, rue de la Paix, 75002 Paris' };
const FROM = 'lettre@verbatim.example';
const mail = { subject: 'Un « essai »', blocks: [{ kind: 'paragraph', text: 'Bonjour.' } as const] };
const message = { key: 'essai:1', kind: 'essai', to: 'secrete@exemple.fr', mail };

function outboxOn(database: ReaderDatabase, transport: Transport) {
  const lines: unknown[] = [];
  const tell = (fields: object, text: string) => void lines.push({ ...fields, text });
  const log = { info: tell, warn: tell, error: tell };
  return { ...createOutbox({ database, transport, house, from: FROM, log }), lines };
}

function aTransport(deliver: (delivery: Delivery) => Promise<void>): Transport {
  return { deliver, close: () => undefined };
}

const rowsOf = ({ query }: ReaderDatabase) => query.selectFrom('outbox').selectAll().execute();

eachDatabase((_engine, open) => {
  test('the same occasion is one mail, and once sent nothing of it stays but that it was', async () => {
    const database = await open();
    const sent: Delivery[] = [];
    const outbox = outboxOn(
      database,
      aTransport(async (delivery) => void sent.push(delivery)),
    );
    expect(await outbox.queue(database.query, message, NOON)).toBe(true);
    expect(await outbox.queue(database.query, message, NOON)).toBe(false);
    expect(await outbox.deliverDue(NOON)).toBe(1);
    expect(await outbox.queue(database.query, message, NOON)).toBe(false);
    expect(await outbox.deliverDue(after(DAY))).toBe(0);
    expect(sent).toHaveLength(1);
    const erased = { recipient: null, subject: null, text: null, html: null };
    expect(await rowsOf(database)).toMatchObject([
      { ...erased, sent_at: '2026-11-22T11:00:00Z', next_attempt_at: null },
    ]);
    expect(JSON.stringify(outbox.lines)).not.toMatch(/secrete|essai:1/);
  });

  test('a mail and what it is about are one write', async () => {
    const database = await open();
    const outbox = outboxOn(
      database,
      aTransport(async () => undefined),
    );
    const write = database.query.transaction().execute(async (transaction) => {
      await outbox.queue(transaction, message, NOON);
      throw new Error('the rest failed');
    });
    await expect(write).rejects.toThrow('the rest failed');
    expect(await rowsOf(database)).toEqual([]);
  });

  test('whoever dies between handing over and noting it has the mail sent again under the same Message-ID', async () => {
    const database = await open();
    const sent: Delivery[] = [];
    let dies = true;
    const transport = aTransport(async (delivery) => {
      sent.push(delivery);
      if (dies) await new Promise(() => undefined);
    });
    await outboxOn(database, transport).queue(database.query, message, NOON);
    void outboxOn(database, transport).deliverDue(NOON);
    await expect.poll(() => sent.length).toBe(1);
    dies = false;
    const next = outboxOn(database, transport);
    expect(await next.deliverDue(after(60))).toBe(0);
    expect(await next.deliverDue(after(121))).toBe(1);
    expect(sent[1]?.messageId).toBe(sent[0]?.messageId);
    expect(sent[1]?.date).toEqual(sent[0]?.date);
  });

  test('two processes at once send each mail once', async () => {
    const database = await open();
    const folder = aFolder();
    const silent = outboxOn(
      database,
      aTransport(async () => undefined),
    );
    for (let n = 0; n < 40; n += 1) await silent.queue(database.query, { ...message, key: `essai:${n}` }, NOON);
    const script = `
      import { openReaderDatabase } from '${new URL('../../src/db/db.ts', import.meta.url).href}';
      import { createOutbox, openTransport } from '${new URL('../../src/mail/mail.ts', import.meta.url).href}';
      const database = await openReaderDatabase(process.argv[1]);
      const transport = openTransport({ smtpUrl: null, mailDir: process.argv[2] });
      const log = { info: () => {}, warn: console.log, error: console.log };
      const outbox = createOutbox({ database, transport, house: ${JSON.stringify(house)}, from: '${FROM}', log });
      console.log(await outbox.deliverDue(new Date('${NOON.toISOString()}')));
      await database.close();`;
    const runs = [0, 1, 2].map(async (n) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, database.url, join(folder, `${n}`)]);
      let said = '';
      child.stdout.on('data', (chunk) => (said += String(chunk)));
      child.stderr.on('data', (chunk) => (said += String(chunk)));
      await once(child, 'close');
      return Number(said);
    });
    expect((await Promise.all(runs)).reduce((sum, sent) => sum + sent, 0)).toBe(40);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml'));
    expect(files).toHaveLength(40);
    expect((await rowsOf(database)).every(({ sent_at, attempts }) => sent_at !== null && attempts === 1)).toBe(true);
  });

  test('what fails is tried again, less and less often, and given up after three days', async () => {
    const database = await open();
    const outbox = outboxOn(
      database,
      aTransport(async () => {
        throw new DeliveryError('ECONNECTION', false);
      }),
    );
    await outbox.queue(database.query, message, NOON);
    const attempts: number[] = [];
    for (let seconds = 0; seconds < 4 * DAY; seconds += seconds < 3600 ? 30 : 300) {
      const before = outbox.lines.length;
      await outbox.deliverDue(after(seconds));
      if (outbox.lines.length > before) attempts.push(seconds);
    }
    expect(attempts.slice(0, 5)).toEqual([0, 30, 150, 750, 2550]);
    expect(attempts.length).toBeLessThan(45);
    expect(attempts.at(-1)).toBeGreaterThan(3 * DAY - 7300);
    expect(await rowsOf(database)).toMatchObject([
      { sent_at: null, next_attempt_at: null, recipient: null, html: null },
    ]);
    expect(outbox.lines.at(-1)).toMatchObject({ text: 'a mail was given up', reason: 'ECONNECTION' });
  });

  test('a call while mails leave joins, and what was queued meanwhile leaves too', async () => {
    const database = await open();
    const sent: string[] = [];
    const outbox = outboxOn(
      database,
      aTransport(async ({ messageId }) => {
        sent.push(messageId);
        if (sent.length === 1) await outbox.queue(database.query, { ...message, key: 'essai:2' }, NOON);
      }),
    );
    await outbox.queue(database.query, message, NOON);
    const both = await Promise.all([outbox.deliverDue(NOON), outbox.deliverDue(NOON)]);
    expect(both).toEqual([2, 2]);
    expect(new Set(sent).size).toBe(2);
  });

  test('what was sent three years ago is forgotten', async () => {
    const database = await open();
    const outbox = outboxOn(
      database,
      aTransport(async () => undefined),
    );
    await outbox.queue(database.query, message, NOON);
    await outbox.purge(after(1200 * DAY));
    expect(await rowsOf(database)).toHaveLength(1);
    await outbox.deliverDue(NOON);
    await outbox.purge(after(1000 * DAY));
    expect(await rowsOf(database)).toHaveLength(1);
    await outbox.purge(after(1200 * DAY));
    expect(await rowsOf(database)).toEqual([]);
  });

  test('a mail server takes a mail with its name, its texts and its Message-ID', async () => {
    const database = await open();
    const received: string[] = [];
    const outbox = outboxOn(
      database,
      await aServer({ onData: (stream, _session, done) => readAll(stream, received, done) }),
    );
    await outbox.queue(database.query, message, NOON);
    expect(await outbox.deliverDue(NOON)).toBe(1);
    expect(received[0]).toContain('From: Verbatim <lettre@verbatim.example>');
    expect(received[0]).toMatch(/Message-ID: <[0-9a-f]{32}@verbatim\.example>/);
    expect(received[0]).toContain('Date: Sun, 22 Nov 2026 11:00:00 +0000');
  });

  test.each([
    ['450 try later', 450, false],
    ['550 no such mailbox', 550, true],
    ['550 5.7.1 you may not send', 550, false],
    ['421 too busy', 421, false],
  ])('a server that answers %s to a recipient', async (response, responseCode, isFinal) => {
    const database = await open();
    const refuse: SMTPServerOptions['onRcptTo'] = ({ address }, _session, done) =>
      done(Object.assign(new Error(`${response.slice(4)} ${address}`), { responseCode }));
    const outbox = outboxOn(database, await aServer({ onRcptTo: refuse }));
    await outbox.queue(database.query, message, NOON);
    expect(await outbox.deliverDue(NOON)).toBe(0);
    const [row] = await rowsOf(database);
    expect(row?.next_attempt_at).toBe(isFinal ? null : '2026-11-22T11:00:30Z');
    expect(JSON.stringify(outbox.lines)).toContain(String(responseCode));
    expect(JSON.stringify(outbox.lines)).not.toContain('secrete');
  });

  test('a server that is not there, or refuses our password, has the mail wait', async () => {
    const database = await open();
    const servers = [
      openTransport({ smtpUrl: 'smtp://u:motdepasse@127.0.0.1:1', mailDir: '' }),
      await aServer(
        { authOptional: false, onAuth: (_auth, _session, done) => done(new Error('wrong password')) },
        'u:motdepasse@',
      ),
    ];
    for (const [n, server] of servers.entries()) {
      const outbox = outboxOn(database, server);
      await outbox.queue(database.query, { ...message, key: `essai:${n}` }, NOON);
      expect(await outbox.deliverDue(NOON)).toBe(0);
      expect(outbox.lines).toMatchObject([{ text: 'a mail did not leave and will be tried again' }]);
      expect(JSON.stringify(outbox.lines)).not.toMatch(/motdepasse|secrete/);
      server.close();
    }
    expect((await rowsOf(database)).every(({ next_attempt_at }) => next_attempt_at !== null)).toBe(true);
  });

  test('whatever a recipient is made of, no second one and no header comes of it', async () => {
    const database = await open();
    const folder = aFolder();
    const outbox = outboxOn(database, openTransport({ smtpUrl: null, mailDir: folder }));
    const subject = 'Bonjour\r\nBcc: pirate@exemple.org';
    const tricks = [
      'a@b.fr, pirate@exemple.org',
      'a@b.fr\r\nBcc: pirate@exemple.org',
      '<a@b.fr> pirate@exemple.org',
      'a@b.fr;c@d.fr',
    ];
    for (const [n, to] of tricks.entries())
      await outbox.queue(database.query, { ...message, key: `piege:${n}`, to }, NOON);
    await outbox.queue(database.query, { ...message, mail: { ...mail, subject } }, NOON);
    expect(await outbox.deliverDue(NOON)).toBe(1);
    const [file = ''] = readdirSync(folder);
    const [head = ''] = readFileSync(join(folder, file), 'utf8').split('\n\n');
    expect(head).not.toMatch(/^Bcc/m);
    expect(head.match(/^To: .*/gm)).toEqual(['To: secrete@exemple.fr']);
    expect((await rowsOf(database)).filter(({ sent_at, next_attempt_at }) => sent_at === next_attempt_at)).toHaveLength(
      4,
    );
  });
});

test('a server that keeps silent is left after ten seconds', { timeout: 30_000 }, async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const transport = openTransport({ smtpUrl: `smtp://127.0.0.1:${port}`, mailDir: '' });
  const delivery = {
    messageId: 'x@y',
    date: NOON,
    from: { name: 'V', address: FROM },
    to: 'a@b.fr',
    subject: '',
    text: 'x',
    html: '',
  };
  const begun = performance.now();
  await expect(transport.deliver(delivery)).rejects.toMatchObject({ isFinal: false });
  expect(performance.now() - begun).toBeLessThan(12_000);
  transport.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

test('a mail in the folder is legible, and the same mail is the same file', async () => {
  const folder = aFolder();
  const transport = openTransport({ smtpUrl: null, mailDir: folder });
  const url = `https://verbatim.example/connexion/${'a'.repeat(60)}=3D`;
  const delivery = {
    messageId: 'abc@y',
    date: NOON,
    from: { name: 'Vérité', address: FROM },
    to: 'a@b.fr',
    subject: 'Été',
    text: `Été : ${url}`,
    html: '<p>é</p>',
  };
  await transport.deliver(delivery);
  await transport.deliver(delivery);
  expect(readdirSync(folder)).toEqual(['2026-11-22T11-00-00-abc@y.eml']);
  expect(readFileSync(join(folder, '2026-11-22T11-00-00-abc@y.eml'), 'utf8')).toContain(`Été : ${url}`);
});

const DAY = 86_400;

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-mail-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function aServer(options: SMTPServerOptions, login = ''): Promise<Transport> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    ...options,
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as { port: number };
  const transport = openTransport({ smtpUrl: `smtp://${login}127.0.0.1:${port}`, mailDir: '' });
  onTestFinished(async () => {
    transport.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return transport;
}

function readAll(stream: NodeJS.ReadableStream, into: string[], done: (error: null) => void): void {
  let text = '';
  stream.on('data', (chunk) => (text += String(chunk)));
  stream.on('end', () => {
    into.push(text);
    done(null);
  });
}
