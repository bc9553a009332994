import { expect, test } from 'vitest';
import { openReaderDatabase } from '../../src/db/db.ts';
import { eachDatabase } from '../databases.ts';

eachDatabase((_engine, open) => {
  test('whole numbers and counts are numbers, texts are texts, what is missing is null', async () => {
    const { query } = await open();
    const row = {
      key: 'a',
      kind: 'x',
      recipient: null,
      subject: null,
      text: 'é\u202f»',
      html: null,
      created_at: '2026-11-22T09:00:00Z',
      attempts: 3,
      next_attempt_at: null,
      sent_at: null,
    };
    await query.insertInto('outbox').values(row).execute();
    expect(await query.selectFrom('outbox').selectAll().execute()).toStrictEqual([row]);
    const counted = await query
      .selectFrom('outbox')
      .select(({ fn }) => [fn.countAll().as('rows'), fn.sum('attempts').as('attempts')])
      .executeTakeFirstOrThrow();
    expect(counted).toStrictEqual({ rows: 1, attempts: 3 });
  });

  test('texts are in the same order, byte by byte', async () => {
    const { query } = await open();
    const names = ['b', 'B', 'a', 'é', 'Z', '_', '-', 'a-b', 'ab'];
    await query
      .insertInto('jobs')
      .values(names.map((name) => ({ name, ran_at: '' })))
      .execute();
    const sorted = await query.selectFrom('jobs').select('name').orderBy('name').execute();
    expect(sorted.map(({ name }) => name)).toEqual(['-', 'B', 'Z', '_', 'a', 'a-b', 'ab', 'b', 'é']);
  });

  test('opened again, it is the same', async () => {
    const { url, signingKey } = await open();
    const begun = performance.now();
    const again = await openReaderDatabase(url);
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(again.signingKey()).toEqual(signingKey());
    await again.close();
  });
});
