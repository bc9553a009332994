import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { SMTPServer } from 'smtp-server';
import { article, publishFolder, validContent, writeFiles } from '../content-folder.ts';
import type { StandIn } from '../../scripts/stand-in/stand-in.ts';
import { urls } from '../../src/urls.ts';
import { MONTHLY, YEARLY } from '../stand-in.ts';
import type { Answer, Visitor } from './timed-visitor.ts';

/** What only subscribers read, and where. */
export const CLOSED = 'La phrase que seuls les abonnés lisent.';
export const PAID = '/articles/reserve/';

/** A small magazine with something to sell. */
export async function publishShop(folder: string, siteUrl: string): Promise<void> {
  const content = validContent();
  const offers = `offers: ${JSON.stringify([YEARLY, MONTHLY])}`;
  writeFiles(folder, {
    ...content,
    'content/site.yaml': content['content/site.yaml']!.replace(/offers:\n.*/, offers),
    'content/articles/2026/reserve.mdx': article(
      { uid: 'art-000002', access: 'subscribers', title: 'Réservé' },
      `De quoi commencer.\n\n<Paywall />\n\n${CLOSED}`,
    ),
  });
  const published = await publishFolder(folder, { siteUrl, now: new Date() });
  if (!published.ok) throw new Error(JSON.stringify(published.issues));
}

/** Settings of a server that sells through a stand-in. */
export function shopSettings(standIn: Pick<StandIn, 'url'>): Record<string, string> {
  return {
    STRIPE_SECRET_KEY: 'sk_test_stand_in',
    STRIPE_WEBHOOK_SECRET: 'whsec_stand_in',
    STRIPE_API_BASE: standIn.url,
    TRUSTED_PROXIES: '127.0.0.1',
  };
}

/** Orders as the page before ordering does. */
export function order(visitor: Visitor, offerId = YEARLY.id): Promise<Answer> {
  return visitor.post(urls.ordering(), { offre: offerId, commande: randomBytes(16).toString('base64url') });
}

/** Pays at the stand-in where an order led; gives the id of the session. */
export function pay({ control }: Pick<StandIn, 'control'>, ordered: Answer, email: string): string {
  const session = Object.values(control.records().sessions).find(({ url }) => url === ordered.location);
  if (session === undefined) throw new Error(`the order was answered ${ordered.status}`);
  control.pay(session.id, { email, means: 'card' });
  return session.id;
}

/** A mail server that keeps what it takes. */
export interface MailServer {
  url: string;
  mails: { id: string; to: string; text: string }[];
  /** Nobody answers any more, until `open`. */
  close(): Promise<void>;
  open(): Promise<void>;
}

export async function openMailServer(port: number): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  let server: SMTPServer | null = null;
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    async close() {
      const closing = server;
      server = null;
      if (closing !== null) await new Promise<void>((closed) => closing.close(() => closed()));
    },
    async open() {
      server = new SMTPServer({
        disabledCommands: ['AUTH', 'STARTTLS'],
        closeTimeout: 100,
        onData(stream, { envelope }, done) {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            const text = String(Buffer.concat(chunks));
            const id = /^Message-ID: (\S+)/im.exec(text)?.[1] ?? '';
            mails.push({ id, to: envelope.rcptTo[0]?.address ?? '', text: text.replace(/=\r\n/g, '') });
            done();
          });
        },
      });
      server.on('error', () => undefined);
      server.listen(port, '127.0.0.1');
      await once(server.server, 'listening');
    },
  };
  await mailServer.open();
  return mailServer;
}
