import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

const soon = (ms: number): number => performance.now() + ms;

test('as many enter as there are places, the others in their order', async () => {
  const turns = createTurns(2);
  const said: number[] = [];
  const [one, two] = [await turns.take(soon(100)), await turns.take(soon(100))];
  const later = [3, 4].map(async (n) => {
    const leave = await turns.take(soon(1000));
    said.push(n);
    return leave;
  });
  one();
  const three = await later[0];
  expect(said).toEqual([3]);
  three?.();
  await later[1];
  expect(said).toEqual([3, 4]);
  two();
});

test('whoever waited too long is told, and takes nobody’s place', async () => {
  const turns = createTurns();
  const leave = await turns.take(soon(100));
  await expect(turns.take(soon(10))).rejects.toThrow('too long');
  const next = turns.take(soon(1000));
  leave();
  (await next)();
  (await turns.take(soon(10)))();
});
