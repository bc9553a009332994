import { readdirSync, readFileSync } from 'node:fs';
import type { Root, RootContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h, s } from 'hastscript';
import { markdownToHast } from 'satteri';
import { expect, test } from 'vitest';
import type { Node } from './mdx.ts';
import { serialise } from './serialise.ts';

/** `open=""` and `open` are the same attribute. */
const bare = (html: string): string => html.replaceAll('=""', '');

function reference(nodes: readonly Node[]): string {
  const html = toHtml({ type: 'root', children: nodes as RootContent[] });
  return bare(html).replaceAll('&#x22;', '&quot;').replaceAll('&#x26;', '&amp;').replaceAll('&#x3C;', '&lt;');
}

test('writes what hast-util-to-html writes, on all of the content', () => {
  const files = readdirSync('content', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mdx'));
  for (const file of files) {
    const text = readFileSync(`content/${file}`, 'utf8').replaceAll(/<\/?[A-Z][^>]*>/g, '');
    const { children } = markdownToHast(text) as Root;
    expect(bare(serialise(children as Node[]))).toBe(reference(children as Node[]));
  }
});

test('escapes texts and values, joins lists, writes SVG names as they are', () => {
  const tree = [
    h('p', { title: 'a "b" & <c>', className: ['x', 'y'], ariaLabel: 'd' }, ['1 < 2 & 3 > 2', h('br'), h('em', 'é')]),
    h('details', { open: true }, [h('summary', 'S')]),
    h('img', { src: '/a.jpg', srcSet: '/a.jpg 1x, /b.jpg 2x', alt: '', width: 10 }),
    s('svg', { viewBox: '0 0 1 1', ariaLabelledBy: ['a', 'b'] }, [s('rect', { width: 3 })]),
  ] as Node[];
  expect(bare(serialise(tree))).toBe(reference(tree));
});
