import type { AccountTables } from './account-tables.ts';
import type { SalesTables } from './sales-tables.ts';

/**
 * The rows of the reader database, the same on both engines: instants are ISO-8601 UTC text (`instantOf`), money is
 * integer cents, ids are text, truths are 0 or 1. What authorises somebody is kept as a SHA-256 (`…_hash`), never as it is.
 */
export interface Tables extends AccountTables, SalesTables {
  secrets: SecretRow;
  leases: LeaseRow;
  limits: LimitRow;
  outbox: OutboxRow;
  jobs: JobRow;
}

/** Keys of the magazine itself, never a reader's. */
interface SecretRow {
  name: string;
  /** Base64url. */
  value: string;
}

/** Who holds a lock, until when: for the engine that has no locks of its own between processes. */
interface LeaseRow {
  name: string;
  owner: string;
  expires_at: string;
}

/** How often something was asked for within a window of time. */
interface LimitRow {
  /** What is counted; an address or a client only as a keyed hash. */
  key: string;
  /** When the window began. */
  since: string;
  count: number;
  expires_at: string;
}

/** A mail to send. What it says is erased once it is sent; that it was sent stays, so that it is not sent twice. */
interface OutboxRow {
  /** Names the occasion: the same occasion is one mail. */
  key: string;
  /** The kind of mail, for the log. */
  kind: string;
  recipient: string | null;
  subject: string | null;
  text: string | null;
  html: string | null;
  created_at: string;
  attempts: number;
  /** Not before; `null` once sent or given up. */
  next_attempt_at: string | null;
  /** The instant at which it was handed over; with `next_attempt_at` null and this null, it was given up. */
  sent_at: string | null;
}

/** When a task that comes round was last done. */
interface JobRow {
  name: string;
  ran_at: string;
}
