/** Who reads. */
export interface AccountTables {
  readers: ReaderRow;
  links: LinkRow;
  sessions: SessionRow;
  grants: GrantRow;
  private_feeds: PrivateFeedRow;
}

interface ReaderRow {
  id: string;
  /** As `readAddress` gives it. Unique: whoever signed in with it has proven to receive its mail. */
  address: string;
  created_at: string;
  signed_in_at: string | null;
}

/** A link that was mailed, and what pressing its button does. One for each kind, address and subject: the newest. */
interface LinkRow {
  token_hash: string;
  /** `sign-in`; `address`: the new address of a reader; `declaration`: confirms or takes back a cancellation or a withdrawal. */
  kind: 'sign-in' | 'address' | 'declaration';
  /** Where it was mailed to. */
  address: string;
  /** What it is about: an order to claim, a reader, a declaration; empty when nothing. */
  subject: string;
  /** A path of ours to go on to. */
  next: string | null;
  created_at: string;
  expires_at: string;
}

interface SessionRow {
  id_hash: string;
  /** Names the session in its reader's list: opens nothing. */
  handle: string;
  reader_id: string;
  /** Browser and system, in words. */
  device: string;
  created_at: string;
  seen_at: string;
  /** The end that no use puts off. */
  expires_at: string;
}

/** Reading that the publisher gives. */
interface GrantRow {
  id: string;
  reader_id: string;
  until: string;
  reason: string;
  granted_at: string;
}

interface PrivateFeedRow {
  id: string;
  reader_id: string;
  token_hash: string;
  created_at: string;
}
