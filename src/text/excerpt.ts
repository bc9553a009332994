/** A sentence ends on its sign, and on the guillemet that closes it: an abbreviation is followed by a no-break space. */
const SENTENCE = /.*?[.!?…][\u00a0\u202f]?»?(?:[ \n]+|$)|.+$/gs;

/**
 * The first whole sentences of a typeset text, at most `limit` characters of them; a single longer sentence is cut at
 * a word and ends on an ellipsis. Never ends inside a quotation that it opened.
 */
export function excerpt(text: string, limit: number): string {
  let taken = '';
  let best = '';
  for (const [sentence] of text.slice(0, limit * 2).matchAll(SENTENCE)) {
    if (taken.length + sentence.trimEnd().length > limit) break;
    taken += sentence;
    if (isBalanced(taken)) best = taken.trimEnd();
  }
  if (best !== '') return best;
  if (text.length <= limit) return text;
  const cut = cutAtWord(text, limit - 1);
  return isBalanced(cut) ? `${cut}…` : `${cutAtWord(text, limit - 3)}…\u00a0»`;
}

function cutAtWord(text: string, limit: number): string {
  const space = text.lastIndexOf(' ', limit);
  return text.slice(0, space > 0 ? space : limit).replace(/[\s,;:\u00a0\u202f«]+$/u, '');
}

function isBalanced(text: string): boolean {
  return text.split('«').length === text.split('»').length;
}
