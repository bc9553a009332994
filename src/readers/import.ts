import { instantOf, parisInstant } from '../time.ts';
import { readAddress } from './address.ts';
import type { GrantRequest } from './grants.ts';

/** What is wrong with a line of a file of readers, and the text that it is about. */
export interface ImportIssue {
  /** From 1; 1 is the line of the names. */
  line: number;
  reason: 'no-addresses' | 'address' | 'twice' | 'until' | 'past' | 'no-reason';
  value: string;
}

/** The names that a column may have, without case and accents. */
const COLUMNS = {
  address: /^(?:adresse(?: (?:electronique|e-?mail))?|e-?mail|courriel|mail)$/,
  until: /^(?:jusqu['’]au|fin|echeance|until)$/,
  reason: /^(?:motif|raison|reason)$/,
};

/**
 * The grants that a CSV file asks for: parted by commas, semicolons or tabs, with a first line of names (`adresse`, and
 * if need be `fin` and `motif`), in any order among other columns. What a line does not say comes from `defaults`.
 */
export function readGrants(
  csv: string,
  defaults: { until: string | null; reason: string | null },
  now: Date,
): { grants: GrantRequest[]; issues: ImportIssue[] } {
  const [head, ...rows] = parseCsv(csv);
  const names = (head?.cells ?? []).map((name) => name.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase());
  const column = (pattern: RegExp): number => names.findIndex((name) => pattern.test(name));
  const [addressAt, untilAt, reasonAt] = [column(COLUMNS.address), column(COLUMNS.until), column(COLUMNS.reason)];
  if (addressAt < 0) return { grants: [], issues: [{ line: 1, reason: 'no-addresses', value: names.join(' ') }] };

  const grants: GrantRequest[] = [];
  const issues: ImportIssue[] = [];
  const seen = new Set<string>();
  for (const { line, cells } of rows) {
    const typed = cells[addressAt]?.trim() ?? '';
    const address = readAddress(typed);
    const written = cells[untilAt]?.trim() || defaults.until || '';
    const until = endOfDay(written);
    const reason = cells[reasonAt]?.trim() || defaults.reason || '';
    const issue = (reason: ImportIssue['reason'], value: string) => issues.push({ line, reason, value });
    if (address === null) issue('address', typed);
    else if (seen.has(address)) issue('twice', typed);
    else if (until === null) issue('until', written);
    else if (until <= instantOf(now)) issue('past', written);
    else if (reason === '') issue('no-reason', typed);
    else {
      seen.add(address);
      grants.push({ address, until, reason });
    }
  }
  return { grants, issues };
}

/** The instant at which a day ends in Paris, from `2027-06-30` or `30/06/2027`; `null` when it is no day. */
export function endOfDay(text: string): string | null {
  const [, day = '', month = '', year = ''] = /^(\d\d?)[/.](\d\d?)[/.](\d{4})$/.exec(text) ?? [];
  const date = year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || parisInstant(date) === null) return null;
  return parisInstant(Temporal.PlainDate.from(date).add({ days: 1 }).toString());
}

/** Lines that hold something, by RFC 4180; the separator is the one that the first line has most of. */
function parseCsv(text: string): { line: number; cells: string[] }[] {
  const content = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const first = content.slice(0, Math.max(0, content.indexOf('\n'))) || content;
  const count = (separator: string): number => first.split(separator).length;
  const [separator] = [';', ',', '\t'].toSorted((one, other) => count(other) - count(one));

  const rows: { line: number; cells: string[] }[] = [];
  let row = { line: 1, cells: [''] };
  let line = 1;
  let isQuoted = false;
  for (let at = 0; at < content.length; at += 1) {
    const sign = content[at]!;
    const cell = row.cells.length - 1;
    if (sign === '\n') line += 1;
    if (isQuoted && sign === '"' && content[at + 1] === '"') row.cells[cell] += content[(at += 1)]!;
    else if (sign === '"' && (isQuoted || row.cells[cell] === '')) isQuoted = !isQuoted;
    else if (isQuoted || (sign !== separator && sign !== '\n')) row.cells[cell] += sign;
    else if (sign === separator) row.cells.push('');
    else {
      rows.push(row);
      row = { line, cells: [''] };
    }
  }
  rows.push(row);
  return rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}
