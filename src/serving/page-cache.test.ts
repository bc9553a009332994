import { expect, test } from 'vitest';
import { createPageCache } from './page-cache.ts';
import type { StoredPage } from './stored-page.ts';

const page = (weight = 10) => ({ weight }) as StoredPage;
const always = () => true;

test('a page is found for its own audience and epoch alone', async () => {
  const cache = createPageCache(1000);
  const made = await cache.obtain('/a/', 'public', 1, async () => page(), always);
  expect(cache.get('/a/', 'public', 1)).toBe(made);
  expect(cache.get('/a/', 'subscriber', 1)).toBeNull();
  expect(cache.get('/a/', 'public', 2)).toBeNull();
});

test('what was asked for lately stays, the rest leaves when memory is short', async () => {
  const cache = createPageCache(30);
  const put = (path: string) => cache.obtain(path, 'public', 1, async () => page(), always);
  await put('/a/');
  await put('/b/');
  await put('/c/');
  cache.get('/a/', 'public', 1);
  await put('/d/');
  expect(['/a/', '/b/', '/c/', '/d/'].map((path) => cache.get(path, 'public', 1) !== null)).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(cache.weight()).toBe(30);
});

test('stale pages leave first, even those that were asked for', async () => {
  const cache = createPageCache(20);
  await cache.obtain('/a/', 'public', 1, async () => page(), always);
  cache.get('/a/', 'public', 1);
  await cache.obtain('/b/', 'public', 2, async () => page(), always);
  await cache.obtain('/c/', 'public', 2, async () => page(), always);
  expect(cache.get('/b/', 'public', 2)).not.toBeNull();
  expect(cache.weight()).toBe(20);
});

test('a page larger than the memory is handed out and not kept', async () => {
  const cache = createPageCache(5);
  expect(await cache.obtain('/a/', 'public', 1, async () => page(), always)).not.toBeNull();
  expect(cache.weight()).toBe(0);
});

test('those who ask in a new epoch do not get what an older one is still making', async () => {
  const cache = createPageCache(1000);
  const old = Promise.withResolvers<StoredPage>();
  const first = cache.obtain('/a/', 'public', 1, () => old.promise, always);
  const fresh = page();
  expect(await cache.obtain('/a/', 'public', 2, async () => fresh, always)).toBe(fresh);
  old.resolve(page());
  await first;
  expect(cache.get('/a/', 'public', 2)).toBe(fresh);
});

test('a failure is told to all who wait, and the next one tries again', async () => {
  const cache = createPageCache(1000);
  const boom = () => Promise.reject(new Error('boom'));
  const asked = [cache.obtain('/a/', 'public', 1, boom, always), cache.obtain('/a/', 'public', 1, boom, always)];
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await cache.obtain('/a/', 'public', 1, async () => page(), always)).not.toBeNull();
});

test('what must not be kept is made each time', async () => {
  const cache = createPageCache(1000);
  let made = 0;
  const make = async () => {
    made += 1;
    return made === 1 ? null : page();
  };
  await cache.obtain('/a/', 'public', 1, make, () => false);
  await cache.obtain('/a/', 'public', 1, make, () => false);
  expect(made).toBe(2);
  expect(cache.weight()).toBe(0);
});
