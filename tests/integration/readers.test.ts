import { expect, test, vi } from 'vitest';
import type { ReaderDatabase } from '../../src/db/db.ts';
import { createOutbox, type Delivery } from '../../src/mail/mail.ts';
import { createReaders, hashOf, type Readers } from '../../src/readers/readers.ts';
import { eachDatabase, type OpenDatabase } from '../databases.ts';
import { tellStatements } from '../statements.ts';

const NOON = new Date('2026-11-22T11:00:00Z');
const CLIENT = '192.0.2.1';
const after = (seconds: number): Date => new Date(NOON.getTime() + seconds * 1000);
const DAY = 86_400;
const house = { name: 'Verbatim', siteUrl: 'https://verbatim.example', address: '1, rue de la Paix, 75002 Paris' };

/** Readers, and the mails that left. `claims`: the addresses that somebody bought with. */
function readersOn(database: ReaderDatabase, claims: string[] = []) {
  const sent: Delivery[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const transport = { deliver: async (delivery: Delivery) => void sent.push(delivery), close: () => undefined };
  const outbox = createOutbox({ database, transport, house, from: 'lettre@verbatim.example', log });
  const { siteUrl } = house;
  const claimed = (address: string) => Promise.resolve(claims.includes(address));
  const readers = createReaders({ database, outbox, siteUrl, house, claims: claimed });
  return {
    readers,
    async mails(now = NOON): Promise<Delivery[]> {
      await outbox.deliverDue(now);
      return sent.splice(0);
    },
  };
}

function tokenIn(mail: Delivery | undefined): string {
  return /\/connexion\/([\w-]{43})$/m.exec(mail?.text ?? '')?.[1] ?? 'no link';
}

/** A new link for `address`, whose reader exists from then on. */
async function linkFor(
  open: Awaited<ReturnType<typeof start>>,
  address: string,
  now = NOON,
  next: string | null = null,
) {
  await open.readers.signIn(address, 'Firefox', now);
  expect(await open.readers.requestSignIn({ address, next, client: CLIENT }, now)).toBe('sent');
  return tokenIn((await open.mails(now))[0]);
}

async function start(open: OpenDatabase, claims: string[] = []) {
  const database = await open();
  return { database, ...readersOn(database, claims) };
}

const ask = (readers: Readers, address: string, now = NOON, client = CLIENT) =>
  readers.requestSignIn({ address, next: null, client }, now);

eachDatabase((_engine, open) => {
  test('a link tells who would sign in and where it leads, however often it is opened', async () => {
    const site = await start(open);
    const token = await linkFor(site, 'a@exemple.fr', NOON, '/articles/x/');
    const link = { kind: 'sign-in', address: 'a@exemple.fr', subject: '', next: '/articles/x/' };
    for (let scanner = 0; scanner < 5; scanner += 1) expect(await site.readers.peekLink(token, NOON)).toEqual(link);
    expect(await site.readers.consumeLink(token, NOON)).toEqual(link);
    expect(await site.readers.peekLink(token, NOON)).toBeNull();
  });

  test('among those who press the button at once, one wins', async () => {
    const site = await start(open);
    const token = await linkFor(site, 'a@exemple.fr');
    const other = readersOn(site.database).readers;
    const presses = Array.from({ length: 20 }, (_, n) => (n % 2 ? other : site.readers).consumeLink(token, NOON));
    expect((await Promise.all(presses)).filter((link) => link !== null)).toHaveLength(1);
  });

  test('a newer link ends the older, whoever asked for it', async () => {
    const site = await start(open);
    const older = await linkFor(site, 'a@exemple.fr');
    const newer = await linkFor(site, 'a@exemple.fr', after(30));
    expect(await site.readers.consumeLink(older, after(31))).toBeNull();
    expect(await site.readers.consumeLink(newer, after(31))).not.toBeNull();
  });

  test('a link ends after fifteen minutes, to the second', async () => {
    const site = await start(open);
    const token = await linkFor(site, 'a@exemple.fr');
    expect(await site.readers.peekLink(token, after(900))).toBeNull();
    expect(await site.readers.consumeLink(token, after(900))).toBeNull();
    expect(await site.readers.peekLink(token, new Date(after(900).getTime() - 1))).not.toBeNull();
    expect(await site.readers.consumeLink(token, after(899))).not.toBeNull();
  });

  test('a token that was never given opens nothing', async () => {
    const { readers } = await start(open);
    for (const token of ['', 'x', '%', "' or 1=1 --", 'A'.repeat(43)]) {
      expect(await readers.consumeLink(token, NOON)).toBeNull();
      expect(await readers.sessionOf(token, NOON)).toBeNull();
      expect(await readers.feedOfToken(token)).toBeNull();
    }
  });

  test('the same occasion is one link and one mail', async () => {
    const site = await start(open);
    const request = {
      kind: 'declaration',
      address: 'a@exemple.fr',
      subject: 'd1',
      next: null,
      minutes: 60,
      mail: (url: string) => ({ subject: 'x', blocks: [{ kind: 'action', label: 'y', url } as const] }),
      key: 'declaration:d1',
      kindOfMail: 'declaration',
    } as const;
    const { query } = site.database;
    expect(await site.readers.mailLink(request, query, NOON)).toBe(true);
    const token = tokenIn((await site.mails())[0]);
    expect(await site.readers.mailLink(request, query, NOON)).toBe(false);
    expect(await site.mails()).toEqual([]);
    expect(await site.readers.consumeLink(token, NOON)).toMatchObject({ subject: 'd1' });
  });

  test('nothing that authorises somebody is kept as it is', async () => {
    const site = await start(open);
    const token = await linkFor(site, 'a@exemple.fr');
    const { token: session, readerId } = await site.readers.signIn('a@exemple.fr', 'Firefox', NOON);
    const feed = await site.readers.makeFeed(readerId, NOON);
    const tables = await site.database.query.introspection.getTables();
    const kept = [];
    for (const { name } of tables)
      kept.push(
        await site.database.query
          .selectFrom(name as 'links')
          .selectAll()
          .execute(),
      );
    for (const secret of [token, session, feed]) {
      expect(JSON.stringify(kept)).toContain(hashOf(secret));
      expect(JSON.stringify(kept)).not.toContain(secret);
    }
  });

  test('an unknown address gets a mail that says so, without a link, and the same answer', async () => {
    const { readers, mails } = await start(open, ['acheteuse@exemple.fr']);
    expect(await ask(readers, 'inconnu@exemple.fr')).toBe('sent');
    const [mail] = await mails();
    expect(mail?.to).toBe('inconnu@exemple.fr');
    expect(mail?.text).toContain('https://verbatim.example/abonnement/');
    expect(mail?.text).not.toContain('/connexion/');
    expect(await ask(readers, 'acheteuse@exemple.fr')).toBe('sent');
    expect(tokenIn((await mails())[0])).toHaveLength(43);
  });

  test('known and unknown addresses make the same statements', async () => {
    const database = await open();
    const told: string[] = [];
    const { readers } = readersOn({ ...database, query: database.query.withPlugin(tellStatements(told)) });
    await readers.signIn('connue@exemple.fr', 'Firefox', NOON);
    told.length = 0;
    await ask(readers, 'connue@exemple.fr');
    const forKnown = told.splice(0);
    await ask(readers, 'inconnue@exemple.fr');
    expect(told).toEqual(forKnown);
    expect(forKnown.length).toBeGreaterThan(5);
  });

  test('an address gets three mails in fifteen minutes, known or not', async () => {
    const { readers, mails } = await start(open);
    await readers.signIn('connue@exemple.fr', 'Firefox', NOON);
    for (const address of ['connue@exemple.fr', 'inconnue@exemple.fr']) {
      for (let n = 0; n < 3; n += 1) expect(await ask(readers, address)).toBe('sent');
      expect(await ask(readers, address.toUpperCase(), after(60))).toEqual({ waitSeconds: 840 });
      expect(await ask(readers, address, after(900))).toBe('sent');
    }
    expect(await mails(after(900))).toHaveLength(8);
  });

  test('and ten a day', async () => {
    const { readers } = await start(open);
    for (let n = 0; n < 10; n += 1) expect(await ask(readers, 'a@exemple.fr', after(n * 1000))).toBe('sent');
    expect(await ask(readers, 'a@exemple.fr', after(11_000))).toEqual({ waitSeconds: DAY - 11_000 });
    expect(await ask(readers, 'a@exemple.fr', after(DAY))).toBe('sent');
  });

  test('a client asks twenty times in fifteen minutes, and what it asks for too much counts for nobody else', async () => {
    const { readers } = await start(open);
    for (let n = 0; n < 20; n += 1) expect(await ask(readers, `a${n}@exemple.fr`)).toBe('sent');
    for (let n = 0; n < 5; n += 1) expect(await ask(readers, 'victime@exemple.fr')).toEqual({ waitSeconds: 900 });
    expect(await ask(readers, 'victime@exemple.fr', NOON, '198.51.100.7')).toBe('sent');
  });

  test('attempts at the same time never exceed a limit', async () => {
    const { database, readers, mails } = await start(open);
    const other = readersOn(database).readers;
    const tries = Array.from({ length: 30 }, (_, n) =>
      ask(n % 2 ? other : readers, 'a@exemple.fr', NOON, `192.0.2.${n}`),
    );
    expect((await Promise.all(tries)).filter((outcome) => outcome === 'sent')).toHaveLength(3);
    expect(await mails()).toHaveLength(3);
  });

  test('a thousand mails an hour leave in all', async () => {
    const { readers } = await start(open);
    const rules = [{ times: 1000, seconds: 3600 }];
    for (let n = 0; n < 999; n += 1) await readers.limit('mail-everybody', '', rules, NOON);
    expect(await ask(readers, 'a@exemple.fr')).toBe('sent');
    expect(await ask(readers, 'b@exemple.fr')).toEqual({ waitSeconds: 3600 });
  });

  test('neither addresses nor clients can be read from the limits', async () => {
    const { database, readers } = await start(open);
    await ask(readers, 'a@exemple.fr');
    const kept = JSON.stringify(await database.query.selectFrom('limits').selectAll().execute());
    expect(kept).not.toMatch(/exemple|192\.0/);
    expect(kept).not.toContain(hashOf('a@exemple.fr'));
  });

  test('each sign-in is a new session of one reader', async () => {
    const { readers } = await start(open);
    const signIns = await Promise.all(
      ['Firefox', 'Safari'].map((device) => readers.signIn('a@exemple.fr', device, NOON)),
    );
    expect(new Set(signIns.map(({ readerId }) => readerId)).size).toBe(1);
    expect(new Set(signIns.map(({ token }) => token)).size).toBe(2);
    const [{ readerId, token } = { readerId: '', token: '' }] = signIns;
    expect(await readers.sessionOf(token, NOON)).toMatchObject({ reader: { id: readerId, address: 'a@exemple.fr' } });
    const listed = await readers.sessionsOf(readerId, NOON);
    expect(listed.map(({ device }) => device).sort()).toEqual(['Firefox', 'Safari']);
    expect(JSON.stringify(listed)).not.toContain(hashOf(token));
  });

  test('a session ends ninety days after its last use', async () => {
    const { readers } = await start(open);
    const { token, readerId } = await readers.signIn('a@exemple.fr', 'Firefox', NOON);
    expect((await readers.sessionOf(token, after(89 * DAY)))?.expiresAt).toEqual(after(179 * DAY));
    await vi.waitFor(async () => {
      expect((await readers.sessionsOf(readerId, after(89 * DAY)))[0]?.seenAt).toBe('2027-02-19T11:00:00Z');
    });
    expect(await readers.sessionOf(token, after(179 * DAY - 1))).not.toBeNull();
    const { token: unused } = await readers.signIn('b@exemple.fr', 'Firefox', NOON);
    expect(await readers.sessionOf(unused, after(90 * DAY))).toBeNull();
  });

  test('and a year after it began, however much it is used', async () => {
    const { readers } = await start(open);
    const { token, readerId } = await readers.signIn('a@exemple.fr', 'Firefox', NOON);
    for (let day = 60; day < 365; day += 60) {
      expect(await readers.sessionOf(token, after(day * DAY))).not.toBeNull();
      const seen = after(day * DAY)
        .toISOString()
        .slice(0, 10);
      await vi.waitFor(async () => {
        expect((await readers.sessionsOf(readerId, after(day * DAY)))[0]?.seenAt).toContain(seen);
      });
    }
    expect((await readers.sessionOf(token, after(365 * DAY - 1)))?.expiresAt).toEqual(after(365 * DAY));
    expect(await readers.sessionOf(token, after(365 * DAY))).toBeNull();
    expect(await readers.sessionsOf(readerId, after(365 * DAY))).toEqual([]);
  });

  test('use is noted at most once an hour', async () => {
    const { database, readers } = await start(open);
    const { token } = await readers.signIn('a@exemple.fr', 'Firefox', NOON);
    await readers.sessionOf(token, after(3599));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { seen_at } = await database.query.selectFrom('sessions').select('seen_at').executeTakeFirstOrThrow();
    expect(seen_at).toBe('2026-11-22T11:00:00Z');
  });

  test('a reader ends one session or all, and nobody else’s', async () => {
    const { readers } = await start(open);
    const mine = await readers.signIn('a@exemple.fr', 'Firefox', NOON);
    const also = await readers.signIn('a@exemple.fr', 'Safari', NOON);
    const other = await readers.signIn('b@exemple.fr', 'Chrome', NOON);
    const { handle = '' } = (await readers.sessionOf(also.token, NOON)) ?? {};
    expect(await readers.endSession(other.readerId, handle)).toBe(false);
    expect(await readers.endSession(mine.readerId, handle)).toBe(true);
    expect(await readers.sessionOf(also.token, NOON)).toBeNull();
    expect(await readers.sessionOf(mine.token, NOON)).not.toBeNull();
    await readers.endAllSessions(mine.readerId);
    expect(await readers.sessionOf(mine.token, NOON)).toBeNull();
    expect(await readers.sessionOf(other.token, NOON)).not.toBeNull();
  });

  test('a new address is confirmed by its own mail, the old one is told, both are told again, sessions end', async () => {
    const { readers, mails } = await start(open);
    const { readerId, token } = await readers.signIn('ancienne@exemple.fr', 'Firefox', NOON);
    const reader = { id: readerId, address: 'ancienne@exemple.fr' };
    expect(await readers.requestAddressChange(reader, ' Nouvelle@Exemple.FR ', CLIENT, NOON)).toBe('sent');
    const [toNew, toOld] = (await mails()).toSorted((one) => (one.to.startsWith('nouvelle') ? -1 : 1));
    expect([toNew?.to, toOld?.to]).toEqual(['nouvelle@exemple.fr', 'ancienne@exemple.fr']);
    expect(toOld?.text).not.toContain('nouvelle@');
    expect(tokenIn(toOld)).toBe('no link');
    expect(await readers.sessionOf(token, NOON)).toMatchObject({ reader });

    const link = await readers.consumeLink(tokenIn(toNew), NOON);
    const changed = await readers.changeAddress(link!, NOON);
    expect(changed).toEqual({
      kind: 'changed',
      reader: { id: readerId, address: 'nouvelle@exemple.fr' },
      formerAddress: 'ancienne@exemple.fr',
    });
    expect(await readers.sessionOf(token, NOON)).toBeNull();
    expect((await mails()).map(({ to }) => to).sort()).toEqual(['ancienne@exemple.fr', 'nouvelle@exemple.fr']);
    expect((await readers.signIn('nouvelle@exemple.fr', 'Firefox', NOON)).readerId).toBe(readerId);
  });

  test('of two readers who confirm one address at once, one gets it', async () => {
    const { readers, mails } = await start(open);
    const tokens = [];
    for (const address of ['a@exemple.fr', 'b@exemple.fr']) {
      const { readerId } = await readers.signIn(address, 'Firefox', NOON);
      expect(await readers.requestAddressChange({ id: readerId, address }, 'c@exemple.fr', CLIENT, NOON)).toBe('sent');
      tokens.push(tokenIn((await mails()).find(({ to }) => to === 'c@exemple.fr')));
    }
    const links = await Promise.all(tokens.map((token) => readers.consumeLink(token, NOON)));
    const changes = await Promise.all(links.map((link) => readers.changeAddress(link!, NOON)));
    expect(changes.map(({ kind }) => kind).sort()).toEqual(['changed', 'taken']);
    expect((await mails()).filter(({ to }) => to === 'c@exemple.fr')).toHaveLength(1);
  });

  test('an address that somebody has gets the same answer and the same statements', async () => {
    const database = await open();
    const told: string[] = [];
    const { readers } = readersOn({ ...database, query: database.query.withPlugin(tellStatements(told)) });
    await readers.signIn('prise@exemple.fr', 'Firefox', NOON);
    const { readerId } = await readers.signIn('a@exemple.fr', 'Firefox', NOON);
    const reader = { id: readerId, address: 'a@exemple.fr' };
    told.length = 0;
    expect(await readers.requestAddressChange(reader, 'prise@exemple.fr', CLIENT, NOON)).toBe('sent');
    const forTaken = told.splice(0);
    expect(await readers.requestAddressChange(reader, 'libre@exemple.fr', CLIENT, NOON)).toBe('sent');
    expect(told).toEqual(forTaken);
  });

  test('signing out everywhere takes back a change of address that was asked for', async () => {
    const { readers, mails } = await start(open);
    const { readerId } = await readers.signIn('a@exemple.fr', 'Firefox', NOON);
    await readers.requestAddressChange({ id: readerId, address: 'a@exemple.fr' }, 'voleur@exemple.fr', CLIENT, NOON);
    const token = tokenIn((await mails()).find(({ to }) => to === 'voleur@exemple.fr'));
    await readers.endAllSessions(readerId);
    expect(await readers.consumeLink(token, NOON)).toBeNull();
  });

  test('a link to sign in with changes no address, and a change for a reader who is gone is void', async () => {
    const { readers } = await start(open);
    const { readerId } = await readers.signIn('a@exemple.fr', 'Firefox', NOON);
    const link = { address: 'b@exemple.fr', subject: readerId, next: null };
    expect(await readers.changeAddress({ kind: 'sign-in', ...link }, NOON)).toEqual({ kind: 'void' });
    expect(await readers.changeAddress({ kind: 'address', ...link, subject: 'x' }, NOON)).toEqual({ kind: 'void' });
    expect(await readers.readerOf('a@exemple.fr')).toEqual({ id: readerId, address: 'a@exemple.fr' });
    expect(await readers.readerOf('b@exemple.fr')).toBeNull();
  });

  test('a private feed has one token, which a new one or a revocation ends', async () => {
    const { readers } = await start(open);
    const { readerId } = await readers.signIn('a@exemple.fr', 'Firefox', NOON);
    expect(await readers.feedOf(readerId)).toBeNull();
    const first = await readers.makeFeed(readerId, NOON);
    expect(Buffer.from(first, 'base64url')).toHaveLength(16);
    expect(await readers.feedOfToken(first)).toMatchObject({ readerId });
    const second = await readers.makeFeed(readerId, after(60));
    expect(await readers.feedOfToken(first)).toBeNull();
    const feed = await readers.feedOfToken(second);
    expect(await readers.readerOfFeed(feed!.id)).toBe(readerId);
    expect(await readers.feedOf(readerId)).toEqual({ createdAt: '2026-11-22T11:01:00Z' });
    await readers.revokeFeed(readerId);
    expect(await readers.feedOfToken(second)).toBeNull();
    expect(await readers.readerOfFeed(feed!.id)).toBeNull();
  });

  test('a grant makes the reader when there is none, tells them, and is the same when given twice', async () => {
    const { readers, mails } = await start(open);
    const grant = { address: 'a@exemple.fr', until: '2026-12-31T23:00:00Z', reason: 'abonné papier', isTold: true };
    expect(await readers.grant(grant, NOON)).toEqual({ outcome: 'granted', isNewReader: true });
    expect(await readers.grant(grant, NOON)).toEqual({ outcome: 'had-it', isNewReader: false });
    const { readerId } = await readers.signIn('a@exemple.fr', 'Firefox', NOON);
    expect(await readers.grantsOf(readerId)).toMatchObject([{ until: grant.until, reason: grant.reason }]);
    const told = await mails();
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('jusqu’au 31\u00a0décembre 2026 inclus');
  });

  test('what is over is forgotten, and nothing else', async () => {
    const site = await start(open);
    const { database, readers } = site;
    await linkFor(site, 'a@exemple.fr');
    const rows = (table: 'links' | 'limits' | 'sessions') => database.query.selectFrom(table).selectAll().execute();
    await readers.purge(after(899));
    expect([(await rows('links')).length, (await rows('limits')).length, (await rows('sessions')).length]).toEqual([
      1, 5, 1,
    ]);
    await readers.purge(after(DAY));
    expect([await rows('links'), await rows('limits')]).toEqual([[], []]);
    await readers.purge(after(90 * DAY));
    expect(await rows('sessions')).toEqual([]);
  });
});
