import type Stripe from 'stripe';
import { lineItemOf } from '../world/checkout-shape.ts';
import { paymentsOf } from '../world/payments.ts';
import { idOf, listOf, type Records, type World } from '../world/world.ts';
import { refused } from './problem.ts';

const EXPANDABLE = [
  'products',
  'prices',
  'customers',
  'subscriptions',
  'invoices',
  'paymentIntents',
  'charges',
  'refunds',
  'disputes',
  'configurations',
] as const satisfies readonly (keyof Records)[];

type Group = Record<string, unknown>;

/**
 * A copy of an answer in which the references that `paths` names are whole objects
 * (https://docs.stripe.com/expand). @throws Problem for what can not be expanded, and beyond four levels.
 */
export function expanded(world: World, answer: object, paths: string[] = []): object {
  const copy = structuredClone(answer);
  for (const [index, path] of paths.entries()) {
    const names = path.split('.');
    if (names.length > 4)
      throw refused(`You cannot expand more than 4 levels of a property. Property: ${path}`, `expand[${index}]`);
    expandInto(world, copy as Group, names, path);
  }
  return copy;
}

function expandInto(world: World, group: Group, [name = '', ...rest]: string[], path: string): void {
  const value = group[name] ?? included(world, group, name);
  if (value === null) return;
  if (typeof value !== 'string' && typeof value !== 'object')
    throw refused(`This property cannot be expanded (${path}).`, 'expand');
  if (typeof value === 'string') {
    const found = lookUp(world, value);
    if (found === null) throw refused(`This property cannot be expanded (${path}).`, 'expand');
    group[name] = found;
  } else {
    group[name] = value;
  }
  if (rest.length === 0) return;
  const inner = group[name];
  const members = Array.isArray(inner) ? inner : [inner];
  for (const member of members) {
    if (typeof member === 'object' && member !== null) expandInto(world, member as Group, rest, path);
  }
}

function lookUp({ records }: World, id: string): Group | null {
  for (const kind of EXPANDABLE) {
    const found = records[kind][id];
    if (found !== undefined) return structuredClone(found) as unknown as Group;
  }
  return null;
}

/** What an object has only when it is asked for. `null` when the property is there and empty. */
function included(world: World, group: Group, name: string): unknown {
  const id = String(group['id']);
  if (group[name] === null) return null;
  if (group['object'] === 'checkout.session' && name === 'line_items') {
    return listOf([lineItem(world, id)], `/v1/checkout/sessions/${id}/line_items`);
  }
  if (group['object'] === 'invoice' && name === 'payments')
    return listOf(structuredClone(paymentsOf(world, id)), '/v1/invoice_payments');
  if (group['object'] === 'charge' && name === 'refunds') {
    const refunds = Object.values(world.records.refunds).filter(({ charge }) => charge !== null && idOf(charge) === id);
    return listOf(structuredClone(refunds), `/v1/charges/${id}/refunds`);
  }
  if (group['object'] === 'customer' && name === 'subscriptions') {
    const theirs = Object.values(world.records.subscriptions).filter(
      ({ customer, status }) => idOf(customer) === id && status !== 'canceled',
    );
    return listOf(structuredClone(theirs), `/v1/customers/${id}/subscriptions`);
  }
  return undefined;
}

export function lineItem(world: World, sessionId: string): Stripe.LineItem {
  const session = world.records.sessions[sessionId]!;
  const { priceId, quantity } = world.records.intents[sessionId]!;
  const price = world.records.prices[priceId]!;
  const name = world.records.products[idOf(price.product)]?.name ?? price.id;
  return lineItemOf(session, structuredClone(price), quantity, name);
}
