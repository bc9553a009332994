import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ReaderDatabase, Tables } from '../db/db.ts';
import { instantOf } from '../time.ts';
import { composeMail, type House, type Mail } from './compose.ts';
import { DeliveryError, type Transport } from './transports.ts';

/** Mails that wait to leave. */
export interface Outbox {
  /**
   * Writes a mail down; `query` may be a transaction, so that the mail and what it is about are one write. False when a
   * mail with that key was written before: the same occasion is one mail.
   */
  queue(query: Kysely<Tables>, message: OutboxMessage, now: Date): Promise<boolean>;
  /**
   * Hands over what is due, and tells how many left. What fails is tried again, less and less often, for three days.
   * Several processes may do so at once. A call while one is under way joins it.
   */
  deliverDue(now: Date): Promise<number>;
  /** Forgets mails that left or were given up three years ago. */
  purge(now: Date): Promise<void>;
}

export interface OutboxMessage {
  /** Names the occasion. Outlives the mail: no address in it. */
  key: string;
  /** The kind of mail, for the log. */
  kind: string;
  to: string;
  mail: Mail;
}

/** Where it is told what left and what did not, without an address. */
export interface MailLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface OutboxOptions {
  database: Pick<ReaderDatabase, 'query'>;
  transport: Transport;
  house: House;
  /** The address that mails come from. */
  from: string;
  log: MailLog;
}

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** After the first attempt, the second and so on; the last one from then on. */
const PAUSES = [30, 120, 600, 1800, 7200].map((seconds) => seconds * SECOND);
const GIVEN_UP_AFTER = 3 * DAY;
const KEPT = 3 * 365 * DAY;
/** Longer than handing a mail over may take: after it, whoever took the mail is thought dead. */
const LEASE = 120 * SECOND;
const AT_ONCE = 4;

type Row = Tables['outbox'];

/** Mails go through the database: a crash neither loses one nor sends it twice, save in the instant of handing it over,
 * and then it has the same `Message-ID`, by which mail programmes show it once. */
export function createOutbox({ database, transport, house, from, log }: OutboxOptions): Outbox {
  const { query } = database;
  const domain = from.slice(from.lastIndexOf('@') + 1);
  let current: Promise<number> | null = null;
  let again = false;

  async function deliverAll(now: Date): Promise<number> {
    const begun = performance.now();
    const clock = (): Date => new Date(now.getTime() + performance.now() - begun);
    let sent = 0;
    try {
      for (;;) {
        again = false;
        const due = await dueRows(clock());
        if (due.length === 0 && !again) return sent;
        const results = await Promise.all(due.map((row) => deliver(row, clock)));
        sent += results.filter(Boolean).length;
      }
    } finally {
      current = null;
    }
  }

  async function dueRows(now: Date): Promise<Row[]> {
    return query
      .selectFrom('outbox')
      .selectAll()
      .where('next_attempt_at', '<=', instantOf(now))
      .orderBy('next_attempt_at')
      .limit(AT_ONCE)
      .execute();
  }

  async function deliver(row: Row, clock: () => Date): Promise<boolean> {
    if (!(await claim(row, clock()))) return false;
    const name = createHash('sha256').update(row.key).digest('hex').slice(0, 32);
    const fields = { kind: row.kind, mail: name.slice(0, 12), attempt: row.attempts + 1 };
    try {
      await transport.deliver({
        messageId: `${name}@${domain}`,
        date: new Date(row.created_at),
        from: { name: house.name, address: from },
        to: row.recipient ?? '',
        subject: row.subject ?? '',
        text: row.text ?? '',
        html: row.html ?? '',
      });
    } catch (error) {
      await putOff(row, error, clock(), fields);
      return false;
    }
    await finish(row.key, instantOf(clock()));
    log.info(fields, 'a mail left');
    return true;
  }

  /** One process takes the row, by moving the next attempt to when it would be given up for dead. */
  async function claim({ key, next_attempt_at, attempts }: Row, now: Date): Promise<boolean> {
    const { numUpdatedRows } = await query
      .updateTable('outbox')
      .set({ attempts: attempts + 1, next_attempt_at: instantOf(new Date(now.getTime() + LEASE)) })
      .where('key', '=', key)
      .where('attempts', '=', attempts)
      .where('next_attempt_at', '=', next_attempt_at)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async function putOff({ key, attempts, created_at }: Row, error: unknown, now: Date, fields: object): Promise<void> {
    const reason = error instanceof DeliveryError ? error.message : 'EUNKNOWN';
    const isFinal = error instanceof DeliveryError && error.isFinal;
    const next = now.getTime() + (PAUSES[attempts] ?? PAUSES.at(-1)!);
    if (isFinal || next > Date.parse(created_at) + GIVEN_UP_AFTER) {
      await finish(key, null);
      return log.error({ ...fields, reason }, 'a mail was given up');
    }
    await query
      .updateTable('outbox')
      .set({ next_attempt_at: instantOf(new Date(next)) })
      .where('key', '=', key)
      .execute();
    log.warn({ ...fields, reason }, 'a mail did not leave and will be tried again');
  }

  /** What it said, and to whom, is erased; that it was sent stays. */
  async function finish(key: string, sentAt: string | null): Promise<void> {
    const erased = { recipient: null, subject: null, text: null, html: null };
    await query
      .updateTable('outbox')
      .set({ ...erased, sent_at: sentAt, next_attempt_at: null })
      .where('key', '=', key)
      .execute();
  }

  return {
    queue: createQueue(house),
    deliverDue(now) {
      again = true;
      current ??= deliverAll(now);
      return current;
    },
    async purge(now) {
      await query
        .deleteFrom('outbox')
        .where('next_attempt_at', 'is', null)
        .where('created_at', '<', instantOf(new Date(now.getTime() - KEPT)))
        .execute();
    },
  };
}

/** Writes mails of `house` down, for a process that leaves it to others to hand them over. */
export function createQueue(house: House): Outbox['queue'] {
  return async function queue(on, { key, kind, to, mail }, now) {
    const at = instantOf(now);
    const waiting = { created_at: at, attempts: 0, next_attempt_at: at, sent_at: null };
    const written = await on
      .insertInto('outbox')
      .values({ key, kind, recipient: to, ...composeMail(mail, house), ...waiting })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key')
      .executeTakeFirst();
    return written !== undefined;
  };
}
