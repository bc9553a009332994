import type { DatabaseSync } from 'node:sqlite';
import { strip } from './plain-text.ts';

/** What is searched of a piece or a study, as plain text. */
export interface Texts {
  kind: string;
  access: string;
  publishedAt: string | null;
  title: string;
  standfirst: string;
  /** Whoever has to do with it. */
  names: string;
  /** Its themes by all their names, its series. */
  topics: string;
  open: string;
  closed: string;
  /** `themes/id`, `who/id`, `sender/Name`. */
  tags: string[];
}

interface PieceRow {
  collection: string;
  published_at: string;
  data: string;
  open_html: string;
  open_notes_html: string;
  html: string | null;
  notes_html: string | null;
  tags: string | null;
}

/** The fields of a front matter that are searched. */
interface Fields {
  title: string;
  shortTitle?: string;
  standfirst: string;
  access: string;
  role?: string;
  thanks?: string;
  senderTitle?: string;
  addressee?: string;
  signature?: string;
  series?: { name: string };
}

interface Study {
  title: string;
  commissioner: string;
  sample: string;
  population: string;
  fieldwork: string;
  source: { title: string };
  access: string;
  figures?: Figure[];
}

interface Figure {
  value: number;
  unit: string;
  label: string;
  base?: string | null;
}

const PIECE = `SELECT p.collection, p.published_at, p.data, p.open_html, p.open_notes_html, c.html, c.notes_html,
    (SELECT group_concat(m.tag, char(10)) FROM mentions m WHERE m.path = p.path) AS tags
  FROM pieces p LEFT JOIN closed_parts c ON c.path = p.path WHERE p.path = ?`;
const STUDY = "SELECT data, closed_data FROM records WHERE kind = 'studies' AND path = ?";

/** Reads what is to be indexed, while it is published. `namesOf` gives what a tag is searched by. */
export function openTexts(database: DatabaseSync, namesOf: (tag: string) => string) {
  const piece = database.prepare(PIECE);
  const study = database.prepare(STUDY);

  const ofPiece = (row: PieceRow): Texts => {
    const fields = JSON.parse(row.data) as Fields;
    const tags = row.tags?.split('\n') ?? [];
    const names = tags.filter((tag) => tag.startsWith('who/') || tag.startsWith('sender/')).map(namesOf);
    const themes = tags.filter((tag) => tag.startsWith('themes/')).map(namesOf);
    const { shortTitle = '', role = '', senderTitle = '', addressee = '', signature = '', thanks = '' } = fields;
    return {
      kind: row.collection,
      access: fields.access,
      publishedAt: row.published_at,
      title: fields.title,
      standfirst: [fields.standfirst, shortTitle, role, senderTitle].join('\n'),
      names: [...names, signature, addressee].join('\n'),
      topics: [...themes, fields.series?.name ?? ''].join('\n'),
      open: strip(`${row.open_html}\n${row.open_notes_html}\n${thanks}`),
      closed: row.html === null ? '' : strip(`${row.html}\n${row.notes_html ?? ''}`),
      tags,
    };
  };

  const ofStudy = (row: { data: string; closed_data: string | null }): Texts => {
    const { title, sample, population, commissioner, fieldwork, source, access, figures } = JSON.parse(
      row.data,
    ) as Study;
    const sold = row.closed_data === null ? undefined : (JSON.parse(row.closed_data) as Pick<Study, 'figures'>).figures;
    return {
      kind: 'studies',
      access,
      publishedAt: null,
      title,
      standfirst: `${population}\n${sample}`,
      names: commissioner,
      topics: '',
      open: [fieldwork, source.title, figuresText(figures)].join('\n'),
      closed: figuresText(sold),
      tags: [],
    };
  };

  /** `null` for what readers do not get: a draft, a withdrawn piece, a file that is neither piece nor study. */
  return (path: string): Texts | null => {
    const row = piece.get(path) as PieceRow | undefined;
    if (row !== undefined) return ofPiece(row);
    const record = study.get(path) as { data: string; closed_data: string | null } | undefined;
    return record === undefined ? null : ofStudy(record);
  };
}

/** A figure as a page writes it: « 12,5 % ». */
export function figureText({ value, unit, label, base }: Figure): string {
  return `${value.toLocaleString('fr-FR')}${unit === '' ? '' : `\u00a0${unit}`} ${label}${base === undefined || base === null ? '' : ` (${base})`}`;
}

const figuresText = (figures: readonly Figure[] = []): string => figures.map(figureText).join('\n');
