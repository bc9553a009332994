import type { z } from 'zod';
import type { Desk, ImageField } from './desk.ts';
import { fieldName, parseYaml, validate, type Yaml } from './front-matter.ts';
import type { Issue } from './issues.ts';
import type { Reference } from './references.ts';
import { type QuestionnaireData, recordSchemas, siteSchema, type StudyData } from './record-schemas.ts';
import { sortKey } from './sort-key.ts';
import type { SourceFile } from './sources.ts';
import { drawStudy } from './study.ts';
import { typesetFields } from './typeset-fields.ts';
import { typeset } from './typography.ts';

/** Publishes one YAML file: a person, a theme, a study, `site.yaml`. The figures and charts of a study that is sold are kept apart. */
export async function publishRecord(file: SourceFile, desk: Desk): Promise<void> {
  const kind = file.kind.type === 'record' ? file.kind.kind : 'site';
  const id = file.kind.type === 'record' ? file.kind.id : 'site';
  const refuse = (found: readonly Issue[]): void => {
    desk.faulty.add(`${kind}/${id}`);
    desk.issues.push(...found);
  };
  desk.forget(file);
  const source = desk.read(file.path);
  const parsed = parseYaml(source, file.path, 1);
  if (Array.isArray(parsed)) return refuse(parsed);
  const schema: z.ZodObject = kind === 'site' ? siteSchema : recordSchemas[kind];
  const checked = validate(schema, parsed, file.path);
  if ('issues' in checked) return refuse(checked.issues);
  const data: Record<string, unknown> = { ...checked.data };
  if (kind === 'people') {
    const photo = data['photo'] as ImageField | undefined;
    data['photo'] = await desk.frontPicture(photo, 'photo', file.path, '', parsed);
  }
  checkNames(kind, data, parsed, file.path, desk.issues);
  if (kind === 'questionnaires') checkFrozen(checked.data as QuestionnaireData, parsed, file, desk);
  if (kind === 'studies') Object.assign(data, drawStudy(checked.data as StudyData));
  const { figures, charts, ...rest } = data;
  const isSold = kind === 'studies' && data['access'] === 'subscribers';
  const row = typesetFields(isSold ? rest : data);
  desk.store.insert('records', {
    kind,
    id,
    path: file.path,
    sort: sortKey(kind, data),
    data: JSON.stringify(row),
    closed_data: isSold ? JSON.stringify(typesetFields({ figures, charts })) : null,
  });
  desk.remember(file, source, recordReferences(kind, data));
}

/** Names that must be unique inside one record: questions of a questionnaire, figures of a study, offers. */
function checkNames(kind: string, data: Record<string, unknown>, yaml: Yaml, file: string, issues: Issue[]): void {
  const list = { studies: 'figures', questionnaires: 'questions', site: 'offers' }[kind];
  if (list === undefined) return;
  for (const key of kind === 'questionnaires' ? ['id', 'slug'] : ['id']) {
    const seen = new Set<string>();
    for (const [index, item] of (data[list] as Record<string, string>[]).entries()) {
      const name = item[key] ?? '';
      const steps = [list, index, key];
      if (seen.has(name))
        issues.push({
          file,
          line: yaml.lineOf(steps),
          field: fieldName(steps),
          what: `« ${name} » est déjà pris`,
          remedy: `donnez un autre ${key}`,
        });
      seen.add(name);
    }
  }
}

/**
 * Answers are data: a questionnaire that an interview uses keeps its questions, their order, their wordings and their
 * addresses. New variants may be added, since guests are asked in words that drift.
 */
function checkFrozen(now: QuestionnaireData, yaml: Yaml, file: SourceFile, desk: Desk): void {
  const before = desk.past.questionnaires.get(file.path);
  if (before === undefined) return;
  for (const [index, old] of before.questions.entries()) {
    const question = now.questions[index];
    const steps = ['questions', index];
    const refuse = (what: string, remedy: string): void =>
      void desk.issues.push({ file: file.path, line: yaml.lineOf(steps), field: fieldName(steps), what, remedy });
    if (question?.id !== old.id) refuse('ce questionnaire a déjà servi', `remettez ici la question « ${old.id} »`);
    else if (typeset(question.wording) !== old.wording) {
      refuse(
        'ce questionnaire a déjà servi',
        `remettez « ${old.wording} » et ajoutez la nouvelle tournure aux variants`,
      );
    } else if (question.slug !== old.slug) refuse('ce questionnaire a déjà servi', `remettez slug: ${old.slug}`);
  }
}

function recordReferences(kind: string, data: Record<string, unknown>): Reference[] {
  if (kind === 'themes' && typeof data['replacedBy'] === 'string') {
    return [['themes', data['replacedBy'], 'replacedBy']];
  }
  if (kind !== 'issues') return [];
  return (data['contents'] as { pieces: string[] }[]).flatMap((section, index) =>
    section.pieces.map((target, rank): Reference => ['piece', target, fieldName(['contents', index, 'pieces', rank])]),
  );
}
