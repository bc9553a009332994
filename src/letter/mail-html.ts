import type { Piece, PieceSummary, Site } from '../editorial/editorial.ts';
import { fr, openingOf } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import type { Edition } from './letter.ts';
import { inlined, mailStyle } from './mail-style.ts';

const OPENING_LIMIT = 420;

/**
 * An edition as HTML for mail programmes: blocks one below the other, styles in each element, full addresses, no picture
 * of ours, some ten kilobytes (Gmail cuts a mail at 102). Whoever sends it sets the width around it: within a table, which
 * Outlook would need for that, newsboat does not wrap lines. It has neither its subject, which stands above it wherever it
 * is shown, nor what replied to it later. `letter` is that of the reader, with its open part.
 */
export function editionMailHtml(edition: Edition, letter: Piece | null, site: Site, siteUrl: string): string {
  const sections = [
    dateline(edition, site, siteUrl),
    edition.words === null ? '' : inlined(edition.words, absolute(siteUrl, urls.edition(edition.date))),
    extracts(edition, siteUrl),
    published(edition, siteUrl),
    readerLetter(letter, siteUrl),
    foot(edition, site, siteUrl),
  ];
  return sections.filter((section) => section !== '').join(`<hr style="${mailStyle.rule}">`);
}

function dateline({ date, leavesAt }: Edition, site: Site, siteUrl: string): string {
  const name = escape(fr.dailyLetter.nameOf(site.name));
  const online = link(absolute(siteUrl, urls.edition(date)), escape(fr.dailyLetter.readOnline), mailStyle.link);
  return paragraph(`${name}<br>${escape(fr.dailyLetter.leftAt(leavesAt))} · ${online}`, mailStyle.label);
}

function extracts({ extracts }: Edition, siteUrl: string): string {
  if (extracts.length === 0) return '';
  const quotes = extracts.map(({ quote, piece }) => {
    const source = `${link(absolute(siteUrl, piece.path), escape(piece.shortTitle ?? piece.title), mailStyle.link)}<br>${factsOf(piece)}`;
    const words = paragraph(marked(`«\u00a0${quote}\u00a0»`), mailStyle.quoted);
    return `<blockquote style="${mailStyle.quotation}">${words}${paragraph(source, mailStyle.source)}</blockquote>`;
  });
  return heading(fr.dailyLetter.extracts) + quotes.join('');
}

function published({ pieces, others }: Edition, siteUrl: string): string {
  if (pieces.length === 0) return '';
  const list = pieces.map((piece) => {
    const kind = escape(piece.sponsored ? `${fr.advertisement} – ${fr.kindOf(piece)}` : fr.kindOf(piece));
    const title = link(absolute(siteUrl, piece.path), marked(piece.title), mailStyle.titleLink);
    return [
      paragraph(kind, mailStyle.kicker),
      `<h3 style="${mailStyle.title}">${title}</h3>`,
      paragraph(escape(piece.standfirst), mailStyle.text),
      paragraph(factsOf(piece), mailStyle.source),
    ].join('');
  });
  const more = others === 0 ? '' : paragraph(escape(fr.dailyLetter.others(others)), mailStyle.text);
  return heading(fr.dailyLetter.published) + list.join('') + more;
}

function readerLetter(letter: Piece | null, siteUrl: string): string {
  if (letter === null || letter.letter === null) return '';
  const { salutation, signature } = letter.letter;
  const url = absolute(siteUrl, letter.path);
  const closed = letter.access === 'subscribers' ? ` · ${fr.subscribersOnly}` : '';
  return [
    heading(fr.dailyLetter.readerLetter),
    `<h3 style="${mailStyle.title}">${link(url, marked(letter.title), mailStyle.titleLink)}</h3>`,
    paragraph(escape(salutation), mailStyle.text),
    paragraph(escape(openingOf(letter.openHtml, OPENING_LIMIT)), mailStyle.text),
    paragraph(`<em>${signature.map(escape).join('<br>')}</em>`, mailStyle.text),
    paragraph(`${link(url, fr.readOn, mailStyle.link)}${closed}`, mailStyle.source),
  ].join('');
}

function foot({ date, subject }: Edition, site: Site, siteUrl: string): string {
  const plain = encodeURIComponent(fr.dailyLetter.respondSubject(subject).replace(/[\u00a0\u202f]/g, ' '));
  const respond = link(
    `mailto:${site.letter.replyTo}?subject=${plain}`,
    escape(fr.dailyLetter.respond),
    mailStyle.link,
  );
  const online = link(absolute(siteUrl, urls.edition(date)), escape(fr.dailyLetter.readOnline), mailStyle.link);
  const house = escape(`${site.name}. ${site.tagline}.`);
  return paragraph(`${respond} · ${online}<br>${house}`, mailStyle.label);
}

/** Whose words, how long, for whom. */
function factsOf(piece: PieceSummary): string {
  const facts = [fr.voiceOf(piece), fr.readingShort(piece.readingMinutes)];
  if (piece.access === 'subscribers') facts.push(fr.subscribersOnly);
  return escape(facts.join('\u00a0· '));
}

/** Text as HTML, the guillemets in the colour of the magazine. */
function marked(text: string): string {
  return escape(text).replace(/[«»]/g, `<span style="${mailStyle.mark}">$&</span>`);
}

function heading(text: string): string {
  return `<h2 style="${mailStyle.heading}">${escape(text)}</h2>`;
}

function paragraph(html: string, style: string): string {
  return `<p style="${style}">${html}</p>`;
}

function link(url: string, html: string, style: string): string {
  return `<a href="${escape(url)}" style="${style}">${html}</a>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
