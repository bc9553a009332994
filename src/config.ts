import { BlockList, isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** The settings of one process, checked. Paths are absolute, `siteUrl` is an origin without a trailing slash. */
export interface Config {
  siteUrl: string;
  /** True when `siteUrl` is this machine: plain cookie names and http are then allowed. */
  local: boolean;
  host: string;
  port: number;
  dataDir: string;
  contentDir: string;
  databaseUrl: string;
  /** `null`: payment is not configured, and the offers say how to subscribe by letter. */
  stripe: StripeSettings | null;
  mail: MailSettings;
  /** Addresses of proxies whose forwarding headers are believed. */
  trustedProxies: BlockList;
  logLevel: (typeof LEVELS)[number];
}

export interface StripeSettings {
  secretKey: string;
  /** Several while one is being replaced. */
  webhookSecrets: string[];
  /** The address of a stand-in for Stripe; `null`: Stripe itself. */
  apiBase: string | null;
  /** The id of the customer portal's configuration; `null`: one is made. */
  portalConfiguration: string | null;
}

export interface MailSettings {
  /** `null`: mails are written into `dir`. */
  smtpUrl: string | null;
  /** The address that mails come from; `null`: the publisher's. */
  from: string | null;
  dir: string;
}

/** The environment can not be used. `problems` lists everything that is wrong, each with its remedy. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings can not be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const LOOPBACK = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const PORT_REMEDY = 'must be a port from 0 to 65535; write 4321 or leave it out';

const port = z
  .string()
  .regex(/^\d{1,5}$/, PORT_REMEDY)
  .transform(Number)
  .refine((number) => number <= 65_535, PORT_REMEDY);

const siteUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    context.addIssue('is not an address; write https:// and the host name, such as https://www.example.fr');
  } else if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    context.addIssue(`must be an origin only; write ${url.origin}`);
  } else if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    context.addIssue(`must be https on a public host; write https://${url.host}`);
  } else {
    return { origin: url.origin, local: LOOPBACK.test(url.hostname) };
  }
  return z.NEVER;
});

const proxies = z.string().transform((text, context) => {
  const list = new BlockList();
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    const bits = prefix === undefined ? (version === 6 ? 128 : 32) : Number(prefix);
    if (version === 0 || !Number.isInteger(bits) || bits < 0 || bits > (version === 6 ? 128 : 32)) {
      context.addIssue(`has "${entry}", which is no address; write IP addresses or ranges, such as 10.0.0.0/8,::1`);
      return z.NEVER;
    }
    list.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
});

const databaseUrl = z
  .string()
  .regex(
    /^(sqlite:.+|postgres(ql)?:\/\/.+)/,
    'must start with sqlite: or postgres:; write sqlite:/path/to/readers.db, postgres://user:password@host/name, or leave it out',
  );

const stripeBase = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '') return url.origin;
  context.addIssue('must be an origin; write http://localhost:4242, or leave it out to reach Stripe itself');
  return z.NEVER;
});

const SECRET_KEY = 'must be a secret key of Stripe; write sk_test_… or sk_live_…, or a restricted one, rk_…';
const WEBHOOK_SECRET = 'must be signing secrets of Stripe, separated by commas; write whsec_…';
const SMTP_URL = 'must be the address of a mail relay; write smtps://user:password@host:465 or smtp://host:587';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const environment = z.object({
  SITE_URL: siteUrl.optional(),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be a host name or an address; write 127.0.0.1, or 0.0.0.0 to listen everywhere')
    .default('127.0.0.1'),
  PORT: port.prefault('4321'),
  DATA_DIR: z.string().default('data'),
  CONTENT_DIR: z.string().default('content'),
  DATABASE_URL: databaseUrl.optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, SECRET_KEY)
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^\s*whsec_[^\s,]+(\s*,\s*whsec_[^\s,]+)*\s*$/, WEBHOOK_SECRET)
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .optional(),
  STRIPE_API_BASE: stripeBase.optional(),
  STRIPE_PORTAL_CONFIGURATION: z
    .string()
    .regex(/^bpc_\w+$/, 'must be the id of a configuration of the customer portal; write bpc_…, or leave it out')
    .optional(),
  SMTP_URL: z
    .string()
    .refine((text) => /^smtps?:\/\/\S+$/.test(text) && URL.canParse(text), SMTP_URL)
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\s@<>",;]+@[^\s@<>",;]+$/, 'must be one address; write bonjour@example.fr')
    .optional(),
  MAIL_DIR: z.string().optional(),
  TRUSTED_PROXIES: proxies.prefault(''),
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}; write info or leave it out`).default('info'),
});

/**
 * Reads the settings from environment variables; an empty variable counts as absent. Relative directories are taken
 * from the working directory.
 * @throws ConfigError with everything that is wrong, not just the first thing.
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  const settings = parsed.data;
  const problems = contradictionsOf(settings);
  if (problems.length > 0) throw new ConfigError(problems);
  const dataDir = resolve(settings.DATA_DIR);
  return {
    siteUrl: settings.SITE_URL?.origin ?? `http://localhost:${settings.PORT}`,
    local: settings.SITE_URL?.local ?? true,
    host: settings.HOST,
    port: settings.PORT,
    dataDir,
    contentDir: resolve(settings.CONTENT_DIR),
    databaseUrl: settings.DATABASE_URL ?? `sqlite:${join(dataDir, 'readers.db')}`,
    stripe: stripeOf(settings),
    mail: {
      smtpUrl: settings.SMTP_URL ?? null,
      from: settings.MAIL_FROM ?? null,
      dir: resolve(settings.MAIL_DIR ?? join(dataDir, 'mail')),
    },
    trustedProxies: settings.TRUSTED_PROXIES,
    logLevel: settings.LOG_LEVEL,
  };
}

/**
 * Like `loadConfig`, for a process that serves readers: on a public host, payment and mail must be real.
 * @throws ConfigError with everything that is wrong or missing.
 */
export function loadServerConfig(env: Record<string, string | undefined> = process.env): Config {
  const config = loadConfig(env);
  if (config.local) return config;
  const missing = [
    config.stripe === null && 'STRIPE_SECRET_KEY is missing; write the secret key of your account at Stripe, sk_…',
    config.stripe === null && 'STRIPE_WEBHOOK_SECRET is missing; write the signing secret of the endpoint, whsec_…',
    config.mail.smtpUrl === null && `SMTP_URL is missing; it ${SMTP_URL}`,
    config.mail.from === null && 'MAIL_FROM is missing; write the address that mails come from, bonjour@example.fr',
  ].filter((problem) => problem !== false);
  if (missing.length > 0) throw new ConfigError(missing);
  return config;
}

type Settings = z.infer<typeof environment>;

/** What each setting says well, and all of them together can not mean. */
function contradictionsOf(settings: Settings): string[] {
  const { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secrets, STRIPE_API_BASE: base } = settings;
  const isLocal = settings.SITE_URL?.local ?? true;
  return [
    key !== undefined && secrets === undefined && 'STRIPE_WEBHOOK_SECRET is missing; write the signing secret, whsec_…',
    key === undefined && secrets !== undefined && 'STRIPE_SECRET_KEY is missing; write the secret key, sk_…',
    base !== undefined && !isLocal && 'STRIPE_API_BASE is for a magazine on this machine alone; leave it out',
    settings.MAIL_DIR !== undefined && !isLocal && 'MAIL_DIR is for a magazine on this machine alone; write SMTP_URL',
  ].filter((problem) => problem !== false);
}

function stripeOf(settings: Settings): StripeSettings | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecrets } = settings;
  if (secretKey === undefined || webhookSecrets === undefined) return null;
  return {
    secretKey,
    webhookSecrets,
    apiBase: settings.STRIPE_API_BASE ?? null,
    portalConfiguration: settings.STRIPE_PORTAL_CONFIGURATION ?? null,
  };
}
