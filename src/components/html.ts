/** Small makers of HTML text, for what is put on a page with `set:html`. */

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as HTML, fit for an element or a double-quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

const LITTLE_WORD = /(?<=^|[\s’])(\p{L}{1,2}) (?=\S)/gu;

/** « après-vente », « est-ce »; a longer one has to break where a phone is narrow. */
const SHORT_COMPOUND = /(?<![\p{L}’-])[\p{L}’]{1,7}-\p{L}{1,7}(?![\p{L}-])/gu;

/**
 * A title as HTML: its guillemets, the mark of the magazine, stand in spans that the styles colour, and a line never
 * ends on a word of one or two letters, nor at the hyphen of a short compound.
 */
export function titleHtml(title: string): string {
  return escapeHtml(title.replace(LITTLE_WORD, '$1\u00a0'))
    .replace(SHORT_COMPOUND, '<span class="whole">$&</span>')
    .replace(/«[\u00a0\u202f]?|[\u00a0\u202f]?»/g, '<span class="mark">$&</span>');
}

/** Someone's words as HTML, between the guillemets of the magazine. */
export function quoteHtml(words: string): string {
  return `<span class="mark">«\u00a0</span>${escapeHtml(words)}<span class="mark">\u00a0»</span>`;
}

/** Whether a title opens on a guillemet, which then hangs in the margin. */
export function opensQuoted(title: string): boolean {
  return title.startsWith('«');
}

/** The address of a new message to `email` with its subject, and its first lines, already written. */
export function mailto(email: string, subject: string, body = ''): string {
  const plain = (text: string) => encodeURIComponent(text.replace(/[\u00a0\u202f]/g, ' '));
  return `mailto:${email}?subject=${plain(subject)}${body === '' ? '' : `&body=${plain(body)}`}`;
}

/**
 * JSON for a `<script>` element: nothing in it can end the element or open a comment, and the separators that
 * JavaScript once read as line ends are escaped.
 */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
