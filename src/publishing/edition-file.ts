import { instantOf, nextParisMidnight, parisInstant } from '../time.ts';
import type { Desk } from './desk.ts';
import { validate } from './front-matter.ts';
import { textOfHtml } from './mdx.ts';
import { renderBody } from './piece.ts';
import { linkReferences, type Reference } from './references.ts';
import { editionSchema } from './schemas.ts';
import type { SourceFile } from './sources.ts';
import type { Store } from './store.ts';
import { typesetFields } from './typeset-fields.ts';
import { typeset } from './typography.ts';

/** Publishes the editors' file for one day's letter. */
export async function publishEdition(file: SourceFile, desk: Desk): Promise<void> {
  if (file.kind.type !== 'edition') throw new Error(`${file.path} is no edition`);
  desk.forget(file);
  const source = desk.read(file.path);
  const yaml = desk.readFrontMatter(file.path, source);
  if (yaml === null) return void desk.faulty.add(`editions/${file.kind.date}`);
  const begins = parisInstant(file.kind.date);
  if (begins === null) throw new Error(`${file.path} is named after no day`);
  const ends = instantOf(nextParisMidnight(new Date(begins)));
  const checked = validate(editionSchema, yaml, file.path);
  if ('issues' in checked) desk.issues.push(...checked.issues);
  const body = await renderBody(
    { source, file: file.path, collection: 'editions', access: 'public', numbered: false, questionnaire: null },
    desk.surroundings(file.path, begins),
  );
  desk.issues.push(...body.issues);
  if ('issues' in checked) return void desk.faulty.add(`editions/${file.kind.date}`);
  const references: Reference[] = linkReferences(body.links);
  for (const [index, { from, quote: extract }] of checked.data.extracts.entries()) {
    desk.store.insert('deps', { path: file.path, on_path: from });
    references.push(['piece', from, `extracts[${index + 1}].from`]);
    const field = `extracts[${index + 1}].quote`;
    const line = yaml.lineOf(['extracts', index, 'quote']);
    const refuse = (what: string, remedy: string): void =>
      void desk.issues.push({ file: file.path, line, field, what, remedy });
    checkExtract(desk.store, from, extract, ends, refuse);
  }
  desk.remember(file, source, references);
  desk.store.insert('editions', {
    path: file.path,
    date: file.kind.date,
    ends_at: ends,
    data: JSON.stringify(typesetFields(checked.data)),
    html: body.open.html + (body.open.notesHtml === '' ? '' : `<ol>${body.open.notesHtml}</ol>`),
  });
}

/**
 * An extract of the letter is read by everyone: it must stand word for word in an open part (decision 0002), of a piece
 * that is out before the day ends.
 */
function checkExtract(
  store: Store,
  from: string,
  extract: string,
  ends: string,
  refuse: (what: string, remedy: string) => void,
): void {
  const source = store.get<{ status: string; published_at: string; html: string | null }>(
    `SELECT m.status, m.published_at, p.open_html AS html FROM manuscripts m LEFT JOIN pieces p ON p.path = m.path
     WHERE m.key = ?`,
    from,
  );
  if (source === undefined) return;
  if (source.status !== 'ready') refuse(`${from} n’est pas prêt à paraître`, 'écrivez status: ready dans ce texte');
  else if (source.published_at >= ends) refuse(`${from} paraît après cette édition`, 'retirez l’extrait');
  else if (source.html !== null && !bare(textOfHtml(source.html)).includes(bare(extract))) {
    refuse(`cet extrait n’est pas dans la partie ouverte de ${from}`, 'recopiez mot pour mot un passage ouvert');
  }
}

function bare(text: string): string {
  return typeset(text)
    .toLowerCase()
    .replaceAll(/[\s«»“”"'’]+/g, ' ')
    .trim();
}
