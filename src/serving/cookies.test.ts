import { expect, test } from 'vitest';
import { hasOwnCookie, sessionCookieName } from './cookies.ts';

test('the session cookie is tied to the host, save on this machine', () => {
  expect(sessionCookieName(false)).toBe('__Host-verbatim_session');
  expect(sessionCookieName(true)).toBe('verbatim_session');
});

test('cookies of ours are told from those of others', () => {
  expect(hasOwnCookie(`a=b; ${sessionCookieName(false)}=x`)).toBe(true);
  expect(hasOwnCookie(`${sessionCookieName(true)}=x`)).toBe(true);
  expect(hasOwnCookie('_ga=GA1; theme=dark')).toBe(false);
  expect(hasOwnCookie(undefined)).toBe(false);
});
