import { attribute } from './components.ts';
import { listOfFigures } from './html.ts';
import { type Issue, suggest } from './issues.ts';
import { isElement, isJsx, lineOf, type Node } from './mdx.ts';
import type { Asset, PictureFault } from './pictures.ts';
import type { StudyData } from './record-schemas.ts';

/** What the renderer asks of the rest of the content while it works on one file. */
export interface Surroundings {
  siteHost: string;
  /** `faulty`: it is there, and its own mistakes are already reported. */
  study(id: string): StudyData | 'faulty' | null;
  studyIds(): string[];
  /** The files of a picture, or what is wrong with it. */
  picture(src: string, closed: boolean): Promise<Asset | PictureFault>;
}

/**
 * The studies that a body shows; `null` when one has mistakes of its own, so that nothing can be rendered. A figure that
 * is sold must not stand where everyone reads.
 */
export function findStudies(
  open: readonly Node[],
  closed: readonly Node[],
  around: Surroundings,
  report: (issue: Omit<Issue, 'file'>) => void,
): Map<string, StudyData> | null {
  const studies = new Map<string, StudyData>();
  let complete = true;
  const visit = (nodes: readonly Node[], isOpen: boolean): void => {
    for (const node of nodes) {
      if (isElement(node)) visit(node.children as Node[], isOpen);
      if (!isJsx(node)) continue;
      visit(node.children, isOpen);
      if (node.name !== 'KeyFigure' && node.name !== 'Chart') continue;
      const field = `<${node.name}>`;
      const line = lineOf(node);
      const id = attribute(node, 'study');
      const study = around.study(id);
      if (study === 'faulty') {
        complete = false;
        continue;
      }
      if (study === null) {
        report({ line, field, what: `l’étude « ${id} » n’existe pas`, remedy: suggest(id, around.studyIds()) });
        continue;
      }
      studies.set(id, study);
      if (isOpen && study.access === 'subscribers') {
        report({
          line,
          field,
          what: `l’étude « ${id} » est réservée aux abonnés et ce passage est ouvert à tous`,
          remedy: 'placez l’élément après <Paywall /> ou écrivez access: public dans l’étude',
        });
      }
      const known = study.figures.map((figure) => figure.id);
      for (const wanted of node.name === 'Chart' ? listOfFigures(node) : [attribute(node, 'id')]) {
        const figure = study.figures.find((candidate) => candidate.id === wanted);
        if (figure !== undefined && figure.value < 0 && node.name === 'Chart') {
          report({
            line,
            field,
            what: `le chiffre « ${wanted} » est négatif`,
            remedy: 'retirez-le du graphique : ses barres partent de zéro',
          });
        }
        if (figure !== undefined) continue;
        report({
          line,
          field,
          what: `le chiffre « ${wanted} » n’est pas dans l’étude « ${id} »`,
          remedy: suggest(wanted, known),
        });
      }
    }
  };
  visit(open, true);
  visit(closed, false);
  return complete ? studies : null;
}

/** A picture that stands in both parts is open; one that stands in the closed part alone gets a secret name. */
export async function findPictures(
  open: readonly Node[],
  closed: readonly Node[],
  around: Surroundings,
  report: (issue: Omit<Issue, 'file'>) => void,
): Promise<Map<string, Asset>> {
  const pictures = new Map<string, Asset>();
  const openSources = figureSources(open);
  const seen = new Set(openSources.map(({ src }) => src));
  const wanted = [
    ...openSources.map((source) => ({ ...source, closed: false })),
    ...figureSources(closed)
      .filter(({ src }) => !seen.has(src))
      .map((source) => ({ ...source, closed: true })),
  ];
  for (const { src, line, closed: isClosed } of wanted) {
    const asset = await around.picture(src, isClosed);
    if ('what' in asset) report({ line, field: '<Figure>', ...asset });
    else pictures.set(src, asset);
  }
  return pictures;
}

/** The pictures that a part of a body shows, as they were written. */
function figureSources(blocks: readonly Node[]): { src: string; line: number }[] {
  const found: { src: string; line: number }[] = [];
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (isJsx(node) && node.name === 'Figure') found.push({ src: attribute(node, 'src'), line: lineOf(node) });
      if (isJsx(node) || isElement(node)) visit(node.children as Node[]);
    }
  };
  visit(blocks);
  return found;
}
