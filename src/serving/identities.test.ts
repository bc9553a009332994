import { expect, test } from 'vitest';
import { someServices } from '../../tests/factories.ts';
import type { Entitlement } from '../paywall.ts';
import { createIdentities } from './identities.ts';

const COOKIE = `verbatim_session=${'s'.repeat(43)}`;
const NOW = new Date('2026-03-10T12:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

/** One reader who may read until `until`, in a database that answers or not. */
function identities(until: Date) {
  let lookUps = 0;
  let isDown = false;
  const services = someServices({});
  const readers = {
    sessionOf: () => {
      lookUps += 1;
      return isDown
        ? Promise.reject(new Error('database is locked'))
        : Promise.resolve({ reader: { id: 'r', address: 'lea@exemple.fr' }, handle: 'h', expiresAt: until });
    },
  };
  const subscriptions = { entitlementOf: (): Promise<Entitlement> => Promise.resolve({ until }) };
  const opened = createIdentities({ ...services, readers, subscriptions } as never);
  return { ...opened, lines: services.lines, lookUps: () => lookUps, fail: () => void (isDown = true) };
}

test('a cookie is looked up once in half a minute', async () => {
  const { entitlementOf, lookUps } = identities(later(3600));
  expect(await entitlementOf(COOKIE, NOW)).toEqual({ until: later(3600) });
  expect(entitlementOf(COOKIE, later(29))).toEqual({ until: later(3600) });
  expect(lookUps()).toBe(1);
  await entitlementOf(COOKIE, later(30));
  expect(lookUps()).toBe(2);
});

test('what was forgotten is looked up anew', async () => {
  const { entitlementOf, forget, lookUps } = identities(later(3600));
  await entitlementOf(COOKIE, NOW);
  forget(undefined);
  await entitlementOf(COOKIE, later(1));
  expect(lookUps()).toBe(2);
});

test('whoever could read goes on reading while the database does not answer, to the same end', async () => {
  const { entitlementOf, fail, lines } = identities(later(3600));
  await entitlementOf(COOKIE, NOW);
  fail();
  expect(await entitlementOf(COOKIE, later(60))).toEqual({ until: later(3600) });
  expect(lines).toMatchObject([{ level: 50 }]);
  await expect(entitlementOf(`verbatim_session=${'t'.repeat(43)}`, later(60))).rejects.toThrow('locked');
});

test('a header without a cookie of ours asks nothing', () => {
  const { entitlementOf, lookUps } = identities(later(3600));
  expect(entitlementOf('verbatim_session=short; theme=dark', NOW)).toBeNull();
  expect(lookUps()).toBe(0);
});
