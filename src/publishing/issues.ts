import { closest, distance } from 'fastest-levenshtein';

/** One mistake of an editor: where it is, what is wrong, what to write instead. In French, one line, no jargon. */
export interface Issue {
  /** Path below `content/`, with `/` on every system. */
  file: string;
  /** From 1. */
  line: number;
  /** The key or the element at fault: `themes`, `<Figure>`, `corps`. */
  field: string;
  what: string;
  remedy: string;
}

/** `content/articles/x.mdx:4 themes — le thème « ecoutte » n’existe pas ; écrivez « ecoute »`. */
export function formatIssue(issue: Issue): string {
  return `content/${issue.file}:${issue.line} ${issue.field} — ${issue.what} ; ${issue.remedy}`.replaceAll(/\s+/g, ' ');
}

/** By file, then line, then field: the order in which an editor mends them. Duplicates are dropped. */
export function sortIssues(issues: Issue[]): Issue[] {
  const seen = new Map(issues.map((issue) => [formatIssue(issue), issue]));
  return [...seen.values()].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.field, b.field) || compare(a.what, b.what),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The candidate an editor most likely meant, or `null` when none resembles what was written. */
function nearest(written: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0) return null;
  const holder = candidates.find(
    (candidate) => written.length > 2 && candidate.toLowerCase().includes(written.toLowerCase()),
  );
  if (holder !== undefined) return holder;
  const match = closest(written.toLowerCase(), [...candidates]);
  return distance(written.toLowerCase(), match) <= Math.max(2, Math.floor(written.length / 3)) ? match : null;
}

/** « écrivez « ecoute » » when a near value exists, else the list of values (at most eight). */
export function suggest(written: string, candidates: readonly string[]): string {
  const near = nearest(written, candidates);
  if (near !== null) return `écrivez « ${near} »`;
  if (candidates.length === 0) return 'créez d’abord ce fichier';
  const shown = candidates.slice(0, 8).join(', ');
  return candidates.length > 8 ? `les valeurs possibles commencent par : ${shown}…` : `valeurs possibles : ${shown}`;
}

/** What was written, quoted and cut to a readable length. */
export function quote(written: unknown): string {
  const text = typeof written === 'string' ? written : (JSON.stringify(written) ?? String(written));
  return `« ${text.length > 60 ? `${text.slice(0, 57)}…` : text} »`;
}
