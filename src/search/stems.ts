import snowball from 'snowball-stemmers';

const french = snowball.newStemmer('french');

/** Plurals and verbs of which the stemmer makes two words. */
const IRREGULAR = new Map(
  Object.entries({
    petit: 'petite',
    petits: 'petite',
    paient: 'paie',
    travaux: 'travail',
    yeux: 'oeil',
    baux: 'bail',
    vitraux: 'vitrail',
    recu: 'recevoir',
    recus: 'recevoir',
    recue: 'recevoir',
    recues: 'recevoir',
    recoit: 'recevoir',
    recois: 'recevoir',
    recoivent: 'recevoir',
    sert: 'servir',
    sers: 'servir',
    servi: 'servir',
    promis: 'promettre',
    promise: 'promettre',
    satisfait: 'satisfaire',
    satisfaits: 'satisfaire',
    satisfaite: 'satisfaire',
    satisfaites: 'satisfaire',
  }),
);

/** « prévient », « obtenu »: of « tenir », « venir » and what is made of them. */
const TENIR =
  /^(re|de|par|pre|sur|inter|con|pro|main|ob|sou|entre|inter|contre)?(con)?([tv])(?:ien(?:s|t|nent)|enue?s?)$/;

const LONGEST = 40;
const known = new Map<string, string>();
const MOST_KNOWN = 200_000;

/**
 * What the forms of a word have in common, of a folded word. Verbs in -dre and -ier come together here: without their
 * accents, the stemmer keeps « répondu » and « résilié » apart from the other forms.
 */
export function stemOf(folded: string): string {
  const found = known.get(folded);
  if (found !== undefined) return found;
  const word = folded.slice(0, LONGEST);
  const usual = IRREGULAR.get(word) ?? word.replace(TENIR, '$1$2$3enir').replace(/^(.{3,}e)es?$/, '$1');
  const stem = /\d/.test(word) ? word : mend(french.stem(usual));
  if (known.size > MOST_KNOWN) known.clear();
  known.set(folded, stem);
  return stem;
}

function mend(stem: string): string {
  return stem
    .replace(/^(.{3,})([lmnprst])\2$/, '$1$2')
    .replace(/^(.{4,})s$/, '$1')
    .replace(/^(.+[aeo][nr]d)(?:r|u|ent|ons?|ez)$/, '$1')
    .replace(/^(.{4,}?)i?er$/, '$1')
    .replace(/^(.{3,})eux$/, '$1eur')
    .replace(/^(.{3,})o[iy]$/, '$1o')
    .replace(/^(.{2,})y$/, '$1i')
    .replace(/^(.{4,})i$/, '$1')
    .replace(/^(.{3,})([lmnprst])\2$/, '$1$2');
}
