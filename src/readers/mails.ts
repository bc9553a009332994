import type { House, Mail, MailBlock } from '../mail/mail.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import { maskAddress } from './address.ts';

/** The mails about an account. `url` is the mailed link, `until` when it ends. */
export function createReaderMails({ name, siteUrl }: House) {
  const { greeting, signIn, unknown, addressConfirmation, addressAsked, addressChanged, granted } = fr.mails;
  const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text });
  const fine = (text: string): MailBlock => ({ kind: 'fine', text });
  const action = (label: string, url: string): MailBlock => ({ kind: 'action', label, url });
  const to = (path: string): string => absolute(siteUrl, path);
  const mail = (subject: string, preheader: string, ...blocks: MailBlock[]): Mail => {
    return { subject, preheader, blocks: [paragraph(greeting), ...blocks] };
  };

  return {
    signIn: (url: string, until: string) =>
      mail(
        signIn.subject,
        signIn.preheader(until),
        paragraph(signIn.opening(name)),
        action(signIn.action, url),
        fine(signIn.once(until)),
        fine(signIn.notYou),
      ),
    unknown: () =>
      mail(
        unknown.subject,
        unknown.preheader,
        paragraph(unknown.opening(name)),
        paragraph(unknown.otherAddress),
        action(unknown.action, to(urls.subscribe())),
        fine(unknown.notYou),
      ),
    granted: (until: string) =>
      mail(
        granted.subject(name),
        granted.preheader,
        paragraph(granted.opening(name, until)),
        paragraph(granted.how),
        action(granted.action, to(urls.signIn())),
        fine(granted.end),
      ),
    addressConfirmation: (url: string, until: string) =>
      mail(
        addressConfirmation.subject,
        addressConfirmation.preheader,
        paragraph(addressConfirmation.opening(name)),
        action(addressConfirmation.action, url),
        fine(addressConfirmation.once(until)),
        fine(addressConfirmation.notYou),
      ),
    addressAsked: (newAddress: string) =>
      mail(
        addressAsked.subject,
        addressAsked.preheader,
        paragraph(addressAsked.opening(name, maskAddress(newAddress))),
        paragraph(addressAsked.you),
        paragraph(addressAsked.notYou),
        action(addressAsked.action, to(urls.account())),
      ),
    addressChanged: (newAddress: string) =>
      mail(
        addressChanged.subject,
        addressChanged.preheader,
        paragraph(addressChanged.opening(name, maskAddress(newAddress))),
        action(addressChanged.action, to(urls.signIn())),
        paragraph(addressChanged.notYou),
        action(addressChanged.write, to(urls.house.help)),
      ),
  };
}

export type ReaderMails = ReturnType<typeof createReaderMails>;
