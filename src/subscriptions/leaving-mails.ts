import type { Mail, MailBlock } from '../mail/mail.ts';
import { fr, price } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import type { SalesSettings } from './context.ts';
import type { DeclarationRow } from './declaration.ts';
import type { SubscriptionRow } from './rows.ts';

const text = fr.leavingMails;

const paragraph = (words: string): MailBlock => ({ kind: 'paragraph', text: words });

/** `confirmUrl`: the link to confirm or take back; `null` for whoever was signed in. */
export function receiptMail(row: DeclarationRow, confirmUrl: string | null, isContractFound: boolean): Mail {
  const { kind, name, address, contract, declared_at: at } = row;
  const follows: MailBlock[] =
    confirmUrl === null
      ? [paragraph(text.receipt.immediate)]
      : [
          paragraph(text.receipt.waits(row.takes_effect_at)),
          { kind: 'action', label: text.receipt.confirm, url: confirmUrl },
        ];
  return {
    subject: text.receipt.subject(kind),
    blocks: [
      paragraph(text.receipt.opening(kind, at)),
      { kind: 'facts', rows: text.receipt.facts(kind, { name, address, contract, at }) },
      ...(isContractFound ? follows : [paragraph(text.receipt.nothingFound)]),
    ],
  };
}

export function takenBackMail({ kind }: DeclarationRow): Mail {
  return { subject: text.takenBack.subject(kind), blocks: [paragraph(text.takenBack.text(kind))] };
}

export function cancelledMail({ siteUrl }: SalesSettings, endsAt: string): Mail {
  return {
    subject: text.cancelled.subject,
    blocks: [
      paragraph(text.cancelled.text(endsAt)),
      paragraph(text.cancelled.back),
      { kind: 'action', label: fr.account.title, url: absolute(siteUrl, urls.account()) },
    ],
  };
}

export function withdrawnMail(refundedCents: number, currency: string): Mail {
  const refund = refundedCents === 0 ? text.withdrawn.nothingPaid : text.withdrawn.refund(refundedCents, currency);
  return { subject: text.withdrawn.subject, blocks: [paragraph(text.withdrawn.text), paragraph(refund)] };
}

export function tooLateMail({ siteUrl }: SalesSettings, endedAt: string): Mail {
  return {
    subject: text.tooLate.subject,
    blocks: [
      paragraph(text.tooLate.text(endedAt)),
      { kind: 'action', label: text.tooLate.cancel, url: absolute(siteUrl, urls.cancel()) },
    ],
  };
}

export function withoutContractMail({ kind }: DeclarationRow): Mail {
  return { subject: text.withoutContract.subject(kind), blocks: [paragraph(text.withoutContract.text)] };
}

/** The notice of renewal of article L. 215-1 of the code de la consommation. */
export function renewalMail({ house, siteUrl }: SalesSettings, row: SubscriptionRow): Mail {
  return {
    subject: text.renewal.subject(house.name, row.period_end),
    blocks: [
      paragraph(text.renewal.text(price(row.amount_cents, row.currency), row.period_end)),
      paragraph(text.renewal.right),
      { kind: 'action', label: text.renewal.cancel, url: absolute(siteUrl, urls.cancel()) },
      paragraph(text.renewal.keep),
    ],
  };
}
