import { CORE_SCHEMA, load } from 'js-yaml';
import { isAlias, isMap, isNode, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { explain } from './explain.ts';
import type { Issue } from './issues.ts';

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
  'mettez entre guillemets " une valeur qui contient « : », « # » ou une apostrophe, ou qui commence par % - [ { @ ou «',
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
