/** Elements that feed readers keep, with the attributes worth keeping. What is not listed is unwrapped: its content stays. */
const KEPT: Record<string, readonly string[]> = {
  a: ['href'],
  abbr: ['title'],
  b: [],
  blockquote: ['cite'],
  br: [],
  caption: [],
  cite: [],
  code: [],
  dd: [],
  del: [],
  dl: [],
  dt: [],
  em: [],
  figcaption: [],
  figure: [],
  h2: [],
  h3: [],
  h4: [],
  hr: [],
  i: [],
  img: ['src', 'alt', 'width', 'height'],
  ins: [],
  li: ['value'],
  ol: ['start'],
  p: [],
  pre: [],
  q: ['cite'],
  strong: [],
  sub: [],
  sup: [],
  table: [],
  tbody: [],
  td: ['colspan', 'rowspan'],
  th: ['scope', 'colspan', 'rowspan'],
  thead: [],
  tr: [],
  ul: [],
};
/** An aside has no place of its own in a feed reader: it is set off as a quotation is. */
const RENAMED: Record<string, string> = { aside: 'blockquote', summary: 'p' };
/** Dropped with all that they hold: a chart is followed by its table. */
const DROPPED = new Set(['button', 'form', 'iframe', 'noscript', 'object', 'script', 'style', 'svg', 'template']);
const ADDRESSES = new Set(['href', 'src', 'cite']);

const TAG = /<(\/?)([a-z][a-z0-9-]*)([^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*)>|<!--[^]*?-->/gi;
const ATTRIBUTE = /([a-z][a-z0-9-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const VOID = new Set(['br', 'hr', 'img']);

/**
 * HTML of ours as a feed may carry it: no class, no script, no picture in several sizes, every address absolute.
 * `pageUrl` is the full address of the page that it comes from, to which `#` links lead.
 */
export function feedHtml(body: string, pageUrl: string): string {
  const html = withoutStyles(body);
  let out = '';
  let at = 0;
  let dropping: { name: string; depth: number } | null = null;
  for (const match of html.matchAll(TAG)) {
    const [tag, slash, name = '', attributes = ''] = match;
    const text = html.slice(at, match.index);
    at = match.index + tag.length;
    if (dropping === null) out += text;
    const closing = slash === '/';
    const lower = name.toLowerCase();
    if (dropping !== null) {
      if (lower === dropping.name) dropping.depth += closing ? -1 : 1;
      if (dropping.depth === 0) dropping = null;
    } else if (!closing && (DROPPED.has(lower) || isAnchor(lower, attributes))) {
      dropping = { name: lower, depth: 1 };
    } else {
      out += keptTag(RENAMED[lower] ?? lower, closing, attributes, pageUrl);
    }
  }
  return dropping === null ? out + html.slice(at) : out;
}

/** What the style sheet alone sets apart, set apart by elements: numbers of headings, who speaks, follow-up questions. */
function withoutStyles(html: string): string {
  return html
    .replace(/<span class="number">(\d+)<\/span>/g, '$1. ')
    .replace(/<span class="who">(.*?)<\/span>/gs, '<strong>$1</strong>\u00a0:')
    .replace(/<p class="(?:follow-up|note-title|term|value)">(.*?)<\/p>/gs, '<p><strong>$1</strong></p>');
}

/** The text of HTML of ours, in one line. Charts, calls of notes and the signs of anchors are left out. */
export function plainText(html: string): string {
  const text = html.replace(/<sup><a [^>]*doc-noteref.*?<\/sup>/gs, '');
  const spaced = feedHtml(text, 'https://localhost/').replace(
    /<\/?(p|h\d|li|td|th|tr|br|blockquote|figcaption)\b[^>]*>/g,
    ' ',
  );
  return decode(spaced.replace(/<[^>]*>/g, ''))
    .replace(/[ \t\r\n]+/g, ' ')
    .trim();
}

/** The sign beside a heading that links to it, or the one that leads from a note back to the text. */
function isAnchor(name: string, attributes: string): boolean {
  return name === 'a' && /\bclass="([^"]* )?(anchor|note-back)( [^"]*)?"/.test(attributes);
}

function keptTag(name: string, closing: boolean, attributes: string, pageUrl: string): string {
  const kept = Object.hasOwn(KEPT, name) ? KEPT[name] : undefined;
  if (kept === undefined) return '';
  if (closing) return VOID.has(name) ? '' : `</${name}>`;
  let tag = `<${name}`;
  for (const [, attribute = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const key = attribute.toLowerCase();
    if (!kept.includes(key)) continue;
    const value = decode(double ?? single ?? '');
    const shown = ADDRESSES.has(key) ? absoluteAddress(value, pageUrl) : value;
    if (shown !== null) tag += ` ${key}="${encode(shown)}"`;
  }
  return `${tag}>`;
}

function absoluteAddress(address: string, pageUrl: string): string | null {
  if (!URL.canParse(address, pageUrl)) return null;
  const url = new URL(address, pageUrl);
  return /^(https?|mailto):$/.test(url.protocol) ? url.href : null;
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[(name as string).toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function encode(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
