import { CORE_SCHEMA, load } from 'js-yaml';
import { isAlias, isMap, isNode, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import { type Issue, quote, suggest } from './issues.ts';

/** A YAML block with the means to say on which line of its file a field stands. */
export interface Yaml {
  data: unknown;
  /** The line of the deepest part of `path` that exists. */
  lineOf(path: readonly PropertyKey[]): number;
}

const BLOCK = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** The YAML between the two `---` lines that open an MDX file; `null` when there is none. */
export function frontMatterOf(source: string): string | null {
  return BLOCK.exec(source)?.[1] ?? null;
}

/**
 * Parses YAML without aliases. `firstLine` is the line of the file on which the block starts.
 * A block that is no YAML, or no mapping, gives its issues and no data. Two parsers: a fast one for the thousands of
 * blocks without a mistake, and one that knows positions for the few with one.
 */
export function parseYaml(block: string, file: string, firstLine: number): Yaml | Issue[] {
  const data = loadFast(block);
  if (data === null) return parseWithPositions(block, file, firstLine);
  return {
    data,
    lineOf: (path) => {
      const yaml = parseWithPositions(block, file, firstLine);
      return Array.isArray(yaml) ? firstLine : yaml.lineOf(path);
    },
  };
}

/** `null` for whatever the slower parser should look at: aliases, mistakes, blocks that are no mapping. */
function loadFast(block: string): object | null {
  if (/[&*]/.test(block)) return null;
  try {
    const data = load(block, { schema: CORE_SCHEMA });
    return typeof data === 'object' && !Array.isArray(data) ? data : null;
  } catch {
    return null;
  }
}

function parseWithPositions(block: string, file: string, firstLine: number): Yaml | Issue[] {
  const lines = new LineCounter();
  const document = parseDocument(block, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const lineAt = (offset: number) => firstLine + lines.linePos(offset).line - 1;
  const issue = (offset: number, what: string, remedy: string): Issue => ({
    file,
    line: lineAt(offset),
    field: 'YAML',
    what,
    remedy,
  });
  if (document.errors.length > 0) {
    return document.errors.map((error) =>
      issue(
        error.code === 'MISSING_CHAR' ? lastKeyOffset(document) : error.pos[0],
        ...(YAML_ERRORS[error.code] ?? UNREADABLE_YAML),
      ),
    );
  }
  const aliases: Issue[] = [];
  if (block.includes('&') || block.includes('*')) {
    visit(document, {
      Node(_key, node) {
        if (isAlias(node) || node.anchor !== undefined) {
          aliases.push(
            issue(node.range?.[0] ?? 0, 'les ancres (&) et les alias (*) sont refusés', 'recopiez la valeur'),
          );
        }
      },
    });
  }
  if (aliases.length > 0) return aliases;
  if (!isMap(document.contents)) {
    return [issue(0, 'ce bloc n’est pas une suite de « clé: valeur »', 'écrivez une clé par ligne')];
  }
  return { data: document.toJS({ maxAliasCount: 0 }) as unknown, lineOf: (path) => lineAt(offsetOf(document, path)) };
}

const UNREADABLE_YAML = [
  'le YAML est illisible à cet endroit',
  'mettez entre guillemets une valeur qui contient « : », « # » ou commence par « - », « [ » ou « « »',
] as const;

const YAML_ERRORS: Record<string, readonly [string, string] | undefined> = {
  DUPLICATE_KEY: ['cette clé est écrite deux fois', 'gardez-en une seule'],
  TAB_AS_INDENT: ['une tabulation sert de retrait', 'remplacez-la par des espaces'],
  BAD_INDENT: ['le retrait de cette ligne ne correspond à rien', 'alignez-la sur la ligne de même niveau'],
  NON_STRING_KEY: ['cette clé n’est pas un mot', 'écrivez une clé simple suivie de deux points'],
  MISSING_CHAR: ['un guillemet, un crochet ou une accolade n’est pas refermé', 'refermez-le'],
};

/** Where an unclosed value begins: it has swallowed all that follows its key. */
function lastKeyOffset(document: Document.Parsed): number {
  const last = isMap(document.contents) ? document.contents.items.at(-1)?.key : undefined;
  return isNode(last) ? (last.range?.[0] ?? 0) : 0;
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isNode(item.key) && String(item.key) === String(step));
      if (pair === undefined) break;
      offset = (pair.key as { range?: [number] }).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset;
    } else break;
  }
  return offset;
}

/** Checks parsed YAML against a schema: its data, or every issue in French with its line. */
export function validate<S extends z.ZodObject>(
  schema: S,
  yaml: Yaml,
  file: string,
): { data: z.infer<S> } | { issues: Issue[] } {
  const result = schema.safeParse(yaml.data);
  if (result.success) return { data: result.data };
  const issues = result.error.issues.flatMap((problem) =>
    explain(problem, schema, yaml.data).map(({ path, what, remedy }) => ({
      file,
      line: yaml.lineOf(path),
      field: fieldName(path),
      what,
      remedy,
    })),
  );
  return { issues };
}

/** `image.alt`, `themes[2]`: the field as an editor would point at it; list items count from 1. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step + 1}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

interface Explanation {
  path: PropertyKey[];
  what: string;
  remedy: string;
}

function explain(problem: z.core.$ZodIssue, schema: z.ZodType, data: unknown): Explanation[] {
  const path = problem.path;
  const written = valueAt(data, path);
  const one = (what: string, remedy: string): Explanation[] => [{ path, what, remedy }];
  switch (problem.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, path);
      return problem.keys.map((key) => ({
        path: [...path, key],
        what: `la clé ${quote(key)} n’existe pas ici`,
        remedy: suggest(key, known),
      }));
    }
    case 'invalid_type':
      if (written === undefined) return one('cette clé obligatoire manque', example(path));
      if (problem.expected === 'array' && typeof written === 'string') {
        return one(`${quote(written)} n’est pas une liste`, `écrivez ${String(path.at(-1))}: [${written}]`);
      }
      return one(`${quote(written)} n’est pas ${TYPES[problem.expected] ?? 'du bon type'}`, example(path));
    case 'too_small':
    case 'too_big':
      return one(...size(problem, written));
    case 'invalid_value':
      return one(
        `${quote(written)} n’est pas une valeur permise`,
        suggest(String(written), problem.values.map(String)),
      );
    case 'invalid_union':
      return written === undefined
        ? one('cette clé obligatoire manque', example(path))
        : one(`${quote(written)} n’a pas la forme attendue`, example(path));
    default: {
      const [what, remedy] = FORMATS[problem.message] ?? ['cette valeur est refusée', example(path)];
      return one(what.replace('%', quote(written)), remedy);
    }
  }
}

const TYPES: Record<string, string> = {
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  boolean: 'true ou false',
  array: 'une liste',
  object: 'un bloc de clés',
};

/** Keyed by the word that a schema gives as its message. */
const FORMATS: Record<string, readonly [string, string]> = {
  identifiant: ['% n’est pas un identifiant', 'écrivez en minuscules sans accent, mots séparés par des tirets'],
  adresse: ['% n’est pas une adresse du web', 'écrivez une adresse complète qui commence par https://'],
  chemin: ['% n’est pas une ancienne adresse', 'écrivez le chemin depuis la racine, par exemple /2011/09/titre'],
  piece: ['% ne désigne pas une pièce', 'écrivez articles/nom, interviews/nom ou letters/nom'],
  date: ['% n’est pas une date du calendrier', 'écrivez aaaa-mm-jj ou aaaa-mm-jjThh:mm, heure de Paris'],
  jour: ['% n’est pas une date du calendrier', 'écrivez aaaa-mm-jj'],
  uid: ['% n’est pas un uid', 'écrivez de 6 à 40 lettres minuscules, chiffres ou tirets, par exemple art-2026-0042'],
  alt: ['le texte de remplacement est vide', 'décrivez l’image, ou ajoutez decorative: true si elle ne dit rien'],
  study: ['un article de genre study commente une étude', 'ajoutez study: avec l’identifiant de l’étude'],
  translator: ['un entretien traduit nomme son traducteur', 'ajoutez translator: avec l’identifiant d’une personne'],
  langue: ['% n’est pas un code de langue', 'écrivez deux lettres, par exemple en'],
  courriel: ['% n’est pas une adresse électronique', 'écrivez nom@domaine.fr'],
  monnaie: ['% n’est pas un code de monnaie', 'écrivez trois lettres, par exemple eur'],
  heure: ['% n’est pas une heure', 'écrivez "07:00", entre guillemets'],
};

const EXAMPLES: Record<string, string> = {
  uid: 'uid: art-2026-0042',
  title: 'title: de 5 à 110 caractères',
  standfirst: 'standfirst: de 60 à 320 caractères',
  publishedAt: 'publishedAt: 2026-11-19T07:30',
  themes: 'themes: [ecoute]',
  genre: 'genre: analysis',
  questionnaire: 'questionnaire: sens-du-client',
  interviewers: 'interviewers: [prenom-nom]',
  guest: 'guest: prenom-nom',
  repliesTo: 'repliesTo: [articles/nom-de-l-article]',
  credit: 'credit: le nom de l’auteur de l’image',
  alt: 'alt: ce que montre l’image',
  src: 'src: ./image.jpg',
};

function example(path: readonly PropertyKey[]): string {
  const key = String(path.findLast((step) => typeof step === 'string') ?? '');
  return `écrivez ${EXAMPLES[key] ?? `${key}: une valeur`}`;
}

function size(problem: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, written: unknown): [string, string] {
  const limit = Number(problem.code === 'too_small' ? problem.minimum : problem.maximum);
  const bound = problem.code === 'too_small' ? 'au moins' : 'au plus';
  if (typeof written === 'string') {
    const count = written.trim().length;
    if (count === 0) return ['ce texte est vide', 'remplissez-le ou retirez la clé'];
    const verb = problem.code === 'too_small' ? 'allongez' : 'raccourcissez';
    return [`${count} caractères, il en faut ${bound} ${limit}`, `${verb} de ${Math.abs(limit - count)} caractères`];
  }
  if (Array.isArray(written) && written.length === 0) return ['cette liste est vide', example(problem.path)];
  if (Array.isArray(written)) return [`${written.length} valeurs, il en faut ${bound} ${limit}`, 'corrigez la liste'];
  return [`${quote(written)} est hors limite`, `écrivez ${bound} ${limit}`];
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let current: unknown = schema;
  for (const step of path) {
    current = unwrap(current);
    if (current instanceof z.ZodObject) current = current.shape[String(step)];
    else if (current instanceof z.ZodArray) current = current.element;
  }
  current = unwrap(current);
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  while (current instanceof z.ZodOptional || current instanceof z.ZodDefault || current instanceof z.ZodPrefault) {
    current = current.def.innerType;
  }
  return current instanceof z.ZodUnion ? current.def.options.find((option) => option instanceof z.ZodObject) : current;
}
