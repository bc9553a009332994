import type { PieceSummary } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import type { MailedEdition } from './letter.ts';

/** An edition for tools that compose a mail of their own; `html` is the whole letter as our mail has it. */
export function editionJson(edition: MailedEdition, siteUrl: string): string {
  const { date, leavesAt, subject, preheader, html, extracts, pieces, others, letter } = edition;
  return JSON.stringify({
    date,
    published_at: leavesAt,
    url: absolute(siteUrl, urls.edition(date)),
    subject,
    preheader,
    html,
    extracts: extracts.map(({ quote, piece }) => ({ quote, piece: pieceJson(piece, siteUrl) })),
    pieces: pieces.map((piece) => pieceJson(piece, siteUrl)),
    other_pieces: others,
    reader_letter: letter && pieceJson(letter, siteUrl),
  });
}

function pieceJson(piece: PieceSummary, siteUrl: string) {
  const { access, title, standfirst, sponsored, publishedAt, readingMinutes, image } = piece;
  const picture = image?.fallback;
  return {
    url: absolute(siteUrl, piece.path),
    title,
    standfirst,
    kind: fr.kindOf(piece),
    voice: fr.voiceOf(piece),
    minutes: readingMinutes,
    published_at: publishedAt,
    subscribers_only: access === 'subscribers',
    advertisement: sponsored ? fr.advertisement : null,
    image: picture === undefined ? null : absolute(siteUrl, urls.media(picture.name)),
  };
}
