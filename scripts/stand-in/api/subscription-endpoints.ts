import type Stripe from 'stripe';
import { schedule } from '../world/schedule.ts';
import { end, itemOf } from '../world/subscriptions.ts';
import { idOf, type World } from '../world/world.ts';
import { endpoint, found, mergedMetadata } from './endpoint.ts';
import { page, within } from './paging.ts';
import { EXPAND, SUBSCRIPTION_CANCEL, SUBSCRIPTION_LIST, SUBSCRIPTION_UPDATE } from './parameters.ts';
import { refused, unknownObject } from './problem.ts';

const ENDED = ['canceled', 'incomplete_expired'];

export const SUBSCRIPTION_ENDPOINTS = [
  endpoint('GET', '/v1/subscriptions', SUBSCRIPTION_LIST, (world, given) => {
    const kept = Object.values(world.records.subscriptions).filter(
      (subscription) =>
        hasStatus(subscription, given.status) &&
        (given.customer === undefined || idOf(subscription.customer) === given.customer) &&
        (given.price === undefined || itemOf(subscription).price.id === given.price) &&
        within(itemOf(subscription).current_period_end, given.current_period_end) &&
        within(itemOf(subscription).current_period_start, given.current_period_start) &&
        within(subscription.created, given.created),
    );
    return page(kept, given, '/v1/subscriptions');
  }),
  endpoint('GET', '/v1/subscriptions/:id', EXPAND, (world, _given, id) => {
    return found(world.records.subscriptions, id, 'subscription');
  }),
  endpoint('POST', '/v1/subscriptions/:id', SUBSCRIPTION_UPDATE, (world, given, id) => {
    const subscription = found(world.records.subscriptions, id, 'subscription');
    const onlyNotes = Object.keys(given).every((name) => ['metadata', 'cancellation_details', 'expand'].includes(name));
    if (ENDED.includes(subscription.status) && !onlyNotes) {
      throw refused(
        'A canceled subscription can only update its cancellation_details and metadata.',
        null,
        'invalid_canceled_subscription_fields',
      );
    }
    return change(world, subscription, given);
  }),
  endpoint('DELETE', '/v1/subscriptions/:id', SUBSCRIPTION_CANCEL, (world, given, id) => {
    const subscription = found(world.records.subscriptions, id, 'subscription');
    if (ENDED.includes(subscription.status)) throw unknownObject('subscription', id);
    note(subscription, given.cancellation_details);
    end(world, subscription, 'cancellation_requested');
    return subscription;
  }),
];

function hasStatus({ status }: Stripe.Subscription, wanted: Stripe.SubscriptionListParams['status']): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'ended') return ENDED.includes(status);
  return wanted === undefined ? status !== 'canceled' : status === wanted;
}

function change(
  world: World,
  subscription: Stripe.Subscription,
  given: Stripe.SubscriptionUpdateParams,
): Stripe.Subscription {
  const before = structuredClone(subscription);
  const { cancel_at: cancelAt, cancel_at_period_end: atPeriodEnd, pause_collection: pause } = given;
  if (cancelAt !== undefined && atPeriodEnd !== undefined) {
    throw refused('You may only specify one of these parameters: cancel_at, cancel_at_period_end.', null);
  }
  if (typeof cancelAt === 'number' && cancelAt <= world.now())
    throw refused('`cancel_at` must be in the future.', 'cancel_at');
  if (atPeriodEnd !== undefined)
    schedule(world, subscription, atPeriodEnd ? itemOf(subscription).current_period_end : null);
  if (atPeriodEnd !== undefined) subscription.cancel_at_period_end = atPeriodEnd;
  if (cancelAt !== undefined) {
    schedule(world, subscription, typeof cancelAt === 'number' ? cancelAt : null);
    subscription.cancel_at_period_end = false;
  }
  if (given.description !== undefined) subscription.description = given.description || null;
  if (pause !== undefined) {
    subscription.pause_collection = pause ? { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null } : null;
  }
  subscription.metadata = mergedMetadata(subscription.metadata, given.metadata);
  note(subscription, given.cancellation_details);
  world.tell('customer.subscription.updated', subscription, differences(before, subscription));
  return subscription;
}

function note(subscription: Stripe.Subscription, given: Stripe.SubscriptionCancelParams['cancellation_details']): void {
  if (given === undefined) return;
  const kept = subscription.cancellation_details;
  subscription.cancellation_details = {
    comment: given.comment === undefined ? (kept?.comment ?? null) : given.comment || null,
    feedback: given.feedback === undefined ? (kept?.feedback ?? null) : given.feedback || null,
    feedback_option: null,
    reason: kept?.reason ?? null,
  };
}

function differences(before: Stripe.Subscription, after: Stripe.Subscription): object {
  const now = after as unknown as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(before).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(now[name])),
  );
}
