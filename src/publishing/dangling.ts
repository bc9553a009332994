import type { Store } from './store.ts';
import { type Issue, suggest } from './issues.ts';
import type { ReferenceKind } from './references.ts';
import { themesInCircles } from './themes.ts';
import { type PieceCollection, pieceOfPath, urls } from '../urls.ts';

interface Dangling {
  path: string;
  field: string;
  kind: ReferenceKind;
  target: string;
}

const NOUNS: Record<ReferenceKind, (target: string) => string> = {
  people: (target) => `la personne « ${target} » n’existe pas dans people/`,
  organisations: (target) => `l’organisation « ${target} » n’existe pas dans organisations/`,
  contributor: (target) => `« ${target} » n’existe ni dans people/ ni dans organisations/`,
  themes: (target) => `le thème « ${target} » n’existe pas dans themes/`,
  issues: (target) => `le numéro « ${target} » n’existe pas dans issues/`,
  studies: (target) => `l’étude « ${target} » n’existe pas dans studies/`,
  questionnaires: (target) => `le questionnaire « ${target} » n’existe pas dans questionnaires/`,
  piece: (target) => `la pièce « ${target} » n’existe pas`,
  edition: (target) => `l’édition « ${target} » n’existe pas`,
  link: (target) => `la page ${pathOf(target)} n’existe pas`,
};

/** The address of a piece's key; any other target of a link is an address already. */
function pathOf(target: string): string {
  const [collection, slug] = target.split('/');
  return target.startsWith('/') || slug === undefined ? target : urls.piece(collection as PieceCollection, slug);
}

/** The addresses of pieces of the same section, which a mistyped address most likely meant; of all when it names none. */
function pathsLike(target: string, known: readonly string[]): string[] {
  const paths = known.map(pathOf);
  const section = /^\/[^/]+\//.exec(pathOf(target))?.[0] ?? '/';
  const same = paths.filter((path) => path.startsWith(section));
  return same.length > 0 ? same : paths;
}

/** Every reference of every file, a row each. */
const REFS = `(SELECT sources.path, value ->> 0 AS kind, value ->> 1 AS target, value ->> 2 AS field
  FROM sources, json_each(sources.refs)) AS ref`;

const NAMED = `CASE ref.kind
  WHEN 'piece' THEN EXISTS (SELECT 1 FROM manuscripts m WHERE m.key = ref.target AND m.status <> 'withdrawn')
  WHEN 'edition' THEN EXISTS (SELECT 1 FROM editions e WHERE 'editions/' || e.date = ref.target)
  WHEN 'contributor' THEN EXISTS (SELECT 1 FROM records r WHERE r.kind IN ('people', 'organisations') AND r.id = ref.target)
  WHEN 'link' THEN EXISTS (
    SELECT 1 FROM manuscripts m
    LEFT JOIN manuscripts own ON own.path = ref.path LEFT JOIN editions edition ON edition.path = ref.path
    WHERE m.key = ref.target AND (
      own.status <> 'ready'
      OR (m.status = 'ready'
        AND (m.published_at <= own.published_at OR m.published_at < edition.ends_at OR m.published_at <= ?))))
  ELSE EXISTS (SELECT 1 FROM records r WHERE r.kind = ref.kind AND r.id = ref.target)
END`;

/** What no file shows by itself: references that name nothing, names given twice, themes that replace one another. */
export function mistakesBetweenFiles(
  store: Store,
  now: string,
  lineOf: (path: string, field: string) => number,
  faulty: ReadonlySet<string>,
): Issue[] {
  return [
    ...danglingReferences(store, now, lineOf, faulty),
    ...duplicates(store, lineOf),
    ...themesInCircles(store, lineOf),
  ];
}

/**
 * References that name nothing, over the whole content: also those that a deletion elsewhere has broken. Those to a
 * `faulty` file are passed over: its own mistakes say what to mend.
 */
function danglingReferences(
  store: Store,
  now: string,
  lineOf: (path: string, field: string) => number,
  faulty: ReadonlySet<string>,
): Issue[] {
  const dangling = store
    .all<Dangling>(`SELECT ref.path, ref.field, ref.kind, ref.target FROM ${REFS} WHERE NOT ${NAMED}`, now)
    .filter(({ kind, target }) => !namesOf(kind, target).some((name) => faulty.has(name)));
  const candidates = new Map<ReferenceKind, string[]>();
  return dangling.map(({ path, field, kind, target }) => {
    const known = candidates.get(kind) ?? candidatesFor(store, kind);
    candidates.set(kind, known);
    const state = stateOf(store, kind, target);
    return {
      file: path,
      line: lineOf(path, field),
      field,
      what: state?.what ?? NOUNS[kind](target),
      remedy:
        state?.remedy ?? (kind === 'link' ? suggest(pathOf(target), pathsLike(target, known)) : suggest(target, known)),
    };
  });
}

/** The names under which a reference's target may stand: `articles/slug`, `people/id`. */
function namesOf(kind: ReferenceKind, target: string): string[] {
  if (kind === 'piece' || kind === 'edition' || kind === 'link') return [target];
  return kind === 'contributor' ? [`people/${target}`, `organisations/${target}`] : [`${kind}/${target}`];
}

function candidatesFor(store: Store, kind: ReferenceKind): string[] {
  if (kind === 'piece' || kind === 'link') {
    return store
      .all<{ id: string }>("SELECT key AS id FROM manuscripts WHERE status <> 'withdrawn' ORDER BY key")
      .map(({ id }) => id);
  }
  if (kind === 'edition') {
    return store.all<{ date: string }>('SELECT date FROM editions ORDER BY date').map(({ date }) => `editions/${date}`);
  }
  const kinds = kind === 'contributor' ? ['people', 'organisations'] : [kind];
  return kinds.flatMap((name) =>
    store.all<{ id: string }>('SELECT id FROM records WHERE kind = ? ORDER BY id', name).map(({ id }) => id),
  );
}

/** A piece that exists but cannot be named here: withdrawn, unfinished, or out only after the piece that links it. */
function stateOf(store: Store, kind: ReferenceKind, target: string): { what: string; remedy: string } | null {
  if (kind !== 'piece' && kind !== 'link') return null;
  const found = store.get<{ status: string; published_at: string }>(
    'SELECT status, published_at FROM manuscripts WHERE key = ?',
    target,
  );
  if (found === undefined) return null;
  if (found.status === 'withdrawn') return { what: `« ${target} » a été retiré`, remedy: 'supprimez cette référence' };
  if (found.status !== 'ready')
    return {
      what: `« ${target} » n’est pas prêt à paraître`,
      remedy: 'écrivez status: ready dans ce texte ou supprimez le lien',
    };
  return { what: `« ${target} » paraîtra après ce texte`, remedy: 'supprimez le lien ou changez une des deux dates' };
}

/** Names that must be unique: slugs, uids and former addresses. */
function duplicates(store: Store, lineOf: (path: string, field: string) => number): Issue[] {
  const issues: Issue[] = [];
  const clash = (sql: string, field: string, what: (value: string, other: string) => string, remedy: string): void => {
    for (const { path, other, value } of store.all<{ path: string; other: string; value: string }>(sql)) {
      issues.push({
        file: path,
        line: field === 'nom du fichier' ? 1 : lineOf(path, field),
        field,
        what: what(value, other),
        remedy,
      });
    }
  };
  const twice = (column: string): string =>
    `SELECT a.path, min(b.path) AS other, a.${column} AS value FROM manuscripts a JOIN manuscripts b
     ON a.${column} = b.${column} AND b.path < a.path GROUP BY a.path`;
  clash(
    twice('key'),
    'nom du fichier',
    (value, other) => `« ${value} » est déjà le nom de content/${other}`,
    'renommez l’un des deux',
  );
  clash(
    twice('uid'),
    'uid',
    (value, other) => `l’uid « ${value} » est déjà celui de content/${other}`,
    'donnez un uid neuf à la pièce la plus récente',
  );
  clash(
    `SELECT a.path, b.path AS other, a.id AS value FROM records a JOIN records b
     ON a.kind = 'people' AND b.kind = 'organisations' AND b.id = a.id`,
    'nom du fichier',
    (value, other) => `« ${value} » est aussi le nom de content/${other}, et l’un ou l’autre peut signer`,
    'renommez l’un des deux',
  );
  clash(
    `SELECT a.path, min(b.path) AS other, a.data ->> 'number' AS value FROM records a JOIN records b
     ON a.kind = 'issues' AND b.kind = 'issues' AND b.data ->> 'number' = a.data ->> 'number' AND b.path < a.path
     GROUP BY a.path`,
    'number',
    (value, other) => `le numéro ${value} est déjà celui de content/${other}`,
    'donnez à chaque numéro le sien',
  );
  clash(
    `SELECT a.path, min(b.path) AS other, a.number AS value FROM manuscripts a JOIN manuscripts b
     ON a.number IS NOT NULL AND b.questionnaire = a.questionnaire AND b.number = a.number AND b.path < a.path
     GROUP BY a.path`,
    'number',
    (value, other) => `le nº ${value} de ce questionnaire est déjà à content/${other}`,
    'donnez à chaque entretien son numéro',
  );
  clash(
    `SELECT a.path, min(b.path) AS other, own.value ->> 'slug' AS value
     FROM records a, json_each(a.data, '$.questions') own, records b, json_each(b.data, '$.questions') their
     WHERE a.kind = 'questionnaires' AND b.kind = 'questionnaires' AND b.path < a.path
       AND their.value ->> 'slug' = own.value ->> 'slug' GROUP BY a.path`,
    'questions',
    (value, other) => `« ${value} » est déjà l’adresse d’une question de content/${other}`,
    'donnez un autre slug',
  );
  clash(
    `SELECT a.path, min(b.path) AS other, a.url AS value FROM former_urls a JOIN former_urls b
     ON a.url = b.url AND b.path < a.path GROUP BY a.path`,
    'formerUrls',
    (value, other) => `l’ancienne adresse ${value} est déjà à content/${other}`,
    'gardez-la dans un seul fichier',
  );
  for (const { path, url } of store.all<{ path: string; url: string }>('SELECT path, url FROM former_urls')) {
    const piece = pieceOfPath(`${url}/`);
    const key = piece === null ? '' : `${piece.collection}/${piece.slug}`;
    const live = store.get<{ path: string }>(
      "SELECT path FROM manuscripts WHERE key = ? AND status <> 'withdrawn'",
      key,
    );
    if (live === undefined) continue;
    const what = `l’ancienne adresse ${url} est celle de content/${live.path}`;
    issues.push({ file: path, line: lineOf(path, 'formerUrls'), field: 'formerUrls', what, remedy: 'retirez-la' });
  }
  return issues;
}
