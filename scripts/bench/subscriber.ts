import type { ReaderDatabase } from '../../src/db/db.ts';
import { hashOf } from '../../src/readers/readers.ts';

const TOKEN = 'the-session-of-a-subscriber-in-a-test-or-bench';
const LONG_AFTER = '2999-01-01T00:00:00Z';

/** The cookie of a subscriber's session, once `addSubscriber` has made them one. */
export const SUBSCRIBER = `verbatim_session=${TOKEN}`;

/** A reader who may read everything, whatever the clock says, and is signed in with `SUBSCRIBER`. */
export async function addSubscriber({ query }: Pick<ReaderDatabase, 'query'>): Promise<void> {
  const reader_id = 'a-subscriber';
  const created_at = '2000-01-01T00:00:00Z';
  const reader = { id: reader_id, address: 'abonnee@exemple.fr', created_at, signed_in_at: created_at };
  await query
    .insertInto('readers')
    .values(reader)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await query
    .insertInto('grants')
    .values({ id: 'a-grant', reader_id, until: LONG_AFTER, reason: 'essais', granted_at: created_at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await query
    .insertInto('sessions')
    .values({
      id_hash: hashOf(TOKEN),
      handle: 'a-session',
      reader_id,
      device: 'Essais',
      created_at,
      seen_at: LONG_AFTER,
      expires_at: LONG_AFTER,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
