/**
 * Makes the two font files of the site, and the single weights that cards are drawn with, from the packages that carry
 * the originals: only the characters that French and its neighbours need, only the weights and optical sizes that are
 * asked for. Their output is committed; run again after a change of this file or of the packages: `node scripts/fonts.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import subsetFont from 'subset-font';

const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index)).join('');
const FRENCH = 'àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ';
const NEIGHBOURS = 'áãåìíñòóõøúßÁÅÍÑÓØÚ';
const PUNCTUATION = '«»‹›‘’“”„…–—•·°§©€™×²\u00a0';
const CHARACTERS = ASCII + FRENCH + NEIGHBOURS + PUNCTUATION;
const LATIN = Array.from({ length: 0x24f - 0xa0 }, (_, index) => String.fromCodePoint(0xa0 + index)).join('');
const CARD_CHARACTERS = `${CHARACTERS}${LATIN}\u202f\u2011\u2032\u2033\u2212`;

interface Font {
  from: string;
  to: string;
  format?: 'sfnt';
  features: string[];
  axes: Record<string, number | { min: number; max: number; default: number }>;
}

const SERIF = '@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2';
const SANS = '@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2';
/** Letters of other languages of Europe, for names on cards: a card has no fallback font. */
const SERIF_MORE = '@fontsource-variable/newsreader/files/newsreader-latin-ext-opsz-normal.woff2';
const SANS_MORE = '@fontsource-variable/instrument-sans/files/instrument-sans-latin-ext-wght-normal.woff2';

const FONTS: Font[] = [
  {
    from: SERIF,
    to: '../src/styles/fonts/newsreader.woff2',
    features: ['kern', 'liga'],
    axes: { wght: { min: 400, max: 600, default: 400 }, opsz: { min: 18, max: 72, default: 18 } },
  },
  {
    from: SANS,
    to: '../src/styles/fonts/instrument-sans.woff2',
    features: ['kern'],
    axes: { wght: { min: 400, max: 600, default: 400 } },
  },
  card(SERIF, 'title', { wght: 500, opsz: 60 }),
  card(SERIF_MORE, 'title-more', { wght: 500, opsz: 60 }),
  card(SANS, 'label', { wght: 400 }),
  card(SANS_MORE, 'label-more', { wght: 400 }),
  card(SANS, 'label-bold', { wght: 600 }),
  card(SANS_MORE, 'label-bold-more', { wght: 600 }),
];

/** Satori reads static fonts in the format of TrueType alone. */
function card(from: string, name: string, axes: Font['axes']): Font {
  return { from, to: `../src/cards/fonts/${name}.ttf`, format: 'sfnt', features: ['kern', 'liga', 'mark'], axes };
}

for (const font of FONTS) {
  const original = await readFile(new URL(import.meta.resolve(font.from)));
  const subset = await subsetFont(original, font.format === 'sfnt' ? CARD_CHARACTERS : CHARACTERS, {
    targetFormat: font.format ?? 'woff2',
    keepFeatures: font.features,
    variationAxes: font.axes,
  });
  await writeFile(new URL(font.to, import.meta.url), subset);
  console.log(`${font.to.split('/').at(-1)}: ${subset.length} octets`);
}
