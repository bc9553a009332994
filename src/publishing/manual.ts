import { z } from 'zod';
import { recordSchemas, siteSchema } from './record-schemas.ts';
import { editionSchema, pieceFields, pieceSchemas } from './schemas.ts';

export { COMPONENT_NAMES } from './components.ts';

/** A key as the manual shows it. */
interface Field {
  name: string;
  /** `obligatoire`, the value that stands for it when it is not written, or nothing. */
  need: string;
  form: string;
  description: string;
}

const OWN_FIELDS = Object.keys(pieceFields);

/** Each file that an editor may write, in the order of the manual. */
const CHAPTERS: [title: string, schema: z.ZodObject, without: readonly string[]][] = [
  ['Tous les textes', z.strictObject(pieceFields), []],
  ['Un article, en plus', pieceSchemas.articles, OWN_FIELDS],
  ['Un entretien, en plus', pieceSchemas.interviews, OWN_FIELDS],
  ['Une lettre de lecteur, en plus', pieceSchemas.letters, OWN_FIELDS],
  ['La lettre du jour : `editions/<aaaa-mm-jj>.mdx`', editionSchema, []],
  ['Une étude : `studies/<nom>.yaml`', recordSchemas.studies, []],
  ['Un questionnaire : `questionnaires/<nom>.yaml`', recordSchemas.questionnaires, []],
  ['Une personne : `people/<prenom-nom>.yaml`', recordSchemas.people, []],
  ['Une organisation : `organisations/<nom>.yaml`', recordSchemas.organisations, []],
  ['Un thème : `themes/<nom>.yaml`', recordSchemas.themes, []],
  ['Un numéro du magazine : `issues/<numero>.yaml`', recordSchemas.issues, []],
  ['Le magazine : `site.yaml`', siteSchema, []],
];

/**
 * Every key that an editor may write, as Markdown tables made from the schemas.
 * @throws when a key has no description.
 */
export function fieldTables(): string {
  const chapters = CHAPTERS.map(([title, schema, without]) => {
    const fields = Object.entries(schema.shape)
      .filter(([name]) => !without.includes(name))
      .flatMap(([name, field]) => fieldsOf(name, field as z.ZodType));
    const rows = fields.map(({ name, need, form, description }) => {
      return `| ${[`\`${name}\``, need, form, description].map(cell).join(' | ')} |`;
    });
    return [`### ${title}`, '', '| clé | | forme | |', '|---|---|---|---|', ...rows].join('\n');
  });
  return chapters.join('\n\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** The field, and below it the fields of what it holds: `image.src`, `figures[].id`. */
function fieldsOf(name: string, schema: z.ZodType): Field[] {
  const { inner, need } = unwrap(schema);
  const description = schema.description ?? inner.description;
  if (description === undefined) throw new Error(`${name} has no description: its schema owes it to the manual`);
  const held = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : inner;
  const holder = inner instanceof z.ZodArray ? `${name}[]` : name;
  const options = held instanceof z.ZodUnion ? (held.options as z.ZodType[]) : [held];
  const objects = options.filter((option) => option instanceof z.ZodObject);
  const below = objects.flatMap(({ shape }) =>
    Object.entries(shape).flatMap(([key, field]) => fieldsOf(`${holder}.${key}`, field as z.ZodType)),
  );
  return [{ name, need, form: formOf(inner), description }, ...below];
}

function unwrap(schema: z.ZodType): { inner: z.ZodType; need: string } {
  let inner = schema;
  let need = 'obligatoire';
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
    const value = inner instanceof z.ZodDefault ? inner.def.defaultValue : undefined;
    need = value === undefined || Array.isArray(value) || value === false ? '' : `\`${String(value)}\``;
    inner = inner.def.innerType as z.ZodType;
  }
  return { inner, need };
}

/** How a value is written: from what the schema checks, or from the words that it brings. */
function formOf(schema: z.ZodType): string {
  const own = schema.meta()?.['form'];
  if (typeof own === 'string') return own;
  if (schema instanceof z.ZodEnum) return schema.options.map((option) => `\`${option}\``).join(', ');
  if (schema instanceof z.ZodBoolean) return '`true` ou `false`';
  if (schema instanceof z.ZodNumber) return schema.format === null ? 'nombre' : 'nombre entier';
  if (schema instanceof z.ZodObject) return 'bloc';
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).map(formOf).join(' ou ');
  if (schema instanceof z.ZodString) return `texte${bounds(schema.minLength ?? 0, schema.maxLength, 'caractères')}`;
  if (schema instanceof z.ZodArray)
    return `liste${bounds(...lengths(schema), '')} : ${formOf(schema.element as z.ZodType)}`;
  throw new Error(`the manual does not know how a ${schema.def.type} is written`);
}

function lengths(list: z.ZodArray): [number, number | null] {
  let [least, most]: [number, number | null] = [0, null];
  for (const { _zod } of list.def.checks ?? []) {
    const check = _zod.def as { minimum?: number; maximum?: number };
    least = check.minimum ?? least;
    most = check.maximum ?? most;
  }
  return [least, most];
}

function bounds(least: number, most: number | null, unit: string): string {
  const counted = unit === '' ? '' : ` ${unit}`;
  if (most === null) return '';
  return least > 1 || (least === 1 && unit === '')
    ? ` de ${least} à ${most}${counted}`
    : ` de ${most}${counted} au plus`;
}
