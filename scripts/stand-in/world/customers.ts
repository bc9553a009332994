import type Stripe from 'stripe';
import { newId, type World } from './world.ts';

type Told = Partial<Pick<Stripe.Customer, 'email' | 'name' | 'description' | 'phone' | 'address' | 'metadata'>>;

/** A new customer; told as `customer.created`. */
export function addCustomer(world: World, told: Told): Stripe.Customer {
  const id = newId('cus', 14);
  const customer: Stripe.Customer = {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: world.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: ['fr'],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    ...told,
  };
  world.records.customers[id] = customer;
  world.tell('customer.created', customer);
  return customer;
}
