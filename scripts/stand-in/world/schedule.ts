import type Stripe from 'stripe';
import type { World } from './world.ts';

/** Has the subscription end at an instant, or, with `null`, not any more. Tells nobody. */
export function schedule(world: World, subscription: Stripe.Subscription, at: number | null): void {
  subscription.cancel_at = at;
  subscription.canceled_at = at === null ? null : world.now();
  subscription.cancellation_details = {
    comment: null,
    feedback: null,
    feedback_option: null,
    reason: at === null ? null : 'cancellation_requested',
  };
}
