/** What is sold: offers, orders, our copy of Stripe's subscriptions, and what they let read (decision 0003). */
import type { Entitlement } from '../paywall.ts';
import { type Account, type AccountInvoice, readAccount, readEntitlement, readInvoices } from './account.ts';
import {
  type BrowserOrder,
  type CorrectionOutcome,
  correctOrderAddress,
  readBrowserEntitlement,
  readBrowserOrder,
} from './browser-orders.ts';
import { endAtPeriodEnd, goOn, type Withdrawal, withdrawFrom } from './changes.ts';
import { claimSubscriptions, refreshReader, tellAddress } from './claims.ts';
import type { SalesSettings, SignedIn } from './context.ts';
import { withinPage } from './deadline.ts';
import {
  type DeclarationProblem,
  type DeclarationReceipt,
  type DeclarationRequest,
  type GivenDeclaration,
  problemOf,
  takeDeclaration,
} from './declaration.ts';
import { type EventOutcome, takeEvent } from './events.ts';
import { makeOrder, type OrderOutcome, type OrderRequest } from './orders.ts';
import { exportReader, removeReader } from './personal-data.ts';
import { openPortal } from './portal.ts';
import { createPrices, type Prices } from './prices.ts';
import { purgeSales } from './purge.ts';
import { announceRenewals } from './reminders.ts';
import { settleChoice, type SettledChoice, settleDue, trySettle } from './settling.ts';
import { failureOf } from './stripe.ts';
import { syncEverything, type SyncReport } from './sync-all.ts';
import { type SyncOutcome, syncSubscription } from './sync.ts';

export { hasClaim } from './claims.ts';
export { entitlementOfRights, type ReadingTerms } from './entitlement.ts';
export { createStripe } from './stripe.ts';
export type { Account, AccountGrant, AccountInvoice, AccountSubscription } from './account.ts';
export type { BrowserOrder, CorrectionOutcome } from './browser-orders.ts';
export type { Withdrawal } from './changes.ts';
export type { Offer, SalesSettings, SignedIn } from './context.ts';
export type { DeclarationProblem, DeclarationReceipt, GivenDeclaration } from './declaration.ts';
export type { EventOutcome } from './events.ts';
export type { OrderOutcome, OrderRequest } from './orders.ts';
export type { PricedOffer } from './prices.ts';
export type { SyncReport } from './sync-all.ts';

/**
 * Functions that ask Stripe throw when it does not answer, those of a page after 8 seconds, unless they say otherwise;
 * what they had begun may still be done, and asking again does nothing twice. The database's failure throws.
 */
export interface Subscriptions extends Prices {
  /** Whether payment is configured. */
  isOpen: boolean;
  /** Goes to pay. Within 8 seconds; Stripe's silence is `unavailable`. */
  order(request: OrderRequest, now: Date): Promise<OrderOutcome>;
  /** What the browser that ordered sees of its order, compared with Stripe within 8 seconds; `null`: no such order. */
  orderOfBrowser(browserToken: string, now: Date): Promise<BrowserOrder | null>;
  /** `client`: whom a limit counts. */
  correctAddress(browserToken: string, address: string, client: string, now: Date): Promise<CorrectionOutcome>;
  /**
   * At sign-in: gives the reader what was bought under the address just proven, and compares all with Stripe. Never waits
   * more than 8 seconds, and never throws for Stripe's sake. `orderId`: the subject of the mailed link, if any.
   */
  claim(reader: SignedIn, orderId: string | null, now: Date): Promise<void>;
  /** After a reader's address changed: tells Stripe. Tried again at the next sign-in. Never throws. */
  tellAddress(readerId: string): Promise<void>;
  entitlementOf(readerId: string, now: Date): Promise<Entitlement | null>;
  entitlementOfBrowser(browserToken: string, now: Date): Promise<Entitlement | null>;
  /** Takes an event within 8 seconds; `failed`: it is not stored, and has to come again. Never throws. */
  handleEvent(rawBody: Buffer, signature: string, now: Date): Promise<EventOutcome | 'failed'>;
  syncSubscription(id: string, now: Date): Promise<SyncOutcome>;
  syncAll(now: Date): Promise<SyncReport>;
  accountOf(readerId: string, now: Date): Promise<Account>;
  /** Newest first, the last 24; `null` when Stripe does not answer within 8 seconds. */
  invoicesOf(readerId: string): Promise<AccountInvoice[] | null>;
  /** Stripe's portal for one visit; `null` when the reader never paid, or when Stripe does not answer within 8 seconds. */
  portalUrl(readerId: string): Promise<string | null>;
  cancelAtPeriodEnd(subscriptionId: string, now: Date): Promise<string>;
  /** Throws after 8 seconds. */
  resume(subscriptionId: string, now: Date): Promise<boolean>;
  withdraw(subscriptionId: string, now: Date): Promise<Withdrawal>;
  /** What keeps a declaration from being taken; `null`: nothing. */
  problemOf(given: GivenDeclaration): DeclarationProblem | null;
  /** Takes a declaration down, and acknowledges it. That of whoever is signed in, with their own address, takes effect at once. */
  declare(request: DeclarationRequest, now: Date): Promise<DeclarationReceipt | { waitSeconds: number }>;
  /** Confirms a declaration or takes it back, for whoever bears its link, within 8 seconds; `null`: there is none. */
  settleDeclaration(id: string, choice: 'confirmed' | 'taken-back', now: Date): Promise<SettledChoice | null>;
  /** Gives effect to the declarations whose time has come. */
  settleDue(now: Date): Promise<void>;
  /** Announces the renewals of annual subscriptions that are near, each once. */
  announceRenewals(now: Date): Promise<void>;
  exportOf(readerId: string): Promise<Record<string, unknown> | null>;
  /** Within 8 seconds. `false` when there is no such reader, or when Stripe does not answer: nothing is deleted then. */
  deleteReader(readerId: string, now: Date): Promise<boolean>;
  purge(now: Date): Promise<void>;
}

export function createSubscriptions(settings: SalesSettings): Subscriptions {
  const prices = createPrices(settings);
  const { log } = settings;
  const isOpen = settings.stripe !== null;
  const late = (error: unknown) => log.warn(failureOf(error), 'a request to Stripe failed after its page was answered');
  const waited = <T>(task: Promise<T>): Promise<T> => withinPage(task, late);

  return {
    ...prices,
    isOpen,
    async order(request, now) {
      try {
        return await waited(makeOrder(settings, prices, request, now));
      } catch (error) {
        log.error(failureOf(error), 'an order can not be taken to Checkout');
        // The price may have been replaced: the next order has the new one.
        void prices.refreshPrices(now);
        return { kind: 'unavailable' };
      }
    },
    orderOfBrowser: (browserToken, now) => readBrowserOrder(settings, browserToken, now),
    correctAddress: (browserToken, address, client, now) =>
      correctOrderAddress(settings, { browserToken, text: address, client }, now),
    async claim(reader, orderId, now) {
      await claimSubscriptions(settings, reader, now);
      if (!isOpen) return;
      try {
        await waited(refreshReader(settings, reader, orderId, now));
      } catch (error) {
        log.warn(failureOf(error), 'what a reader has can not be compared with Stripe for now');
      }
    },
    async tellAddress(readerId) {
      try {
        if (isOpen) await waited(tellAddress(settings, readerId));
      } catch (error) {
        log.warn(failureOf(error), 'Stripe could not be told a new address: tried again at the next sign-in');
      }
    },
    entitlementOf: (readerId, now) => readEntitlement(settings, readerId, now),
    entitlementOfBrowser: (browserToken, now) => readBrowserEntitlement(settings, browserToken, now),
    async handleEvent(rawBody, signature, now) {
      try {
        return await waited(takeEvent(settings, rawBody, signature, now));
      } catch (error) {
        log.error(failureOf(error), 'an event is not stored: Stripe will send it again');
        return 'failed';
      }
    },
    syncSubscription: (id, now) => syncSubscription(settings, id, now),
    syncAll: (now) => syncEverything(settings, now),
    accountOf: (readerId, now) => readAccount(settings, readerId, now),
    async invoicesOf(readerId) {
      try {
        return isOpen ? await waited(readInvoices(settings, readerId)) : [];
      } catch (error) {
        log.warn(failureOf(error), 'invoices can not be read from Stripe');
        return null;
      }
    },
    async portalUrl(readerId) {
      try {
        return isOpen ? await waited(openPortal(settings, readerId)) : null;
      } catch (error) {
        log.error(failureOf(error), 'the portal can not be opened');
        return null;
      }
    },
    cancelAtPeriodEnd: (id, now) => waited(endAtPeriodEnd(settings, id, now)),
    resume: (id, now) => waited(goOn(settings, id, now)),
    withdraw: (id, now) => waited(withdrawFrom(settings, id, now)),
    problemOf,
    async declare(request, now) {
      const receipt = await takeDeclaration(settings, request, now);
      if ('id' in receipt && receipt.takesEffectAt === null)
        await waited(trySettle(settings, receipt.id, now)).catch(late);
      return receipt;
    },
    settleDeclaration: (id, choice, now) => settleChoice(settings, { id, choice }, waited, now),
    settleDue: (now) => settleDue(settings, now),
    announceRenewals: (now) => announceRenewals(settings, now),
    exportOf: (readerId) => exportReader(settings, readerId),
    deleteReader: (readerId, now) => removeReader(settings, readerId, waited, now),
    purge: (now) => purgeSales(settings, now),
  };
}
