import { expect, test } from 'vitest';
import { contributorLink, gatheringLinks, monthOf, senderHtml } from './links.ts';

test('people and organisations have their pages, and a name can not be markup', () => {
  expect(contributorLink({ id: 'ada', kind: 'person' }, 'Ada')).toBe('<a href="/personnes/ada/">Ada</a>');
  expect(contributorLink({ id: 'acme', kind: 'organisation' }, 'A&B')).toBe(
    '<a href="/organisations/acme/">A&amp;B</a>',
  );
  const themes = [
    { id: 'ecoute', name: 'Écoute' },
    { id: 'mesure', name: 'Mesure' },
  ];
  expect(gatheringLinks('themes', themes)).toBe(
    '<a href="/themes/ecoute/">Écoute</a>, <a href="/themes/mesure/">Mesure</a>',
  );
});

test('a sender is a link only to a page that exists', () => {
  const letter = {
    sender: 'Bo <i>',
    senderTitle: '',
    addressee: '',
    salutation: '',
    closing: '',
    signature: [],
    repliesTo: [],
  };
  expect(senderHtml({ ...letter, senderId: null })).toBe('Bo &lt;i&gt;');
  expect(senderHtml({ ...letter, senderId: 'bo' })).toBe('<a href="/personnes/bo/">Bo &lt;i&gt;</a>');
});

test('a piece belongs to the month of Paris in which it came out', () => {
  expect(monthOf({ publishedAt: '2026-08-31T22:30:00Z' })).toBe('/archives/2026/09/');
});
