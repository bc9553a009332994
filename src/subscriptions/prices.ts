import type { Stripe } from 'stripe';
import { instantOf } from '../time.ts';
import { type Offer, type SalesSettings, stripeOf } from './context.ts';
import { failureOf } from './stripe.ts';

/** An offer with the amount that is really charged. */
export interface PricedOffer extends Offer {
  /** Stripe's; `null` when Stripe never told it: the offer can not be ordered. */
  priceId: string | null;
}

export interface Prices {
  /** Reads the prices from Stripe. When Stripe does not answer, or lacks one, the last that is known stays. Never throws. */
  refreshPrices(now: Date): Promise<void>;
  /** The offers of the moment, at Stripe's prices where they are known: Stripe wins (decision 0003). */
  pricedOffers(): PricedOffer[];
  /** Rises when what `pricedOffers` gives may have changed. */
  version(): number;
}

type Price = Pick<PricedOffer, 'amountCents' | 'currency' | 'period'> & { priceId: string };

const PERIODS = ['month', 'year'] as const;

export function createPrices(settings: SalesSettings): Prices {
  const { database, log } = settings;
  let known = new Map<string, Price>();
  let version = 1;
  const told = new Set<string>();

  function alarm(fields: object, message: string): void {
    const line = JSON.stringify([fields, message]);
    if (!told.has(line)) log.error(fields, message);
    told.add(line);
  }

  async function remember(): Promise<void> {
    const rows = await database.query.selectFrom('prices').selectAll().orderBy('lookup_key').execute();
    const found = new Map(
      rows.map((row) => [
        row.lookup_key,
        { priceId: row.price_id, amountCents: row.amount_cents, currency: row.currency, period: row.period },
      ]),
    );
    if (JSON.stringify([...found]) !== JSON.stringify([...known])) version += 1;
    known = found;
  }

  async function readFromStripe(now: Date): Promise<void> {
    const offers = settings.offers();
    const lookupKeys = offers.map(({ lookupKey }) => lookupKey);
    const { data } = await stripeOf(settings).prices.list({ lookup_keys: lookupKeys, active: true, limit: 100 });
    for (const offer of offers) {
      const price = priceOf(data.find(({ lookup_key: key }) => key === offer.lookupKey));
      if (price === null) {
        alarm({ lookupKey: offer.lookupKey }, 'Stripe has no price for an offer: the last known stays');
        continue;
      }
      const { amountCents, currency, period } = price;
      if (amountCents !== offer.amountCents || currency !== offer.currency || period !== offer.period)
        alarm(
          { lookupKey: offer.lookupKey, amountCents, currency, period },
          'site.yaml tells another price than Stripe',
        );
      const values = { price_id: price.priceId, amount_cents: amountCents, currency, period, read_at: instantOf(now) };
      await database.query
        .insertInto('prices')
        .values({ lookup_key: offer.lookupKey, ...values })
        .onConflict((conflict) => conflict.column('lookup_key').doUpdateSet(values))
        .execute();
    }
  }

  return {
    async refreshPrices(now) {
      try {
        if (settings.stripe !== null) await readFromStripe(now);
      } catch (error) {
        log.warn(failureOf(error), 'prices can not be read from Stripe: the last known stay');
      }
      await remember().catch((error: unknown) => log.error(failureOf(error), 'prices can not be read'));
    },
    pricedOffers: () => settings.offers().map((offer) => ({ ...offer, priceId: null, ...known.get(offer.lookupKey) })),
    version: () => version,
  };
}

function priceOf(price: Stripe.Price | undefined): Price | null {
  if (price?.recurring?.interval_count !== 1 || price.unit_amount === null) return null;
  const period = PERIODS.find((known) => known === price.recurring?.interval);
  if (period === undefined) return null;
  return { priceId: price.id, amountCents: price.unit_amount, currency: price.currency, period };
}
