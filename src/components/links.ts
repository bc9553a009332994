import type { Contributor, Piece } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { urls } from '../urls.ts';
import { escapeHtml } from './html.ts';

/** A name as a link to the page of whoever bears it. */
export function contributorLink({ id, kind }: Pick<Contributor, 'id' | 'kind'>, name: string): string {
  const path = urls.gathering(kind === 'person' ? 'people' : 'organisations', id);
  return `<a href="${path}">${escapeHtml(name)}</a>`;
}

/** The sender of a letter, with a link when they have a page of their own. */
export function senderHtml({ sender, senderId }: NonNullable<Piece['letter']>): string {
  return senderId === null ? escapeHtml(sender) : contributorLink({ id: senderId, kind: 'person' }, sender);
}

/** Things with a page each, parted by commas. */
export function gatheringLinks(gathering: 'themes' | 'organisations', things: { id: string; name: string }[]): string {
  return things.map(({ id, name }) => `<a href="${urls.gathering(gathering, id)}">${escapeHtml(name)}</a>`).join(', ');
}

/** The archive of the month in which a piece was published. */
export function monthOf({ publishedAt }: Pick<Piece, 'publishedAt'>): string {
  const [year, month] = fr.dayKey(publishedAt).split('-').map(Number);
  return urls.archive(year ?? 0, month);
}
