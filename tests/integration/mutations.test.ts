import { test } from 'vitest';
import { checkMutations } from './mutations.ts';

test(
  '1,000 random mutations of valid files crash nothing and write nothing half-way',
  { timeout: 180_000 },
  async () => {
    await checkMutations(1000);
  },
);
