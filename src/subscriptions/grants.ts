import { randomUUID } from 'node:crypto';
import { instantOf } from '../time.ts';
import type { SalesSettings } from './context.ts';
import { grantedMail } from './mails.ts';

/** Reading that the publisher gives. Instants are ISO-8601 UTC. */
export interface Grant {
  id: string;
  until: string;
  reason: string;
  grantedAt: string;
}

/** Opens reading to a reader until an instant, and tells the reader so by mail: never silent. */
export async function giveGrant(
  { database, outbox, ...seller }: SalesSettings,
  { readerId, until, reason }: { readerId: string; until: string; reason: string },
  now: Date,
): Promise<string> {
  const id = randomUUID();
  await database.query.transaction().execute(async (transaction) => {
    const { address } = await transaction
      .selectFrom('readers')
      .select('address')
      .where('id', '=', readerId)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('grants')
      .values({ id, reader_id: readerId, until, reason, granted_at: instantOf(now) })
      .execute();
    const mail = grantedMail(seller, { until, reason });
    await outbox.queue(transaction, { key: `granted:${id}`, kind: 'granted', to: address, mail }, now);
  });
  return id;
}

/** Newest first. */
export async function readGrants({ database }: SalesSettings, readerId: string): Promise<Grant[]> {
  const rows = await database.query
    .selectFrom('grants')
    .selectAll()
    .where('reader_id', '=', readerId)
    .orderBy('granted_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(({ id, until, reason, granted_at: grantedAt }) => ({ id, until, reason, grantedAt }));
}
