import { test } from 'vitest';
import { killServer } from '../kills.ts';
import { askForDatabase } from '../databases.ts';

test('a server killed forty times while payments arrive loses none of them, on SQLite', async () => {
  await killServer(40);
});

test('a server killed forty times while payments arrive loses none of them, on PostgreSQL', async () => {
  await killServer(40, { DATABASE_URL: await askForDatabase() });
});
