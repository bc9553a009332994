import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { typeset } from './typography.ts';

/** The pages of the house do not pass through the publisher: their spaces are typed, and this says where one is missing. */
test.each(globSync('src/pages/**/*.mdx'))('%s is typeset', (file) => {
  const [, front = '', body = ''] = readFileSync(file, 'utf8').split(/^---$/m);
  const standfirst = front.replace(/^\w+: /gm, '');
  const sentences = `${standfirst}\n${body}`
    .replace(/<Sample\b.*?\/>$/gms, '')
    .split('\n')
    .filter((line) => !/^(import |\|[ -]+\||<Facts)/.test(line))
    .flatMap((line) => line.split(/`[^`]*`|<[^>]*>|\]\([^)]*\)/))
    .map((part) => part.trim());
  expect(sentences).toEqual(sentences.map((part) => typeset(part)));
});
