/** What a reader may read, and until when. Derived from rows and the clock, never stored. */
export interface Entitlement {
  /** The instant at which reading ends; `null` when no end is known. */
  until: Date | null;
}

/** Whom a page is rendered for. Never a person: two variants of each page exist, and both are cacheable. */
export type Audience = 'public' | 'subscriber';

/** A property of a piece or of a study: who may read the whole of it. */
export type Access = 'public' | 'subscribers';

/** `whole`: the open and the closed part; `open-part`: the open part and the wall. */
export type Decision = 'whole' | 'open-part';

/** The audience a request belongs to. No entitlement, or one that has ended, is the public. */
export function audienceOf(entitlement: Entitlement | null, now: Date): Audience {
  if (entitlement === null) return 'public';
  return entitlement.until === null || now < entitlement.until ? 'subscriber' : 'public';
}

/**
 * THE paywall decision (decision 0002): how much of a piece an audience reads. A piece that is not published yet is
 * nobody's, so its closed part stays closed whatever the audience.
 */
export function decideAccess(piece: { access: Access; publishedAt: string }, audience: Audience, now: Date): Decision {
  if (piece.access === 'public') return 'whole';
  return audience === 'subscriber' && Date.parse(piece.publishedAt) <= now.getTime() ? 'whole' : 'open-part';
}
