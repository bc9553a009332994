import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStandIn, sessionParams, YEARLY } from '../stand-in.ts';
import { openBrowser } from './browser.ts';

/** The pages on which one pays while there is no Stripe: plain forms. */

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser.close());

async function openCheckout({ javaScriptEnabled = false } = {}) {
  const { stripe, control, url: site } = await openStandIn();
  const session = await stripe.checkout.sessions.create({
    ...(await sessionParams(stripe, YEARLY.lookupKey)),
    success_url: `${site}/_stand-in/?said=paid-{CHECKOUT_SESSION_ID}`,
    cancel_url: `${site}/_stand-in/`,
    allow_promotion_codes: true,
    billing_address_collection: 'required',
    tax_id_collection: { enabled: true },
    consent_collection: { terms_of_service: 'required' },
  });
  const context = await browser.newContext({ javaScriptEnabled, locale: 'fr-FR' });
  const page = await context.newPage();
  await page.goto(session.url!);
  return { stripe, control, session, context, page };
}

test('one pays without JavaScript: a code, a card that is refused, another that is not', async () => {
  const { stripe, session, context, page } = await openCheckout();
  expect(await page.textContent('body')).toContain('Banc d’essai\u00a0: aucun paiement réel');
  await page.getByLabel('Code promotionnel').fill('bienvenue');
  await page.getByRole('button', { name: 'Appliquer' }).click();
  expect(await page.textContent('dd.total')).toMatch(/^95,04\s€$/);
  await page.getByLabel('Adresse électronique').fill('lea@exemple.fr');
  await page.getByLabel('Carte refusée').check();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Payer' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('refusée');
  await page.getByLabel('Carte acceptée', { exact: true }).check();
  await page.getByRole('button', { name: 'Payer' }).click();
  expect(page.url()).toContain(`said=paid-${session.id}`);
  const paid = await stripe.checkout.sessions.retrieve(session.id);
  expect(paid).toMatchObject({ payment_status: 'paid', amount_total: 9504, consent: { terms_of_service: 'accepted' } });
  expect(paid.customer_details?.email).toBe('lea@exemple.fr');
  await context.close();
});

test('one pays by keyboard alone', async () => {
  const { stripe, session, context, page } = await openCheckout();
  const { keyboard } = page;
  await page.getByLabel('Adresse électronique').focus();
  await keyboard.type('max@exemple.fr');
  for (
    let step = 0;
    step < 10 && !(await page.getByRole('checkbox').evaluate((box) => box.matches(':focus')));
    step++
  ) {
    await keyboard.press('Tab');
  }
  await keyboard.press('Space');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await page.waitForURL(/said=paid/);
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('complete');
  await context.close();
});

test('the pages have no faults that axe finds', async () => {
  const { stripe, control, session, context, page } = await openCheckout({ javaScriptEnabled: true });
  const { customer, latest_invoice } = control.subscribe({ lookupKey: YEARLY.lookupKey, email: 'lea@exemple.fr' });
  const invoice = await stripe.invoices.retrieve(latest_invoice as string);
  const { id } = await stripe.billingPortal.configurations.create({
    features: {
      subscription_cancel: { enabled: true },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
    },
  });
  const portal = await stripe.billingPortal.sessions.create({ customer: customer as string, configuration: id });
  for (const url of [
    session.url!,
    portal.url,
    invoice.hosted_invoice_url!,
    new URL('/_stand-in/', session.url!).href,
  ]) {
    await page.goto(url);
    expect(
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, help }) => `${url} ${id}: ${help}`),
    ).toEqual([]);
  }
  await context.close();
});
