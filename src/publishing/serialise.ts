import type { Element } from 'hast';
import { find, html } from 'property-information';
import { isElement, isText, type Node } from './mdx.ts';

/** Elements without an end tag: https://html.spec.whatwg.org/multipage/syntax.html#void-elements */
const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
]);

/**
 * The HTML of a tree without components. Does what `hast-util-to-html` does, which a test compares it with, for the
 * trees that the publisher makes: elements, text and plain attributes (decision 0005).
 */
export function serialise(nodes: readonly Node[]): string {
  const parts: string[] = [];
  write(nodes, parts);
  // Joined at once: a text grown by `+=` is copied again by whoever reads it first.
  return parts.join('');
}

function write(nodes: readonly Node[], parts: string[]): void {
  for (const node of nodes) {
    if (isText(node)) parts.push(escapeText(node.value));
    else if (isElement(node)) {
      const tag = tags.get(node.tagName) ?? learn(node.tagName);
      const attributes = attributesOf(node);
      if (attributes === '') parts.push(tag.bare);
      else parts.push(tag.begins, attributes, '>');
      if (tag.ends === null) continue;
      write(node.children as Node[], parts);
      parts.push(tag.ends);
    }
  }
}

/** How an element begins with attributes and without, and how it ends; `null` for one that has no end tag. */
interface Tag {
  begins: string;
  bare: string;
  ends: string | null;
}

const tags = new Map<string, Tag>();

function learn(name: string): Tag {
  const tag = { begins: `<${name}`, bare: `<${name}>`, ends: VOID.has(name) ? null : `</${name}>` };
  tags.set(name, tag);
  return tag;
}

function attributesOf({ properties }: Element): string {
  let out = '';
  for (const name in properties) {
    const value = properties[name];
    if (value === null || value === undefined || value === false) continue;
    const text = value === true ? '' : escapeValue(Array.isArray(value) ? value.join(' ') : String(value));
    out += ` ${attributeName(name)}="${text}"`;
  }
  return out;
}

const names = new Map<string, string>();

/** `className` is `class`, `ariaLabel` is `aria-label`. */
function attributeName(property: string): string {
  let name = names.get(property);
  if (name === undefined) {
    name = find(html, property).attribute;
    names.set(property, name);
  }
  return name;
}

function escapeText(text: string): string {
  return text.includes('&') || text.includes('<') ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : text;
}

function escapeValue(text: string): string {
  return text.includes('&') || text.includes('"') ? text.replaceAll('&', '&amp;').replaceAll('"', '&quot;') : text;
}
