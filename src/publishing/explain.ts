import { z } from 'zod';
import { quote, suggest } from './issues.ts';

/** One mistake, at the path of keys and ranks that leads to it. */
interface Explanation {
  path: PropertyKey[];
  what: string;
  remedy: string;
}

/** What is wrong with a value that a schema refuses, in the words of editors. `data` is the whole of what was written. */
export function explain(problem: z.core.$ZodIssue, schema: z.ZodType, data: unknown): Explanation[] {
  const path = problem.path;
  const written = valueAt(data, path);
  const one = (what: string, remedy: string): Explanation[] => [{ path, what, remedy }];
  switch (problem.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, path);
      return problem.keys.map((key) => ({
        path: [...path, key],
        what: `la clé ${quote(key)} n’existe pas ici`,
        remedy: suggest(key, known),
      }));
    }
    case 'invalid_type':
      if (written === undefined) return one('cette clé obligatoire manque', example(path));
      if (written === null) return one('cette clé est vide', 'remplissez-la ou retirez-la');
      if (problem.expected === 'string' && typeof written === 'number') {
        return one(
          `${quote(written)} est un nombre`,
          `écrivez ${String(path.findLast((step) => typeof step === 'string'))}: "${written}", entre guillemets`,
        );
      }
      if (problem.expected === 'number' && typeof written === 'string' && /^-?\d+,\d+$/.test(written)) {
        return one(`${quote(written)} n’est pas un nombre`, `écrivez ${written.replace(',', '.')}, avec un point`);
      }
      if (problem.expected === 'array' && typeof written === 'string') {
        return one(`${quote(written)} n’est pas une liste`, `écrivez ${String(path.at(-1))}: [${written}]`);
      }
      return one(`${quote(written)} n’est pas ${TYPES[problem.expected] ?? 'du bon type'}`, example(path));
    case 'too_small':
    case 'too_big':
      return one(...size(problem, written));
    case 'invalid_value':
      return one(
        `${quote(written)} n’est pas une valeur permise`,
        suggest(String(written), problem.values.map(String)),
      );
    case 'invalid_union':
      return written === undefined
        ? one('cette clé obligatoire manque', example(path))
        : one(`${quote(written)} n’a pas la forme attendue`, example(path));
    default: {
      const [what, remedy] = FORMATS[problem.message] ?? ['cette valeur est refusée', example(path)];
      return one(what.replace('%', quote(written)), remedy);
    }
  }
}

const TYPES: Record<string, string> = {
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  boolean: 'true ou false',
  array: 'une liste',
  object: 'un bloc de clés',
};

/** Keyed by the word that a schema gives as its message. */
const FORMATS: Record<string, readonly [string, string]> = {
  identifiant: ['% n’est pas un identifiant', 'écrivez en minuscules sans accent, mots séparés par des tirets'],
  adresse: ['% n’est pas une adresse du web', 'écrivez une adresse complète qui commence par https://'],
  chemin: ['% n’est pas une ancienne adresse', 'écrivez le chemin depuis la racine, par exemple /2011/09/titre'],
  double: ['un nom est écrit deux fois', 'gardez-le une fois'],
  piece: ['% ne désigne pas une pièce', 'écrivez articles/nom, interviews/nom ou letters/nom'],
  date: ['% n’est pas une date du calendrier', 'écrivez aaaa-mm-jj ou aaaa-mm-jjThh:mm, heure de Paris'],
  jour: ['% n’est pas une date du calendrier', 'écrivez aaaa-mm-jj'],
  uid: ['% n’est pas un uid', 'écrivez de 6 à 40 lettres minuscules, chiffres ou tirets, par exemple art-2026-0042'],
  alt: ['le texte de remplacement est vide', 'décrivez l’image, ou ajoutez decorative: true si elle ne dit rien'],
  study: ['un article de genre study commente une étude', 'ajoutez study: avec l’identifiant de l’étude'],
  translator: ['un entretien traduit nomme son traducteur', 'ajoutez translator: avec l’identifiant d’une personne'],
  langue: ['% n’est pas un code de langue', 'écrivez deux lettres, par exemple en'],
  courriel: ['% n’est pas une adresse électronique', 'écrivez nom@domaine.fr'],
  monnaie: ['% n’est pas un code de monnaie', 'écrivez trois lettres, par exemple eur'],
  heure: ['% n’est pas une heure', 'écrivez "07:00", entre guillemets'],
};

const EXAMPLES: Record<string, string> = {
  uid: 'uid: art-2026-0042',
  title: 'title: de 5 à 110 caractères',
  standfirst: 'standfirst: de 60 à 320 caractères',
  publishedAt: 'publishedAt: 2026-11-19T07:30',
  themes: 'themes: [ecoute]',
  genre: 'genre: analysis',
  questionnaire: 'questionnaire: sens-du-client',
  interviewers: 'interviewers: [prenom-nom]',
  guest: 'guest: prenom-nom',
  repliesTo: 'repliesTo: [articles/nom-de-l-article]',
  credit: 'credit: le nom de l’auteur de l’image',
  alt: 'alt: ce que montre l’image',
  src: 'src: ./image.jpg',
};

function example(path: readonly PropertyKey[]): string {
  const key = String(path.findLast((step) => typeof step === 'string') ?? '');
  return `écrivez ${EXAMPLES[key] ?? `${key}: une valeur`}`;
}

function size(problem: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, written: unknown): [string, string] {
  const limit = Number(problem.code === 'too_small' ? problem.minimum : problem.maximum);
  const bound = problem.code === 'too_small' ? 'au moins' : 'au plus';
  if (typeof written === 'string') {
    const count = written.trim().length;
    if (count === 0) return ['ce texte est vide', 'remplissez-le ou retirez la clé'];
    const verb = problem.code === 'too_small' ? 'allongez' : 'raccourcissez';
    return [`${count} caractères, il en faut ${bound} ${limit}`, `${verb} de ${Math.abs(limit - count)} caractères`];
  }
  if (Array.isArray(written) && written.length === 0) return ['cette liste est vide', example(problem.path)];
  if (Array.isArray(written)) return [`${written.length} valeurs, il en faut ${bound} ${limit}`, 'corrigez la liste'];
  return [`${quote(written)} est hors limite`, `écrivez ${bound} ${limit}`];
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let current: unknown = schema;
  for (const step of path) {
    current = unwrap(current);
    if (current instanceof z.ZodObject) current = current.shape[String(step)];
    else if (current instanceof z.ZodArray) current = current.element;
  }
  current = unwrap(current);
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  while (current instanceof z.ZodOptional || current instanceof z.ZodDefault || current instanceof z.ZodPrefault) {
    current = current.def.innerType;
  }
  return current instanceof z.ZodUnion ? current.def.options.find((option) => option instanceof z.ZodObject) : current;
}
