import type { PieceCollection } from '../urls.ts';
import { type Issue, quote, suggest } from './issues.ts';
import { isElement, isJsx, isText, type Jsx, lineOf, type Node } from './mdx.ts';

/** What the dialect knows of a component: where it may stand, its attributes and what it holds. */
interface Component {
  attributes: Record<string, 'required' | 'optional'>;
  holds: 'nothing' | 'text' | 'text?' | 'blocks' | 'lines';
  /** Only at the top level of the body. */
  topLevel?: true;
  only?: PieceCollection;
  /** The values that an attribute may take. */
  values?: Record<string, readonly string[]>;
}

const SUGGESTION_KINDS = ['book', 'film', 'record', 'place', 'site'] as const;

/** The editorial dialect (DESIGN §4): Markdown, GFM and these. Anything else is refused. */
const COMPONENTS: Record<string, Component> = {
  Question: { attributes: { id: 'required' }, holds: 'text?', topLevel: true, only: 'interviews' },
  FollowUp: { attributes: {}, holds: 'text', topLevel: true, only: 'interviews' },
  Coda: { attributes: {}, holds: 'nothing', topLevel: true, only: 'interviews' },
  Introduction: { attributes: {}, holds: 'blocks', topLevel: true, only: 'letters' },
  Paywall: { attributes: {}, holds: 'nothing', topLevel: true },
  Note: { attributes: { title: 'optional' }, holds: 'blocks' },
  Definition: { attributes: { term: 'required' }, holds: 'blocks' },
  PullQuote: { attributes: { by: 'optional' }, holds: 'text' },
  Figure: {
    attributes: { src: 'required', alt: 'required', credit: 'required', caption: 'optional' },
    holds: 'nothing',
  },
  KeyFigure: { attributes: { study: 'required', id: 'required' }, holds: 'nothing' },
  Chart: { attributes: { study: 'required', figures: 'required', title: 'optional' }, holds: 'nothing' },
  Suggestion: {
    attributes: { kind: 'required', title: 'required', by: 'optional', year: 'optional', url: 'optional' },
    holds: 'blocks',
    values: { kind: SUGGESTION_KINDS },
  },
  Dialogue: { attributes: {}, holds: 'lines' },
  Line: { attributes: { who: 'optional' }, holds: 'text' },
};

/** Every component that an editor may write. */
export const COMPONENT_NAMES: readonly string[] = Object.keys(COMPONENTS);

const SECTION_NAMES: Record<PieceCollection, string> = {
  articles: 'un article',
  interviews: 'un entretien',
  letters: 'une lettre',
};

/** The value of an attribute that `checkJsx` has let through; `''` when absent. */
export function attribute(node: Jsx, name: string): string {
  const found = node.attributes.find((candidate) => candidate.name === name);
  return typeof found?.value === 'string' ? found.value : '';
}

/** Checks one component against the dialect: its name, its place, its attributes, what it holds. */
export function checkJsx(
  node: Jsx,
  context: { collection: PieceCollection | 'editions'; parent: string | null; inside: Node | null },
  report: (issue: Omit<Issue, 'file'>) => void,
): void {
  const line = lineOf(node);
  const field = `<${node.name ?? ''}>`;
  const component = node.name === null ? undefined : COMPONENTS[node.name];
  const refuse = (what: string, remedy: string): void => report({ line, field, what, remedy });
  if (component === undefined || node.name === null || !Object.hasOwn(COMPONENTS, node.name)) {
    refuse(...explainUnknown(node.name ?? ''));
    return;
  }
  if (component.only !== undefined && component.only !== context.collection) {
    refuse(`cet élément n’a de sens que dans ${SECTION_NAMES[component.only]}`, 'supprimez-le');
  }
  const parent = node.name === 'Line' ? 'Dialogue' : null;
  if (node.type === 'mdxJsxTextElement' && context.parent !== 'Dialogue') {
    refuse('cet élément est au milieu d’une phrase', 'mettez-le seul sur sa ligne, entre deux lignes vides');
  } else if (component.topLevel && context.inside !== null) {
    refuse('cet élément est à l’intérieur d’un autre', 'mettez-le seul sur sa ligne, hors de tout autre élément');
  } else if (parent !== null && context.parent !== parent) {
    refuse(`cet élément ne va que dans <${parent}>`, `entourez-le de <${parent}> et </${parent}>`);
  }
  checkAttributes(node, component, refuse);
  checkChildren(node, component, refuse);
}

function checkAttributes(node: Jsx, component: Component, refuse: (what: string, remedy: string) => void): void {
  const known = Object.keys(component.attributes);
  const seen = new Set<string>();
  for (const { name, value } of node.attributes) {
    if (name === undefined) refuse('les accolades sont refusées dans un élément', 'écrivez attribut="valeur"');
    else if (!known.includes(name)) {
      refuse(`l’attribut ${quote(name)} n’existe pas ici`, known.length > 0 ? suggest(name, known) : 'supprimez-le');
    } else if (seen.has(name)) refuse(`l’attribut ${name} est écrit deux fois`, 'gardez-en un seul');
    else if (typeof value !== 'string') {
      refuse(`la valeur de ${name} n’est pas un texte simple`, `écrivez ${name}="…", sans accolades`);
    } else if (value.trim() === '') {
      const empty = name === 'alt' ? 'décrivez ce que montre l’image' : 'remplissez-le ou supprimez-le';
      refuse(`l’attribut ${name} est vide`, empty);
    } else if (name === 'url' && !/^https?:\/\/[^\s/]+\.\S+$/.test(value)) {
      refuse(`${quote(value)} n’est pas une adresse du web`, 'écrivez une adresse complète qui commence par https://');
    } else if (component.values?.[name] !== undefined && !component.values[name].includes(value)) {
      refuse(`${quote(value)} n’est pas une valeur de ${name}`, suggest(value, component.values[name]));
    }
    if (name !== undefined) seen.add(name);
  }
  for (const [name, need] of Object.entries(component.attributes)) {
    if (need === 'required' && !seen.has(name)) refuse(`il manque l’attribut ${name}`, `ajoutez ${name}="…"`);
  }
}

function checkChildren(node: Jsx, component: Component, refuse: (what: string, remedy: string) => void): void {
  const children = node.children.filter((child) => !isBlank(child));
  const blocks = children.some((child) => isJsx(child) || (isElement(child) && BLOCK_TAGS.has(child.tagName)));
  if (component.holds === 'nothing' && children.length > 0) {
    refuse('cet élément ne contient rien', `écrivez <${node.name} … /> seul sur sa ligne`);
  } else if (component.holds === 'blocks' && children.length === 0) {
    refuse('cet élément est vide', 'écrivez son texte entre l’ouverture et la fermeture, ou supprimez-le');
  } else if (component.holds === 'text' && children.length === 0) {
    refuse('cet élément est vide', 'écrivez son texte entre l’ouverture et la fermeture, ou supprimez-le');
  } else if (component.holds.startsWith('text') && blocks && !isSingleParagraph(children)) {
    refuse('cet élément contient autre chose qu’une phrase', 'gardez un seul paragraphe, sans ligne vide');
  } else if (component.holds === 'lines') {
    const lines = dialogueLines(node);
    if (lines.length === 0 || lines.some((child) => !isJsx(child) || child.name !== 'Line')) {
      refuse('un dialogue ne contient que des répliques', 'écrivez <Line who="…">…</Line>, une par ligne');
    }
  }
}

const BLOCK_TAGS = new Set(['p', 'ul', 'ol', 'blockquote', 'table', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr']);

function isSingleParagraph(children: readonly Node[]): boolean {
  return children.length === 1 && children[0] !== undefined && isElement(children[0], 'p');
}

/** What stands in a dialogue, whether or not the parser made a paragraph of it. */
export function dialogueLines(node: Jsx): Node[] {
  const children = node.children.flatMap((child): Node[] => (isElement(child, 'p') ? child.children : [child]));
  return children.filter((child) => !isBlank(child));
}

/** A question or the coda: what ends the answer before it. */
export function endsAnswer(node: Node): node is Jsx & { name: 'Question' | 'Coda' } {
  return isJsx(node) && (node.name === 'Question' || node.name === 'Coda');
}

export function isBlank(node: Node): boolean {
  return isText(node) && node.value.trim() === '';
}

/** The inline content of a component that holds a sentence, whether or not the parser made a paragraph of it. */
export function inlineChildren(node: Jsx): Node[] {
  const children = node.children.filter((child) => !isBlank(child));
  const only = children[0];
  return children.length === 1 && only !== undefined && isElement(only, 'p') ? only.children : node.children;
}

const HTML_REMEDIES: Record<string, string> = {
  em: 'écrivez *mot*',
  i: 'écrivez *mot*',
  strong: 'écrivez **mot**',
  b: 'écrivez **mot**',
  a: 'écrivez [texte](adresse)',
  img: 'écrivez <Figure src="…" alt="…" credit="…" />',
  br: 'commencez un nouveau paragraphe',
  hr: 'écrivez ***',
  blockquote: 'commencez la ligne par >',
};

function explainUnknown(name: string): [string, string] {
  if (name === '') return ['un fragment <> est refusé', 'supprimez-le'];
  if (/^[a-z]/.test(name)) {
    return ['les balises HTML sont refusées', HTML_REMEDIES[name] ?? 'écrivez en Markdown, ou &lt; pour le signe <'];
  }
  return ['cet élément n’existe pas', suggest(name, COMPONENT_NAMES)];
}
