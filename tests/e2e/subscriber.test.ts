import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { urls } from '../../src/urls.ts';
import { openBrowser } from './browser.ts';
import { crawl } from './crawl.ts';
import { serveShop, type Shop, SUBSCRIBER } from './site.ts';
import { buyAsGuest, lastMailTo, locationOf, mailsTo, openVisitor, signIn, type Visitor, wordsOf } from './visitor.ts';

/** A paying reader, from the wall to the last second, on the built site, with a stand-in for Stripe and mails as files. */

const SLUG = 'votre-appel-est-important';
const PIECE = urls.piece('articles', SLUG);

let shop: Shop;
let browser: Browser;

beforeAll(async () => {
  shop = await serveShop();
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await shop.stop();
});

/** Some words of the closed part of the piece. */
function closedWords(): string {
  const { services } = shop;
  const editorial = services.content.current();
  const now = services.now();
  const piece = editorial.piece('articles', SLUG, now)!;
  const open = editorial.bodyFor(piece, 'public', now).html;
  const whole = editorial.bodyFor(piece, 'subscriber', now).html;
  const words = /<p>([^<&]{60,})<\/p>/.exec(whole.slice(open.length))?.[1];
  if (words === undefined || open.includes(words)) throw new Error('the piece has no closed paragraph');
  return words;
}

async function openPage(javaScriptEnabled = false): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    javaScriptEnabled,
    locale: 'fr-FR',
    viewport: { width: 390, height: 844 },
  });
  return { page: await context.newPage(), context };
}

const reads = async (page: Page): Promise<boolean> => {
  await page.goto(shop.siteUrl + PIECE);
  return ((await page.textContent('main')) ?? '').includes(closedWords());
};

const readsBy = async (visitor: Visitor): Promise<boolean> => (await visitor.get(PIECE)).text.includes(closedWords());

async function payOnCheckout(page: Page, email: string): Promise<void> {
  await page.waitForURL(/\/c\/pay\//);
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Payer' }).click();
  await page.waitForURL(/\/abonnement\/merci\//);
  await shop.control.settled();
}

function onlySubscription(customerEmail: string) {
  const { customers, subscriptions } = shop.control.records();
  const ids = Object.values(customers).flatMap((one) =>
    'email' in one && one.email === customerEmail ? [one.id] : [],
  );
  const found = Object.values(subscriptions).filter(({ customer }) => ids.includes(customer as string));
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe('without JavaScript, from the wall to the last second', () => {
  const email = 'camille@exemple.fr';
  let paying: Awaited<ReturnType<typeof openPage>>;
  let signedIn: Awaited<ReturnType<typeof openPage>>;
  let feedAddress = '';

  beforeAll(async () => {
    paying = await openPage();
    signedIn = await openPage();
  });

  afterAll(async () => {
    await paying.context.close();
    await signedIn.context.close();
  });

  test('a guest hits the wall, chooses, rereads, pays, and reads the piece whole in that browser alone', async () => {
    const { page, context } = paying;
    expect(await reads(page)).toBe(false);
    await page.locator('.wall').getByRole('link', { name: 'Voir les offres' }).click();
    await page.getByRole('link', { name: 'Choisir l’abonnement mensuel' }).click();
    const recap = (await page.textContent('main')) ?? '';
    for (const told of [
      /12,90\s€ TTC/,
      /chaque mois, par reconduction tacite/,
      /quatorze jours/,
      /Résilier votre contrat/,
    ])
      expect(recap).toMatch(told);
    expect(await context.cookies()).toEqual([]);
    await page.getByRole('button', { name: 'Commander avec obligation de paiement' }).click();
    await payOnCheckout(page, email);
    expect(await page.textContent('h1')).toMatch(/Merci. Tout est ouvert/);
    expect(await context.cookies(shop.siteUrl)).toMatchObject([
      { name: 'verbatim_order', httpOnly: true, sameSite: 'Lax', path: '/' },
    ]);
    expect(await reads(page)).toBe(true);
    expect(await reads(signedIn.page)).toBe(false);
  });

  test('the mailed link is looked at twice by a scanner, signs in elsewhere once, and the paying browser gives way', async () => {
    const { link, text } = await lastMailTo(shop, email);
    expect(text).toContain('Les conditions générales de vente que vous avez acceptées');
    const scanner = openVisitor(shop);
    for (const look of [{ method: 'HEAD' }, { method: 'GET' }, { method: 'GET' }])
      expect((await fetch(shop.url + link, look)).status).toBe(200);
    const { page, context } = signedIn;
    await page.goto(shop.siteUrl + link);
    expect(await page.textContent('main')).toContain(`Ce lien vous connecte en tant que ${email}`);
    await page.getByRole('button', { name: 'Me connecter' }).click();
    await page.waitForURL(shop.siteUrl + urls.account());
    const second = await scanner.post(link ?? '', { choix: 'oui' });
    expect([second.status, second.headers.getSetCookie()]).toEqual([410, []]);
    expect((await scanner.get(link ?? '')).status).toBe(410);

    const account = (await page.textContent('main')) ?? '';
    expect(account).toContain(`Vous êtes connecté en tant que ${email}`);
    expect(account).toMatch(/12,90\s€ par mois, reconduit le/);
    expect((await context.cookies(shop.siteUrl)).map(({ name }) => name)).toEqual(['verbatim_session']);
    expect(await reads(page)).toBe(true);
    expect(await reads(paying.page)).toBe(false);
    await paying.page.goto(shop.siteUrl + urls.ordered());
    expect(await paying.page.textContent('main')).toContain('L’abonnement est relié à votre compte');
  });

  test('whoever signs in at the wall comes back to the piece, whole', async () => {
    const { page } = paying;
    await page.goto(shop.siteUrl + PIECE);
    await page.locator('.wall').getByRole('link', { name: 'Se connecter' }).click();
    await page.getByLabel('Votre adresse électronique').fill(email.toUpperCase());
    await page.getByRole('button', { name: 'Recevoir le lien' }).click();
    expect(await page.textContent('h1')).toMatch(/^Un\scourriel est parti$/);
    await page.goto(shop.siteUrl + (await lastMailTo(shop, email)).link);
    await page.getByRole('button', { name: 'Me connecter' }).click();
    await page.waitForURL(shop.siteUrl + PIECE);
    expect(await page.textContent('main')).toContain(closedWords());
  });

  test('the account gives a private feed: whole texts, signed pictures, its own address, kept by nobody else', async () => {
    const { page } = signedIn;
    await page.goto(shop.siteUrl + urls.account());
    await page.getByRole('link', { name: 'Gérer le flux privé' }).click();
    await page.getByRole('button', { name: 'Créer mon flux' }).click();
    feedAddress = (await page.textContent('.secret code')) ?? '';
    expect(feedAddress).toMatch(/\/flux\/prive\/[\w-]{22}\.xml$/);

    const response = await fetch(feedAddress);
    const feed = await response.text();
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(response.headers.get('content-type')).toMatch(/^application\/rss\+xml/);
    expect(feed).toContain(`<atom:link href="${feedAddress}" rel="self"`);
    expect(feed.replaceAll('\u00a0', ' ')).toContain(closedWords().replaceAll('\u00a0', ' '));
    const etag = response.headers.get('etag') ?? '';
    expect((await fetch(feedAddress, { headers: { 'if-none-match': etag } })).status).toBe(304);

    const pictures = picturesIn(feed);
    expect(pictures.length).toBeGreaterThan(0);
    for (const address of pictures) {
      const [whole, bare] = await Promise.all([fetch(address), fetch(address.replace(/\?.*/, ''))]);
      expect([address, whole.status, bare.status]).toEqual([address, 200, 404]);
      expect(whole.headers.get('cache-control')).toMatch(/private/);
    }
    await page.goto(shop.siteUrl + urls.accountFeed());
    expect(await page.textContent('main')).not.toContain(feedAddress);
  });

  test('signed out, three steps from la une cancel it, and the mailed link confirms', async () => {
    const { page, context } = await openPage();
    let sent = 0;
    page.on('request', (request) => void (sent += request.method() === 'POST' ? 1 : 0));
    await page.goto(shop.siteUrl + urls.home());
    await page.locator('footer').getByRole('link', { name: 'Résilier votre contrat' }).click();
    await page.getByLabel('Vos nom et prénom').fill('Camille Aubry');
    await page.getByLabel('L’adresse électronique de l’abonnement').fill(email);
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('button', { name: 'Notifier la résiliation' }).click();
    expect(await page.textContent('h1')).toBe('Résiliation reçue');
    expect(sent).toBeLessThanOrEqual(3);
    expect(onlySubscription(email).cancel_at_period_end).toBe(false);

    await page.goto(shop.siteUrl + (await lastMailTo(shop, email)).link);
    await page.getByRole('button', { name: 'Confirmer ma déclaration' }).click();
    expect(await page.textContent('main')).toContain('C’est confirmé');
    expect(onlySubscription(email).cancel_at_period_end).toBe(true);
    expect((await mailsTo(shop, email)).map(({ subject }) => subject)).toContain('Votre abonnement est résilié');
    expect(await context.cookies()).toEqual([]);
    await context.close();
    await signedIn.page.goto(shop.siteUrl + urls.account());
    expect(await signedIn.page.textContent('main')).toContain('ne sera pas reconduit');
  });

  test('reading goes on until the very second of the end, then stops in pages, feed and pictures', async () => {
    const end = new Date(onlySubscription(email).items.data[0]!.current_period_end * 1000);
    const picture = picturesIn(await (await fetch(feedAddress)).text())[0] ?? '';
    const { page } = signedIn;
    await shop.goTo(new Date(end.getTime() - 60_000));
    shop.setNow(new Date(end.getTime() - 1));
    expect(await reads(page)).toBe(true);
    expect(await (await fetch(feedAddress)).text()).toContain(closedWords().slice(0, 20));
    expect((await fetch(picture)).status).toBe(200);
    shop.setNow(end);
    expect(await reads(page)).toBe(false);
    expect((await fetch(picture)).status).toBe(404);

    await shop.goTo(new Date(end.getTime() + 60_000));
    expect(await reads(page)).toBe(false);
    expect(onlySubscription(email).status).toBe('canceled');
    const feed = await (await fetch(feedAddress)).text();
    expect(feed).toContain('Votre abonnement est terminé');
    expect(feed).not.toContain(closedWords().slice(0, 20));
    expect(picturesIn(feed)).toEqual([]);
    await page.goto(shop.siteUrl + urls.account());
    expect(await page.textContent('main')).toMatch(/Terminé le/);
    expect((await lastMailTo(shop, email)).subject).toMatch(/a pris fin$/);
  });
});

function picturesIn(feed: string): string[] {
  const found = [...feed.matchAll(/https?:\/\/[^"<\s]*?\/media\/[^"<\s&]*\?flux=[^"<\s]*/g)].map(
    ([address]) => address,
  );
  return [...new Set(found.map((address) => address.replaceAll('&amp;', '&').replaceAll('&amp;', '&')))];
}

describe('by keyboard alone', () => {
  /** Presses Tab until the element that `wanted` names has the focus, which must be seen. */
  async function tabTo(page: Page, wanted: Locator): Promise<void> {
    const element = await wanted.elementHandle();
    for (let step = 0; step < 120; step += 1) {
      await page.keyboard.press('Tab');
      const outline = await element!.evaluate((one) => {
        return one === document.activeElement ? getComputedStyle(one).outlineStyle : null;
      });
      if (outline === null) continue;
      expect(outline).not.toBe('none');
      return;
    }
    throw new Error('Tab does not lead there');
  }

  test('a reader orders, pays, signs in, makes a private feed, and leaves', async () => {
    const email = 'clavier@exemple.fr';
    const { page, context } = await openPage();
    const { keyboard } = page;
    await page.goto(shop.siteUrl + PIECE);
    await tabTo(page, page.locator('.wall').getByRole('link', { name: 'Voir les offres' }));
    await Promise.all([page.waitForURL(/\/abonnement\/$/), keyboard.press('Enter')]);
    await tabTo(page, page.getByRole('link', { name: 'Choisir l’abonnement annuel' }));
    await Promise.all([page.waitForURL(/recapitulatif/), keyboard.press('Enter')]);
    await tabTo(page, page.getByRole('button', { name: 'Commander avec obligation de paiement' }));
    await Promise.all([page.waitForURL(/\/c\/pay\//), keyboard.press('Space')]);
    await tabTo(page, page.getByLabel('Adresse électronique'));
    await keyboard.type(email);
    await tabTo(page, page.getByRole('checkbox'));
    await keyboard.press('Space');
    await tabTo(page, page.getByRole('button', { name: 'Payer' }));
    await Promise.all([page.waitForURL(/\/abonnement\/merci\//), keyboard.press('Enter')]);
    await shop.control.settled();
    expect(await reads(page)).toBe(true);

    await context.clearCookies();
    await page.goto(shop.siteUrl + PIECE);
    await tabTo(page, page.locator('.wall').getByRole('link', { name: 'Se connecter' }));
    await Promise.all([page.waitForURL(/\/connexion\//), keyboard.press('Enter')]);
    await tabTo(page, page.getByLabel('Votre adresse électronique'));
    await keyboard.type(email);
    await tabTo(page, page.getByRole('button', { name: 'Recevoir le lien' }));
    await keyboard.press('Space');
    await page.getByRole('heading', { name: /courriel est parti/ }).waitFor();
    await page.goto(shop.siteUrl + (await lastMailTo(shop, email)).link);
    await tabTo(page, page.getByRole('button', { name: 'Me connecter' }));
    await Promise.all([page.waitForURL(shop.siteUrl + PIECE), keyboard.press('Enter')]);
    expect(await page.textContent('main')).toContain(closedWords());

    await tabTo(page, page.getByRole('navigation', { name: 'Rubriques' }).getByRole('link', { name: 'Mon compte' }));
    await Promise.all([page.waitForURL(/\/compte\/$/), keyboard.press('Enter')]);
    await tabTo(page, page.getByRole('link', { name: 'Gérer le flux privé' }));
    await Promise.all([page.waitForURL(/\/compte\/flux\/$/), keyboard.press('Enter')]);
    await tabTo(page, page.getByRole('button', { name: 'Créer mon flux' }));
    await keyboard.press('Enter');
    await page.getByText(/\/flux\/prive\//).waitFor();

    await tabTo(page, page.getByRole('contentinfo').getByRole('link', { name: 'Résilier votre contrat' }));
    await Promise.all([page.waitForURL(/\/resilier\/$/), keyboard.press('Enter')]);
    await tabTo(page, page.getByLabel('Vos nom et prénom'));
    await keyboard.type('Camille Martin');
    await tabTo(page, page.getByRole('button', { name: 'Continuer' }));
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Notifier la résiliation' }));
    await keyboard.press('Space');
    await page.getByRole('heading', { name: 'Résiliation reçue' }).waitFor();
    expect((await mailsTo(shop, email)).map(({ subject }) => subject)).toContain('Votre abonnement est résilié');
    await context.close();
  });
});

test('on the page of thanks a mistyped address is corrected: the old link dies, the new one signs in', async () => {
  const visitor = openVisitor(shop);
  await buyAsGuest(shop, visitor, { email: 'lae@exemple.fr' });
  const mistaken = await lastMailTo(shop, 'lae@exemple.fr');
  const wrong = await visitor.post(urls.ordered(), { email: 'lea@' });
  expect([wrong.status, wrong.text.includes('n’a pas la forme attendue')]).toEqual([422, true]);
  const corrected = await visitor.post(urls.ordered(), { email: 'lea@exemple.fr' });
  expect(corrected.text).toContain('Le lien est parti à l’adresse lea@exemple.fr');
  expect((await visitor.get(mistaken.link ?? '')).status).toBe(410);

  const elsewhere = openVisitor(shop);
  const { link } = await lastMailTo(shop, 'lea@exemple.fr');
  expect(locationOf(await elsewhere.post(link ?? '', { choix: 'oui' }))).toBe(urls.account());
  expect(await readsBy(elsewhere)).toBe(true);
  expect((await elsewhere.get(urls.account())).text).toContain('lea@exemple.fr');
  const late = await visitor.post(urls.ordered(), { email: 'autre@exemple.fr' });
  expect(late.text).toContain('L’abonnement est déjà relié à un compte');
});

test('a subscriber who orders again is taken to the account, and nothing is sold', async () => {
  const visitor = openVisitor(shop);
  await buyAsGuest(shop, visitor, { email: 'encore@exemple.fr' });
  await signIn(shop, visitor, 'encore@exemple.fr');
  const sessions = Object.keys(shop.control.records().sessions).length;
  const again = await visitor.post(urls.ordering(), { offre: 'mensuel' });
  expect([again.status, locationOf(again)]).toEqual([303, urls.account()]);
  expect(Object.keys(shop.control.records().sessions)).toHaveLength(sessions);
});

test('when no webhook ever comes, the page of return opens reading', async () => {
  const before = shop.control.events().map(({ id }) => id);
  shop.control.hold();
  try {
    const visitor = openVisitor(shop);
    await buyAsGuest(shop, visitor, { email: 'sans-nouvelles@exemple.fr' });
    expect(visitor.answers.at(-1)!.text).toContain('Merci. Tout est ouvert');
    expect(await readsBy(visitor)).toBe(true);
    expect((await lastMailTo(shop, 'sans-nouvelles@exemple.fr')).subject).toMatch(/^Confirmation de votre abonnement/);
  } finally {
    const held = shop.control.events().map(({ id }) => id);
    shop.control.drop(held.filter((id) => !before.includes(id)));
    await shop.control.release();
  }
});

test('a browser that leaves Checkout finds its order on the page of thanks, and pays it from there', async () => {
  const visitor = openVisitor(shop);
  const ordered = await visitor.post(urls.ordering(), { offre: 'annuel' });
  const thanks = await visitor.get(urls.ordered());
  expect(thanks.text).toContain('Rien n’a été prélevé');
  expect(thanks.text).toContain(`href="${locationOf(ordered)}"`);
  expect(await readsBy(visitor)).toBe(false);
});

test('pages that are kept in memory have two forms, and are the same whoever asks', async () => {
  const nobody = openVisitor(shop);
  const undecided = openVisitor(shop);
  await undecided.post(urls.ordering(), { offre: 'annuel' });
  const guest = openVisitor(shop);
  await buyAsGuest(shop, guest, { email: 'invitee@exemple.fr' });
  const member = openVisitor(shop);
  await buyAsGuest(shop, member, { email: 'membre@exemple.fr' });
  await signIn(shop, member, 'membre@exemple.fr');
  const granted = openVisitor(shop);
  granted.cookies.set('verbatim_session', SUBSCRIBER.replace('verbatim_session=', ''));
  for (const path of [urls.subscribe(), urls.home(), PIECE, urls.house.terms]) {
    const [first, second, third, fourth, fifth] = await Promise.all(
      [nobody, undecided, guest, member, granted].map((visitor) => visitor.get(path)),
    );
    expect(second!.text).toBe(first!.text);
    expect(fourth!.text).toBe(third!.text);
    expect(fifth!.text).toBe(third!.text);
    const kept = [first, second, third, fourth].map((answer) => answer!.headers.get('cache-control'));
    expect(kept[0]).toMatch(/^public/);
    expect(kept.slice(1)).toEqual(Array(3).fill('private, no-store'));
    expect(first!.headers.get('vary')).toMatch(/cookie/i);
    expect([guest, member, undecided, nobody].flatMap(({ answers }) => answers.at(-1)!.headers.getSetCookie())).toEqual(
      [],
    );
  }
});

test('whoever has neither signed in nor ordered is given no cookie by any page or form, and finds how to leave on each', async () => {
  const nobody = openVisitor(shop);
  const pictures = { status: 200, headers: new Headers(), text: '' };
  await crawl(['/', '/sitemap-index.xml'], shop.siteUrl, (path) => {
    return /^\/(?:cartes|media|_astro)\/|^\/recherche\/\?/.test(path) ? { path, ...pictures } : nobody.get(path);
  });
  await nobody.post(urls.signIn(), { email: 'personne@exemple.fr' });
  await nobody.post(urls.signIn(), { email: 'pas une adresse' });
  await nobody.get(urls.mailedLink('a'.repeat(43)));
  await nobody.post(urls.mailedLink('a'.repeat(43)), { choix: 'oui' });
  for (const path of [urls.cancel(), urls.withdraw()])
    for (const etape of ['verifier', 'corriger', 'notifier'])
      await nobody.post(path, { nom: 'Personne', email: 'personne@exemple.fr', contrat: '', etape });
  for (const path of [
    urls.ordered(),
    urls.account(),
    urls.accountFeed(),
    urls.accountAddress(),
    urls.accountDeletion(),
  ])
    await nobody.get(path);
  await nobody.post(urls.ordering(), { offre: 'rien-de-tel' });
  expect(nobody.answers.length).toBeGreaterThan(100);
  const pages = nobody.answers.filter(({ text }) => text.includes('<footer'));
  const footer = [urls.cancel(), urls.withdraw()].map((path) => `href="${path}"`);
  expect(pages.filter(({ text }) => !footer.every((link) => text.includes(link))).map(({ path }) => path)).toEqual([]);
  expect(nobody.answers.filter(({ headers }) => headers.has('set-cookie')).map(({ path }) => path)).toEqual([]);
});

describe('every page of ordering, of the account and of leaving', () => {
  let page: Page;
  let shown = '';

  beforeAll(async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 568 } });
    page = await context.newPage();
    await page.route('**/montre/', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: shown }));
  });

  /** What is wrong with a page that somebody was answered, at 320 pixels and in both schemes. */
  async function faultsOf({ method, path, text }: Visitor['answers'][number]): Promise<string[]> {
    shown = text;
    await page.goto(`${shop.siteUrl}/montre/`);
    const faults: string[] = [];
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) faults.push(`${width} pixels wide`);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // What stands around is the same as everywhere, and there are no frames: legacy mode opens no page of its own.
      const axe = new AxeBuilder({ page }).include('main').setLegacyMode();
      // The schemes differ in colours alone.
      const { violations } = await (colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
      faults.push(
        ...violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes.map(({ html }) => html).join(' ')}`),
      );
    }
    return faults.map((fault) => `${method} ${path.replace(/[\w-]{30,}/, '…')} ${fault}`);
  }

  test('has no fault that axe finds, in both schemes, and needs no sideways scrolling at 320 pixels', async () => {
    const email = 'une.adresse.bien.longue.qui.tient.a.peine@un-nom-de-domaine-interminable.exemple.fr';
    const visitor = openVisitor(shop);
    await buyAsGuest(shop, visitor, { email, offer: 'mensuel' });
    const other = openVisitor(shop);
    await signIn(shop, other, email);
    await other.get(urls.account());
    const { items } = onlySubscription(email);
    const declared = { nom: 'Camille Aubry-Desmarets', email, contrat: '' };
    await visitor.get(urls.ordered());
    await visitor.post(urls.ordering(), { offre: 'rien' });
    await visitor.post(urls.signIn(), { email: 'non' });
    await visitor.post(urls.signIn(), { email });
    await visitor.get((await lastMailTo(shop, email)).link ?? '');
    await visitor.get(urls.mailedLink('a'.repeat(43)));
    await visitor.post(urls.cancel(), { ...declared, nom: '', etape: 'verifier' });
    await visitor.post(urls.cancel(), { ...declared, etape: 'verifier' });
    await visitor.post(urls.cancel(), { ...declared, etape: 'notifier' });
    await visitor.get((await lastMailTo(shop, email)).link ?? '');
    await visitor.get(`${urls.cancel()}?fait=confirme`);
    await visitor.post(urls.withdraw(), { ...declared, etape: 'notifier' });
    await other.get(urls.accountFeed());
    await other.post(urls.accountFeed(), { action: 'creer' });
    await other.get(urls.accountAddress());
    await other.post(urls.accountAddress(), { email: 'autre@exemple.fr' });
    await other.get(urls.accountDeletion());
    await other.post(urls.accountDeletion(), {});
    await shop.control.settled();
    shop.control.failPayments(onlySubscription(email).id);
    await shop.goTo(new Date(items.data[0]!.current_period_end * 1000 + 3_600_000 * 24));
    await other.get(urls.account());
    const pages = [...visitor.answers, ...other.answers].filter(({ method, path, headers, text }) => {
      // As they are without anybody's doing, these are among the pages of pages.test.ts.
      const isPlain = method === 'GET' && (path === PIECE || path.startsWith(urls.order('')));
      return text !== '' && /html/.test(headers.get('content-type') ?? '') && !isPlain;
    });
    const shownPages = [...new Map(pages.map((one) => [wordsOf(one).slice(0, 200), one])).values()];
    const faults: string[] = [];
    for (const answer of shownPages) faults.push(...(await faultsOf(answer)));
    expect(faults).toEqual([]);
    expect(shownPages.length).toBeGreaterThan(15);
  }, 120_000);
});

test('a mail says nothing of what it was asked with but to whom it is', async () => {
  const mails = await mailsTo(shop);
  expect(mails.length).toBeGreaterThan(10);
  for (const { html, text } of mails) {
    expect(html).not.toMatch(/<img|<link|<script|url\(|src=/i);
    expect(text.length).toBeGreaterThan(100);
  }
});
