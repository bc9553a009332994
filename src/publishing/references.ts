import { fieldName } from './front-matter.ts';
import type { ArticleData, InterviewData, LetterData, PieceData } from './schemas.ts';
import { pieceOfPath } from '../urls.ts';

/**
 * What a reference must name. `contributor`: a person or an organisation; `piece`: `articles/slug`; `edition`:
 * `editions/2026-11-19`; `link`: a path.
 */
export type ReferenceKind =
  | 'people'
  | 'organisations'
  | 'contributor'
  | 'themes'
  | 'issues'
  | 'studies'
  | 'questionnaires'
  | 'piece'
  | 'edition'
  | 'link';

/** What is named, and the field that names it: `themes[1]`, `[…](/articles/x/)`. Stored as it is, in JSON. */
export type Reference = [kind: ReferenceKind, target: string, field: string];

/** Everything that the front matter of a piece refers to. */
export function referencesOf(data: PieceData): Reference[] {
  const many = (kind: ReferenceKind, key: string, targets: readonly string[]): Reference[] =>
    targets.map((target, index) => [kind, target, fieldName([key, index])]);
  const one = (kind: ReferenceKind, key: string, target: string | undefined): Reference[] =>
    target === undefined ? [] : [[kind, target, key]];
  const { study } = data as Partial<ArticleData>;
  const { guest, organisation, questionnaire, interviewers = [], translator } = data as Partial<InterviewData>;
  const { repliesTo = [] } = data as Partial<LetterData>;
  return [
    ...many('contributor', 'authors', data.authors),
    ...many('themes', 'themes', data.themes),
    ...many('organisations', 'organisations', data.organisations),
    ...one('issues', 'issue', data.issue),
    ...many('piece', 'readAlso', data.readAlso),
    ...one('studies', 'study', study),
    ...one('people', 'guest', guest),
    ...one('organisations', 'organisation', organisation),
    ...one('questionnaires', 'questionnaire', questionnaire),
    ...many('contributor', 'interviewers', interviewers),
    ...one('contributor', 'translator', translator),
    ...repliesTo.flatMap((target, index) =>
      typeof target === 'string'
        ? one(target.startsWith('editions/') ? 'edition' : 'piece', fieldName(['repliesTo', index]), target)
        : [],
    ),
  ];
}

/** The records that have a page, by the first segment of its address. */
const RECORD_PAGES: Record<string, ReferenceKind> = {
  etudes: 'studies',
  numeros: 'issues',
  organisations: 'organisations',
  personnes: 'people',
  themes: 'themes',
};

/** The links of a body as references: by key when they lead to a piece, a record or an edition, by path otherwise. */
export function linkReferences(links: readonly { path: string }[]): Reference[] {
  return links.map(({ path: address }) => {
    const [, folder = '', name = ''] = /^\/([a-z]+)\/([a-z0-9-]+)\/$/.exec(address) ?? [];
    const record = RECORD_PAGES[folder];
    if (record !== undefined) return [record, name, `[…](${address})`];
    if (folder === 'lettre') return ['edition', `editions/${name}`, `[…](${address})`];
    const piece = pieceOfPath(address);
    return ['link', piece === null ? address : `${piece.collection}/${piece.slug}`, `[…](${address})`];
  });
}
