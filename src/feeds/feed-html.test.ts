import { expect, test } from 'vitest';
import { feedHtml, plainText } from './feed-html.ts';

const at = (html: string) => feedHtml(html, 'https://www.example.fr/articles/appel/');

test.for([
  ['classes and ids go', '<p class="x" id="y">a</p>', '<p>a</p>'],
  ['addresses become absolute', '<a href="/articles/">a</a>', '<a href="https://www.example.fr/articles/">a</a>'],
  ['a note leads to its page', '<a href="#n1">1</a>', '<a href="https://www.example.fr/articles/appel/#n1">1</a>'],
  [
    'escapes stay escapes',
    '<a href="/?a=1&amp;b=2">R&amp;D &lt;</a>',
    '<a href="https://www.example.fr/?a=1&amp;b=2">R&amp;D &lt;</a>',
  ],
  ['a script goes with what it holds', 'a<script>alert("<p>")</script>b', 'ab'],
  [
    'a chart goes, its table stays',
    '<svg><text>1</text><svg></svg></svg><table><tr><th scope="col">a</th></tr></table>',
    '<table><tr><th scope="col">a</th></tr></table>',
  ],
  ['the sign beside a heading goes', '<h2 id="a">Un<a class="anchor" href="#a">#</a></h2>', '<h2>Un</h2>'],
  ['a numbered heading keeps its number', '<h2><span class="number">1</span>Un</h2>', '<h2>1. Un</h2>'],
  [
    'who speaks and what is asked stand out',
    '<p class="line"><span class="who">Anne</span> Oui.</p><p class="follow-up">Et\u00a0?</p>',
    '<p><strong>Anne</strong>\u00a0: Oui.</p><p><strong>Et\u00a0?</strong></p>',
  ],
  [
    'the way back from a note goes',
    '<li value="3">a <a href="#f" class="note-back">↩</a></li>',
    '<li value="3">a </li>',
  ],
  ['a box is unwrapped', '<div class="answer"><p>a</p></div>', '<p>a</p>'],
  ['an aside is set off', '<aside class="note"><p>a</p></aside>', '<blockquote><p>a</p></blockquote>'],
  [
    'one size of a picture is enough',
    '<picture><source srcset="/media/a.avif 480w"><img src="/media/a.jpg" width="2" height="1" alt="x" loading="lazy"></picture>',
    '<img src="https://www.example.fr/media/a.jpg" width="2" height="1" alt="x">',
  ],
  ['handlers and styles go', '<p onclick="x()" style="color:red">a</p>', '<p>a</p>'],
  [
    'dangerous addresses go',
    '<a href="javascript:alert(1)">a</a><a href="&#106;avascript:x">b</a><img src="data:image/png;base64,x" alt="">',
    '<a>a</a><a>b</a><img alt="">',
  ],
  [
    'a sign in an attribute ends no tag',
    '<img alt="a > b" src="/x.jpg">',
    '<img alt="a &gt; b" src="https://www.example.fr/x.jpg">',
  ],
  ['comments go', 'a<!-- <p>b</p> -->c', 'ac'],
  ['names of objects are no elements', '<constructor>a</constructor><__proto__>b', 'a<__proto__>b'],
] as const)('%s', ([, html, expected]) => {
  expect(at(html)).toBe(expected);
});

test('text is what a reader would say aloud', () => {
  const html =
    '<h2 id="a">Un<a class="anchor" href="#a">#</a></h2><p>R&amp;D : l&#x27;appel&nbsp;!</p><ul><li>a</li><li>b</li></ul>';
  expect(plainText(html)).toBe("Un R&D : l'appel\u00a0! a b");
  expect(plainText('<p>un <em>mot</em>.</p>')).toBe('un mot.');
  expect(plainText('<p>un mot<sup><a href="#n" role="doc-noteref">1</a></sup>.</p>')).toBe('un mot.');
});
