import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cardPng, cardSvg, PICTURE_HEIGHT, PICTURE_WIDTH } from './drawing.ts';
import type { CardFace } from './face.ts';

const PAPER = [0xf4, 0xf0, 0xe4];

function aFace(given: Partial<CardFace> = {}): CardFace {
  const texts = { kicker: 'Analyse', title: 'Un titre ordinaire', voice: 'Par Ada Byron', site: 'Verbatim' };
  return { ...texts, advertisement: null, role: null, picture: null, ...given };
}

interface Pixels {
  data: Buffer;
  info: { width: number; height: number; channels: number };
}

async function pixelsOf(face: CardFace, picture: string | null = null): Promise<Pixels> {
  const png = cardPng(await cardSvg(face, picture));
  return sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
}

/** How many pixels of a part of the card are no paper. */
function drawnIn({ data, info }: Pixels, part: { left: number; top: number; width: number; height: number }): number {
  let drawn = 0;
  for (let y = part.top; y < part.top + part.height; y += 1) {
    for (let x = part.left; x < part.left + part.width; x += 1) {
      const at = (y * info.width + x) * info.channels;
      if (PAPER.some((value, channel) => Math.abs((data[at + channel] ?? 0) - value) > 24)) drawn += 1;
    }
  }
  return drawn;
}

const WORDS =
  'Ce que la file d’attente apprend à ceux qui la mesurent et jamais à ceux qui la font, dit-on souvent ici-bas';

test.each([
  ['of five letters', 'Merci'],
  ['of one line', 'Cinq façons d’attendre'],
  ['that is a quotation', '«\u00a0Votre appel est important\u00a0»\u00a0: qui écrit les phrases d’attente'],
  ['of a hundred and ten characters', WORDS.padEnd(110, '.')],
  ['of wide letters', 'WWWWWWWW MMMMMMMM '.repeat(6).trim()],
  ['of one long word', 'anticonstitutionnellement'.repeat(4).slice(0, 110)],
  [
    'with a long address',
    'https://www.example.org/une-adresse-que-personne-ne-lira-jamais-jusqu-au-bout-et-voila-tout',
  ],
])('a title %s stays between its margins, with and without a drawing', async (_what, title) => {
  const margin = { top: 0, height: 470 };
  const alone = await pixelsOf(aFace({ title }));
  expect(alone.info).toMatchObject({ width: 1200, height: 630 });
  expect(drawnIn(alone, { ...margin, left: 0, width: 60 })).toBe(0);
  expect(drawnIn(alone, { ...margin, left: 888, width: 58 })).toBe(0);
  expect(drawnIn(alone, { left: 0, top: 462, width: 940, height: 12 })).toBe(0);
  expect(drawnIn(alone, { left: 64, top: 110, width: 820, height: 350 })).toBeGreaterThan(1500);

  const paper = { width: PICTURE_WIDTH, height: PICTURE_HEIGHT, channels: 3 as const, background: '#f4f0e4' };
  const drawing = await sharp({ create: paper }).png().toBuffer();
  const beside = await pixelsOf(aFace({ title }), `data:image/png;base64,${drawing.toString('base64')}`);
  expect(drawnIn(beside, { left: 590, top: 0, width: 610, height: 470 })).toBe(0);
  expect(drawnIn(beside, { left: 0, top: 462, width: 1200, height: 12 })).toBe(0);
});

test('signs of markup and letters of other languages are drawn as they are', async () => {
  const svg = await cardSvg(aFace({ title: '<b>Łukasz & Őri</b> "à" 5 < 7 €', voice: 'Par Çiğdem Żółć' }), null);
  expect(svg).not.toMatch(/<b>|&amp;lt;/);
  expect(() => cardPng(svg)).not.toThrow();
});

test('an advertisement says what it is', async () => {
  const sold = await pixelsOf(aFace({ advertisement: 'Publicité' }));
  const usual = await pixelsOf(aFace());
  const above = { left: 64, top: 50, width: 700, height: 45 };
  expect(drawnIn(sold, above)).toBeGreaterThan(drawnIn(usual, above) + 300);
});

test('long names of authors and roles stay in the foot, beside the logo', async () => {
  const voice = `Par ${'Marie-Éléonore de la Tour-Maubourg, '.repeat(8)}`;
  const role = 'Directrice de la relation adhérents et de tout ce qui attend encore, '.repeat(5);
  const card = await pixelsOf(aFace({ voice, role }));
  expect(drawnIn(card, { left: 64, top: 622, width: 820, height: 8 })).toBe(0);
});

test('a card holds outlines alone: no text that a machine could read out of it', async () => {
  const svg = await cardSvg(aFace({ title: 'Zqtitre', voice: 'Zqvoix', role: 'Zqrole' }), null);
  expect(svg).not.toMatch(/<(?:text|tspan|title|desc|metadata|foreignObject)\b/);
  expect(svg.toLowerCase()).not.toContain('zq');
});
