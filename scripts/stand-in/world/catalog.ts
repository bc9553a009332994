import type Stripe from 'stripe';
import type { Offer } from '../../../src/subscriptions/subscriptions.ts';
import { decimal, idOf, newId, type World } from './world.ts';

export type { Offer } from '../../../src/subscriptions/subscriptions.ts';

/** The price of an offer. A new amount is a new price of the same product, which takes the lookup key over. */
export function offerPrice(world: World, offer: Offer): Stripe.Price {
  const known = Object.values(world.records.prices).find(({ lookup_key }) => lookup_key === offer.lookupKey);
  if (known?.unit_amount === offer.amountCents && known.recurring?.interval === offer.period) return known;
  if (known !== undefined) {
    known.lookup_key = null;
    known.active = false;
    world.tell('price.updated', known);
  }
  const product = known === undefined ? addProduct(world, offer.label) : world.records.products[idOf(known.product)]!;
  const price = priceOf(world, offer, product.id);
  product.default_price = price.id;
  world.records.prices[price.id] = price;
  world.tell('price.created', price);
  return price;
}

function addProduct(world: World, name: string): Stripe.Product {
  const product: Stripe.Product = {
    id: newId('prod', 14),
    object: 'product',
    active: true,
    created: world.now(),
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: world.now(),
    url: null,
  };
  world.records.products[product.id] = product;
  world.tell('product.created', product);
  return product;
}

function priceOf(world: World, offer: Offer, product: string): Stripe.Price {
  return {
    id: newId('price'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: world.now(),
    currency: offer.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: offer.lookupKey,
    metadata: {},
    nickname: null,
    product,
    recurring: {
      interval: offer.period,
      interval_count: 1,
      meter: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    tax_behavior: 'inclusive',
    tiers_mode: null,
    transform_quantity: null,
    type: 'recurring',
    unit_amount: offer.amountCents,
    unit_amount_decimal: decimal(offer.amountCents),
  };
}

/** The same as a plan: what Stripe called prices before, still in every subscription item. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}
