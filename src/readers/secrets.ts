import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 32 random bytes that authorise whoever bears them. Only their hash is kept. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret, and what it is looked up by. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** A hash that can not be tried out without the key: for what is easily guessed, such as an address. */
export function keyedHash(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
