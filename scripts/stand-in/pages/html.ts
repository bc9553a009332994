/** HTML that is written already. */
export interface Html {
  html: string;
}

type Part = string | number | Html | Part[] | null | false;

/** Joins text and HTML: text is escaped, lists are joined, `null` and `false` are nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: strings.reduce((whole, text, index) => whole + bound(text) + written(parts[index] ?? null), '') };
}

function written(part: Part): string {
  if (part === null || part === false) return '';
  if (Array.isArray(part)) return part.map(written).join('');
  if (typeof part === 'object') return part.html;
  return bound(String(part)).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** French signs do not begin a line. */
function bound(text: string): string {
  return text.replace(/ (?=[:»])/g, '\u00a0').replace(/ (?=[;!?])/g, '\u202f');
}

/** The Markdown links of Stripe's custom texts (`[terms](https://…)`) as links; all else as text. */
export function linked(text: string): Html {
  const pieces = text.split(/\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/);
  const parts = pieces.map((piece, index): Part => {
    if (index % 3 === 0) return piece;
    return index % 3 === 1 ? html`<a href="${pieces[index + 1]!}" target="_blank" rel="noopener">${piece}</a>` : null;
  });
  return html`${parts}`;
}

/** `11880` cents as `118,80 €`. */
export function money(cents: number, currency: string): string {
  return new Intl.NumberFormat('fr-FR', { style: 'currency', currency }).format(cents / 100);
}

export function day(seconds: number): string {
  const format = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' });
  return format.format(new Date(seconds * 1000));
}

export function minute(seconds: number): string {
  const format = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeStyle: 'short', timeZone: 'Europe/Paris' });
  return format.format(new Date(seconds * 1000));
}
