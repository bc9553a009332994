import { ConfigError, loadConfig } from '../src/config.ts';
import { composeReaderServices, createLogger, openContent } from '../src/services.ts';
import { readArguments } from './arguments.ts';

const HELP = `
npm run billing:sync
Reads every subscription from Stripe again and brings our copies to its state, as the server does each night. Safe at any
time, beside a running server, and as often as wanted. Exit code 1 when Stripe did not answer for all of them.
`;

readArguments(HELP, {});
try {
  const config = loadConfig();
  const log = createLogger({ logLevel: 'warn' });
  const content = openContent(config, log);
  const noOrders = () => Promise.reject(new Error('nothing is ordered on the command line'));
  const { subscriptions, close } = await composeReaderServices(config, log, () => content.current().site(), noOrders);
  try {
    if (!subscriptions.isOpen) throw new Error('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are missing');
    await subscriptions.refreshPrices(new Date());
    const { synced, failed } = await subscriptions.syncAll(new Date());
    console.log(`${synced} subscriptions compared with Stripe, ${failed} could not be.`);
    if (failed > 0) process.exitCode = 1;
  } finally {
    content.close();
    await close();
  }
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : `Nothing was compared: ${(error as Error).message}.`);
  process.exitCode = 1;
}
