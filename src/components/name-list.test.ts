import { expect, test } from 'vitest';
import { nameListHtml } from './name-list.ts';

const entry = { id: 'ada', name: 'Ada Arc', sortName: 'Arc, Ada', initial: 'A', detail: 'R&D', count: 3 };

test('names stand under their letter, as an index gives them', () => {
  const html = nameListHtml(
    [entry, { ...entry, id: 'n', sortName: '3 Suisses', initial: '0', detail: null }],
    'people',
  );
  expect(html.match(/<h2>[^<]+/g)).toEqual(['<h2>A', '<h2>0\u202f–\u202f9']);
  expect(html).toContain('<a href="/personnes/ada/">Arc, Ada</a></span><span class="detail">R&amp;D</span>');
  expect(html).toContain('3\u00a0textes');
});

test('themes stand without letters', () => {
  expect(nameListHtml([entry], 'themes')).not.toContain('<h2>');
});
