import { expect, test } from 'vitest';
import { aSummary } from '../../tests/factories.ts';
import { pieceDaysHtml, pieceListHtml } from './piece-list.ts';

test('a list gives the title, the standfirst, the voice and the time of each piece', () => {
  const html = pieceListHtml([aSummary({ title: 'Les <files>', access: 'subscribers', readingMinutes: 4 })], {
    level: 2,
  });
  expect(html).toContain('<h2 class="teaser-title"><a href="/articles/le-telephone-sonne/">Les &lt;files&gt;</a></h2>');
  expect(html).toContain('<p class="kicker">Analyse</p>');
  expect(html).toContain('<span>La rédaction</span><span>4\u00a0min</span><span class="subscribers">Abonnés</span>');
  expect(html).not.toContain('<time');
});

test('an advertisement says so, before anything else', () => {
  const html = pieceListHtml([aSummary({ sponsored: true })], { level: 3, dated: true, brief: true });
  expect(html).toContain('<p class="kicker"><strong class="advertisement">Publicité</strong> Analyse</p>');
  expect(html).toContain('<time class="teaser-date" datetime="2026-03-02T07:00:00Z">2\u00a0mars 2026</time>');
});

test('a guest and a sender speak under their own name, with a role in lower case', () => {
  const guest = { id: 'ada', name: 'Ada', role: 'Directrice', organisation: 'ACME' };
  expect(pieceListHtml([aSummary({ guest })], { level: 2 })).toContain('<span>Ada, directrice, ACME</span>');
  const sender = { name: 'Bo', title: 'DRH' };
  expect(pieceListHtml([aSummary({ sender })], { level: 2 })).toContain('<span>Bo, DRH</span>');
});

test('among letters none is called one, and an advertisement still is', () => {
  const options = { level: 2, kindless: true } as const;
  expect(pieceListHtml([aSummary()], options)).not.toContain('kicker');
  expect(pieceListHtml([aSummary({ sponsored: true })], options)).toContain('>Publicité</strong>');
});

test('pieces stand under the name of their day', () => {
  const pieces = ['2026-11-20T08:00:00Z', '2026-11-19T23:30:00Z', '2026-11-18T08:00:00Z'].map((publishedAt) =>
    aSummary({ publishedAt }),
  );
  const headings = pieceDaysHtml(pieces, new Date('2026-11-20T09:00:00Z')).match(/(?<=latest-date">)[^<]+/g);
  expect(headings).toEqual(['Aujourd’hui', 'Mercredi 18\u00a0novembre']);
});

test('what is said of a piece stands under its date', () => {
  const html = pieceListHtml([aSummary(), aSummary()], { level: 2, dated: true, notes: ['Questions, Traduction'] });
  expect(html.match(/<span class="teaser-note">[^<]+/g)).toEqual(['<span class="teaser-note">Questions, Traduction']);
});

test('a piece may say why it is in the list', () => {
  const html = pieceListHtml([aSummary({ uid: 'a' })], { level: 3, why: new Map([['a', 'Même thème']]) });
  expect(html).toContain('<p class="kicker">Analyse<span class="why">Même thème</span></p>');
});
