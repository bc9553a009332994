import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Audience } from '../paywall.ts';
import type { Epoch } from './epoch.ts';

/** A request that was found good, and what is known about it. */
export interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  /** With its `?`, or empty. */
  query: string;
  audience: Audience;
  /** Whether the request carries a cookie of ours, valid or not. */
  ownCookie: boolean;
  now: Date;
  epoch: Epoch;
}
