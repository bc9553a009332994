import { expect, test } from 'vitest';
import { aSummary } from '../../tests/factories.ts';
import type { Hit } from '../search/search.ts';
import { hitListHtml } from './hit-list.ts';

function aHit(given: Partial<Hit> = {}): Hit {
  const piece = given.piece === undefined ? aSummary({ collection: 'interviews', slug: 'jeanne' }) : given.piece;
  return {
    kind: 'interviews',
    title: 'Le téléphone sonne',
    path: '/entretiens/jeanne/#q-sens',
    piece,
    publishedAt: '2026-03-02T07:00:00Z',
    access: 'public',
    excerpt: [
      { text: 'On a ', match: false },
      { text: 'attendu', match: true },
    ],
    place: 'Et le sens\u202f?',
    ...given,
  };
}

test('a title leads to the page, the place of the extract leads there, and what was searched is marked', () => {
  const html = hitListHtml([aHit()]);
  expect(html).toContain('<h2 class="teaser-title"><a href="/entretiens/jeanne/">Le\u00a0téléphone sonne</a></h2>');
  expect(html).toMatch(/Dans la réponse à <a href="\/entretiens\/jeanne\/#q-sens">.*Et le sens/);
  expect(html).toContain('<p class="hit-excerpt">On a <mark>attendu</mark></p>');
  expect(html).toContain('<time datetime="2026-03-02T07:00:00Z">2\u00a0mars 2026</time>');
});

test('nothing that is found can end an element', () => {
  const evil = '<img src=x onerror=1>"&';
  const html = hitListHtml([
    aHit({
      title: evil,
      place: evil,
      excerpt: [
        { text: evil, match: true },
        { text: evil, match: false },
      ],
    }),
  ]);
  expect(html).not.toContain('<img');
  expect(html.match(/&lt;img/g)).toHaveLength(4);
});

test('a study has neither author nor minutes, and no date while nobody tells it', () => {
  const study = { kind: 'studies', piece: null, publishedAt: null, path: '/etudes/barometre/', place: null } as const;
  const html = hitListHtml([aHit({ ...study, access: 'subscribers' })]);
  expect(html).toContain('<p class="kicker">Fiche d’étude</p>');
  expect(html).toContain('<p class="facts"><span class="subscribers">Abonnés</span></p>');
  expect(html).not.toContain('hit-place');
});

test('an advertisement says so', () => {
  expect(hitListHtml([aHit({ piece: aSummary({ sponsored: true }) })])).toContain('>Publicité</strong>');
});
