import type {
  Anniversary,
  Editorial,
  OpenAnswer,
  Piece,
  PieceCollection,
  PieceSummary,
  StudyFigure,
  StudySummary,
} from '../editorial/editorial.ts';
import { excerpt, openingOf } from '../text/fr.ts';

/** What la une shows, in order. `null` and empty lists are slots that are not drawn. No piece stands in two of them. */
export interface FrontPage {
  lead: PieceSummary | null;
  letter: { piece: Piece; extract: string } | null;
  figure: { figure: StudyFigure; study: StudySummary; piece: PieceSummary | null } | null;
  interview: { piece: PieceSummary; question: string; answer: string } | null;
  /** A piece of the archive that came out this week, some years ago. */
  archive: Anniversary | null;
  latest: PieceSummary[];
}

const CONSIDERED = 30;
const LATEST_SHOWN = 14;
const ANSWER_LIMIT = 330;
const LETTER_LIMIT = 300;
/** The question that tells most of a guest comes first; who they are says least. */
const BEST_QUESTIONS = ['sens', 'anecdote', 'evolution'];
const WEEK = 7 * 86_400_000;

/**
 * Edits la une as of `now`: the newest article that is neither a brief nor an advertisement leads; then the newest
 * letter, a figure that changes every week, the newest interview with its best open answer, a piece of this week some
 * years ago, and the rest by date.
 */
export function composeFrontPage(editorial: Editorial, now: Date): FrontPage {
  const pieces = editorial.latest(CONSIDERED, now);
  const mayLead = pieces.filter((piece) => piece.genre !== 'brief' && !piece.sponsored);
  const lead = mayLead.find((piece) => piece.collection === 'articles') ?? mayLead[0] ?? pieces[0] ?? null;
  const used = new Set([lead?.uid]);
  const mayShow = (piece: PieceSummary) => !used.has(piece.uid) && !piece.sponsored;
  const newest = (collection: PieceCollection) =>
    pieces.find((piece) => piece.collection === collection && mayShow(piece)) ??
    editorial.latest(3, now, collection).find(mayShow);
  const letter = letterSlot(editorial, newest('letters'), now);
  if (letter !== null) used.add(letter.piece.uid);
  const interview = interviewSlot(editorial, newest('interviews'), now);
  if (interview !== null) used.add(interview.piece.uid);
  const figure = figureSlot(editorial, pieces, now);
  if (figure !== null && figure.piece !== null) {
    if (used.has(figure.piece.uid)) figure.piece = null;
    else used.add(figure.piece.uid);
  }
  const archive = editorial.anniversaries(now).find(({ piece }) => mayShow(piece) && piece.genre !== 'brief') ?? null;
  if (archive !== null) used.add(archive.piece.uid);
  const latest = pieces.filter((piece) => !used.has(piece.uid)).slice(0, LATEST_SHOWN);
  return { lead, letter, figure, interview, archive, latest };
}

function letterSlot(editorial: Editorial, summary: PieceSummary | undefined, now: Date): FrontPage['letter'] {
  const piece = summary === undefined ? null : editorial.piece('letters', summary.slug, now);
  if (piece === null) return null;
  const extract = openingOf(piece.openHtml, LETTER_LIMIT);
  return extract === '' ? null : { piece, extract };
}

function interviewSlot(editorial: Editorial, piece: PieceSummary | undefined, now: Date): FrontPage['interview'] {
  if (piece === undefined) return null;
  const answer = bestAnswer(editorial.openAnswers(piece.key, now));
  if (answer === null) return null;
  return { piece, question: answer.wording, answer: excerpt(answer.text, ANSWER_LIMIT) };
}

/** The answer that la une quotes: to the most telling of the open questions. */
function bestAnswer(answers: OpenAnswer[]): OpenAnswer | null {
  for (const id of BEST_QUESTIONS) {
    const answer = answers.find((candidate) => candidate.questionId === id && candidate.text !== '');
    if (answer !== undefined) return answer;
  }
  return answers.find((answer) => answer.text !== '') ?? null;
}

/** One figure of the most recent public study, of its whole sample, another each week; with the piece that tells it. */
function figureSlot(editorial: Editorial, pieces: PieceSummary[], now: Date): FrontPage['figure'] {
  const study = editorial.studies('public', now).find(({ figures }) => figures !== null && figures.length > 0);
  if (study === undefined || study.figures === null) return null;
  const whole = study.figures.filter(({ base }) => !base);
  const candidates = whole.length > 0 ? whole : study.figures;
  const figure = candidates[Math.floor(now.getTime() / WEEK) % candidates.length];
  if (figure === undefined) return null;
  const told = pieces.find(({ collection, slug, genre, sponsored }) => {
    return genre === 'study' && !sponsored && editorial.piece(collection, slug, now)?.study?.id === study.id;
  });
  return { figure, study, piece: told ?? null };
}
