import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publish, type PublishOptions, type PublishResult } from '../src/publishing/publishing.ts';
import { indexPieces } from '../src/search/search.ts';

/** A folder that goes away with the test that made it. */
export function temporaryFolder(): { dir: string; [Symbol.dispose](): void } {
  const dir = mkdtempSync(path.join(tmpdir(), 'verbatim-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Writes files below `folder`; `null` removes one. */
export function writeFiles(folder: string, files: Record<string, string | Uint8Array | null>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    if (content === null) {
      rmSync(file, { force: true });
      continue;
    }
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

const SIGNING_KEY = new Uint8Array(32).fill(7);

/** Publishes `<folder>/content` into `<folder>/data`, at noon of 21 November 2026 in UTC unless told. */
export function publishFolder(folder: string, options: Partial<PublishOptions> = {}): Promise<PublishResult> {
  return publish({
    contentDir: path.join(folder, 'content'),
    dataDir: path.join(folder, 'data'),
    siteUrl: 'https://www.verbatim.example',
    signingKey: SIGNING_KEY,
    now: new Date('2026-11-21T12:00:00Z'),
    index: indexPieces,
    ...options,
  });
}

const STANDFIRST = 'Un chapeau de bonne longueur, qui dit en une phrase ce que le lecteur va trouver dans ce texte.';

type Fields = Record<string, string | null>;

function mdx(fields: Fields, body: string): string {
  const lines = Object.entries(fields).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${value}`]));
  return `---\n${lines.join('\n')}\n---\n\n${body}\n`;
}

function common(uid: string, fields: Fields): Fields {
  return {
    uid,
    title: 'Un titre ordinaire',
    standfirst: STANDFIRST,
    publishedAt: '2026-11-01',
    status: 'ready',
    access: 'public',
    themes: '[ecoute]',
    ...fields,
  };
}

/** The MDX of an article; a `null` field is left out. */
export function article(fields: Fields = {}, body = 'Un premier paragraphe.\n\nUn second paragraphe.'): string {
  return mdx(common('art-000001', { genre: 'analysis', ...fields }), body);
}

const ANSWERS = ['qui', 'sens', 'evolution', 'anecdote'];

export function interview(
  fields: Fields = {},
  body = `Une introduction.\n\n${ANSWERS.map((id) => `<Question id="${id}" />\n\nRéponse à ${id}.`).join('\n\n')}`,
): string {
  const own = {
    guest: 'jeanne-martin',
    role: 'Directrice',
    questionnaire: 'sens-du-client',
    interviewers: '[paul-durand]',
  };
  return mdx(common('int-000001', { ...own, ...fields }), body);
}

export function letter(fields: Fields = {}, body = 'Le corps de la lettre.'): string {
  const own = {
    sender: 'Luc Petit',
    senderTitle: 'Responsable de service',
    addressee: 'La rédaction',
    salutation: 'Madame, Monsieur,',
    closing: 'Bien à vous,',
    signature: 'Luc Petit, Société Exemple',
    repliesTo: '[articles/un-article]',
  };
  return mdx(common('let-000001', { ...own, ...fields }), body);
}

const SITE = `name: Verbatim
tagline: Le client, dans le texte
publisher:
  name: Éditions Exemple
  legalForm: SAS
  address: 1 rue de l’Exemple, 75001 Paris
  registration: RCS Paris 000 000 000
  email: redaction@verbatim.example
  phone: 01 99 00 00 00
  director: Anne Exemple
  host: { name: Hébergeur Exemple, address: 2 rue de l’Exemple, phone: 01 99 00 00 01 }
offers:
  - { id: annuel, label: Un an, lookupKey: annuel, amountCents: 11880, currency: eur, period: year }
letter: { hour: "07:00", from: lettre@verbatim.example, replyTo: redaction@verbatim.example }
vat: [{ from: 2014-02-01, percent: 2.1 }]
`;

const QUESTIONNAIRE = `questions:
  - { id: qui, slug: qui-etes-vous, wording: "Qui êtes-vous ?", collectionTitle: qui êtes-vous }
  - { id: sens, slug: sens-du-client, wording: "Qu’est-ce que le sens du client ?", collectionTitle: le sens du client, variants: ["Le sens du client, pour vous ?"] }
  - { id: evolution, slug: evolution, wording: "Que pensez-vous de l’évolution ?", collectionTitle: l’évolution }
  - { id: anecdote, slug: anecdote, wording: "Avez-vous une anecdote ?", collectionTitle: une anecdote }
`;

const STUDY = `title: Une étude
commissioner: Institut Exemple
sample: 1 000 personnes
population: Adultes
fieldwork: Mai 2026
source: { title: Le rapport, url: https://www.example.org/rapport }
access: public
figures:
  - { id: attente, value: 73, unit: "%", label: attendent plus de cinq minutes }
  - { id: rappel, value: 12.5, unit: "%", label: sont rappelés }
`;

/** A small content folder without a mistake: one piece of each collection and all they refer to. */
export function validContent(): Record<string, string> {
  return {
    'content/site.yaml': SITE,
    'content/themes/ecoute.yaml': 'name: L’écoute\n',
    'content/people/jeanne-martin.yaml': 'name: Jeanne Martin\n',
    'content/people/paul-durand.yaml': 'name: Paul Durand\nrole: Journaliste\n',
    'content/organisations/maison-exemple.yaml': 'name: Maison Exemple\n',
    'content/questionnaires/sens-du-client.yaml': QUESTIONNAIRE,
    'content/studies/barometre.yaml': STUDY,
    'content/articles/2026/un-article.mdx': article(),
    'content/interviews/jeanne-martin.mdx': interview(),
    'content/letters/une-lettre.mdx': letter(),
  };
}
