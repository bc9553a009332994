import { expect, test } from 'vitest';
import { openReaderDatabase } from '../../src/db/db.ts';
import { openSales } from '../sales.ts';

test('a guest pays: the browser reads, the confirmation is mailed once, the rows are those of Stripe', async () => {
  const sales = await openSales(await openReaderDatabase('sqlite::memory:'));
  const { subscriptions, control, now } = sales;
  const { browserToken, subscriptionId } = await sales.buy();
  await control.settled();
  console.log(control.requests().map((r) => `${r.method} ${r.path} ${r.status}`));
  console.log(await subscriptions.orderOfBrowser(browserToken, now()));
  console.log(await subscriptions.entitlementOfBrowser(browserToken, now()));
  console.log(await sales.database.query.selectFrom('subscriptions').selectAll().execute());
  console.log(
    (await sales.mails()).map((m) => m.text),
    sales.alarms,
  );
  expect(subscriptionId).toBeTruthy();
});
