/** A mail before it has a form. Texts are plain: what HTML would take for its own is escaped here. */
export interface Mail {
  subject: string;
  /** What mail programmes show beside the subject. */
  preheader?: string;
  blocks: MailBlock[];
}

export type MailBlock =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; text: string }
  /** What to do next. `url` is a whole address. */
  | { kind: 'action'; label: string; url: string }
  | { kind: 'facts'; rows: [label: string, value: string][] }
  /** Somebody's words, or terms, with their line breaks. */
  | { kind: 'quote'; text: string }
  /** What may be left unread. */
  | { kind: 'fine'; text: string };

/** Who writes. */
export interface House {
  name: string;
  /** An origin without a trailing slash. */
  siteUrl: string;
  /** The postal address, on one line. */
  address: string;
}

export interface ComposedMail {
  subject: string;
  html: string;
  text: string;
}

const SERIF = "font-family:Georgia,'Times New Roman',serif";
const SANS = 'font-family:Helvetica,Arial,sans-serif';
const LINE = '1px solid #b5aea0';

/** Texts have the colour of what stands around them, so that they can be read on a dark ground too. */
const STYLE = {
  body: `margin:0;padding:24px 16px;${SERIF};font-size:18px;line-height:1.5`,
  page: 'max-width:560px;margin:0 auto',
  hidden: 'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden',
  name: `margin:0 0 28px;padding:0 0 12px;border-bottom:${LINE};font-size:20px`,
  mark: 'color:#c4492c',
  paragraph: 'margin:0 0 18px',
  heading: 'margin:28px 0 12px;font-size:21px;line-height:1.3;font-weight:normal',
  action: 'margin:26px 0',
  button: `display:inline-block;padding:12px 22px;border:2px solid;color:inherit;${SANS};font-size:16px;font-weight:bold;text-decoration:none`,
  facts: `margin:0 0 18px;padding:14px 0 2px;border-top:${LINE};border-bottom:${LINE}`,
  label: `margin:0;${SANS};font-size:14px`,
  value: 'margin:0 0 12px',
  quote: `margin:0 0 18px;padding:0 0 0 16px;border-left:${LINE};font-size:16px`,
  fine: `margin:0 0 14px;${SANS};font-size:14px`,
  foot: `margin:32px 0 0;padding:14px 0 0;border-top:${LINE};${SANS};font-size:13px`,
  link: 'color:inherit',
} as const;

/**
 * A mail in its two forms, which say the same. Nothing in it is fetched from anywhere, and nothing tells that it was read.
 * @throws when the address of an action is not one of the web.
 */
export function composeMail(mail: Mail, house: House): ComposedMail {
  const subject = mail.subject.replace(/\p{Cc}+/gu, ' ').trim();
  return { subject, html: htmlOf(subject, mail, house), text: textOf(mail, house) };
}

function htmlOf(subject: string, { preheader, blocks }: Mail, { name, siteUrl, address }: House): string {
  const hidden = preheader === undefined ? '' : `<div style="${STYLE.hidden}">${escape(preheader)}</div>`;
  const mark = (sign: string): string => `<span style="${STYLE.mark}">${sign}</span>`;
  return [
    '<!doctype html>',
    '<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escape(subject)}</title></head>`,
    `<body style="${STYLE.body}">${hidden}<div style="${STYLE.page}">`,
    `<p style="${STYLE.name}">${mark('«')}\u00a0${escape(name)}\u00a0${mark('»')}</p>`,
    ...blocks.map(blockHtml),
    `<p style="${STYLE.foot}">${link(siteUrl, name, STYLE.link)}<br>${escape(address)}</p>`,
    '</div></body></html>\n',
  ].join('\n');
}

function blockHtml(block: MailBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h2 style="${STYLE.heading}">${escape(block.text)}</h2>`;
    case 'action':
      return `<p style="${STYLE.action}">${link(block.url, block.label, STYLE.button)}</p>`;
    case 'facts': {
      const rows = block.rows.map(
        ([label, value]) =>
          `<dt style="${STYLE.label}">${escape(label)}</dt>\n<dd style="${STYLE.value}">${escape(value)}</dd>`,
      );
      return `<dl style="${STYLE.facts}">\n${rows.join('\n')}\n</dl>`;
    }
    case 'quote':
      return `<blockquote style="${STYLE.quote}">${escape(block.text).replace(/\r?\n/g, '<br>')}</blockquote>`;
    default:
      return `<p style="${STYLE[block.kind]}">${escape(block.text)}</p>`;
  }
}

function textOf({ blocks }: Mail, { name, siteUrl, address }: House): string {
  return `${[...blocks.map(blockText), `-- \n${name}\n${siteUrl}\n${address}`].join('\n\n')}\n`;
}

function blockText(block: MailBlock): string {
  switch (block.kind) {
    case 'action':
      return `${block.label}\u00a0:\n${webAddress(block.url)}`;
    case 'facts':
      return block.rows.map(([label, value]) => `${label}\u00a0: ${value}`).join('\n');
    case 'quote':
      return block.text.replace(/^/gm, '> ').replace(/^> $/gm, '>');
    default:
      return block.text;
  }
}

function link(url: string, label: string, style: string): string {
  return `<a href="${escape(webAddress(url))}" style="${style}">${escape(label)}</a>`;
}

function webAddress(url: string): string {
  if (!/^https?:\/\/[^\s"<>\\]+$/.test(url)) throw new Error('an action in a mail leads to no address of the web');
  return url;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
