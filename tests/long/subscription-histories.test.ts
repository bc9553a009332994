import { test } from 'vitest';
import { eachDatabase } from '../databases.ts';
import { checkHistories } from '../sales-histories.ts';

/** Each has a Stripe of its own, which keeps what happened before. */
const WORLDS = 20;

eachDatabase((_engine, open) => {
  test.each(Array.from({ length: WORLDS }, (_, world) => world + 1))(
    'any order of events ends in the state of Stripe: 25 histories, world %i',
    async () => {
      await checkHistories(open, { runs: 25 });
    },
  );
});
