import type { Element, Root } from 'hast';
import { FIXED_PAGES, type PieceCollection, pieceOfPath } from '../urls.ts';
import { checkJsx, isBlank } from './components.ts';
import type { Issue } from './issues.ts';
import { type Block, isElement, isJsx, isText, lineOf, type Node, parseMdx } from './mdx.ts';
import { typesetTree } from './typeset-tree.ts';

/** A link to a page of ours, to be checked once every piece is known. */
export interface InternalLink {
  path: string;
  line: number;
}

/** A body that respects the dialect, typeset, before anything is cut or rendered. */
export interface Body {
  blocks: Block[];
  /** The `<li>` of each note, in order of first reference. */
  notes: Element[];
  links: InternalLink[];
  /** Links to an anchor of the same page. */
  fragments: { id: string; line: number }[];
  /** The names of the components that it uses. */
  components: Set<string>;
}

/**
 * Reads and checks the body of an MDX file. `source` is the whole file. Every mistake is an issue; a body with issues
 * must not be rendered. Lines are true only with `positions`.
 */
export function readBody(
  source: string,
  file: string,
  collection: PieceCollection | 'editions',
  siteHost: string,
  positions: boolean,
): { body: Body; issues: Issue[] } {
  const empty: Body = { blocks: [], notes: [], links: [], fragments: [], components: new Set() };
  const root = parseMdx(source, file, positions);
  if (!('children' in root)) return { body: empty, issues: [root] };
  const issues: Issue[] = [];
  const context = { file, collection, siteHost, issues, body: empty };
  checkChildren(context, root as unknown as { children: Node[] }, null, null, 1);
  typesetTree(root);
  return { body: { ...empty, ...separateNotes(root, source, file, issues) }, issues };
}

/** Notes are a section that the parser appends; everything else of the top level is a block. */
function separateNotes(root: Root, source: string, file: string, issues: Issue[]): Pick<Body, 'blocks' | 'notes'> {
  const blocks: Block[] = [];
  let notes: Element[] = [];
  for (const node of root.children as Node[]) {
    if (isElement(node, 'section') && node.properties['dataFootnotes'] !== undefined) {
      const list = node.children.find((child) => isElement(child, 'ol'));
      notes = (list as Element).children.filter((child): child is Element => isElement(child, 'li'));
    } else if (isJsx(node) || isElement(node)) blocks.push(node);
  }
  if (source.includes('\n[^')) checkUnusedNotes(source, notes, file, issues);
  return { blocks, notes };
}

function checkUnusedNotes(source: string, notes: Element[], file: string, issues: Issue[]): void {
  const used = new Set(notes.map((note) => decode(String(note.properties['id'])).slice('fn-'.length).toLowerCase()));
  for (const { 1: label = '', index } of source.matchAll(/\n\[\^([^\]\s]+)\]:/g)) {
    if (used.has(label.toLowerCase())) continue;
    issues.push({
      file,
      line: source.slice(0, index).split('\n').length + 1,
      field: `[^${label}]`,
      what: 'cette note n’est appelée nulle part',
      remedy: `placez [^${label}] dans le texte ou supprimez la note`,
    });
  }
}

/** What the walk over a tree knows and gathers. */
interface Context {
  file: string;
  collection: PieceCollection | 'editions';
  siteHost: string;
  issues: Issue[];
  body: Body;
}

/** Checks every node below `holder` and drops the editors' notes. `parent`: the nearest component; `inside`: the nearest node that is not the root; `line`: of the nearest node. */
function checkChildren(
  context: Context,
  holder: { children: Node[] },
  parent: string | null,
  inside: Node | null,
  line: number,
): void {
  let dropped = false;
  for (const node of holder.children) {
    const at = lineOf(node, line);
    if (isText(node)) checkText(context, node.value, at, inside);
    else if (isJsx(node)) {
      context.body.components.add(node.name ?? '');
      checkJsx(node, { collection: context.collection, parent, inside }, (issue) => report(context, issue));
      checkChildren(context, node, node.name, node, at);
    } else if (isElement(node)) {
      checkElement(context, node, at);
      checkChildren(context, node as unknown as { children: Node[] }, parent, node, at);
    } else if (node.type === 'mdxjsEsm') {
      refuse(
        context,
        at,
        'corps',
        'import et export sont refusés',
        'supprimez cette ligne : un article n’est pas un programme',
      );
    } else if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression') {
      dropped = true;
      if (!/^\s*\/\*[\s\S]*\*\/\s*$/.test(node.value)) {
        refuse(
          context,
          at,
          'corps',
          `l’expression {${node.value.slice(0, 30)}} est refusée`,
          'écrivez \\{ pour afficher une accolade',
        );
      }
    } else if (node.type !== 'comment') {
      refuse(context, at, 'corps', 'ce passage n’est ni du Markdown ni un élément connu', 'supprimez-le');
    }
  }
  if (dropped) holder.children = holder.children.filter((node) => !(node.type as string).endsWith('Expression'));
}

function report(context: Context, issue: Omit<Issue, 'file'>): void {
  context.issues.push({ file: context.file, ...issue });
}

function refuse(context: Context, line: number, field: string, what: string, remedy: string): void {
  report(context, { line, field, what, remedy });
}

function checkText(context: Context, value: string, line: number, inside: Node | null): void {
  if (!value.includes('[^') || (inside !== null && isElement(inside, 'code'))) return;
  const missing = /\[\^([^\]\s]+)\]/.exec(value);
  if (missing) {
    refuse(
      context,
      line,
      `[^${missing[1]}]`,
      'cette note est appelée mais n’est pas écrite',
      `ajoutez [^${missing[1]}]: … à la fin`,
    );
  }
}

function checkElement(context: Context, node: Element, line: number): void {
  switch (node.tagName) {
    case 'a':
      return checkLink(context, node, line);
    case 'h1':
      return refuse(context, line, '#', 'le titre de niveau 1 est celui de la page', 'écrivez ## pour un intertitre');
    case 'h2':
    case 'h3':
    case 'h4':
      if (node.children.every((child) => isBlank(child)))
        refuse(context, line, '##', 'cet intertitre est vide', 'écrivez son texte ou supprimez la ligne');
      return;
    case 'h5':
    case 'h6':
      return refuse(context, line, '#####', 'cet intertitre est trop profond', 'écrivez ## ou ###');
    case 'img':
      return refuse(
        context,
        line,
        'image',
        'une image Markdown n’a pas de crédit',
        'écrivez <Figure src="…" alt="…" credit="…" />',
      );
    case 'input':
      return refuse(context, line, '[ ]', 'les cases à cocher sont refusées', 'écrivez une liste ordinaire');
  }
}

// eslint-disable-next-line no-control-regex -- browsers drop these from addresses, so `java\tscript:` is a script
const IGNORED_IN_LINKS = /[\u0000-\u0020\u007F]/g;

function checkLink(context: Context, node: Element, line: number): void {
  const properties = node.properties;
  if (properties['dataFootnoteRef'] !== undefined || properties['dataFootnoteBackref'] !== undefined) return;
  const href = String(properties['href'] ?? '').replaceAll(IGNORED_IN_LINKS, '');
  const field = `[…](${href.slice(0, 60)})`;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1]?.toLowerCase();
  if (node.children.every((child) => isBlank(child))) {
    refuse(context, line, field, 'ce lien n’a pas de texte', 'écrivez [texte](adresse)');
  }
  if (href === '')
    refuse(context, line, '[…]()', 'ce lien ne mène nulle part', 'écrivez l’adresse entre les parenthèses');
  else if (scheme === 'http' || scheme === 'https') checkExternal(context, href, line, field);
  else if (scheme === 'mailto' || scheme === 'tel') return;
  else if (scheme !== undefined) {
    refuse(context, line, field, `un lien ${scheme}: est refusé`, 'écrivez une adresse en https://');
  } else if (href.startsWith('#')) context.body.fragments.push({ id: decode(href.slice(1)), line });
  else if (/^\/(?![/\\])/.test(href)) checkInternal(context, href, line);
  else {
    refuse(
      context,
      line,
      field,
      'cette adresse n’est ni complète ni depuis la racine',
      'écrivez /articles/nom/ ou https://…',
    );
  }
}

function checkExternal(context: Context, href: string, line: number, field: string): void {
  if (!URL.canParse(href)) {
    refuse(context, line, field, 'cette adresse est mal formée', 'vérifiez-la dans un navigateur');
  } else if (new URL(href).host === context.siteHost) {
    refuse(
      context,
      line,
      field,
      'ce lien vers notre site porte notre nom de domaine',
      `écrivez ${new URL(href).pathname}`,
    );
  }
}

function checkInternal(context: Context, href: string, line: number): void {
  const path = href.replace(/[?#].*$/, '');
  if (FIXED_PAGES.includes(path)) return;
  const lacksSlash = pieceOfPath(path) !== null || FIXED_PAGES.includes(`${path}/`);
  if (!lacksSlash || path.endsWith('/')) context.body.links.push({ path, line });
  else refuse(context, line, `[…](${path})`, 'il manque la barre finale', `écrivez ${path}/`);
}
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
