import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a made content folder of `pieces` pieces of about 900 words, in French of a sort: the same bytes every time. One
 * in twenty is an interview, the others are articles, half of them for subscribers, and an issue lists ten articles.
 * Returns the paths of the articles, then those of the interviews.
 */
export function writeCorpus(folder: string, pieces: number): string[] {
  const files: Record<string, string> = { 'site.yaml': SITE };
  for (const id of THEMES) files[`themes/${id}.yaml`] = `name: Thème ${id}\n`;
  for (let person = 0; person < 50; person += 1)
    files[`people/auteur-${person}.yaml`] = `name: Camille Auteur ${person}\n`;
  files['studies/barometre.yaml'] = STUDY;
  files['questionnaires/sens-du-client.yaml'] = QUESTIONNAIRE;
  const interviews = Math.floor(pieces / 20);
  const articles: string[] = [];
  const add = (name: string, text: string): void => {
    files[name] = text;
    articles.push(path.join(folder, name));
  };
  for (let number = 0; number < pieces - interviews; number += 1)
    add(`articles/${2010 + (number % 17)}/${slugOf(number)}.mdx`, article(number, pieces));
  for (let number = 0; number < interviews; number += 1)
    add(`interviews/entretien-${number}.mdx`, interview(number, pieces));
  for (let number = 1; number <= Math.min(200, pieces / 20); number += 1)
    files[`issues/${number}.yaml`] = issue(number);
  for (const directory of new Set(Object.keys(files).map((name) => path.dirname(name)))) {
    mkdirSync(path.join(folder, directory), { recursive: true });
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return articles;
}

/** The slug of the article of that number. */
export function slugOf(number: number): string {
  return `article-${String(number).padStart(6, '0')}`;
}

const THEMES = ['ecoute', 'service', 'mesure', 'attente'];

const WORDS =
  `client accueil attente réponse comptoir téléphone promesse délai conseiller boutique appel question colère
sourire facture retour service équipe usage parole écoute mesure enquête chiffre matin courrier guichet signature contrat
simple rapide honnête patient clair utile rare vif lent proche le la un une des ce cette leur pour avec sans sous dans par
sur vers demande répond attend rappelle explique corrige promet oublie revient note écrit lit mesure compte perd gagne`.split(
    /\s+/,
  );

const ASIDES = [
  '« Vous êtes servi ? »',
  'C’est tout ; rien de plus !',
  'Résultat : 12 % de départs, 3 000 € perdus.',
  'Pourquoi ? Parce qu’on attend.',
];

/** A fixed sequence of numbers from 0 to 1, so that every run writes the same corpus (Mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a piece is written with: the same words for the same number. */
function writer(number: number) {
  const random = sequence(number + 1);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const sentence = (): string => {
    const words = Array.from({ length: 8 + Math.floor(random() * 12) }, () => pick(WORDS));
    if (random() < 0.2) words[3] = `**${words[3]}**`;
    if (random() < 0.1) words[5] = `*${words[5]}*`;
    const text = words.join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}${random() < 0.3 ? `, ${pick(WORDS)} :` : ''} ${pick(WORDS)}.`;
  };
  const paragraph = (): string => `${Array.from({ length: 4 }, sentence).join(' ')} ${pick(ASIDES)}`;
  return { pick, paragraph };
}

/** The day of a piece, in an archive that runs from 2010 to the autumn of 2026. */
function dayOf(number: number, pieces: number): string {
  return new Date(Date.UTC(2010, 0, 1) + Math.floor((number / pieces) * 16.8 * 365.25) * 86_400_000)
    .toISOString()
    .slice(0, 10);
}

function issue(number: number): string {
  const pieces = Array.from({ length: 10 }, (_, index) => `articles/${slugOf(number * 10 - index)}`);
  return `number: ${number}\ntitle: Numéro ${number}\ndate: 2026-10-01\ncontents: [{ section: Tout, pieces: [${pieces.join(', ')}] }]\n`;
}

function interview(number: number, pieces: number): string {
  const { pick, paragraph } = writer(pieces + number);
  const answers = QUESTIONS.map(
    (id) => `<Question id="${id}" />\n\n${paragraph()}\n\n${paragraph()}\n\n${paragraph()}`,
  );
  return `---
uid: itw-${String(number).padStart(8, '0')}
title: "Entretien ${number} : ${pick(WORDS)} et ${pick(WORDS)}"
standfirst: Un chapeau qui dit en une phrase ce que l’entretien numéro ${number} raconte, ni plus ni moins.
publishedAt: ${dayOf(number * 20, pieces)}
status: ready
access: ${number % 2 === 1 ? 'subscribers' : 'public'}
guest: auteur-${number % 50}
role: Responsable
questionnaire: sens-du-client
interviewers: [auteur-${(number + 1) % 50}]
themes: [${pick(THEMES)}]
---

${paragraph()}

${answers.join('\n\n')}
`;
}

function article(number: number, pieces: number): string {
  const { pick, paragraph } = writer(number);
  const paid = number % 2 === 1;
  const sections = Array.from(
    { length: 4 },
    (_, index) => `## Partie ${index + 1} ${pick(WORDS)}\n\n${paragraph()}\n\n${paragraph()}`,
  );
  const extras = [
    '- un\n- deux\n- trois',
    '> Une citation assez courte.',
    '| Mois | Part |\n|---|---|\n| mai | 12 % |\n| juin | 14 % |',
    '<Note title="À savoir">\n\nUne note de la rédaction.\n\n</Note>',
    '<KeyFigure study="barometre" id="attente" />',
    '<PullQuote by="Un client">On m’a rappelé le lendemain.</PullQuote>',
  ];
  const link = number > 0 ? `\n\nVoir [l’article précédent](/articles/${slugOf(number - 1)}/).` : '';
  return `---
uid: made-${String(number).padStart(8, '0')}
title: "Article ${number} : ${pick(WORDS)} et ${pick(WORDS)}"
standfirst: Un chapeau qui dit en une phrase ce que l’article numéro ${number} raconte, ni plus ni moins.
publishedAt: ${dayOf(number, pieces)}
status: ready
access: ${paid ? 'subscribers' : 'public'}
genre: analysis
themes: [${pick(THEMES)}]
authors: [auteur-${number % 50}]
---

${paragraph()}

${paragraph()}${link}
${paid ? '\n<Paywall />\n' : ''}
${sections[0]}

${pick(extras)}

${sections[1]}

${sections[2]}

${pick(extras)}

${sections[3]}

${sections[4]}

Une note pour finir[^1].

[^1]: La note elle-même, avec sa source.
`;
}

const QUESTIONS = ['qui', 'sens', 'evolution', 'anecdote'];

const QUESTIONNAIRE = `questions:
${QUESTIONS.map((id) => `  - { id: ${id}, slug: ${id}, wording: "Que dire de ${id} ?", collectionTitle: ${id} }`).join('\n')}
`;

const STUDY = `title: Baromètre de l’attente
commissioner: Institut Exemple
sample: 1 000 personnes
population: Adultes
fieldwork: Mai 2026
source: { title: Le rapport, url: https://www.example.org/rapport }
access: public
figures:
  - { id: attente, value: 73, unit: "%", label: attendent plus de cinq minutes }
`;

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
