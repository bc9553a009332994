import { z } from 'zod';
import { access, day, id, image, pieceKey, rank, text, textOrNumber, url } from './fields.ts';

/** The schemas of what is no piece: one YAML file each. Every field says in French what it is for: the manual shows it. */

const figure = z.strictObject({
  id: id.describe('le nom du chiffre, pour `<KeyFigure>` et `<Chart>`'),
  value: z.number().describe('le nombre, avec un point : `12.5`'),
  unit: z.string().trim().describe('`"%"`, `minutes`, `€`… ; `""` s’il n’y en a pas'),
  label: text.describe('ce que le chiffre mesure, à lire après lui'),
  base: textOrNumber.optional().describe('qui a répondu, si ce n’est pas tout l’échantillon'),
});

const study = z.strictObject({
  title: text.describe('le titre de l’étude'),
  commissioner: text.describe('qui l’a commandée'),
  sample: textOrNumber.describe('combien de personnes, selon quelle méthode'),
  population: text.describe('qui elles représentent'),
  fieldwork: textOrNumber.describe('quand et comment on les a interrogées'),
  source: z
    .strictObject({ title: text.describe('le titre du rapport'), url: url.describe('où le lire') })
    .describe('d’où viennent les chiffres'),
  access: access.default('subscribers').describe('`subscribers` : les chiffres sont réservés aux abonnés'),
  figures: z.array(figure).min(1).describe('les chiffres, un `id` différent pour chacun'),
});

const question = z.strictObject({
  id: id.describe('le nom de la question, pour `<Question>` ; il fait l’ancre de la réponse'),
  slug: id.describe('l’adresse de la page qui réunit les réponses'),
  wording: text.describe('la question telle qu’on la pose'),
  collectionTitle: text.describe('ce dont parlent les réponses : « n réponses à… »'),
  variants: z.array(text).default([]).describe('les autres tournures permises ; on peut en ajouter'),
});

const questionnaire = z.strictObject({
  questions: z.array(question).min(1).describe('dans l’ordre ; figées dès qu’un entretien s’en sert'),
});

const person = z.strictObject({
  name: text.describe('le nom, tel qu’il signe'),
  sortName: text.optional().describe('pour le classement : `Vauquelin, Hélène`'),
  role: text.optional().describe('la fonction'),
  bio: text.optional().describe('une ou deux phrases'),
  photo: image.optional().describe('un portrait'),
  links: z
    .array(z.strictObject({ label: text.describe('le texte du lien'), url: url.describe('où il mène') }))
    .default([])
    .describe('ses pages ailleurs'),
});

const organisation = z.strictObject({
  name: text.describe('le nom'),
  kind: text.optional().describe('ce qu’elle est : mutuelle, théâtre, commerce'),
  url: url.optional().describe('son site'),
});

const theme = z.strictObject({
  name: text.describe('le nom, comme les lecteurs le voient'),
  definition: text.optional().describe('une phrase, en tête de la page du thème'),
  synonyms: z.array(text).default([]).describe('les autres mots que l’on cherche'),
  replacedBy: id.optional().describe('le thème qui lui succède'),
});

const issue = z.strictObject({
  number: rank.describe('le numéro'),
  title: text.describe('son titre'),
  date: day.describe('le jour de sa parution'),
  contents: z
    .array(
      z.strictObject({
        section: text.describe('le nom de la rubrique'),
        pieces: z.array(pieceKey).describe('ses textes, dans l’ordre'),
      }),
    )
    .default([])
    .describe('le sommaire'),
});

/** The facts that French law asks of an online publisher: loi n° 2004-575, art. 1-1; ordonnance of 1945 for registration. */
const publisher = z.strictObject({
  name: text.describe('la société éditrice'),
  legalForm: text.describe('sa forme : SAS, SARL, association'),
  capital: textOrNumber.optional().describe('son capital'),
  address: text.describe('son siège'),
  registration: textOrNumber.describe('son immatriculation : RCS et numéro'),
  vatNumber: text.optional().describe('son numéro de TVA'),
  email: z.email('courriel').meta({ form: 'adresse électronique' }).describe('où lui écrire'),
  phone: textOrNumber.describe('son téléphone'),
  director: text.describe('le directeur de la publication'),
  host: z
    .strictObject({
      name: text.describe('son nom'),
      address: text.describe('son siège'),
      phone: textOrNumber.describe('son téléphone'),
    })
    .describe('l’hébergeur du site'),
  mediator: z
    .strictObject({
      name: text.describe('son nom'),
      address: text.describe('son adresse postale'),
      url: url.describe('son site'),
    })
    .optional()
    .describe('le médiateur de la consommation dont relève l’éditeur'),
});

const offer = z.strictObject({
  id: id.describe('le nom de l’offre dans les adresses'),
  label: text.describe('le nom que voient les lecteurs'),
  lookupKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'identifiant')
    .meta({ form: 'identifiant' })
    .describe('la clé du prix dans Stripe'),
  amountCents: rank.describe('le prix, en centimes, TVA comprise'),
  currency: z
    .string()
    .regex(/^[a-z]{3}$/, 'monnaie')
    .meta({ form: 'trois lettres' })
    .describe('la monnaie : `eur`'),
  period: z.enum(['month', 'year']).describe('par mois ou par an'),
});

const letter = z.strictObject({
  hour: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'heure')
    .meta({ form: '`"hh:mm"`' })
    .describe('l’heure d’envoi, à Paris, entre guillemets'),
  from: text.describe('l’adresse qui l’envoie'),
  replyTo: text.describe('l’adresse qui reçoit les réponses'),
});

const vat = z.strictObject({
  from: day.describe('depuis quand'),
  percent: z.number().min(0).max(100).describe('le taux, en pour cent'),
});

export const siteSchema = z.strictObject({
  name: text.describe('le nom du magazine'),
  tagline: text.describe('sa devise'),
  notice: text.optional().describe('un avis en tête de la une'),
  publisher: publisher.describe('les mentions légales'),
  offers: z.array(offer).min(1).describe('les abonnements'),
  letter: letter.describe('la lettre du jour'),
  vat: z.array(vat).min(1).describe('la TVA, un taux par période'),
  social: z
    .array(z.strictObject({ label: text.describe('le nom du réseau'), url: url.describe('notre page') }))
    .default([])
    .describe('nos pages ailleurs'),
});

export const recordSchemas = {
  studies: study,
  questionnaires: questionnaire,
  people: person,
  organisations: organisation,
  themes: theme,
  issues: issue,
};

export type RecordKind = keyof typeof recordSchemas;
export type StudyData = z.infer<typeof study>;
export type QuestionnaireData = z.infer<typeof questionnaire>;
