import { test } from 'vitest';
import { eachDatabase } from '../databases.ts';
import { checkHistories } from '../sales-histories.ts';

eachDatabase((_engine, open) => {
  test('any order, repetition, parallel delivery or loss of events ends in the state of Stripe', async () => {
    await checkHistories(open, { runs: 25 });
  }, 300_000);
});
