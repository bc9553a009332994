import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The page of one component in `docs/components/`. */
export interface ComponentPage {
  name: string;
  text: string;
  /** A part of a body that publishes. */
  example: string;
  /** What does not publish, and what an editor is then told. */
  mistakes: { written: string; message: string }[];
}

export const DOCS = 'docs/components';

/** The pages of all components, by name. */
export function componentPages(): ComponentPage[] {
  return readdirSync(DOCS)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(DOCS, file), 'utf8');
      const [lesson = '', mistakes = ''] = text.split('## Fautes et messages');
      return {
        name: path.basename(file, '.md'),
        text,
        example: /```mdx\n([\s\S]*?)\n```/.exec(lesson)?.[1] ?? '',
        mistakes: [...mistakes.matchAll(/```mdx\n([\s\S]*?)\n```\n\n> (.+)\n/g)].map(
          ([, written = '', message = '']) => {
            return { written, message: message.replaceAll('`', '') };
          },
        ),
      };
    });
}

/** What examples refer to, copied from the content of the repository. */
const SHARED = ['site.yaml', 'themes', 'people', 'organisations', 'questionnaires', 'studies'];
const PICTURE = 'articles/2026/boucle-d-attente.jpg';

/** Fills `contentDir` with pieces whose bodies hold the `examples`, by file name without ending. */
export function writeExamples(contentDir: string, examples: Record<string, { page: string; body: string }>): void {
  for (const name of [...SHARED, PICTURE]) {
    cpSync(path.join('content', name), path.join(contentDir, name), { recursive: true });
  }
  for (const [name, { page, body }] of Object.entries(examples)) {
    const file = path.join(contentDir, fileOf(name, page));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `---\n${frontMatter(name, page).join('\n')}\n---\n\n${completed(page, body)}\n`);
  }
}

const INTERVIEWS = ['question', 'follow-up', 'coda'];

/** The path below the content folder of the piece that holds an example. */
export function fileOf(name: string, page: string): string {
  if (INTERVIEWS.includes(page)) return `interviews/${name}.mdx`;
  return page === 'introduction' ? `letters/${name}.mdx` : `articles/2026/${name}.mdx`;
}

function frontMatter(name: string, page: string): string[] {
  const common = [
    `uid: exemple-${name}`,
    'title: Un exemple pour le manuel',
    'standfirst: Ce texte n’existe que pour montrer un élément, tel qu’un rédacteur l’écrit et tel qu’un lecteur le lit.',
    'publishedAt: 2026-01-01',
    'status: ready',
    `access: ${page === 'paywall' ? 'subscribers' : 'public'}`,
    'themes: [service]',
  ];
  if (INTERVIEWS.includes(page)) {
    const who = ['guest: bakary-sissoko', 'role: Chef d’escale', 'interviewers: [samir-belkacem]'];
    return [...common, ...who, 'questionnaire: sens-du-client'];
  }
  if (page !== 'introduction') return [...common, 'genre: analysis'];
  return [
    ...common,
    'sender: Nadège Pasquier',
    'senderTitle: Conductrice de car',
    'addressee: La rédaction',
    'salutation: "Madame, Monsieur,"',
    'closing: Bien à vous,',
    'signature: Nadège Pasquier, Cars Méridien',
    'repliesTo: [{ title: Un entretien, url: "https://www.example.org/entretien" }]',
  ];
}

const QUESTIONS = ['qui', 'sens', 'evolution', 'anecdote'];

/** An interview asks every question: those that an example leaves out stand before and after it. */
function completed(page: string, body: string): string {
  if (!INTERVIEWS.includes(page)) return body;
  const asked = QUESTIONS.map((id) => body.includes(`id="${id}"`));
  const first = Math.max(asked.indexOf(true), 0);
  const others = QUESTIONS.flatMap((id, index) => (asked[index] ? [] : [{ index, text: question(id) }]));
  const before = others.filter(({ index }) => index < first).map(({ text }) => text);
  const after = others.filter(({ index }) => index > first).map(({ text }) => text);
  return [...before, body, ...after].join('\n\n');
}

function question(id: string): string {
  return `<Question id="${id}" />\n\nUne réponse.`;
}
