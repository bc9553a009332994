import type { Access } from '../paywall.ts';
import type { PieceCollection } from '../urls.ts';

export type { PieceCollection } from '../urls.ts';

export type Genre =
  'investigation' | 'analysis' | 'opinion' | 'lessons' | 'study' | 'case' | 'document' | 'brief' | 'selection';

/** A person or an organisation that signs a piece. */
export interface Contributor {
  id: string;
  kind: 'person' | 'organisation';
  name: string;
  role: string | null;
}

/** A picture made by the publisher. Every variant is a file name under `/media/`. */
export interface Picture {
  /** Pixels of the largest variant; the ratio holds for all of them. */
  width: number;
  height: number;
  avif: Variant[];
  webp: Variant[];
  /** JPEG, or PNG when the source is transparent: for old browsers, feeds and cards. */
  fallback: Variant & { type: 'image/jpeg' | 'image/png'; height: number };
  alt: string;
  credit: string;
}

export interface Variant {
  name: string;
  width: number;
  bytes: number;
}

/** What a list, a feed or a card sees of an article, an interview or a letter. Texts are typeset. */
export interface PieceSummary {
  /** `articles/slug`: the name by which content refers to it. */
  key: string;
  uid: string;
  collection: PieceCollection;
  slug: string;
  path: string;
  access: Access;
  title: string;
  shortTitle: string | null;
  standfirst: string;
  /** ISO-8601 UTC. */
  publishedAt: string;
  updatedAt: string | null;
  genre: Genre | null;
  /** Empty for the house byline. */
  authors: Contributor[];
  themes: { id: string; name: string }[];
  image: Picture | null;
  sponsored: boolean;
  /** Minutes to read the whole piece, at least 1. */
  readingMinutes: number;
  /** For interviews. */
  guest: { id: string; name: string; role: string; organisation: string | null } | null;
  interviewNumber: number | null;
  /** For letters. */
  sender: { name: string; title: string } | null;
}

export interface TocEntry {
  id: string;
  text: string;
  /** The number shown before the heading in an article of genre `lessons`. */
  number: number | null;
}

export interface Correction {
  date: string;
  kind: 'correction' | 'precision' | 'update' | 'right-of-reply';
  text: string;
}

/** A piece with what everyone may read of it. The closed part is read by `bodyFor` alone. */
export interface Piece extends PieceSummary {
  openHtml: string;
  openNotesHtml: string;
  openToc: TocEntry[];
  openWords: number;
  /** What waits behind the wall; `null` when nothing does. */
  remaining: { minutes: number; answers: number; words: number } | null;
  corrections: Correction[];
  disclosure: string | null;
  series: { name: string; rank: number } | null;
  /** Those that it is about, with the guest's. */
  organisations: { id: string; name: string }[];
  /** The number of the magazine that it is part of. */
  issue: { number: number; title: string; date: string } | null;
  seo: { title: string | null; description: string | null; noindex: boolean };
  readAlso: PieceSummary[];
  study: StudySummary | null;
  /** The id of the questions that the guest of an interview was asked. */
  questionnaire: string | null;
  interview: InterviewDetails | null;
  letter: LetterDetails | null;
}

export interface InterviewDetails {
  interviewers: Contributor[];
  language: string;
  translator: Contributor | null;
  thanks: string | null;
}

export interface LetterDetails {
  sender: string;
  /** The person of that name; `null` when there is none, or several. */
  senderId: string | null;
  senderTitle: string;
  addressee: string;
  salutation: string;
  closing: string;
  /** One or two lines: name, company. */
  signature: string[];
  repliesTo: { title: string; url: string; internal: boolean; sponsored: boolean }[];
}

/** What an audience reads of a piece. `cut` says that a wall stands after `html`. */
export interface Body {
  html: string;
  notesHtml: string;
  toc: TocEntry[];
  cut: boolean;
}

/** A piece in a list of results, with the text that an audience reads of it. */
export interface Reading {
  piece: PieceSummary;
  html: string;
  notesHtml: string;
}

export interface StudyFigure {
  id: string;
  value: number;
  unit: string;
  label: string;
  base: string | null;
}

export interface StudySummary {
  id: string;
  title: string;
  commissioner: string;
  sample: string;
  population: string;
  fieldwork: string;
  source: { title: string; url: string };
  access: Access;
  figureCount: number;
}

/** A study as its list shows it. `figures` is `null` for whom they are closed. */
export interface StudyWithFigures extends StudySummary {
  figures: StudyFigure[] | null;
}

/** A study as its own page shows it. `charts` is HTML, one for each unit; empty for whom the figures are closed. */
export interface Study extends StudyWithFigures {
  charts: string[];
  /** When the first piece that tells it came out; `null` for a study that no piece tells. ISO-8601 UTC. */
  since: string | null;
  /** The newest pieces that tell it. */
  pieces: PieceSummary[];
}

/** A question that guests are asked, with how many have answered it. */
export interface Question {
  id: string;
  questionnaire: string;
  slug: string;
  wording: string;
  /** What the answers are about, in the middle of a sentence: « avoir le sens du client ». */
  collectionTitle: string;
  answers: number;
}

/** What one guest answered to a question. */
export interface QuestionAnswer {
  piece: PieceSummary;
  /** As it was asked. */
  wording: string;
  /** `null` for whom the answer is closed. */
  html: string | null;
}

/** Why a piece is offered after another one. */
export type RelatedReason = { code: 'editor' | 'guest' | 'replied-to' } | { code: 'theme'; theme: string };

export interface RelatedPiece {
  piece: PieceSummary;
  reason: RelatedReason;
}

export interface SeriesPart {
  rank: number;
  piece: PieceSummary;
}

/** An answer of the open part of an interview. */
export interface OpenAnswer {
  questionId: string;
  wording: string;
  html: string;
  text: string;
}

export interface Offer {
  id: string;
  label: string;
  lookupKey: string;
  amountCents: number;
  currency: string;
  period: 'month' | 'year';
}

export interface Site {
  name: string;
  tagline: string;
  notice: string | null;
  publisher: {
    name: string;
    legalForm: string;
    capital: string | null;
    address: string;
    registration: string;
    vatNumber: string | null;
    email: string;
    phone: string;
    director: string;
    host: { name: string; address: string; phone: string };
    /** Whom a consumer may turn to: art. L. 612-1 of the code de la consommation. */
    mediator?: { name: string; address: string; url: string };
  };
  offers: Offer[];
  letter: { hour: string; from: string; replyTo: string };
  vat: { from: string; percent: number }[];
  social: { label: string; url: string }[];
}

/** A piece that came out this very week, so many years ago. */
export interface Anniversary {
  piece: PieceSummary;
  years: number;
}

/** One day's letter in time: it gathers what came out after `after` and up to `until`, its hour. Both ISO-8601 UTC. */
export interface EditionDay {
  /** In Paris: `2026-11-19`. */
  date: string;
  after: string;
  until: string;
}

/** What the editors wrote for one day's letter. Texts are typeset. */
export interface EditionFile {
  subject: string | null;
  preheader: string | null;
  /** Quotations from open parts, of pieces that were out when the letter left. */
  extracts: { quote: string; piece: PieceSummary }[];
  /** The editors' words; `''` when there are none. */
  html: string;
}

/** What an edition is composed of. `pieces` are the newest of its day, newest first, out of `total`. */
export interface EditionMaterial {
  day: EditionDay;
  file: EditionFile | null;
  pieces: PieceSummary[];
  total: number;
}

/** A file under `/media/` and who may have it now. */
export interface MediaFile {
  name: string;
  type: string;
  bytes: number;
  /** True for pictures that stand in a closed part only: a subscriber's session opens them. */
  closed: boolean;
}

export interface PageOf<T> {
  items: T[];
  page: number;
  pages: number;
  total: number;
}
