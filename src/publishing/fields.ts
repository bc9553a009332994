import { z } from 'zod';
import { parisInstant } from '../time.ts';

/**
 * What the fields of every schema are made of. Messages are made by `front-matter.ts`; the few given here say what a
 * limit alone cannot. `form` says in the manual how a value is written.
 */

export const text = z.string().trim().min(1);
export const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'identifiant')
  .meta({ form: 'identifiant' });
export const ids = z.array(id);
export const differ = (list: readonly string[]): boolean => new Set(list).size === list.length;
export const textOrNumber = z.union([text, z.number().transform(String)]).meta({ form: 'texte' });
export const url = z
  .string()
  .regex(/^https?:\/\/[^\s/]+\.[^\s]+$/, 'adresse')
  .meta({ form: 'adresse complète' });
export const localPath = z
  .string()
  .regex(/^\/[A-Za-z0-9_](?:[A-Za-z0-9/._~-]|%[0-9A-Fa-f]{2})*$/, 'chemin')
  .refine(isDecodable, 'chemin')
  .meta({ form: 'chemin depuis la racine' });

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

export const pieceKey = z
  .string()
  .regex(/^(articles|interviews|letters)\/[a-z0-9-]+$/, 'piece')
  .meta({ form: '`articles/nom`, `interviews/nom` ou `letters/nom`' });
/** A daily letter, by its day. */
export const editionKey = z
  .string()
  .regex(/^editions\/\d{4}-\d{2}-\d{2}$/, 'piece')
  .meta({ form: '`editions/aaaa-mm-jj`' });
export const instant = z
  .string()
  .transform((written, context) => {
    const parsed = parisInstant(written);
    if (parsed === null) context.addIssue({ code: 'custom', message: 'date' });
    return parsed ?? z.NEVER;
  })
  .meta({ form: '`aaaa-mm-jj` ou `aaaa-mm-jjThh:mm`' });
export const day = z
  .string()
  .refine((written) => /^\d{4}-\d{2}-\d{2}$/.test(written) && parisInstant(written) !== null, 'jour')
  .meta({ form: '`aaaa-mm-jj`' });
export const rank = z.number().int().positive();
export const access = z.enum(['public', 'subscribers']);

export const image = z
  .strictObject({
    src: text.describe('le fichier, à côté du texte : `./photo.jpg`'),
    alt: z.string().trim().describe('ce que l’image montre, pour qui ne la voit pas'),
    credit: text.describe('son auteur'),
    decorative: z.boolean().default(false).describe('l’image ne dit rien : `alt` peut être vide (`alt: ""`)'),
  })
  .refine((picture) => picture.decorative || picture.alt !== '', { path: ['alt'], message: 'alt' });
