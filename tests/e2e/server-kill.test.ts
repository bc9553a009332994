import { test } from 'vitest';
import { killServer } from '../kills.ts';

test('a server killed while payments arrive loses none of them and repeats no mail', { timeout: 240_000 }, async () => {
  await killServer(3);
});
