import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSummary } from '../../tests/factories.ts';
import type { Question } from '../editorial/editorial.ts';
import { answerListHtml, firstBlocks, ofAnotherPage } from './answer-list.ts';

const question: Question = {
  id: 'sens',
  questionnaire: 'sens-du-client',
  slug: 'le-sens',
  wording: 'Le sens\u202f?',
  collectionTitle: 'le sens',
  answers: 2,
};
const guest = { id: 'ada', name: 'Ada & Co', role: 'Directrice', organisation: 'ACME' };
const piece = aSummary({ collection: 'interviews', slug: 'ada', guest });

test('an open answer says whose it is, and leads to its place in the interview', () => {
  const html = answerListHtml([{ piece, wording: question.wording, html: '<p>Écouter.</p>' }], question);
  expect(html).toContain('<a href="/entretiens/ada/#q-sens">Ada &amp; Co</a>');
  expect(html).toContain('Directrice, ACME');
  expect(html).toContain('<div class="answer"><p>Écouter.</p></div>');
  expect(html).toContain('>Lire l’entretien</a>');
  expect(html).not.toContain('said-asked');
});

test('a question asked in other words is quoted', () => {
  const html = answerListHtml([{ piece, wording: 'Et pour vous\u202f?', html: '<p>Oui.</p>' }], question);
  expect(html).toContain('<q>Et pour vous\u202f?</q>');
});

test('a closed answer shows the ways in and nothing else', () => {
  const html = answerListHtml([{ piece, wording: question.wording, html: null }], question);
  expect(html).toContain('réservée aux abonnés');
  expect(html).toContain('<a href="/entretiens/ada/">');
  expect(html).toContain('<a href="/abonnement/">');
  expect(html).not.toContain('class="answer"');
  expect(html).not.toContain('#q-sens');
});

test('an answer of an advertisement says so', () => {
  const paid = { ...piece, sponsored: true };
  const html = answerListHtml([{ piece: paid, wording: question.wording, html: '<p>Oui.</p>' }], question);
  expect(html).toContain('<strong class="advertisement">Publicité</strong>');
});

test('a long answer ends with one of its blocks and leads to the rest', () => {
  const block = `<p>${'Un mot après l’autre. '.repeat(100)}</p>`;
  const html = answerListHtml([{ piece, wording: question.wording, html: block.repeat(4) }], question);
  expect(html.split('<p>Un mot')).toHaveLength(3);
  expect(html).toContain('>Lire la réponse entière</a>');
});

test('blocks are never cut inside', () => {
  const block = fc.constantFrom(
    '<p>Un mot.</p>',
    '<blockquote><p>Deux</p><p>mots</p></blockquote>',
    '<figure><picture><img alt="a > b" src="/x.jpg"></picture><figcaption>Trois</figcaption></figure>',
    '<hr>',
  );
  fc.assert(
    fc.property(fc.array(block), fc.nat(60), (blocks, limit) => {
      const html = blocks.join('');
      const shown = firstBlocks(html, limit);
      expect(blocks.map((_, index) => blocks.slice(0, index + 1).join('')).concat('')).toContain(shown);
    }),
  );
});

test('ids of two answers never meet, and calls of notes lead to the interview', () => {
  const html = '<h3 id="a">id="a"</h3><sup><a href="#fn-1" id="fnref-1">1</a></sup><svg aria-labelledby="t d"></svg>';
  expect(ofAnotherPage(html, 'ada_', '/entretiens/ada/')).toBe(
    '<h3 id="ada_a">id="a"</h3><sup><a href="/entretiens/ada/#fn-1" id="ada_fnref-1">1</a></sup><svg aria-labelledby="ada_t ada_d"></svg>',
  );
});
