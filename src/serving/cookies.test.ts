import { expect, test } from 'vitest';
import { cookieIn, cookieName, hasOwnCookie, setCookie } from './cookies.ts';

const VALUE = 'A-secret_of-32-bytes-in-base64url_0123456789';

test('a cookie is tied to the host, save on this machine', () => {
  expect(cookieName('session', false)).toBe('__Host-verbatim_session');
  expect(cookieName('session', true)).toBe('verbatim_session');
});

test('cookies of ours are told from those of others', () => {
  expect(hasOwnCookie(`a=b; ${cookieName('session', false)}=x`)).toBe(true);
  expect(hasOwnCookie(`${cookieName('order', true)}=x`)).toBe(true);
  expect(hasOwnCookie('_ga=GA1; theme=dark')).toBe(false);
  expect(hasOwnCookie(undefined)).toBe(false);
});

test('what was set is read again, wherever it stands', () => {
  const [pair] = setCookie('session', VALUE, false).split(';');
  expect(cookieIn(`_ga=1; ${pair}; theme=dark`, 'session', false)).toBe(VALUE);
  expect(cookieIn(`_ga=1;${pair}`, 'order', false)).toBeNull();
});

test.for([
  ['the plain name over https', `verbatim_session=${VALUE}`],
  ['a name that ends like ours', `x__Host-verbatim_session=${VALUE}`],
  ['nothing', '__Host-verbatim_session='],
  ['what we never set', `__Host-verbatim_session=${VALUE}"`],
  ['something short', '__Host-verbatim_session=1'],
])('%s is no session', ([, header = '']) => {
  expect(cookieIn(header, 'session', false)).toBeNull();
});

test('scripts never see a cookie, and https alone carries it', () => {
  expect(setCookie('session', VALUE, false)).toBe(
    `__Host-verbatim_session=${VALUE}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure`,
  );
  expect(setCookie('order', null, true)).toBe('verbatim_order=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax');
});
