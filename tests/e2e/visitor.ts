import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Shop, TestSite } from './site.ts';

/** One answer to a visitor, whole. */
export interface Answered {
  method: string;
  path: string;
  /** All that was told with the request. */
  asked: string;
  status: number;
  headers: Headers;
  text: string;
}

/** A browser without a window or JavaScript: keeps cookies, and sends forms as pages of the site do. */
export interface Visitor {
  cookies: Map<string, string>;
  /** Everything that was answered, the oldest first. */
  answers: Answered[];
  /** Its `Cookie` header. */
  cookie(): string;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, form?: Record<string, string>, headers?: Record<string, string>): Promise<Answered>;
}

type Reached = Pick<TestSite, 'url'> & { siteUrl: string };

export function openVisitor({ url, siteUrl }: Reached, answers: Answered[] = []): Visitor {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  async function ask(path: string, { method = 'GET', headers, ...rest }: RequestInit): Promise<Answered> {
    const own = { 'accept-encoding': 'identity', ...(cookies.size === 0 ? {} : { cookie: cookie() }) };
    const asked = [path, cookie(), JSON.stringify(headers), decodeURIComponent(String(rest.body ?? ''))].join('\n');
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...own, ...(headers as Record<string, string>) },
      ...rest,
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    const answer = { method, path, asked, status: response.status, headers: response.headers, text };
    answers.push(answer);
    return answer;
  }

  return {
    cookies,
    answers,
    cookie,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, form = {}, headers = {}) =>
      ask(path, { method: 'POST', headers: { origin: siteUrl, ...headers }, body: new URLSearchParams(form) }),
  };
}

/** Where an answer leads to. */
export function locationOf({ headers }: Answered): string {
  return headers.get('location') ?? '';
}

/** What a form carries without showing it. */
export function hiddenOf({ text }: Answered): Record<string, string> {
  const fields = text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  return text.replace(/&(?:#39|quot|lt|gt|amp);/g, (entity) => {
    return { '&#39;': "'", '&quot;': '"', '&lt;': '<', '&gt;': '>' }[entity] ?? '&';
  });
}

/** The words of the main part of a page. */
export function wordsOf({ text }: Answered): string {
  const main = /<main[^>]*>(.*)<\/main>/s.exec(text)?.[1] ?? '';
  return unescaped(main.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** A mail that left. */
export interface Received {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The path of the link that it carries; `null` when there is none. */
  link: string | null;
}

/** What was mailed to an address so far, the oldest first; to everybody without one. */
export async function mailsTo({ services, dataDir }: Shop, address?: string): Promise<Received[]> {
  await services.outbox.deliverDue(services.now());
  const dir = join(dataDir, 'mail');
  const mails = readdirSync(dir)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => join(dir, name))
    .sort((one, other) => statSync(one).mtimeMs - statSync(other).mtimeMs)
    .map((file) => readMail(readFileSync(file, 'utf8')));
  return mails.filter(({ to }) => address === undefined || to === address);
}

/** The last mail to an address. */
export async function lastMailTo(shop: Shop, address: string): Promise<Received> {
  const last = (await mailsTo(shop, address)).at(-1);
  if (last === undefined) throw new Error(`nothing was mailed to ${address}`);
  return last;
}

function readMail(source: string): Received {
  const [head = ''] = source.split('\n\n', 1);
  const header = (name: string) =>
    new RegExp(`^${name}:[ \t]?(.*(?:\n[ \t].*)*)`, 'mi').exec(head)?.[1]?.replace(/\n[ \t]/g, ' ') ?? '';
  const part = (type: string) =>
    new RegExp(`\nContent-Type: text/${type}.*?\n\n(.*?)\n--`, 's').exec(source)?.[1] ?? '';
  const text = part('plain');
  return {
    to: header('To').replace(/[<>\s]/g, ''),
    subject: decoded(header('Subject')),
    text,
    html: part('html'),
    link: /\/connexion\/[\w-]{20,}/.exec(text)?.[0] ?? null,
  };
}

/** RFC 2047. */
function decoded(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_word, kind: string, text: string) => {
      if (kind.toUpperCase() === 'B') return Buffer.from(text, 'base64').toString('latin1');
      return text
        .replaceAll('_', ' ')
        .replace(/=([0-9A-F]{2})/gi, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    })
    .replace(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString());
}

/** Orders as a guest, pays, and comes back to the page of thanks. */
export async function buyAsGuest(
  shop: Shop,
  visitor: Visitor,
  {
    email,
    offer = 'annuel',
    means = 'card',
  }: { email: string; offer?: string; means?: 'card' | 'sepa' | 'card-then-declined' },
): Promise<{ sessionId: string; subscriptionId: string; customerId: string }> {
  const recap = await visitor.get(`/abonnement/recapitulatif/?offre=${offer}`);
  const ordered = await visitor.post('/abonnement/recapitulatif/', hiddenOf(recap));
  const sessionId = /\/c\/pay\/(\w+)/.exec(locationOf(ordered))?.[1];
  if (sessionId === undefined) throw new Error(`the order was answered by ${ordered.status} ${locationOf(ordered)}`);
  shop.control.pay(sessionId, { email, means, acceptsTerms: true });
  await shop.control.settled();
  await visitor.get(`/abonnement/merci/?session_id=${sessionId}`);
  await shop.services.outbox.deliverDue(shop.services.now());
  const session = shop.control.records().sessions[sessionId]!;
  return { sessionId, subscriptionId: session.subscription as string, customerId: session.customer as string };
}

/** Asks for a link, and follows the one that is mailed. */
export async function signIn(shop: Shop, visitor: Visitor, email: string): Promise<Answered> {
  await visitor.post('/connexion/', { email });
  const { link } = await lastMailTo(shop, email);
  return visitor.post(link ?? '', { choix: 'oui' });
}

/** Resolves once `isSo`; throws after ten seconds. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('it did not happen within ten seconds');
    await new Promise((later) => setTimeout(later, 50));
  }
}
