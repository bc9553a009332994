import { z } from 'zod';
import { parisInstant } from '../time.ts';

/**
 * The schema of every collection: what an editor may write, and within which limits. Messages are made by
 * `front-matter.ts`; the few given here say what a limit alone cannot.
 */

const text = z.string().trim().min(1);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'identifiant');
const ids = z.array(id);
const differ = (list: readonly string[]): boolean => new Set(list).size === list.length;
const textOrNumber = z.union([text, z.number().transform(String)]);
const url = z.string().regex(/^https?:\/\/[^\s/]+\.[^\s]+$/, 'adresse');
const localPath = z
  .string()
  .regex(/^\/[A-Za-z0-9_](?:[A-Za-z0-9/._~-]|%[0-9A-Fa-f]{2})*$/, 'chemin')
  .refine(isDecodable, 'chemin');
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

const pieceKey = z.string().regex(/^(articles|interviews|letters)\/[a-z0-9-]+$/, 'piece');
const editionKey = z.string().regex(/^editions\/\d{4}-\d{2}-\d{2}$/, 'piece');
const instant = z.string().transform((written, context) => {
  const parsed = parisInstant(written);
  if (parsed === null) context.addIssue({ code: 'custom', message: 'date' });
  return parsed ?? z.NEVER;
});
const day = z
  .string()
  .refine((written) => /^\d{4}-\d{2}-\d{2}$/.test(written) && parisInstant(written) !== null, 'jour');
const access = z.enum(['public', 'subscribers']);

const image = z
  .strictObject({ src: text, alt: z.string().trim(), credit: text, decorative: z.boolean().default(false) })
  .refine((picture) => picture.decorative || picture.alt !== '', { path: ['alt'], message: 'alt' });

const correction = z.strictObject({
  date: day,
  kind: z.enum(['correction', 'precision', 'update', 'right-of-reply']),
  text,
});

const piece = {
  uid: z.string().regex(/^[a-z0-9-]{6,40}$/, 'uid'),
  title: z.string().trim().min(5).max(110),
  shortTitle: z.string().trim().min(1).max(60).optional(),
  standfirst: z.string().trim().min(60).max(320),
  publishedAt: instant,
  updatedAt: instant.optional(),
  status: z.enum(['draft', 'review', 'ready', 'withdrawn']).default('draft'),
  access: access.default('subscribers'),
  authors: ids.default([]),
  themes: ids.min(1).max(3).refine(differ, 'double'),
  organisations: ids.default([]),
  issue: z.union([id, z.number().int().positive().transform(String)]).optional(),
  readAlso: z.array(pieceKey).max(4).refine(differ, 'double').default([]),
  image: image.optional(),
  corrections: z.array(correction).default([]),
  formerUrls: z.array(localPath).default([]),
  seo: z
    .strictObject({ title: text.optional(), description: text.optional(), noindex: z.boolean().default(false) })
    .prefault({}),
  disclosure: text.optional(),
  sponsored: z.boolean().default(false),
};

const article = z
  .strictObject({
    ...piece,
    genre: z.enum([
      'investigation',
      'analysis',
      'opinion',
      'lessons',
      'study',
      'case',
      'document',
      'brief',
      'selection',
    ]),
    study: id.optional(),
    series: z.strictObject({ name: text, rank: z.number().int().positive() }).optional(),
  })
  .refine((data) => data.genre !== 'study' || data.study !== undefined, { path: ['study'], message: 'study' });

const interview = z
  .strictObject({
    ...piece,
    guest: id,
    role: text,
    organisation: id.optional(),
    questionnaire: id,
    number: z.number().int().positive().optional(),
    interviewers: ids.min(1),
    language: z
      .string()
      .regex(/^[a-z]{2}$/, 'langue')
      .default('fr'),
    translator: id.optional(),
    thanks: text.optional(),
  })
  .refine((data) => data.language === 'fr' || data.translator !== undefined, {
    path: ['translator'],
    message: 'translator',
  });

const letter = z.strictObject({
  ...piece,
  sender: text,
  senderTitle: text,
  addressee: text,
  salutation: text,
  closing: text,
  signature: text,
  repliesTo: z.array(z.union([pieceKey, editionKey, z.strictObject({ title: text, url })])).min(1),
});

const edition = z.strictObject({
  subject: z.string().trim().min(1).max(70).optional(),
  preheader: z.string().trim().min(1).max(150).optional(),
  extracts: z.array(z.strictObject({ from: pieceKey, quote: text })).default([]),
});

const study = z.strictObject({
  title: text,
  commissioner: text,
  sample: textOrNumber,
  population: text,
  fieldwork: textOrNumber,
  source: z.strictObject({ title: text, url }),
  access: access.default('subscribers'),
  figures: z
    .array(
      z.strictObject({ id, value: z.number(), unit: z.string().trim(), label: text, base: textOrNumber.optional() }),
    )
    .min(1),
});

const questionnaire = z.strictObject({
  questions: z
    .array(z.strictObject({ id, slug: id, wording: text, collectionTitle: text, variants: z.array(text).default([]) }))
    .min(1),
});

const person = z.strictObject({
  name: text,
  sortName: text.optional(),
  role: text.optional(),
  bio: text.optional(),
  photo: image.optional(),
  links: z.array(z.strictObject({ label: text, url })).default([]),
});

const organisation = z.strictObject({ name: text, kind: text.optional(), url: url.optional() });

const theme = z.strictObject({
  name: text,
  definition: text.optional(),
  synonyms: z.array(text).default([]),
  replacedBy: id.optional(),
});

const issue = z.strictObject({
  number: z.number().int().positive(),
  title: text,
  date: day,
  contents: z.array(z.strictObject({ section: text, pieces: z.array(pieceKey) })).default([]),
});

/** The facts that French law asks of an online publisher: loi n° 2004-575, art. 1-1; ordonnance of 1945 for registration. */
const publisher = z.strictObject({
  name: text,
  legalForm: text,
  capital: textOrNumber.optional(),
  address: text,
  registration: textOrNumber,
  vatNumber: text.optional(),
  email: z.email('courriel'),
  phone: textOrNumber,
  director: text,
  host: z.strictObject({ name: text, address: text, phone: textOrNumber }),
});

const site = z.strictObject({
  name: text,
  tagline: text,
  notice: text.optional(),
  publisher,
  offers: z
    .array(
      z.strictObject({
        id,
        label: text,
        lookupKey: z.string().regex(/^[A-Za-z0-9_-]+$/, 'identifiant'),
        amountCents: z.number().int().positive(),
        currency: z.string().regex(/^[a-z]{3}$/, 'monnaie'),
        period: z.enum(['month', 'year']),
      }),
    )
    .min(1),
  letter: z.strictObject({
    hour: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'heure'),
    from: text,
    replyTo: text,
  }),
  vat: z.array(z.strictObject({ from: day, percent: z.number().min(0).max(100) })).min(1),
  social: z.array(z.strictObject({ label: text, url })).default([]),
});

export const pieceSchemas = { articles: article, interviews: interview, letters: letter };
export const recordSchemas = {
  studies: study,
  questionnaires: questionnaire,
  people: person,
  organisations: organisation,
  themes: theme,
  issues: issue,
};
export const editionSchema = edition;
export const siteSchema = site;

export type RecordKind = keyof typeof recordSchemas;
export type ArticleData = z.infer<typeof article>;
export type InterviewData = z.infer<typeof interview>;
export type LetterData = z.infer<typeof letter>;
export type PieceData = ArticleData | InterviewData | LetterData;
export type StudyData = z.infer<typeof study>;
export type QuestionnaireData = z.infer<typeof questionnaire>;
