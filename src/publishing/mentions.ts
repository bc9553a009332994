import type { ArticleData, InterviewData, LetterData, PieceData } from './schemas.ts';

/** How somebody, or a firm, has to do with a piece. */
type Role = 'author' | 'guest' | 'interviewer' | 'translator' | 'employer' | 'subject' | 'sender';

/**
 * What a piece is gathered under, each with the roles that it names. A tag is `themes/id`, `issues/id`, `who/id` for a
 * person or an organisation, which never share an id, or `sender/Name` for whoever wrote a letter: readers of this table
 * look the name up, so that no piece is published again when a record of that name comes or goes.
 */
export function mentionsOf(data: PieceData): ReadonlyMap<string, readonly Role[]> {
  const mentions = new Map<string, Role[]>();
  const mention = (tag: string, ...roles: Role[]): void => {
    const known = mentions.get(tag) ?? [];
    mentions.set(tag, [...known, ...roles.filter((role) => !known.includes(role))]);
  };
  const {
    guest,
    organisation,
    interviewers = [],
    translator,
    sender,
  } = data as Partial<ArticleData & InterviewData & LetterData>;
  for (const id of data.themes) mention(`themes/${id}`);
  if (data.issue !== undefined) mention(`issues/${data.issue}`);
  if (sender === undefined) for (const id of data.authors) mention(`who/${id}`, 'author');
  else mention(`sender/${sender}`, 'sender');
  if (guest !== undefined) mention(`who/${guest}`, 'guest');
  for (const id of interviewers) mention(`who/${id}`, 'interviewer');
  if (translator !== undefined) mention(`who/${translator}`, 'translator');
  if (organisation !== undefined) mention(`who/${organisation}`, 'employer');
  for (const id of data.organisations) mention(`who/${id}`, 'subject');
  return mentions;
}
