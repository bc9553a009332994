import { randomInt } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { startStandIn } from '../scripts/stand-in/stand-in.ts';
import { openReaderDatabase } from '../src/db/db.ts';
import { urls } from '../src/urls.ts';
import { temporaryFolder } from './content-folder.ts';
import { CLOSED, openMailServer, order, PAID, pay, publishShop, shopSettings } from './e2e/shop.ts';
import { startServerProcess } from './e2e/server-process.ts';
import { freePort } from './e2e/site.ts';
import { aVisitor, type Visitor } from './e2e/timed-visitor.ts';
import { MONTHLY, YEARLY } from './stand-in.ts';
import { until } from './until.ts';

/** Who buys in one round. */
const BUYERS = 4;

/**
 * Kills a server again and again while buyers come back from paying and Stripe rings; each time all of them read in the
 * end, and every confirmation is one mail, or the same one twice.
 */
export async function killServer(kills: number, env: Record<string, string> = {}): Promise<void> {
  using folder = temporaryFolder();
  const port = await freePort();
  const siteUrl = `http://localhost:${port}`;
  await publishShop(folder.dir, siteUrl);
  const mailServer = await openMailServer(await freePort());
  const standIn = await startStandIn({
    siteUrl,
    webhookUrl: `http://127.0.0.1:${port}${urls.stripeEvents()}`,
    webhookSecret: 'whsec_stand_in',
    secretKey: 'sk_test_stand_in',
    offers: [YEARLY, MONTHLY],
  });
  const { control } = standIn;
  control.hold();
  const settings = { ...shopSettings(standIn), SITE_URL: siteUrl, SMTP_URL: mailServer.url, LOG_LEVEL: 'info', ...env };
  const start = () => startServerProcess(folder.dir, port, settings);
  let server = await start();
  const all: string[] = [];
  try {
    for (let round = 0; round < kills; round += 1) {
      const before = control.events().length;
      const buyers: { who: Visitor; email: string }[] = [];
      for (let count = 0; count < BUYERS; count += 1) {
        const who = aVisitor(server.url, siteUrl);
        const email = `lecteur-${round}-${count}@exemple.fr`;
        pay(standIn, await order(who), email);
        buyers.push({ who, email });
        all.push(email);
      }
      const events = control
        .events()
        .slice(before)
        .map(({ id }) => id);
      // Some come back, some never do; some events come, in any order.
      const under = [
        ...buyers.slice(round % 2).map(({ who }) => who.get(urls.ordered()).catch(() => null)),
        control.deliver(events, { order: 'shuffled', seed: round + 1, parallel: round % 3 !== 0 }),
      ];
      await sleep(randomInt(400));
      await server.kill();
      await Promise.all(under);
      server = await start();
      // A lease outlives its holder for ten seconds.
      const refused = async () =>
        (await control.deliver(events, { parallel: true })).filter(({ status }) => status !== 200);
      expect(await until(refused, ({ length }) => length === 0, 40)).toEqual([]);
      for (const { who, email } of buyers) {
        expect([email, (await who.get(PAID)).text.includes(CLOSED)]).toEqual([email, true]);
        expect((await who.get(urls.ordered())).text).toContain(email);
      }
    }
    await releaseMails(env['DATABASE_URL'] ?? `sqlite:${path.join(folder.dir, 'data/readers.db')}`);
    const confirmed = () => new Set(mailServer.mails.map(({ to }) => to)).size;
    expect(await until(confirmed, (count) => count === all.length, 20)).toBe(all.length);
    for (const email of all) {
      const ids = mailServer.mails.filter(({ to }) => to === email).map(({ id }) => id);
      expect(new Set(ids).size).toBe(1);
    }
  } finally {
    await server.kill();
    await standIn.stop();
    await mailServer.close();
  }
}

/** What a killed process had taken would leave two minutes later. */
async function releaseMails(url: string): Promise<void> {
  const database = await openReaderDatabase(url);
  await database.query
    .updateTable('outbox')
    .set({ next_attempt_at: '2000-01-01T00:00:00Z' })
    .where('next_attempt_at', 'is not', null)
    .execute();
  await database.close();
}
