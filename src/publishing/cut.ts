import type { Access } from '../paywall.ts';
import { type Block, countWords, isElement, isJsx, type Node } from './mdx.ts';

export interface Parts {
  open: Block[];
  closed: Block[];
}

/** Words that the automatic cut may leave open. */
const OPEN_WORDS = 120;

/**
 * THE cut (decision 0002): a body falls into what everyone reads and what subscribers read. `<Paywall />` marks the
 * place; without it an interview opens its introduction and first answer, any other piece its first whole paragraphs,
 * at most two, while they hold at most 120 words together. The automatic cut never ends on a heading and always leaves
 * something closed. A public piece is open whole.
 */
export function cut(blocks: readonly Block[], access: Access, isInterview: boolean): Parts {
  if (access === 'public') return { open: [...blocks], closed: [] };
  const marker = blocks.findIndex((block) => isJsx(block) && block.name === 'Paywall');
  if (marker >= 0) return { open: blocks.slice(0, marker), closed: blocks.slice(marker + 1) };
  let end = isInterview ? endOfFirstAnswer(blocks) : endOfFirstParagraphs(blocks);
  if (end === blocks.length) end -= 1;
  while (end > 0 && isHeading(blocks[end - 1])) end -= 1;
  return { open: blocks.slice(0, end), closed: blocks.slice(end) };
}

function endOfFirstAnswer(blocks: readonly Block[]): number {
  const questions = blocks.flatMap((block, index) => (isJsx(block) && block.name === 'Question' ? [index] : []));
  return questions[1] ?? 0;
}

function endOfFirstParagraphs(blocks: readonly Block[]): number {
  let words = 0;
  let paragraphs = 0;
  let end = 0;
  for (const [index, block] of blocks.entries()) {
    if (isHeading(block)) continue;
    if (!isElement(block, 'p') && !(isJsx(block) && block.name === 'Introduction')) break;
    words += countWords([block as Node]);
    paragraphs += 1;
    if (words > OPEN_WORDS || paragraphs > 2) break;
    end = index + 1;
  }
  return end;
}

function isHeading(block: Block | undefined): boolean {
  return block !== undefined && isElement(block) && /^h[1-6]$/.test(block.tagName);
}
