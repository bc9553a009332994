/** A heading or a question with what stands under it; the first has none. */
export interface Section {
  /** The anchor of the heading; `null` before the first. */
  id: string | null;
  heading: string | null;
  /** Without its heading. Blocks stand on their own lines. */
  text: string;
}

const INLINE = new Set(
  'a abbr b bdi cite code del dfn em i ins kbd mark q s small span strong sub time u wbr'.split(' '),
);

/**
 * The text of stored HTML, a line for each block. Without drawings, credits, anchors and the marks of notes, which no
 * reader takes for text; who speaks in a dialogue is parted from what is said.
 */
export function plainText(html: string): string {
  return strip(html)
    .replace(/ *\n\s*/g, '\n')
    .trim();
}

/** The same with whatever space there is between blocks, for whom it does not matter. */
export function strip(html: string): string {
  let text = '';
  let at = 0;
  for (;;) {
    const opens = html.indexOf('<', at);
    text += opens < 0 ? html.slice(at) : html.slice(at, opens);
    if (opens < 0) break;
    const closes = html.indexOf('>', opens);
    if (closes < 0) break;
    const name = nameOf(html, html.charCodeAt(opens + 1) === SLASH ? opens + 2 : opens + 1);
    at = closes + 1;
    if (name === 'svg' || name === 'sup') at = after(`</${name}>`, html, at);
    else if (name === 'a' && /class="(?:anchor|note-back)"/.test(html.slice(opens, closes)))
      at = after('</a>', html, at);
    else if (name === 'span' && html.startsWith('class="credit"', opens + 6)) at = after('</span>', html, at);
    else if (name === 'span' && html.startsWith('class="who"', opens + 6)) {
      const end = html.indexOf('</span>', at);
      text += `${html.slice(at, end)}\u00a0:`;
      at = end;
    } else if (!INLINE.has(name)) text += '\n';
  }
  return text.includes('&') ? text.replace(ENTITY, decode) : text;
}

const SLASH = 47;

function nameOf(html: string, from: number): string {
  let to = from;
  for (let code = html.charCodeAt(to); code > 47 && code < 123 && code !== 62; code = html.charCodeAt(to)) to += 1;
  return html.slice(from, to);
}

function after(end: string, html: string, from: number): number {
  const found = html.indexOf(end, from);
  return found < 0 ? from : found + end.length;
}

const ENTITIES = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }));
const ENTITY = /&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi;

function decode(
  entity: string,
  hex: string | undefined,
  decimal: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return ENTITIES.get(name) ?? entity;
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
}

const HEADING = /<h([2-4])[^>]*? id="([^"]*)"[^>]*>([\s\S]*?)<\/h\1>/g;

/** The sections of stored HTML in their order. */
export function sectionsOf(html: string): Section[] {
  const sections: Section[] = [];
  let id: string | null = null;
  let heading: string | null = null;
  let from = 0;
  const close = (to: number): void => {
    const text = plainText(html.slice(from, to));
    if (text !== '' || heading !== null) sections.push({ id, heading, text });
  };
  for (const match of html.matchAll(HEADING)) {
    close(match.index);
    id = match[2] ?? null;
    heading = plainText((match[3] ?? '').replace(/<span class="number">[^<]*<\/span>/, ''));
    from = match.index + match[0].length;
  }
  close(html.length);
  return sections;
}

/** A paragraph of a text, or the heading of what follows, which has an address. */
export interface Block {
  /** Where a heading stands in its page; `null` for a paragraph. */
  id: string | null;
  text: string;
}

/** The headings and paragraphs of stored HTML in their order. */
export function blocksOf(html: string): Block[] {
  return sectionsOf(html).flatMap(({ id, heading, text }) => [
    ...(heading === null ? [] : [{ id, text: heading }]),
    ...text.split('\n').flatMap((line) => (line === '' ? [] : [{ id: null, text: line }])),
  ]);
}
