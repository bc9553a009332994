import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, loadConfig, loadServerConfig } from './config.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment gives a magazine on this machine', () => {
  const config = loadConfig({});
  expect(config).toMatchObject({
    siteUrl: 'http://localhost:4321',
    local: true,
    host: '127.0.0.1',
    port: 4321,
    dataDir: resolve('data'),
    contentDir: resolve('content'),
    databaseUrl: `sqlite:${resolve('data')}/readers.db`,
    logLevel: 'info',
  });
});

test('an empty variable counts as absent', () => {
  expect(loadConfig({ PORT: '', SITE_URL: '', LOG_LEVEL: '' }).port).toBe(4321);
});

test('the default address follows the port', () => {
  expect(loadConfig({ PORT: '5000' }).siteUrl).toBe('http://localhost:5000');
});

test('the address is kept as an origin', () => {
  const config = loadConfig({ SITE_URL: 'https://www.Example.fr:443/' });
  expect(config.siteUrl).toBe('https://www.example.fr');
  expect(config.local).toBe(false);
});

test('every mistake is told at once, each with its remedy', () => {
  expect(
    problemsOf({
      SITE_URL: 'http://www.example.fr',
      PORT: '70000',
      HOST: 'not a host',
      DATABASE_URL: 'mysql://localhost/x',
      STRIPE_SECRET_KEY: 'pk_live_1',
      STRIPE_WEBHOOK_SECRET: 'whsec_1, secret',
      STRIPE_API_BASE: 'http://localhost:4242/v1',
      SMTP_URL: 'mail.example.fr',
      MAIL_FROM: 'Verbatim <bonjour@example.fr>',
      TRUSTED_PROXIES: '10.0.0.0/8, elsewhere',
      LOG_LEVEL: 'loud',
    }),
  ).toMatchInlineSnapshot(`
    [
      "SITE_URL must be https on a public host; write https://www.example.fr",
      "HOST must be a host name or an address; write 127.0.0.1, or 0.0.0.0 to listen everywhere",
      "PORT must be a port from 0 to 65535; write 4321 or leave it out",
      "DATABASE_URL must start with sqlite: or postgres:; write sqlite:/path/to/readers.db, postgres://user:password@host/name, or leave it out",
      "STRIPE_SECRET_KEY must be a secret key of Stripe; write sk_test_… or sk_live_…, or a restricted one, rk_…",
      "STRIPE_WEBHOOK_SECRET must be signing secrets of Stripe, separated by commas; write whsec_…",
      "STRIPE_API_BASE must be an origin; write http://localhost:4242, or leave it out to reach Stripe itself",
      "SMTP_URL must be the address of a mail relay; write smtps://user:password@host:465 or smtp://host:587",
      "MAIL_FROM must be one address; write bonjour@example.fr",
      "TRUSTED_PROXIES has "elsewhere", which is no address; write IP addresses or ranges, such as 10.0.0.0/8,::1",
      "LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent; write info or leave it out",
    ]
  `);
});

test.for([
  ['www.example.fr'],
  ['ftp://www.example.fr'],
  ['https://www.example.fr/journal'],
  ['https://user@www.example.fr'],
])('SITE_URL %s is refused', ([address = '']) => {
  expect(problemsOf({ SITE_URL: address })).toHaveLength(1);
});

test.for([['80a'], ['-1'], ['65536'], ['1e3']])('PORT %s is refused', ([port = '']) => {
  expect(problemsOf({ PORT: port })).toEqual(['PORT must be a port from 0 to 65535; write 4321 or leave it out']);
});

test('trusted proxies are addresses and ranges of both families', () => {
  const { trustedProxies } = loadConfig({ TRUSTED_PROXIES: '10.0.0.0/8,::1 192.0.2.7' });
  expect(trustedProxies.check('10.1.2.3')).toBe(true);
  expect(trustedProxies.check('::1', 'ipv6')).toBe(true);
  expect(trustedProxies.check('192.0.2.7')).toBe(true);
  expect(trustedProxies.check('192.0.2.8')).toBe(false);
});

const KEYS = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old' };

test('payment is closed without keys, and takes both secrets while one replaces the other', () => {
  expect(loadConfig({}).stripe).toBeNull();
  expect(loadConfig({ ...KEYS, STRIPE_API_BASE: 'http://localhost:4242' }).stripe).toEqual({
    secretKey: 'sk_test_1',
    webhookSecrets: ['whsec_new', 'whsec_old'],
    apiBase: 'http://localhost:4242',
    portalConfiguration: null,
  });
});

test('a key without its webhook secret is no configuration', () => {
  expect(problemsOf({ STRIPE_SECRET_KEY: 'sk_test_1' })).toEqual([
    'STRIPE_WEBHOOK_SECRET is missing; write the signing secret, whsec_…',
  ]);
});

test('a public host takes no stand-in and no mail folder', () => {
  const env = { ...KEYS, SITE_URL: 'https://www.example.fr', STRIPE_API_BASE: 'http://localhost:1', MAIL_DIR: 'mail' };
  expect(problemsOf(env)).toHaveLength(2);
});

test('a server on a public host says everything that it lacks, a command does not mind', () => {
  const env = { SITE_URL: 'https://www.example.fr' };
  expect(loadConfig(env).stripe).toBeNull();
  expect(() => loadServerConfig(env)).toThrow(
    /STRIPE_SECRET_KEY.*\n.*STRIPE_WEBHOOK_SECRET.*\n.*SMTP_URL.*\n.*MAIL_FROM/,
  );
  const whole = { ...env, ...KEYS, SMTP_URL: 'smtps://u:p@mail.example.fr', MAIL_FROM: 'bonjour@example.fr' };
  expect(loadServerConfig(whole).mail).toMatchObject({ from: 'bonjour@example.fr' });
});
