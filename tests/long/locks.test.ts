import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openReaderDatabase } from '../../src/db/db.ts';
import { eachDatabase } from '../databases.ts';

eachDatabase((_engine, open) => {
  test('who waits for a lock is told after twenty seconds, and may have it once it is free', async () => {
    const database = await open();
    const other = await openReaderDatabase(database.url);
    const held = database.withLock('x', () => sleep(21_500));
    await sleep(300);
    const begun = performance.now();
    await expect(other.withLock('x', async () => undefined)).rejects.toThrow();
    expect(performance.now() - begun).toBeGreaterThan(19_000);
    expect(performance.now() - begun).toBeLessThan(21_000);
    await held;
    await other.withLock('x', async () => undefined);
    await other.close();
  });
});
