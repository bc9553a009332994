import type { Link } from '../readers/readers.ts';
import type { MailedLinks, Services } from '../services.ts';
import { urls } from '../urls.ts';
import type { CookieKind } from './cookies.ts';

interface Circumstances {
  services: Services;
  /** Of the browser in which the link is followed. */
  device: string;
  keep(kind: CookieKind, value: string | null): void;
}

/** The links that were mailed, as the browser of a request meets them. */
export function mailedLinks({ services, device, keep }: Circumstances): MailedLinks {
  const { readers, subscriptions } = services;

  async function signIn({ address, subject, next }: Link, now: Date): Promise<string> {
    const { readerId, token } = await readers.signIn(address, device, now);
    await subscriptions.claim({ id: readerId, address }, subject === '' ? null : subject, now);
    keep('session', token);
    keep('order', null);
    return next ?? urls.account();
  }

  async function changeAddress(link: Link, now: Date): Promise<string> {
    const outcome = await readers.changeAddress(link, now);
    if (outcome.kind === 'changed') await subscriptions.tellAddress(outcome.reader.id);
    keep('session', null);
    return `${urls.signIn()}?fait=${outcome.kind === 'changed' ? 'adresse' : 'adresse-prise'}`;
  }

  async function settle({ subject }: Link, choice: string, now: Date): Promise<string> {
    const wanted = choice === 'non' ? 'taken-back' : 'confirmed';
    const settled = await subscriptions.settleDeclaration(subject, wanted, now);
    const page = settled?.kind === 'withdrawal' ? urls.withdraw() : urls.cancel();
    const told = wanted === 'taken-back' ? 'retire' : settled?.isDone ? 'confirme' : 'en-attente';
    return `${page}?fait=${told}`;
  }

  return {
    look: (token, now) => readers.peekLink(token, now),
    async follow(token, choice, now) {
      const link = await readers.consumeLink(token, now);
      if (link === null) return null;
      if (link.kind === 'sign-in') return signIn(link, now);
      return link.kind === 'address' ? changeAddress(link, now) : settle(link, choice, now);
    },
  };
}
