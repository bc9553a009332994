/** Ligatures do not come apart by themselves: « Œuvres » stands between « Odile » and « Officine ». */
const LIGATURES: Record<string, string> = { œ: 'oe', æ: 'ae' };

/** What a record is sorted by in a list of names: without case, accents, signs, nor the article of a firm's name. */
export function sortKey(kind: string, data: Record<string, unknown>): string {
  const name = data['sortName'] ?? data['name'] ?? data['title'] ?? '';
  const plain = String(name)
    .toLowerCase()
    .replace(/[œæ]/g, (letter) => LIGATURES[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  return kind === 'organisations' ? plain.replace(/^(?:les?|la|l) (?=.)/, '') : plain;
}
