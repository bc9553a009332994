import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceOf, maskAddress, readAddress, safeNext } from './readers.ts';

test('an address has one form', () => {
  expect(readAddress('  Jeanne.Dupont@Exemple.FR ')).toBe('jeanne.dupont@exemple.fr');
  expect(readAddress('jeanne+lettre@exemple.fr')).toBe('jeanne+lettre@exemple.fr');
  expect(readAddress("o'neil_x-1@sous.exemple.co.uk")).toBe("o'neil_x-1@sous.exemple.co.uk");
  expect(readAddress('jeanne@Élysée.fr')).toBe('jeanne@xn--lyse-9oad.fr');
  expect(readAddress('rene\u0301@exemple.fr')).toBe('rené@exemple.fr');
});

test.each([
  '',
  'jeanne',
  'jeanne@',
  '@exemple.fr',
  'jeanne@exemple',
  'jeanne@@exemple.fr',
  'a@b.fr, c@d.fr',
  'a@b.fr;c@d.fr',
  'a@b.fr c@d.fr',
  'Jeanne <a@b.fr>',
  '"a b"@exemple.fr',
  'a@b.fr\r\nBcc: c@d.fr',
  'a@b.fr\nx',
  'a\u0000@b.fr',
  'a\u202e@b.fr',
  'a\u200b@b.fr',
  'a@[127.0.0.1]',
  'a@127.0.0.1',
  'a@localhost',
  'a@b.fr:25',
  'a@b.fr/x',
  'a@b.fr?x',
  'a@-b.fr',
  'a@b..fr',
  '.a@b.fr',
  'a.@b.fr',
  'a..b@b.fr',
  'a(b)@c.fr',
  'a\\b@c.fr',
  'a`b@c.fr',
  'a%b@c.fr',
  'a|b@c.fr',
  'a!b@c.fr',
  '$a@c.fr',
  '<a@b.fr>',
  'a@b.fr.',
  `${'a'.repeat(65)}@exemple.fr`,
  `${'é'.repeat(33)}@exemple.fr`,
  `a@${'b'.repeat(64)}.fr`,
  `a@${'b.'.repeat(126)}fr`,
  'a@b.f\u2024r',
])('%j is no address', (text) => {
  expect(readAddress(text)).toBeNull();
});

test('an address that was read is read as itself, and never as two', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.emailAddress(),
        fc.string({ unit: 'grapheme' }).map((text) => `${text}@exemple.fr`),
      ),
      (text) => {
        const address = readAddress(text);
        if (address === null) return;
        expect(readAddress(address)).toBe(address);
        expect(address.split('@')).toHaveLength(2);
        expect(address).not.toMatch(/[\s,;<>"()[\]\\\p{C}]/u);
      },
    ),
    { numRuns: 2000 },
  );
});

test('what follows a sign-in is a path of ours', () => {
  for (const path of ['/', '/compte/', '/articles/x/?page=2#q-sens', '/recherche/?q=é'])
    expect(safeNext(path)).toBe(path);
  const traps = [
    '',
    'compte/',
    'https://x.fr',
    '//x.fr',
    '/\\x.fr',
    '/x\\y',
    'javascript:alert(1)',
    '/\n/x.fr',
    '/\t/x.fr',
    ' /x',
    '/x\r\nSet-Cookie: a=b',
    `/${'x'.repeat(1000)}`,
  ];
  for (const trap of traps) expect(safeNext(trap)).toBeNull();
});

test('no path that is gone on to leaves the site', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('/', '\\', '\t', '\n', ' ', '.', ':', '@', 'x', '%', '?') }),
      (rest) => {
        const next = safeNext(`/${rest}`);
        if (next !== null) expect(new URL(next, 'https://verbatim.example').origin).toBe('https://verbatim.example');
      },
    ),
    { numRuns: 5000 },
  );
});

test('a masked address is recognised by its owner alone', () => {
  expect(maskAddress('jeanne@exemple.fr')).toBe('j…@exemple.fr');
});

test('a device is told in words', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';
  const safari =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
  const edge =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Safari/537.36 Edg/129.0';
  expect([firefox, safari, edge, 'curl/8', undefined].map(deviceOf)).toEqual([
    'Firefox sur Windows',
    'Safari sur iPhone',
    'Edge sur Mac',
    'Navigateur inconnu',
    'Navigateur inconnu',
  ]);
});
