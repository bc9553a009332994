import { mkdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer, { type SendMailOptions } from 'nodemailer';

/** A mail as it is handed over. */
export interface Delivery {
  /** Without angle brackets; the same however often this mail is handed over. */
  messageId: string;
  /** When it was written. */
  date: Date;
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Takes mails away. */
export interface Transport {
  /** Resolves once somebody else answers for the mail. @throws DeliveryError when nobody does. */
  deliver(delivery: Delivery): Promise<void>;
  close(): void;
}

/** A mail was not taken. The message holds no address, since servers repeat those in what they answer. */
export class DeliveryError extends Error {
  /** True when trying again would not help. */
  readonly isFinal: boolean;

  constructor(reason: string, isFinal: boolean) {
    super(reason);
    this.name = 'DeliveryError';
    this.isFinal = isFinal;
  }
}

const STEP_MS = 10_000;
const WHOLE_MS = 60_000;
const CONNECTIONS = 4;

/** One address, and nothing that a mail programme could take for a second one or for another header. */
const ONE_ADDRESS = /^[^\s\p{C}"(),:;<>@[\\\]]{1,64}@[^\s\p{C}"(),:;<>@[\\\]]{1,253}$/u;

/**
 * Mails by SMTP where `smtpUrl` is an `smtp://` or `smtps://` address, else as files in `mailDir`: one `.eml` a mail, named
 * by its instant and occasion, so that the same mail is the same file.
 */
export function openTransport({ smtpUrl, mailDir }: { smtpUrl: string | null; mailDir: string }): Transport {
  return smtpUrl === null ? openFolder(mailDir) : openSmtp(smtpUrl);
}

function openSmtp(url: string): Transport {
  const smtp = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async deliver(delivery) {
      const message = messageOf(delivery);
      const { promise: late, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(new DeliveryError('ETIMEDOUT', false)), WHOLE_MS);
      try {
        await Promise.race([smtp.sendMail(message), late]);
      } catch (error) {
        throw error instanceof DeliveryError ? error : refusalOf(error);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => smtp.close(),
  };
}

/**
 * Final is what a server says of this mail or its recipient with 5xx. What it says of us (who we are, what we may send,
 * RFC 3463's 5.7.x) is for the publisher to mend, and the mail waits.
 */
function refusalOf(error: unknown): DeliveryError {
  const { code = 'EUNKNOWN', responseCode, response = '', command = '' } = error as Partial<SmtpError>;
  const isOfThisMail = /^(RCPT|DATA)/.test(command) && !/^\d{3}[ -]5\.7\./.test(response);
  return new DeliveryError(
    [code, responseCode].filter((part) => part !== undefined).join(' '),
    isOfThisMail && responseCode !== undefined && responseCode >= 500,
  );
}

interface SmtpError {
  code: string;
  responseCode: number;
  response: string;
  command: string;
}

function openFolder(folder: string): Transport {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    async deliver(delivery) {
      const { message } = await composer.sendMail(messageOf(delivery));
      const day = delivery.date.toISOString().slice(0, 19).replaceAll(':', '-');
      const path = join(folder, `${day}-${delivery.messageId.slice(0, 12)}.eml`);
      try {
        mkdirSync(folder, { recursive: true });
        await writeFile(`${path}.part`, legible(String(message)), { flush: true });
        await rename(`${path}.part`, path);
      } catch (error) {
        throw new DeliveryError((error as NodeJS.ErrnoException).code ?? 'EUNKNOWN', false);
      }
    },
    close: () => composer.close(),
  };
}

/** The same mail with its texts as they are (8bit instead of quoted-printable): any editor shows links that work. */
function legible(mail: string): Buffer {
  const end = mail.indexOf('\n\n');
  const texts = mail
    .slice(end)
    .replaceAll('Content-Transfer-Encoding: quoted-printable', 'Content-Transfer-Encoding: 8bit')
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.concat([Buffer.from(mail.slice(0, end)), Buffer.from(texts, 'latin1')]);
}

function messageOf({ messageId, date, from, to, subject, text, html }: Delivery): SendMailOptions {
  if (!ONE_ADDRESS.test(to)) throw new DeliveryError('EADDRESS', true);
  return {
    messageId: `<${messageId}>`,
    date,
    // As objects: a text would be read as a list.
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    subject,
    text,
    html,
    textEncoding: 'quoted-printable',
    // Machines that answer for people on holiday do not answer this: RFC 3834.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}
