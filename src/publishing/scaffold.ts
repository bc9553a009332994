import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseYaml } from './front-matter.ts';
import { recordSchemas } from './record-schemas.ts';
import { slugify } from './slugs.ts';

export type ScaffoldKind = 'interview' | 'article' | 'letter' | 'edition';

/** `path`: of the new file, below the content folder. Or why there is none, in French. */
export type ScaffoldResult = { ok: true; path: string } | { ok: false; reason: string };

/**
 * Writes a draft that passes the checks as it is: every reference names something that exists, every text has its
 * length. `name` becomes the title (the guest's name for an interview). Never writes over a file.
 */
export function scaffold(kind: ScaffoldKind, name: string, contentDir: string, now: Date): ScaffoldResult {
  const today = now.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
  if (kind === 'edition') {
    return write(
      contentDir,
      `editions/${name === '' ? today : name}.mdx`,
      '---\nsubject: L’objet de la lettre du jour\n---\n\nLe mot de la rédaction.\n',
    );
  }
  const slug = slugify(name);
  if (slug === '')
    return { ok: false, reason: 'donnez un titre, par exemple : npm run new -- article "Le prix de l’attente"' };
  const first = (folder: string): string | undefined => idsIn(contentDir, folder)[0];
  const theme = first('themes');
  if (theme === undefined) return { ok: false, reason: 'créez d’abord un thème dans content/themes/' };
  const common = (prefix: string, title: string): string[] => [
    '---',
    `uid: ${prefix}-${today.replaceAll('-', '')}-${randomBytes(3).toString('hex')}`,
    `title: ${JSON.stringify(title.length < 5 ? `Titre : ${title}` : title.slice(0, 110))}`,
    'standfirst: Le chapeau dit en une ou deux phrases ce que le lecteur va trouver ici, de 60 à 320 caractères.',
    `publishedAt: ${today}`,
    'status: draft',
    'access: subscribers',
    `themes: [${theme}]`,
  ];
  if (kind === 'article') {
    const lines = [
      ...common('art', name),
      'genre: analysis',
      '---',
      '',
      'Le premier paragraphe est ouvert à tous.',
      '',
      'La suite est pour les abonnés.',
      '',
    ];
    return write(contentDir, `articles/${today.slice(0, 4)}/${slug}.mdx`, lines.join('\n'));
  }
  if (kind === 'letter') {
    const article = piecesIn(contentDir)[0];
    const lines = [
      ...common('let', name),
      'sender: Prénom Nom',
      'senderTitle: Fonction',
      'addressee: La rédaction',
      'salutation: Madame, Monsieur,',
      'closing: Bien à vous,',
      'signature: Prénom Nom, Société',
      `repliesTo: [${article ?? '{ title: Le texte auquel la lettre répond, url: "https://www.example.fr/texte" }'}]`,
      '---',
      '',
      '<Introduction>',
      'Le mot de la rédaction avant la lettre.',
      '</Introduction>',
      '',
      'La lettre commence ici.',
      '',
    ];
    return write(contentDir, `letters/${slug}.mdx`, lines.join('\n'));
  }
  const person = idsIn(contentDir, 'people').includes(slug) ? slug : first('people');
  const interviewer = idsIn(contentDir, 'people').find((id) => id !== person) ?? first('organisations') ?? person;
  const questionnaire = idsIn(contentDir, 'questionnaires').includes('sens-du-client')
    ? 'sens-du-client'
    : first('questionnaires');
  if (person === undefined || questionnaire === undefined) {
    return {
      ok: false,
      reason: 'créez d’abord l’invité dans content/people/ et un questionnaire dans content/questionnaires/',
    };
  }
  const lines = [
    ...common('int', name),
    `guest: ${person}`,
    'role: Fonction de l’invité',
    `questionnaire: ${questionnaire}`,
    `interviewers: [${interviewer}]`,
    '---',
    '',
    'L’introduction présente l’invité.',
    ...questionIds(contentDir, questionnaire).flatMap((id) => [
      '',
      `<Question id="${id}" />`,
      '',
      'La réponse de l’invité.',
    ]),
    '',
  ];
  return write(contentDir, `interviews/${slug}.mdx`, lines.join('\n'));
}

function write(contentDir: string, file: string, text: string): ScaffoldResult {
  const absolutePath = path.join(contentDir, file);
  if (existsSync(absolutePath)) return { ok: false, reason: `content/${file} existe déjà` };
  mkdirSync(path.dirname(absolutePath), { recursive: true });
  writeFileSync(absolutePath, text, { flag: 'wx' });
  return { ok: true, path: file };
}

function idsIn(contentDir: string, folder: string): string[] {
  const absolutePath = path.join(contentDir, folder);
  if (!existsSync(absolutePath)) return [];
  return readdirSync(absolutePath)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

function piecesIn(contentDir: string): string[] {
  const absolutePath = path.join(contentDir, 'articles');
  if (!existsSync(absolutePath)) return [];
  return readdirSync(absolutePath, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mdx'))
    .map((name) => `articles/${path.basename(name, '.mdx')}`)
    .sort();
}

function questionIds(contentDir: string, questionnaire: string): string[] {
  const file = `questionnaires/${questionnaire}.yaml`;
  const yaml = parseYaml(readFileSync(path.join(contentDir, file), 'utf8'), file, 1);
  const parsed = recordSchemas.questionnaires.safeParse(Array.isArray(yaml) ? null : yaml.data);
  return parsed.success ? parsed.data.questions.map((question) => question.id) : [];
}
