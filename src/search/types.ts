import type { PieceSummary } from '../editorial/editorial.ts';
import type { Access } from '../paywall.ts';

export type HitKind = 'articles' | 'interviews' | 'letters' | 'studies';

export interface SearchRequest {
  /** As it was typed, whatever it is. */
  query: string;
  kind?: HitKind;
  /** Ids. An id that is not known finds nothing. */
  theme?: string;
  person?: string;
  organisation?: string;
  /** Of publication, in Paris. */
  year?: number;
  access?: Access;
  sort: 'relevance' | 'date';
  /** From 1. */
  page: number;
}

/** A run of an extract; `match` marks what was searched. */
export interface ExcerptPart {
  text: string;
  match: boolean;
}

export interface Hit {
  kind: HitKind;
  title: string;
  /** Its page, or the answer or heading under which the extract stands: `/entretiens/x/#q-sens`. */
  path: string;
  /** `null` for a study. */
  piece: PieceSummary | null;
  /** ISO-8601 UTC; `null` for a study that no piece has told. */
  publishedAt: string | null;
  access: Access;
  /** One passage, its matches marked. Of the open part only for the public. */
  excerpt: ExcerptPart[];
  /** The question or heading under which the extract stands. */
  place: string | null;
}

export interface Facet {
  value: string;
  label: string;
  /** Results were this filter chosen, the others kept. */
  count: number;
}

export interface SearchResults {
  /** What was searched for, as typed but bounded and without control characters. */
  query: string;
  hits: Hit[];
  total: number;
  page: number;
  pages: number;
  facets: Record<'kind' | 'theme' | 'person' | 'organisation' | 'year' | 'access', Facet[]>;
  /** « Vouliez-vous dire »: another spelling that has results for this audience; `null` for none. */
  suggestion: string | null;
  /** The spelling that was searched in place of the query, of which a word was found nowhere; `null` when it was not. */
  corrected: string | null;
  /** People, organisations and themes whose name the query tells. */
  names: { kind: 'person' | 'organisation' | 'theme'; name: string; path: string }[];
}
