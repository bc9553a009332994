/** The rows of the reader database. Instants are ISO-8601 UTC text, money is integer cents, ids are text. */
export interface Tables {
  secrets: SecretRow;
}

/** Keys of the magazine itself, never a reader's. */
interface SecretRow {
  name: string;
  /** Base64url. */
  value: string;
}
