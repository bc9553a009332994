import { test } from 'vitest';
import { checkMutations } from '../integration/mutations.ts';

test('10,000 random mutations of valid files crash nothing and write nothing half-way', async () => {
  await checkMutations(10_000);
});
