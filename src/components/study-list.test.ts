import { expect, test } from 'vitest';
import type { StudyWithFigures } from '../editorial/editorial.ts';
import { studyListHtml } from './study-list.ts';

const study: StudyWithFigures = {
  id: 'barometre',
  title: 'Baromètre',
  commissioner: 'R&D',
  sample: '2 014 personnes',
  population: 'Adultes',
  fieldwork: 'Septembre',
  source: { title: 'Rapport', url: 'https://exemple.fr/' },
  access: 'public',
  figureCount: 18,
  figures: [{ id: 'f', value: 71, unit: '%', label: 'attendent', base: null }],
};

test('a study is listed with its leading figure, whose it is and how many figures it has', () => {
  const html = studyListHtml([study]);
  expect(html).toContain('<a href="/etudes/barometre/">Baromètre</a>');
  expect(html).toContain('71<span class="unit">\u202f%</span></p><p class="label">attendent</p>');
  expect(html).toContain('<span>R&amp;D</span> <span>2 014 personnes');
  expect(html).toContain('<span>18\u00a0chiffres</span>');
});

test('one whose figures are closed shows how many wait', () => {
  const html = studyListHtml([{ ...study, access: 'subscribers', figures: null }]);
  expect(html).toContain('18<span class="unit unit-word">chiffres</span>');
  expect(html).toContain('<span class="subscribers">Abonnés</span>');
});
