import type { Mail, MailBlock } from '../mail/mail.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import type { SalesSettings } from './context.ts';
import type { OrderRow, SubscriptionRow } from './rows.ts';
import type { OwedInvoice } from './state.ts';
import { withdrawalEndsAt } from './withdrawal-period.ts';

const text = fr.salesMails;

type Seller = Pick<SalesSettings, 'house' | 'siteUrl' | 'offers' | 'vatPercent'>;

interface Amount {
  amountCents: number;
  currency: string;
}

/** An order that was paid. */
export interface Ordered {
  order: OrderRow;
  subscription: SubscriptionRow;
  paidCents: number | null;
  /** As they read when they were accepted. */
  terms: string;
}

const paragraph = (words: string): MailBlock => ({ kind: 'paragraph', text: words });
const heading = (words: string): MailBlock => ({ kind: 'heading', text: words });

/**
 * Confirms an order with all that article L. 221-13 of the code de la consommation wants on a durable medium.
 * `signInUrl`: the link for whoever paid without being signed in.
 */
export function orderMail(seller: Seller, ordered: Ordered, signInUrl: string | null): Mail {
  const { house, siteUrl } = seller;
  const { order, subscription, paidCents, terms } = ordered;
  const sold = {
    amountCents: order.amount_cents,
    currency: order.currency,
    period: order.period,
    periodStart: subscription.period_start,
    periodEnd: subscription.period_end,
  };
  const facts = text.order.facts({
    ...sold,
    id: order.id,
    label: labelOf(seller, order.offer_id),
    orderedAt: order.created_at,
    vatPercent: seller.vatPercent(new Date(order.created_at)),
    paidCents,
  });
  const read: MailBlock[] =
    signInUrl === null
      ? [toAccount(siteUrl)]
      : [
          { kind: 'action', label: text.order.signIn, url: signInUrl },
          { kind: 'fine', text: text.order.signInHow(absolute(siteUrl, urls.signIn())) },
        ];
  return {
    subject: text.order.subject(house.name),
    preheader: text.order.preheader,
    blocks: [
      paragraph(text.order.opening(house.name)),
      ...read,
      { kind: 'facts', rows: facts },
      heading(text.order.renewalTitle),
      paragraph(text.order.renewal(sold)),
      heading(text.order.cancelTitle),
      paragraph(text.order.cancel(absolute(siteUrl, urls.cancel()))),
      heading(text.order.withdrawTitle),
      paragraph(text.order.withdraw(absolute(siteUrl, urls.withdraw()), withdrawalEndsAt(subscription.started_at))),
      heading(text.order.termsTitle),
      { kind: 'quote', text: terms },
    ],
  };
}

/** `until`: the end of reading, `null` once it is over. */
export function paymentFailedMail({ house, siteUrl }: Seller, owed: OwedInvoice, until: Date | null): Mail {
  const words = text.paymentFailed;
  return {
    subject: words.subject(house.name),
    preheader: until === null ? words.readsNoMore : words.preheader,
    blocks: [
      paragraph(words.opening(house.name, owed)),
      paragraph(until === null ? words.readsNoMore : words.readsUntil(until.toISOString())),
      owed.url === null ? toAccount(siteUrl) : { kind: 'action', label: words.pay, url: owed.url },
      { kind: 'fine', text: words.how },
    ],
  };
}

export function pastDueMail({ house, siteUrl }: Seller, until: Date): Mail {
  return {
    subject: text.pastDue.subject(house.name),
    blocks: [
      paragraph(text.pastDue.opening(house.name)),
      paragraph(text.paymentFailed.readsUntil(until.toISOString())),
      paragraph(text.pastDue.how),
      toAccount(siteUrl),
    ],
  };
}

/** `isUnpaid`: it ended because a payment failed. */
export function endedMail({ house, siteUrl }: Seller, { isUnpaid }: { isUnpaid: boolean }): Mail {
  return {
    subject: text.ended.subject(house.name),
    blocks: [
      paragraph(text.ended.opening(house.name)),
      ...(isUnpaid ? [paragraph(text.ended.unpaid)] : []),
      paragraph(text.ended.how),
      { kind: 'action', label: text.seeOffers, url: absolute(siteUrl, urls.subscribe()) },
    ],
  };
}

/** The subscription exists and does not let read. */
export function suspendedMail({ house, siteUrl }: Seller): Mail {
  return {
    subject: text.suspended.subject(house.name),
    blocks: [paragraph(text.suspended.opening), paragraph(text.suspended.how), toAccount(siteUrl)],
  };
}

export function refundedMail({ house }: Seller, amount: Amount): Mail {
  return {
    subject: text.refunded.subject(house.name),
    blocks: [paragraph(text.refunded.opening(house.name, amount)), paragraph(text.refunded.how)],
  };
}

/** To the address that corrects a mistyped one: its link proves it. */
export function newAddressMail({ house }: Seller, url: string): Mail {
  const words = text.newAddress;
  return {
    subject: words.subject(house.name),
    blocks: [
      paragraph(words.opening(house.name)),
      { kind: 'action', label: words.confirm, url },
      { kind: 'fine', text: words.notYou },
    ],
  };
}

export function deletedMail({ house }: Seller, { hadSubscription }: { hadSubscription: boolean }): Mail {
  const words = text.deleted;
  return {
    subject: words.subject(house.name),
    blocks: [
      paragraph(words.opening(house.name)),
      ...(hadSubscription ? [paragraph(words.subscription)] : []),
      { kind: 'fine', text: words.kept },
    ],
  };
}

/** The name of an offer that may be gone. */
export function labelOf(seller: Pick<Seller, 'offers'>, offerId: string): string {
  return seller.offers().find(({ id }) => id === offerId)?.label ?? text.anOffer;
}

function toAccount(siteUrl: string): MailBlock {
  return { kind: 'action', label: text.account, url: absolute(siteUrl, urls.account()) };
}
