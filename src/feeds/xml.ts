/** XML text: elements, their escapes, and what XML can not hold. */

type Attributes = Record<string, string | number>;

/** An element around text, or an empty one for `null`. */
export function element(name: string, text: string | null, attributes: Attributes = {}): string {
  return text === null ? `<${opening(name, attributes)}/>` : parent(name, [escapeXml(text)], attributes);
}

/** An element around other elements; `''` among them is nothing. */
export function parent(name: string, children: readonly string[], attributes: Attributes = {}): string {
  return `<${opening(name, attributes)}>${children.join('')}</${name}>`;
}

/** A whole document: its declaration, the style sheet at `style` when there is one, and its root. */
export function xmlDocument(root: string, style: string | null = null): string {
  const sheet = style === null ? '' : `<?xml-stylesheet type="text/css" href="${escapeXml(style)}"?>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${sheet}${root}\n`;
}

/** Text for an element or a double-quoted attribute; `]]>` can not come about either. */
export function escapeXml(text: string): string {
  return clean(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Without the characters that XML 1.0 can not hold, not even escaped (https://www.w3.org/TR/xml/#charsets). */
export function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  return text.toWellFormed().replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]/g, '');
}

function opening(name: string, attributes: Attributes): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return name + given.join('');
}
