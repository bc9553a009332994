/**
 * The look of the letter in mail programmes, which know no style sheet of ours. Texts have the colour of what stands
 * around them, so that they can be read on a dark ground too; the accent is for guillemets.
 */

const SERIF = "font-family:Georgia,'Times New Roman',serif";
const SANS = 'font-family:Helvetica,Arial,sans-serif';
const LINE = '1px solid #b5aea0';
const BODY = `${SERIF};font-size:18px;line-height:1.5`;
const LABEL = `${SANS};font-size:14px;line-height:1.45`;

export const mailStyle = {
  rule: `margin:24px 0;border:0;border-top:${LINE}`,
  text: `margin:0 0 16px;${BODY}`,
  label: `margin:0 0 16px;${LABEL}`,
  source: `margin:0 0 28px;${LABEL}`,
  kicker: `margin:0 0 4px;${LABEL};font-weight:bold`,
  heading: `margin:0 0 20px;${SANS};font-size:16px;line-height:1.4;font-weight:bold`,
  title: `margin:0 0 8px;${SERIF};font-size:23px;line-height:1.2;font-weight:normal`,
  quoted: `margin:0 0 6px;${SERIF};font-size:21px;line-height:1.4;font-style:italic`,
  quotation: 'margin:0;padding:0',
  mark: 'color:#c4492c',
  link: 'color:inherit;text-decoration:underline',
  titleLink: 'color:inherit;text-decoration:none',
} as const;

/** The elements that the editors' words may have, and their styles. Any other is unwrapped: what it holds stays. */
const STYLES: Record<string, string> = {
  p: mailStyle.text,
  h2: mailStyle.title,
  h3: mailStyle.title,
  ul: `margin:0 0 16px;padding:0 0 0 24px;${BODY}`,
  ol: `margin:0 0 16px;padding:0 0 0 24px;${BODY}`,
  li: 'margin:0 0 6px',
  blockquote: 'margin:0 0 16px;padding:0 0 0 20px;font-style:italic',
  a: mailStyle.link,
  em: '',
  strong: '',
  cite: '',
  sup: '',
  br: '',
  hr: mailStyle.rule,
  img: 'max-width:100%;height:auto',
};

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g;
/** Dropped with what they hold: the sign beside a heading, and drawings, which mail programmes do not show. */
const UNSEEN = /<a [^>]*class="anchor"[^>]*>.*?<\/a>|<svg\b.*?<\/svg>|<source\b[^>]*>/gs;

/** The editors' words as a mail can carry them: a style in each element, full addresses from those of `pageUrl`. */
export function inlined(html: string, pageUrl: string): string {
  return html.replace(UNSEEN, '').replace(TAG, (_tag, slash: string, name: string, attributes: string) => {
    const style = Object.hasOwn(STYLES, name) ? STYLES[name] : undefined;
    if (style === undefined) return '';
    if (slash === '/') return `</${name}>`;
    const kept = [...attributes.matchAll(/\s(href|src|alt)="([^"]*)"/g)].map(([, key, value = '']) => {
      const shown =
        key === 'alt' ? value : new URL(value.replaceAll('&amp;', '&'), pageUrl).href.replaceAll('&', '&amp;');
      return ` ${key}="${shown}"`;
    });
    return `<${name}${kept.join('')}${style === '' ? '' : ` style="${style}"`}>`;
  });
}
