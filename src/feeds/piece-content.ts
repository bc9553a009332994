import type { Correction, LetterDetails, Piece } from '../editorial/editorial.ts';
import { fr, splitIntroduction } from '../text/fr.ts';
import { absolute } from '../urls.ts';
import { feedHtml } from './feed-html.ts';
import type { FeedPicture } from './feed.ts';
import { element, escapeXml, parent } from './xml.ts';

/** Of one item: the whole of a longer piece is a link away. */
const MAX_BYTES = 100 * 1024;
const CODA = '<hr class="coda">';

/** A piece as an item of a feed shows it, as HTML: the page of its open part, without what the site puts around it. */
export function pieceContent(piece: Piece, picture: FeedPicture | null, siteUrl: string): string {
  const link = absolute(siteUrl, piece.path);
  const head = [
    piece.sponsored ? strongLine(fr.advertisement) : '',
    strongLine(piece.standfirst),
    picture === null ? '' : figure(picture),
    piece.disclosure === null ? '' : parent('p', [element('strong', fr.disclosure), ` ${escapeXml(piece.disclosure)}`]),
  ].join('');
  const body = feedHtml(bodyOf(piece), link);
  const notes = piece.openNotesHtml === '' ? '' : `<hr><ol>${feedHtml(piece.openNotesHtml, link)}</ol>`;
  const whole = `${head}${body}${notes}${piece.corrections.map(correction).join('')}`;
  const isTooLong = Buffer.byteLength(whole) > MAX_BYTES;
  const shown = isTooLong ? head : whole;
  if (piece.remaining === null && !isTooLong) return shown;
  const readOn = element('a', fr.readOn, { href: link });
  return `${shown}${parent('p', [piece.remaining === null ? '' : `${escapeXml(fr.feeds.closed)} `, readOn])}`;
}

/** The open part, with what a letter or an interview has around it; its end is closed with the rest. */
function bodyOf({ openHtml, remaining, interview, letter }: Piece): string {
  const isWhole = remaining === null;
  if (letter !== null) return letterHtml(letter, openHtml, isWhole);
  if (interview === null || !isWhole) return openHtml;
  const credit = parent('p', [element('em', fr.credit(interview))]);
  return openHtml.includes(CODA) ? openHtml.replace(CODA, () => credit + CODA) : openHtml + credit;
}

function letterHtml(letter: LetterDetails, html: string, isWhole: boolean): string {
  const { introduction, text } = splitIntroduction(html);
  const targets = letter.repliesTo.map(({ title, url, sponsored }) => {
    return `${sponsored ? `${fr.advertisement} – ` : ''}${element('a', title, { href: url })}`;
  });
  const repliesTo = targets.length === 0 ? '' : parent('p', [`${fr.repliesTo} `, targets.join(', ')]);
  const opening = element('p', fr.letterTo(letter.addressee)) + element('p', letter.salutation);
  const end = element('p', letter.closing) + parent('p', [letter.signature.map(escapeXml).join('<br>')]);
  return `${repliesTo}${introduction}${introduction === '' ? '' : '<hr>'}${opening}${text}${isWhole ? end : ''}`;
}

function correction({ kind, date, text }: Correction): string {
  return parent('p', [element('strong', fr.feeds.correction(fr.correction(kind), date)), ` ${escapeXml(text)}`]);
}

function figure({ url, width, height, alt, credit }: FeedPicture): string {
  const img = `<img src="${escapeXml(url)}" alt="${escapeXml(alt)}" width="${width}" height="${height}">`;
  return parent('figure', [img, credit === '' ? '' : element('figcaption', credit)]);
}

function strongLine(text: string): string {
  return parent('p', [element('strong', text)]);
}
