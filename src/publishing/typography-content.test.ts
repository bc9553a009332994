import { readdirSync, readFileSync } from 'node:fs';
import type { Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { markdownToHast } from 'satteri';
import { expect, test } from 'vitest';
import { typesetTree } from './typeset-tree.ts';
import { typeset } from './typography.ts';

const FILES = readdirSync('content', { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(mdx|yaml)$/.test(name),
);

/** Without front matter, and with components as text: what matters here is the prose. */
function prose(file: string): string {
  return readFileSync(`content/${file}`, 'utf8')
    .replace(/^---\n.*?\n---\n/s, '')
    .replaceAll(/<\/?[A-Z][^>]*>/g, '');
}

test.each(FILES.filter((name) => name.endsWith('.mdx')))('the typography of %s is stable', (file) => {
  const tree = markdownToHast(prose(file)) as Root;
  typesetTree(tree);
  const once = toHtml(tree);
  typesetTree(tree);
  expect(toHtml(tree)).toBe(once);
  // No ordinary space is left before a high sign, nor inside quotation marks.
  const text = once.replaceAll(/<code>.*?<\/code>|<[^>]*>/gs, '');
  expect(text.match(/ [;:!?»%]|« |\w'\w/g)).toBeNull();
});

test('typesetting any line of the content twice changes nothing more', () => {
  for (const file of FILES) {
    for (const line of readFileSync(`content/${file}`, 'utf8').split('\n')) {
      expect(typeset(typeset(line))).toBe(typeset(line));
    }
  }
});
