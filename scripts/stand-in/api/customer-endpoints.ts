import type Stripe from 'stripe';
import { addCustomer } from '../world/customers.ts';
import { end } from '../world/subscriptions.ts';
import { idOf, type World } from '../world/world.ts';
import { endpoint, found, mergedMetadata } from './endpoint.ts';
import { page, within } from './paging.ts';
import { CUSTOMER_CREATE, CUSTOMER_LIST, CUSTOMER_UPDATE, EXPAND, PRICE_LIST, PRODUCT_LIST } from './parameters.ts';
import { refused, unknownObject } from './problem.ts';

const EMAIL = /^[^\s@]+@[^\s@]+$/;

export const CUSTOMER_ENDPOINTS = [
  endpoint('GET', '/v1/customers', CUSTOMER_LIST, (world, given) => {
    const all = Object.values(world.records.customers).filter((customer) => customer.deleted !== true);
    const kept = all.filter(({ email, created }) => {
      return (given.email === undefined || email === given.email) && within(created, given.created);
    });
    return page(kept, given, '/v1/customers');
  }),
  endpoint('POST', '/v1/customers', CUSTOMER_CREATE, (world, given) => {
    const { address, description, email, metadata, name, phone } = given;
    checkEmail(email);
    return addCustomer(world, {
      ...(address ? { address: addressOf(address) } : {}),
      description: description ?? null,
      email: email ?? null,
      metadata: mergedMetadata({}, metadata),
      name: name ?? null,
      phone: phone ?? null,
    });
  }),
  endpoint('GET', '/v1/customers/:id', EXPAND, (world, _given, id) => found(world.records.customers, id, 'customer')),
  endpoint('POST', '/v1/customers/:id', CUSTOMER_UPDATE, (world, given, id) => {
    const customer = living(world, id);
    const { address, description, email, metadata, name, phone } = given;
    checkEmail(email);
    const previous = { email: customer.email, name: customer.name, metadata: customer.metadata };
    if (address !== undefined) customer.address = address ? addressOf(address) : null;
    if (description !== undefined) customer.description = description;
    if (email !== undefined) customer.email = email;
    if (name !== undefined) customer.name = name;
    if (phone !== undefined) customer.phone = phone;
    customer.metadata = mergedMetadata(customer.metadata, metadata);
    world.tell('customer.updated', customer, previous);
    return customer;
  }),
  endpoint('DELETE', '/v1/customers/:id', {}, (world, _given, id) => {
    const customer = living(world, id);
    const theirs = Object.values(world.records.subscriptions).filter(({ customer }) => idOf(customer) === id);
    for (const subscription of theirs) {
      if (!['canceled', 'incomplete_expired'].includes(subscription.status))
        end(world, subscription, 'cancellation_requested');
    }
    const deleted: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true };
    world.records.customers[id] = deleted;
    world.tell('customer.deleted', customer);
    return deleted;
  }),
  endpoint('GET', '/v1/prices', PRICE_LIST, (world, given) => {
    if ((given.lookup_keys?.length ?? 0) > 10) throw refused('Array must have at most 10 elements.', 'lookup_keys');
    const kept = Object.values(world.records.prices).filter(
      (price) =>
        (given.active === undefined || price.active === given.active) &&
        (given.currency === undefined || price.currency === given.currency) &&
        (given.product === undefined || idOf(price.product) === given.product) &&
        (given.type === undefined || price.type === given.type) &&
        (given.recurring?.interval === undefined || price.recurring?.interval === given.recurring.interval) &&
        (given.lookup_keys === undefined ||
          (price.lookup_key !== null && given.lookup_keys.includes(price.lookup_key))) &&
        within(price.created, given.created),
    );
    return page(kept, given, '/v1/prices');
  }),
  endpoint('GET', '/v1/prices/:id', EXPAND, (world, _given, id) => found(world.records.prices, id, 'price')),
  endpoint('GET', '/v1/products', PRODUCT_LIST, (world, given) => {
    const kept = Object.values(world.records.products).filter(
      ({ id, active, created }) =>
        (given.active === undefined || active === given.active) &&
        (given.ids === undefined || given.ids.includes(id)) &&
        within(created, given.created),
    );
    return page(kept, given, '/v1/products');
  }),
  endpoint('GET', '/v1/products/:id', EXPAND, (world, _given, id) => found(world.records.products, id, 'product')),
];

function living(world: World, id: string): Stripe.Customer {
  const customer = found(world.records.customers, id, 'customer');
  if (customer.deleted === true) throw unknownObject('customer', id);
  return customer;
}

function checkEmail(email: string | undefined): void {
  if (email !== undefined && !EMAIL.test(email))
    throw refused(`Invalid email address: ${email}`, 'email', 'email_invalid');
}

function addressOf(given: Stripe.AddressParam): Stripe.Address {
  return { city: null, country: null, line1: null, line2: null, postal_code: null, state: null, ...given };
}
