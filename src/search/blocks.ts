/** A paragraph of a text, or the heading of what follows, which has an address. */
export interface Block {
  /** Where a heading stands in its page; `null` for a paragraph. */
  id: string | null;
  text: string;
}

/** What is no text: drawings, whose table says the same, calls of notes, links to a heading and back from a note, credits. */
const LEFT_OUT =
  /<svg.*?<\/svg>|<sup>.*?<\/sup>|<a [^>]*class="(?:anchor|note-back)"[^>]*>.*?<\/a>|<span class="(?:credit|number)">.*?<\/span>/gs;
const INLINE = /^<\/?(?:a|abbr|b|br|cite|code|del|dfn|em|i|q|s|small|span|strong|sub|time|wbr)\b/;
const HEADING = /^<h[2-4]\b(?:[^>]*\bid="([^"]*)")?/;

/** The paragraphs and headings of HTML that the publisher made, in their order. */
export function blocksOf(html: string): Block[] {
  const blocks: Block[] = [];
  let block: Block = { id: null, text: '' };
  const close = (id: string | null): void => {
    const text = block.text.replace(/[ \n\t]+/g, ' ').trim();
    if (text !== '') blocks.push({ id: block.id, text });
    block = { id, text: '' };
  };
  for (const [token] of html.replace(LEFT_OUT, '').matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) block.text += decoded(token);
    else if (token.startsWith('<br')) block.text += ' ';
    else if (!INLINE.test(token)) close(HEADING.exec(token)?.[1] ?? null);
  }
  close(null);
  return blocks;
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', nbsp: '\u00a0' };

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (entity, hex?: string, decimal?: string, name = '') => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return NAMED[name] ?? entity;
  });
}
