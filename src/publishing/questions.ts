import { attribute, endsAnswer, inlineChildren, isBlank } from './components.ts';
import { type Issue, suggest } from './issues.ts';
import { type Block, isElement, isJsx, type Jsx, lineOf, plainText } from './mdx.ts';
import type { QuestionnaireData } from './record-schemas.ts';

type Report = (issue: Omit<Issue, 'file'>) => void;

/**
 * Checks an interview against its questionnaire: each question there, once, in order, answered; wordings listed;
 * follow-ups inside answers; at most one coda, after the last answer.
 */
export function checkQuestions(
  blocks: readonly Block[],
  questionnaire: QuestionnaireData,
  firstBodyLine: number,
  report: Report,
): void {
  const expected = questionnaire.questions.map((question) => question.id);
  const asked: string[] = [];
  let coda: Jsx | null = null;
  for (const [index, block] of blocks.entries()) {
    if (!isJsx(block)) continue;
    const refuse = (what: string, remedy: string): void =>
      report({ line: lineOf(block), field: `<${block.name}>`, what, remedy });
    if (block.name === 'Question') {
      const id = attribute(block, 'id');
      if (coda !== null) refuse('cette question suit <Coda />', 'placez <Coda /> après la dernière réponse');
      if (!expected.includes(id)) refuse(`la question « ${id} » n’est pas au questionnaire`, suggest(id, expected));
      else if (asked.includes(id)) refuse(`la question « ${id} » est posée deux fois`, 'gardez-en une seule');
      else {
        const late = expected.slice(expected.indexOf(id) + 1).find((other) => asked.includes(other));
        if (late !== undefined)
          refuse(`la question « ${id} » vient après « ${late} »`, `ordre : ${expected.join(', ')}`);
      }
      asked.push(id);
      checkWording(block, questionnaire, refuse);
      if (!isAnswered(blocks, index))
        refuse('cette question n’a pas de réponse', 'écrivez la réponse sous la question');
    } else if (block.name === 'FollowUp' && (asked.length === 0 || coda !== null)) {
      refuse('cette relance est hors d’une réponse', 'placez-la sous la question qu’elle prolonge');
    } else if (block.name === 'Coda') {
      if (coda !== null) refuse('cet entretien a déjà une coda', 'gardez un seul <Coda />');
      if (blocks[index + 1] === undefined) refuse('rien ne suit <Coda />', 'écrivez la coda ou supprimez la ligne');
      coda = block;
    }
  }
  for (const id of expected.filter((candidate) => !asked.includes(candidate))) {
    report({
      line: firstBodyLine,
      field: '<Question>',
      what: `la question « ${id} » manque`,
      remedy: `ajoutez <Question id="${id}" /> et sa réponse`,
    });
  }
}

function isAnswered(blocks: readonly Block[], question: number): boolean {
  for (const block of blocks.slice(question + 1)) {
    if (endsAnswer(block)) return false;
    if (isElement(block) || (block.name !== 'Paywall' && block.name !== 'FollowUp')) return true;
  }
  return false;
}

function checkWording(
  block: Jsx,
  questionnaire: QuestionnaireData,
  refuse: (what: string, remedy: string) => void,
): void {
  if (block.children.every((child) => isBlank(child))) return;
  const question = questionnaire.questions.find((candidate) => candidate.id === attribute(block, 'id'));
  if (question === undefined) return;
  const written = plainText(inlineChildren(block));
  const known = [question.wording, ...question.variants];
  if (known.some((variant) => sameWording(variant, written))) return;
  refuse(
    `« ${written} » n’est pas une variante connue`,
    'ajoutez-la aux variants du questionnaire ou reprenez une variante',
  );
}

/** Compared without case, quotes, apostrophes or spaces (DESIGN §4): wording drifts, meaning does not. */
function sameWording(a: string, b: string): boolean {
  const bare = (text: string): string =>
    text
      .normalize('NFC')
      .toLowerCase()
      .replaceAll(/[\s«»“”„‟"'’‘‚‛]/g, '');
  return bare(a) === bare(b);
}
