import type { DatabaseSync } from 'node:sqlite';
import { type Audience, decideAccess } from '../paywall.ts';
import { instantOf } from '../time.ts';
import { PIECE } from './statements.ts';
import type { PageOf, PieceSummary, Question, QuestionAnswer } from './types.ts';

const PAGE_LENGTH = 10;

interface AnswerRow {
  path: string;
  position: number;
  wording: string;
  open_html: string | null;
}

/** Answers to one question, whoever gave them. Those that are closed are read in one place, which asks the paywall. */
export function createQuestions(database: DatabaseSync, summariesOf: (rows: unknown[]) => PieceSummary[]) {
  const questionnaires = database.prepare("SELECT id, data FROM records WHERE kind = 'questionnaires' ORDER BY id");
  const count = database.prepare(
    'SELECT count(*) AS n FROM answers WHERE questionnaire = ? AND question = ? AND published_at <= ?',
  );
  // The index alone is read as far as the page: the answers of earlier pages are not.
  const answers = database.prepare(`SELECT a.path, a.position, a.wording, a.open_html FROM
    (SELECT path, position FROM answers WHERE questionnaire = ? AND question = ? AND published_at <= ?
      ORDER BY published_at DESC, path DESC LIMIT ? OFFSET ?) page JOIN answers a USING (path, position)
    ORDER BY a.published_at DESC, a.path DESC`);
  const piece = database.prepare(`${PIECE} WHERE p.path = ?`);
  const closed = database.prepare('SELECT html FROM closed_answers WHERE path = ? AND position = ?');

  const all = (now: Date): Question[] => {
    const at = instantOf(now);
    return (questionnaires.all() as { id: string; data: string }[]).flatMap(({ id: questionnaire, data }) =>
      (JSON.parse(data) as { questions: Question[] }).questions.flatMap(({ id, slug, wording, collectionTitle }) => {
        const { n } = count.get(questionnaire, id, at) as { n: number };
        return n === 0 ? [] : [{ id, questionnaire, slug, wording, collectionTitle, answers: n }];
      }),
    );
  };

  const answerOf = (row: AnswerRow, audience: Audience, now: Date): QuestionAnswer[] => {
    const [summary] = summariesOf(piece.all(row.path));
    if (summary === undefined) return [];
    const isReadable = row.open_html === null && decideAccess(summary, audience, now) === 'whole';
    const stored = isReadable ? (closed.get(row.path, row.position) as { html: string } | undefined) : undefined;
    return [{ piece: summary, wording: row.wording, html: row.open_html ?? stored?.html ?? null }];
  };

  return {
    all,

    find(
      slug: string,
      page: number,
      audience: Audience,
      now: Date,
    ): { question: Question; answers: PageOf<QuestionAnswer> } | null {
      const question = all(now).find((candidate) => candidate.slug === slug);
      if (question === undefined) return null;
      const pages = Math.ceil(question.answers / PAGE_LENGTH);
      if (!Number.isInteger(page) || page < 1 || page > pages) return null;
      const { questionnaire, id, answers: total } = question;
      const rows = answers.all(questionnaire, id, instantOf(now), PAGE_LENGTH, (page - 1) * PAGE_LENGTH);
      const items = (rows as unknown as AnswerRow[]).flatMap((row) => answerOf(row, audience, now));
      return { question, answers: { items, page, pages, total } };
    },
  };
}
