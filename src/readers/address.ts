import { domainToASCII } from 'node:url';

const LONGEST = 254;
const LONGEST_LOCAL = 64;
const LONGEST_LABEL = 63;

/** Letters, digits and what mailboxes are really named with: no sign that a shell, a list or a mail server acts upon. */
const LOCAL = /^[\p{L}\p{M}\p{N}_+'=&~-]+(?:\.[\p{L}\p{M}\p{N}_+'=&~-]+)*$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])$/;

/**
 * The one form in which an address is kept and compared: NFC, lower-case, its domain in ASCII. What follows a plus sign
 * stays: it is another mailbox wherever it is not the same one. `null` when the text is not exactly one address that mail
 * can be sent to.
 */
export function readAddress(text: string): string | null {
  if (text.length > 4 * LONGEST) return null;
  const [local = '', domain = '', ...more] = text.normalize('NFC').trim().toLowerCase().normalize('NFC').split('@');
  if (more.length > 0 || !LOCAL.test(local) || Buffer.byteLength(local) > LONGEST_LOCAL) return null;
  // `domainToASCII` would read an address with a port or a path as a host name too.
  const host = /^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) ? domainToASCII(domain) : '';
  if (!DOMAIN.test(host) || host.split('.').some((label) => label.length > LONGEST_LABEL)) return null;
  const address = `${local}@${host}`;
  return Buffer.byteLength(address) > LONGEST ? null : address;
}

/** An address that its owner recognises and nobody else learns: `j…@exemple.fr`. */
export function maskAddress(address: string): string {
  const [first = ''] = address;
  return `${first}…${address.slice(address.lastIndexOf('@'))}`;
}

/** A path of ours to go on to, as it was asked for; `null` for anything that a browser could read as another site. */
export function safeNext(text: string): string | null {
  return /^\/(?![/\\])[^\\\p{Cc}\p{Zs}]*$/u.test(text) && text.length <= 1000 ? text : null;
}
