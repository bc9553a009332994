/**
 * Makes the two font files of the site from the packages that carry the originals: only the characters that French
 * and its neighbours need, only the weights and optical sizes that the styles ask for. Their output is committed;
 * run again after a change of this file or of the packages: `node scripts/fonts.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import subsetFont from 'subset-font';

const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index)).join('');
const FRENCH = 'àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ';
const NEIGHBOURS = 'áãåìíñòóõøúßÁÅÍÑÓØÚ';
const PUNCTUATION = '«»‹›‘’“”„…–—•·°§©€™×²\u00a0';
const CHARACTERS = ASCII + FRENCH + NEIGHBOURS + PUNCTUATION;

interface Font {
  from: string;
  to: string;
  features: string[];
  axes: Record<string, { min: number; max: number; default: number }>;
}

const FONTS: Font[] = [
  {
    from: '@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2',
    to: '../src/styles/fonts/newsreader.woff2',
    features: ['kern', 'liga'],
    axes: { wght: { min: 400, max: 600, default: 400 }, opsz: { min: 18, max: 72, default: 18 } },
  },
  {
    from: '@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2',
    to: '../src/styles/fonts/instrument-sans.woff2',
    features: ['kern'],
    axes: { wght: { min: 400, max: 600, default: 400 } },
  },
];

for (const font of FONTS) {
  const original = await readFile(new URL(import.meta.resolve(font.from)));
  const subset = await subsetFont(original, CHARACTERS, {
    targetFormat: 'woff2',
    keepFeatures: font.features,
    variationAxes: font.axes,
  });
  await writeFile(new URL(font.to, import.meta.url), subset);
  console.log(`${font.to.split('/').at(-1)}: ${subset.length} octets`);
}
