import { type PieceCollection, urls } from '../urls.ts';
import type { PieceRow, Statements } from './statements.ts';
import type { Contributor, Correction, Genre, Picture, PieceSummary, Site } from './types.ts';

/** The front matter as the publisher stored it: checked, typeset, defaults filled in. */
export interface PieceData {
  slug: string;
  title: string;
  shortTitle?: string;
  standfirst: string;
  updatedAt?: string;
  access: 'public' | 'subscribers';
  authors: string[];
  themes: string[];
  readAlso: string[];
  image: Picture | null;
  sponsored: boolean;
  corrections: Correction[];
  disclosure?: string;
  seo: { title?: string; description?: string; noindex: boolean };
  openWords: number;
  closedWords: number;
  closedAnswers: number;
  cut: boolean;
  genre?: Genre;
  study?: string;
  issue?: string;
  series?: { name: string; rank: number };
  guest?: string;
  role?: string;
  organisation?: string;
  organisations: string[];
  number?: number;
  questionnaire?: string;
  interviewers?: string[];
  language?: string;
  translator?: string;
  thanks?: string;
  sender?: string;
  senderTitle?: string;
  addressee?: string;
  salutation?: string;
  closing?: string;
  signature?: string;
  repliesTo?: (string | { title: string; url: string })[];
}

interface NamedRecord {
  name: string;
  role?: string;
  replacedBy?: string;
}

/** Words a minute of a reader of French: https://doi.org/10.1016/j.jml.2019.104047 */
const WORDS_A_MINUTE = 230;

/** Minutes to read so many words, at least 1. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.round(words / WORDS_A_MINUTE));
}

export type Summaries = ReturnType<typeof createSummaries>;

/** Turns rows into what lists show. Names of people, organisations and themes are remembered for one generation. */
export function createSummaries(statements: Statements, generation: () => number) {
  let remembered = -1;
  const names = new Map<string, NamedRecord | null>();
  let site: Site | null = null;

  let isFresh = false;

  /** Asks once for all that is read without waiting: a page reads the names of one generation. */
  const refresh = (): void => {
    if (isFresh) return;
    isFresh = true;
    queueMicrotask(() => void (isFresh = false));
    const current = generation();
    if (current === remembered) return;
    names.clear();
    site = null;
    remembered = current;
  };

  const record = (kind: string, id: string): NamedRecord | null => {
    const name = `${kind}/${id}`;
    const known = names.get(name);
    if (known !== undefined) return known;
    const row = statements.record.get(kind, id) as { data: string } | undefined;
    const found = row === undefined ? null : (JSON.parse(row.data) as NamedRecord);
    names.set(name, found);
    return found;
  };

  /** The themes that stand for these today, each once: one may have been replaced. */
  const themes = (ids: readonly string[]): PieceSummary['themes'] => {
    const current = ids.flatMap((id) => themeFor(id, new Set()) ?? []);
    return current.filter(({ id }, index) => current.findIndex((other) => other.id === id) === index);
  };

  const themeFor = (id: string, passed: Set<string>): { id: string; name: string } | null => {
    const theme = record('themes', id);
    if (theme?.replacedBy === undefined) return { id, name: theme?.name ?? id };
    return passed.has(id) ? null : themeFor(theme.replacedBy, passed.add(id));
  };

  const contributor = (id: string): Contributor => {
    const person = record('people', id);
    if (person !== null) return { id, kind: 'person', name: person.name, role: person.role ?? null };
    return { id, kind: 'organisation', name: record('organisations', id)?.name ?? id, role: null };
  };

  const guestOf = (data: PieceData): PieceSummary['guest'] => {
    if (data.guest === undefined) return null;
    const organisation =
      data.organisation === undefined ? null : (record('organisations', data.organisation)?.name ?? null);
    return {
      id: data.guest,
      name: record('people', data.guest)?.name ?? data.guest,
      role: data.role ?? '',
      organisation,
    };
  };

  const dataOf = (row: PieceRow): PieceData => JSON.parse(row.data) as PieceData;

  const summarise = (row: PieceRow, data: PieceData): PieceSummary => ({
    key: row.key,
    uid: row.uid,
    collection: row.collection,
    slug: data.slug,
    path: urls.piece(row.collection as PieceCollection, data.slug),
    access: data.access,
    title: data.title,
    shortTitle: data.shortTitle ?? null,
    standfirst: data.standfirst,
    publishedAt: row.published_at,
    updatedAt: data.updatedAt ?? null,
    genre: data.genre ?? null,
    authors: data.authors.map(contributor),
    themes: themes(data.themes),
    image: data.image,
    sponsored: data.sponsored,
    readingMinutes: readingMinutes(data.openWords + data.closedWords),
    guest: guestOf(data),
    interviewNumber: data.number ?? null,
    sender: data.sender === undefined ? null : { name: data.sender, title: data.senderTitle ?? '' },
  });

  return {
    /** Call before any other: names of an older generation are dropped. */
    refresh,
    contributor,
    themes,
    /** A person, an organisation or a theme as it was published. */
    record: <T extends { name: string }>(kind: string, id: string) => record(kind, id) as T | null,
    /** Whoever alone bears this name: a sender signs with a name, not with an id. */
    personNamed: (name: string): string | null => {
      const rows = statements.peopleNamed.all(name) as { id: string }[];
      return rows.length === 1 ? (rows[0]?.id ?? null) : null;
    },
    /** What lists show of these rows. */
    list: (rows: unknown[]): PieceSummary[] => {
      refresh();
      return (rows as PieceRow[]).map((row) => summarise(row, dataOf(row)));
    },
    dataOf,
    summarise,
    site: (): Site => {
      refresh();
      if (site !== null) return site;
      const row = statements.record.get('site', 'site') as { data: string } | undefined;
      if (row === undefined) throw new Error('nothing is published: site.yaml is missing from the database');
      const stored = JSON.parse(row.data) as Site;
      site = { ...stored, notice: stored.notice ?? null };
      return site;
    },
  };
}
