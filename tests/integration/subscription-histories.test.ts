import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { openReaderDatabase } from '../../src/db/db.ts';
import { checkHistories } from '../sales-histories.ts';

test('any order, repetition, parallel delivery or loss of events ends in the state of Stripe', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'verbatim-histories-'));
  const url = `sqlite:${join(dir, 'readers.db')}`;
  const databases = [await openReaderDatabase(url), await openReaderDatabase(url)] as const;
  onTestFinished(async () => {
    await Promise.all(databases.map((database) => database.close()));
    rmSync(dir, { recursive: true, force: true });
  });
  await checkHistories(async () => [...databases], { runs: 25 });
}, 300_000);
