import type { Editorial, Piece, Study } from '../editorial/editorial.ts';
import type { Access } from '../paywall.ts';
import { fr } from '../text/fr.ts';
import { type Gathering, type PieceCollection, urls } from '../urls.ts';
import { type Block, blocksOf } from './plain-text.ts';
import { forIndex, forShow } from './quick-text.ts';
import { isStopWord, wordsOf } from './words.ts';

/** A page as the quick index reads it: what everyone may read of it, and nothing else. */
export interface QuickPage {
  /** `articles/slug`, `studies/id`, `people/id`. */
  key: string;
  path: string;
  html: string;
  /** Folded, as readers type them: without stop words. */
  words: ReadonlySet<string>;
}

/** Beyond so many pieces the texts themselves are left out, so that a first search stays light. */
const MOST_WHOLE_TEXTS = 1000;

const COLLECTIONS: PieceCollection[] = ['articles', 'interviews', 'letters'];
const GATHERINGS: Gathering[] = ['people', 'organisations', 'themes'];

/** Whether the index of the magazine holds whole open parts; else titles, names, standfirsts and headings. */
export function holdsWholeTexts(editorial: Editorial, now: Date): boolean {
  const totals = COLLECTIONS.map((collection) => editorial.list(collection, 1, now)?.total ?? 0);
  return totals.reduce((sum, total) => sum + total, 0) <= MOST_WHOLE_TEXTS;
}

/** The keys of all that is out and may be found. */
export function* quickKeys(editorial: Editorial, now: Date): Generator<string> {
  for (const collection of COLLECTIONS)
    yield* keysOf((page) => editorial.list(collection, page, now)?.items.map(({ key }) => key));
  yield* keysOf((page) => editorial.studyList(page, 'public', now)?.items.map(({ id }) => `studies/${id}`));
  for (const kind of GATHERINGS)
    yield* keysOf((page) => editorial.gatherings(kind, page, now)?.items.map(({ id }) => `${kind}/${id}`));
}

function* keysOf(read: (page: number) => string[] | undefined): Generator<string> {
  for (let page = 1, keys = read(page); keys !== undefined; page += 1, keys = read(page)) yield* keys;
}

/** The page of that key; `null` when there is none for the public. */
export function quickPage(editorial: Editorial, key: string, isWhole: boolean, now: Date): QuickPage | null {
  const [kind = '', id = ''] = key.split('/');
  const entry = entryOf(editorial, kind, id, isWhole, now);
  return entry === null ? null : { key, path: entry.path, html: htmlOf(entry), words: wordsIn(textsOf(entry)) };
}

interface Entry {
  path: string;
  title: string;
  /** What is shown with a result, and not found by. */
  shown: { group: 'pieces' | Gathering; kicker: string; detail?: string; access?: Access; isSponsored?: boolean };
  /** Whose words these are: shown, and found by. */
  voice: string;
  /** What else it is found by, such as names and synonyms. */
  names: string[];
  standfirst: string;
  text: Block[];
}

function entryOf(editorial: Editorial, kind: string, id: string, isWhole: boolean, now: Date): Entry | null {
  switch (kind) {
    case 'articles':
    case 'interviews':
    case 'letters': {
      const piece = editorial.piece(kind, id, now);
      return piece && ofPiece(piece, isWhole);
    }
    case 'studies': {
      const study = editorial.study(id, 'public', now);
      return study && ofStudy(study);
    }
    case 'people': {
      const person = editorial.person(id, 1, now);
      return person && ofName('people', person, person.role, person.bio);
    }
    case 'organisations': {
      const organisation = editorial.organisation(id, 1, now);
      return organisation && ofName('organisations', organisation, organisation.kind, null);
    }
    case 'themes': {
      const theme = editorial.theme(id, 1, now);
      return theme && ofName('themes', theme, null, theme.definition, theme.synonyms);
    }
    default:
      throw new Error(`nothing is called ${kind}/${id}`);
  }
}

function ofPiece(piece: Piece, isWhole: boolean): Entry {
  const { guest, sender, organisations, themes, authors, interview, openToc } = piece;
  const genre = piece.genre === null ? fr.sectionKickers[piece.collection] : fr.genre(piece.genre);
  return {
    path: piece.path,
    title: piece.title,
    shown: {
      group: 'pieces',
      kicker: piece.interviewNumber === null ? genre : fr.interviewNumber(piece.interviewNumber),
      detail: fr.shortDay(piece.publishedAt),
      access: piece.access,
      isSponsored: piece.sponsored,
    },
    voice: guest?.name ?? sender?.name ?? authors.map(({ name }) => name).join(', '),
    names: [
      ...(guest === null ? [] : [guest.role]),
      ...(sender === null ? [] : [sender.title]),
      ...[...organisations, ...themes, ...authors, ...(interview?.interviewers ?? [])].map(({ name }) => name),
    ],
    standfirst: piece.standfirst,
    text: isWhole
      ? [...blocksOf(piece.openHtml), ...blocksOf(piece.openNotesHtml)]
      : openToc.map(({ id, text }) => ({ id, text })),
  };
}

function ofStudy(study: Study): Entry {
  return {
    path: urls.study(study.id),
    title: study.title,
    shown: { group: 'pieces', kicker: fr.studies.kicker, access: study.access },
    voice: study.commissioner,
    names: [study.source.title],
    standfirst: `${study.sample}. ${study.population}. ${study.fieldwork}.`,
    text: (study.figures ?? []).map(({ label }) => ({ id: null, text: label })),
  };
}

function ofName(
  group: Gathering,
  record: { id: string; name: string; pieces: { total: number } },
  role: string | null,
  text: string | null,
  synonyms: string[] = [],
): Entry {
  return {
    path: urls.gathering(group, record.id),
    title: record.name,
    shown: { group, kicker: fr.quickSearch.kinds[group], detail: fr.browsing.pieces(record.pieces.total) },
    voice: role ?? '',
    names: synonyms,
    standfirst: text ?? '',
    // Pagefind leaves out a page without a text.
    text: [{ id: null, text: record.name }],
  };
}

function htmlOf(entry: Entry): string {
  const { title, shown, voice, names, standfirst, text } = entry;
  const metas = {
    title: forIndex(title),
    voice: forIndex(voice),
    names: forIndex([...names, ...fusedWordsOf(textsOf(entry))].join(' ')),
    group: forShow(shown.group),
    kicker: forShow(shown.kicker),
    detail: forShow(shown.detail ?? ''),
    advertisement: forShow(shown.isSponsored === true ? fr.advertisement : ''),
    access: forShow(shown.access === 'subscribers' ? fr.subscribersOnly : ''),
  };
  const head = Object.entries(metas)
    .filter(([, content]) => content !== '')
    .map(([name, content]) => `<meta data-pagefind-meta="${name}[content]" content="${escaped(content)}">`);
  if (shown.group !== 'pieces') head.push('<meta data-pagefind-filter="named[content]" content="name">');
  const body = text.map(({ id, text: words }) =>
    id === null ? `<p>${escaped(forIndex(words))}</p>` : `<h2 id="${escaped(id)}">${escaped(forIndex(words))}</h2>`,
  );
  const opening = standfirst === '' ? '' : `<p data-pagefind-weight="3">${escaped(forIndex(standfirst))}</p>`;
  return `<html lang="fr"><head>${head.join('')}</head><body><main data-pagefind-body>${opening}${body.join('')}</main></body></html>`;
}

function textsOf({ title, voice, names, standfirst, text }: Entry): string[] {
  return [title, voice, ...names, standfirst, ...text.map((block) => block.text)];
}

function wordsIn(texts: readonly string[]): Set<string> {
  const forms = texts.flatMap((text) => wordsOf(text).flatMap((word) => word.forms));
  return new Set(forms.filter((form) => /^[a-z]{3,30}$/.test(form) && !isStopWord(form)));
}

/** « rendezvous » for « rendez-vous »: compounds are also typed in one word. */
function fusedWordsOf(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => wordsOf(text).flatMap(({ forms }) => forms.slice(1))));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
