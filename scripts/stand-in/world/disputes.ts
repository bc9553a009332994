import type Stripe from 'stripe';
import { DAY } from './calendar.ts';
import { newId, type World } from './world.ts';

const NO_EVIDENCE = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
} satisfies Stripe.Dispute.Evidence;

/** The bank of whoever paid takes the money back, for now. */
export function openDispute(world: World, charge: Stripe.Charge): Stripe.Dispute {
  const dispute: Stripe.Dispute = {
    id: newId('du'),
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: world.now() + 7 * DAY,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
  };
  charge.disputed = true;
  world.records.disputes[dispute.id] = dispute;
  world.tell('charge.dispute.created', dispute);
  world.tell('charge.dispute.funds_withdrawn', dispute);
  world.tell('charge.updated', charge);
  return dispute;
}

export function closeDispute(world: World, dispute: Stripe.Dispute, result: 'won' | 'lost'): void {
  dispute.status = result;
  world.tell('charge.dispute.updated', dispute);
  if (result === 'won') world.tell('charge.dispute.funds_reinstated', dispute);
  world.tell('charge.dispute.closed', dispute);
}

/** Money in dispute, or lost in one, can not be given back. */
export function isHeld(world: World, charge: Stripe.Charge): boolean {
  return Object.values(world.records.disputes).some(({ charge: of, status }) => of === charge.id && status !== 'won');
}
