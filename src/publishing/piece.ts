import type { Element } from 'hast';
import { type Access } from '../paywall.ts';
import type { PieceCollection } from '../urls.ts';
import { readBody } from './body.ts';
import { findPictures, findStudies, type Surroundings } from './material.ts';
import { attribute, endsAnswer, inlineChildren, isBlank } from './components.ts';
import { cut } from './cut.ts';
import { type Heading, type Material, notesToHtml, partToHtml } from './html.ts';
import { type Issue, suggest } from './issues.ts';
import { type Block, countWords, isElement, isJsx, type Jsx, lineOf, type Node, plainText } from './mdx.ts';
import { shareNotes } from './notes.ts';
import { checkQuestions } from './questions.ts';
import type { Asset } from './pictures.ts';
import type { QuestionnaireData, StudyData } from './record-schemas.ts';
import { slugger } from './slugs.ts';
import { typeset } from './typography.ts';

export interface TocEntry {
  id: string;
  text: string;
  number: number | null;
}

/** One part of a body, ready to be stored. */
export interface RenderedPart {
  html: string;
  notesHtml: string;
  toc: TocEntry[];
  words: number;
}

export interface RenderedAnswer {
  questionId: string;
  wording: string;
  html: string;
  text: string;
  /** Whether no block of the answer is closed. */
  isOpen: boolean;
}

export interface RenderedBody {
  open: RenderedPart;
  /** `null` when nothing is closed. */
  closed: (RenderedPart & { answers: number }) | null;
  answers: RenderedAnswer[];
  /** The ids of the studies that it shows. */
  studies: string[];
  /** Links to pages of ours. Their lines are known only when there are issues. */
  links: { path: string; line: number }[];
  issues: Issue[];
}

export interface PieceSource {
  /** The whole file, and its path below the content folder. */
  source: string;
  file: string;
  collection: PieceCollection | 'editions';
  access: Access;
  numbered: boolean;
  questionnaire: QuestionnaireData | null;
}

/**
 * Renders a piece's body: checked, cut once on the tree, each part to its own HTML. A body with mistakes is read again
 * with positions, so that each issue has its line.
 */
export async function renderBody(piece: PieceSource, around: Surroundings): Promise<RenderedBody> {
  const rendered = await render(piece, around, false);
  return rendered.issues.length === 0 ? rendered : render(piece, around, true);
}

async function render(piece: PieceSource, around: Surroundings, positions: boolean): Promise<RenderedBody> {
  const { body, issues } = readBody(piece.source, piece.file, piece.collection, around.siteHost, positions);
  const report = (issue: Omit<Issue, 'file'>): void => void issues.push({ file: piece.file, ...issue });
  if (issues.length === 0) checkStructure(piece, body.blocks, report);
  const headings = nameHeadings(body.blocks, piece);
  const parts = cut(body.blocks, piece.access, piece.collection === 'interviews');
  const notes = shareNotes(body.notes, parts.open, parts.closed);
  checkFragments(body.fragments, headings, body.notes, report);
  const open: Node[] = [...parts.open, ...notes.open];
  const closed: Node[] = [...parts.closed, ...notes.closed];
  const showsFigures = body.components.has('KeyFigure') || body.components.has('Chart');
  const studies = showsFigures ? findStudies(open, closed, around, report) : new Map<string, StudyData>();
  const pictures = body.components.has('Figure')
    ? await findPictures(open, closed, around, report)
    : new Map<string, Asset>();
  if (issues.length > 0 || studies === null)
    return { open: EMPTY, closed: null, answers: [], studies: [], links: body.links, issues };

  const material: Material = { pictures, studies, headings, charts: 0 };
  const part = (blocks: Block[], ownNotes: Element[], begins: 'answer' | 'coda' | null): RenderedPart => {
    return {
      html: partToHtml(blocks, material, begins),
      notesHtml: notesToHtml(ownNotes, material),
      toc: blocks.flatMap((block) => tocEntry(block, headings)),
      words: countWords(blocks as Node[]),
    };
  };
  const last = parts.open.findLast(endsAnswer);
  const inside = last === undefined ? null : last.name === 'Coda' ? 'coda' : 'answer';
  return {
    open: part(parts.open, notes.open, null),
    closed:
      parts.closed.length === 0
        ? null
        : { ...part(parts.closed, notes.closed, inside), answers: parts.closed.filter(isQuestion).length },
    answers: listAnswers(body.blocks, parts.open, material),
    studies: [...studies.keys()],
    links: body.links,
    issues,
  };
}

const EMPTY: RenderedPart = { html: '', notesHtml: '', toc: [], words: 0 };

function firstBodyLine(source: string): number {
  return source.split('\n').findIndex((line, index) => index > 0 && line.trimEnd() === '---') + 2;
}

function isQuestion(block: Block): block is Jsx {
  return isJsx(block) && block.name === 'Question';
}

function checkStructure(
  piece: PieceSource,
  blocks: readonly Block[],
  report: (issue: Omit<Issue, 'file'>) => void,
): void {
  const walls = blocks.filter((block) => isJsx(block) && block.name === 'Paywall');
  const refuseWall = (wall: Block | undefined, what: string, remedy: string): void => {
    if (wall !== undefined) report({ line: lineOf(wall), field: '<Paywall>', what, remedy });
  };
  if (blocks.every((block) => isJsx(block) && block.name === 'Paywall')) {
    report({
      line: firstBodyLine(piece.source),
      field: 'corps',
      what: 'le texte est vide',
      remedy: 'écrivez le texte sous le second ---',
    });
  }
  if (piece.access === 'public') {
    refuseWall(walls[0], 'cette pièce est publique', 'supprimez <Paywall /> ou écrivez access: subscribers');
  } else {
    refuseWall(walls[1], 'ce texte est coupé deux fois', 'gardez un seul <Paywall />');
    if (walls[0] !== undefined && blocks.at(-1) === walls[0]) {
      refuseWall(walls[0], 'rien ne suit la coupe', 'placez <Paywall /> avant la partie réservée');
    }
  }
  const introductions = blocks.filter((block) => isJsx(block) && block.name === 'Introduction');
  if (introductions[0] !== undefined && introductions[0] !== blocks[0]) {
    report({
      line: lineOf(introductions[0]),
      field: '<Introduction>',
      what: 'l’introduction n’ouvre pas la lettre',
      remedy: 'placez-la en tête, avant le premier paragraphe',
    });
  }
  for (const extra of introductions.slice(1)) {
    report({
      line: lineOf(extra),
      field: '<Introduction>',
      what: 'cette lettre a déjà une introduction',
      remedy: 'gardez-en une seule',
    });
  }
  if (piece.questionnaire !== null) checkQuestions(blocks, piece.questionnaire, firstBodyLine(piece.source), report);
}

/** Ids in reading order, so that no id of the open part depends on the closed one. */
function nameHeadings(blocks: readonly Block[], piece: PieceSource): Map<Block, Heading> {
  const headings = new Map<Block, Heading>();
  const slug = slugger(piece.questionnaire?.questions.map((question) => `q-${question.id}`) ?? []);
  let number = 0;
  for (const block of blocks) {
    if (isElement(block) && /^h[234]$/.test(block.tagName)) {
      const text = plainText([block as Node]);
      const numbered = piece.numbered && block.tagName === 'h2';
      if (numbered) number += 1;
      headings.set(block, {
        id: slug(text),
        text,
        number: numbered ? number : null,
        content: block.children as Node[],
      });
    } else if (isQuestion(block)) {
      const id = attribute(block, 'id');
      const own = block.children.every((child) => isBlank(child)) ? null : inlineChildren(block);
      const wording = typeset(piece.questionnaire?.questions.find((question) => question.id === id)?.wording ?? id);
      const content: Node[] = own ?? [{ type: 'text', value: wording }];
      headings.set(block, { id: `q-${id}`, text: plainText(content), number: null, content });
    }
  }
  return headings;
}

function tocEntry(block: Block, headings: ReadonlyMap<Block, Heading>): TocEntry[] {
  const heading = headings.get(block);
  if (heading === undefined || (isElement(block) && block.tagName !== 'h2')) return [];
  return [{ id: heading.id, text: heading.text, number: heading.number }];
}

function checkFragments(
  fragments: readonly { id: string; line: number }[],
  headings: ReadonlyMap<Block, Heading>,
  notes: readonly Element[],
  report: (issue: Omit<Issue, 'file'>) => void,
): void {
  if (fragments.length === 0) return;
  const known = [...headings.values()].map((heading) => heading.id);
  const noteIds = notes.map((note) => String(note.properties['id']));
  for (const { id, line } of fragments) {
    if (known.includes(id) || noteIds.includes(id)) continue;
    report({ line, field: `[…](#${id})`, what: 'cette ancre n’existe pas dans le texte', remedy: suggest(id, known) });
  }
}

function listAnswers(blocks: readonly Block[], open: readonly Block[], material: Material): RenderedAnswer[] {
  const answers: RenderedAnswer[] = [];
  for (const [index, block] of blocks.entries()) {
    if (!isQuestion(block)) continue;
    const rest = blocks.slice(index + 1);
    const end = rest.findIndex(endsAnswer);
    const answer = (end < 0 ? rest : rest.slice(0, end)).filter((next) => !(isJsx(next) && next.name === 'Paywall'));
    answers.push({
      questionId: attribute(block, 'id'),
      wording: material.headings.get(block)?.text ?? '',
      html: partToHtml(answer, material, null),
      text: plainText(answer as Node[]),
      isOpen: answer.every((next) => open.includes(next)),
    });
  }
  return answers;
}
