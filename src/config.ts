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
  /** Addresses of proxies whose forwarding headers are believed. */
  trustedProxies: BlockList;
  logLevel: (typeof LEVELS)[number];
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
    /^sqlite:.+/,
    'must start with sqlite: (no other database is supported yet); write sqlite:/path/to/readers.db or leave it out',
  );

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
  const dataDir = resolve(settings.DATA_DIR);
  return {
    siteUrl: settings.SITE_URL?.origin ?? `http://localhost:${settings.PORT}`,
    local: settings.SITE_URL?.local ?? true,
    host: settings.HOST,
    port: settings.PORT,
    dataDir,
    contentDir: resolve(settings.CONTENT_DIR),
    databaseUrl: settings.DATABASE_URL ?? `sqlite:${join(dataDir, 'readers.db')}`,
    trustedProxies: settings.TRUSTED_PROXIES,
    logLevel: settings.LOG_LEVEL,
  };
}
