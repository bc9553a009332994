import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, relative } from 'node:path';
import { type Config, ConfigError, loadServerConfig } from '../src/config.ts';
import { readArguments } from './arguments.ts';
import { isBuilt } from './build-stamp.ts';
import { become, run, runBeside, stopping } from './steps.ts';

const HELP = `
npm start
Publishes content/, builds the site when its sources changed, and serves the magazine until Ctrl-C.
Settings come from the environment: PORT, HOST, SITE_URL, DATA_DIR, CONTENT_DIR and others (README.md lists them).
`;

/** V8 lets short-lived objects take 60 MB by default; an eighth costs no speed that could be measured. */
const SERVER = ['--max-semi-space-size=8', 'src/server.ts'];

readArguments(HELP, {});
try {
  const config = loadServerConfig();
  if ((await publish(config)) && (await build()) && !stopping()) await serve(config);
  else process.exitCode ||= 1;
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

/** Faults in content stop nothing that is online already. */
async function publish(config: Config): Promise<boolean> {
  if ((await run('node scripts/publish.ts')).status === 0) return true;
  const online = existsSync(join(config.dataDir, 'content.db'));
  if (online && !stopping())
    console.error('\nThe lines above say what to mend. Until then the last published content is shown.');
  return online;
}

async function build(): Promise<boolean> {
  if (isBuilt()) return true;
  console.log('Building the site (a few seconds, only when its sources changed)…');
  return (await run('node scripts/build.ts')).status === 0;
}

async function serve(config: Config): Promise<void> {
  const standsIn = config.local && config.stripe === null;
  const stripe = standsIn ? await startStandIn(config) : {};
  const payments = standsIn ? `\n  Payments  a stand-in for Stripe takes them: nobody pays anything` : '';
  const mails = config.mail.smtpUrl === null ? `\n  Mails     are files in ${relative('', config.mail.dir)}/` : '';
  console.log(`
Verbatim starts at ${config.siteUrl}
${payments}${mails}

  Read a piece for subscribers, subscribe with any address, then open the mail that you were sent.
  Change a file in content/, run npm run publish, and reload: the page has changed.
  npm run dev               does both by itself while you write
  npm run new -- interview  gives you a file to write in
  npm test                  runs everything that CI runs

Ctrl-C stops the server.
`);
  await become(SERVER, stripe);
}

/** Starts the stand-in for Stripe beside the server; gives the settings by which the server finds it. */
async function startStandIn({ port, siteUrl, contentDir, dataDir }: Config): Promise<Record<string, string>> {
  const own = String(await freePort(port + 1));
  const state = join(dataDir, 'stand-in.json');
  const keys = { secret: 'sk_test_stand_in', webhook: 'whsec_stand_in' };
  runBeside('scripts/stand-in/stand-in.ts', [
    ...['--port', own, '--site', siteUrl, '--content', contentDir, '--state', state],
    ...['--secret-key', keys.secret, '--webhook-secret', keys.webhook],
  ]);
  return {
    STRIPE_SECRET_KEY: keys.secret,
    STRIPE_WEBHOOK_SECRET: keys.webhook,
    STRIPE_API_BASE: `http://127.0.0.1:${own}`,
  };
}

/** `wanted` when nobody listens there, else any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', () => (wanted === 0 ? failed(new Error('no port is free')) : found(freePort(0))));
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}
