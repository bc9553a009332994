import { z } from 'zod';
import {
  access,
  day,
  differ,
  editionKey,
  id,
  ids,
  image,
  instant,
  localPath,
  pieceKey,
  rank,
  text,
  url,
} from './fields.ts';

/**
 * The schema of every kind of piece, and of the editors' file for a day's letter: what an editor may write, and within
 * which limits. Every field says in French what it is for: the manual shows it.
 */

const correction = z.strictObject({
  date: day.describe('le jour où le texte a été corrigé'),
  kind: z
    .enum(['correction', 'precision', 'update', 'right-of-reply'])
    .describe('correction, précision, mise à jour ou droit de réponse'),
  text: text.describe('ce qui a changé, et pourquoi'),
});

const seo = z.strictObject({
  title: text.optional().describe('un autre titre dans les moteurs de recherche'),
  description: text.optional().describe('une autre description'),
  noindex: z.boolean().default(false).describe('les moteurs de recherche ne gardent pas la page'),
});

/** The fields of every piece. */
export const pieceFields = {
  uid: z
    .string()
    .regex(/^[a-z0-9-]{6,40}$/, 'uid')
    .meta({ form: 'de 6 à 40 lettres minuscules, chiffres ou tirets' })
    .describe('l’identité du texte : unique, ne change jamais'),
  title: z.string().trim().min(5).max(110).describe('le titre'),
  shortTitle: z.string().trim().min(1).max(60).optional().describe('pour les endroits étroits'),
  standfirst: z.string().trim().min(60).max(320).describe('le chapeau ; toujours ouvert à tous'),
  publishedAt: instant.describe(
    'à l’heure de Paris ; dans l’avenir, c’est un embargo : le texte paraît seul, à la minute',
  ),
  updatedAt: instant.optional().describe('la dernière mise à jour, jamais avant `publishedAt`'),
  status: z
    .enum(['draft', 'review', 'ready', 'withdrawn'])
    .default('draft')
    .describe('seul `ready` paraît ; `withdrawn` : la page dit que le texte a été retiré'),
  access: access.default('subscribers').describe('`public` : ouvert à tous ; `subscribers` : voir `<Paywall />`'),
  authors: ids.default([]).describe('des personnes ou des organisations ; sans auteur, « La rédaction »'),
  themes: ids.min(1).max(3).refine(differ, 'double').describe('des thèmes du dossier `themes/`'),
  organisations: ids.default([]).describe('les organisations dont il est question'),
  issue: z
    .union([id, z.number().int().positive().transform(String)])
    .meta({ form: 'nom d’un fichier d’`issues/`' })
    .optional()
    .describe('le numéro du magazine dont il fait partie'),
  readAlso: z.array(pieceKey).max(4).refine(differ, 'double').default([]).describe('« À lire aussi »'),
  image: image.optional().describe('l’image de tête, ouverte à tous'),
  corrections: z.array(correction).default([]).describe('« Ce qui a été corrigé », au pied du texte'),
  formerUrls: z.array(localPath).default([]).describe('ses anciennes adresses : elles mènent désormais ici'),
  seo: seo.prefault({}).describe('pour les moteurs de recherche, s’il faut leur parler autrement'),
  disclosure: text.optional().describe('un lien d’intérêt, dit au lecteur au pied du texte'),
  sponsored: z.boolean().default(false).describe('le texte est payé : « Publicité » partout où il paraît'),
};

const GENRES = [
  'investigation',
  'analysis',
  'opinion',
  'lessons',
  'study',
  'case',
  'document',
  'brief',
  'selection',
] as const;

const article = z
  .strictObject({
    ...pieceFields,
    genre: z
      .enum(GENRES)
      .describe('enquête, analyse, opinion, leçons (intertitres numérotés), étude, cas, document, brève, sélection'),
    study: id.optional().describe('l’étude qu’il commente ; obligatoire pour le genre `study`'),
    series: z
      .strictObject({ name: text.describe('le nom de la série'), rank: rank.describe('le rang du volet') })
      .optional()
      .describe('la série dont il est un volet'),
  })
  .refine((data) => data.genre !== 'study' || data.study !== undefined, { path: ['study'], message: 'study' });

const interview = z
  .strictObject({
    ...pieceFields,
    guest: id.describe('l’invité, du dossier `people/`'),
    role: text.describe('sa fonction le jour de l’entretien'),
    organisation: id.optional().describe('où il l’exerce'),
    questionnaire: id.describe('les questions posées : `sens-du-client`'),
    number: rank.optional().describe('« Entretien nº 100 »'),
    interviewers: ids.min(1).describe('qui a posé les questions'),
    language: z
      .string()
      .regex(/^[a-z]{2}$/, 'langue')
      .meta({ form: 'deux lettres' })
      .default('fr')
      .describe('la langue de l’entretien'),
    translator: id.optional().describe('qui a traduit ; obligatoire si `language` n’est pas `fr`'),
    thanks: text.optional().describe('une phrase de remerciement, après le crédit'),
  })
  .refine((data) => data.language === 'fr' || data.translator !== undefined, {
    path: ['translator'],
    message: 'translator',
  });

const answered = z.union([
  pieceKey,
  editionKey,
  z.strictObject({ title: text.describe('le titre du texte, paru ailleurs'), url: url.describe('son adresse') }),
]);

const letter = z.strictObject({
  ...pieceFields,
  sender: text.describe('qui écrit'),
  senderTitle: text.describe('sa qualité'),
  addressee: text.describe('à qui : la rédaction, un auteur'),
  salutation: text.describe('« Madame, Monsieur, »'),
  closing: text.describe('la formule de politesse'),
  signature: text.describe('nom, société : la virgule fait deux lignes'),
  repliesTo: z.array(answered).min(1).describe('ce à quoi la lettre répond, ici ou ailleurs'),
});

const extract = z.strictObject({
  from: pieceKey.describe('le texte cité'),
  quote: text.describe('le passage, mot pour mot, de sa partie ouverte'),
});

export const editionSchema = z.strictObject({
  subject: z.string().trim().min(1).max(70).optional().describe('l’objet du message'),
  preheader: z
    .string()
    .trim()
    .min(1)
    .max(150)
    .optional()
    .describe('la ligne que les messageries montrent après l’objet'),
  extracts: z.array(extract).default([]).describe('les passages choisis, dans l’ordre'),
});

export const pieceSchemas = { articles: article, interviews: interview, letters: letter };

export type ArticleData = z.infer<typeof article>;
export type InterviewData = z.infer<typeof interview>;
export type LetterData = z.infer<typeof letter>;
export type PieceData = ArticleData | InterviewData | LetterData;
