import type { IncomingMessage } from 'node:http';
import type { RefusalReason } from './refusals.ts';

/** What a form of ours sends at most, in bytes. */
const FORM_BYTES = 16 * 1024;
/** What Stripe sends at most, in bytes. */
export const EVENT_BYTES = 1024 * 1024;

/** The whole body, or why it is not taken. Rejects when the client goes away before its end. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | RefusalReason> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return 'long-body';
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) return 'long-body';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a form sent, or why it is not taken. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | RefusalReason> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded(;|$)/i.test(type)) return 'not-a-form';
  const body = await readBody(request, FORM_BYTES);
  return typeof body === 'string' ? body : new URLSearchParams(body.toString());
}
