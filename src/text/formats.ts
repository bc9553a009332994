/** Dates, hours and numbers as French readers write them. Instants are ISO-8601 UTC, shown in Paris time. */

const ZONE = 'Europe/Paris';
const full = new Intl.DateTimeFormat('fr', {
  timeZone: ZONE,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const short = new Intl.DateTimeFormat('fr', { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' });
const thisYear = new Intl.DateTimeFormat('fr', { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long' });
const hours = new Intl.DateTimeFormat('fr', { timeZone: ZONE, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });
const numbers = new Intl.NumberFormat('fr', { maximumFractionDigits: 2 });

/** The first of a month is « 1er »; a day never parts from its month. */
function typeset(date: string): string {
  return date.replace(/\b1 (?=\p{L})/u, '1er ').replace(/(\d(?:er)?) (?=\p{L})/u, '$1\u00a0');
}

/** `jeudi 19 novembre 2026`. */
export function fullDay(iso: string): string {
  return typeset(full.format(Date.parse(iso)));
}

/** `19 novembre 2026`. */
export function shortDay(iso: string): string {
  return typeset(short.format(Date.parse(iso)));
}

/** `jeudi 19 novembre`. */
export function weekday(iso: string): string {
  return typeset(thisYear.format(Date.parse(iso)));
}

/** `7 h 30`, `7 h`; `null` at midnight, which stands for a day without an hour. */
export function clock(iso: string): string | null {
  const [hour, minute] = hours.format(Date.parse(iso)).split(':').map(Number);
  if (hour === 0 && minute === 0) return null;
  return minute === 0 ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${String(minute).padStart(2, '0')}`;
}

/** The Paris day of an instant, `2026-11-19`. */
export function dayOf(iso: string): string {
  return isoDay.format(Date.parse(iso));
}

/** `2 014`, `2,8`: thousands are parted by a narrow no-break space. */
export function number(value: number): string {
  return numbers.format(value);
}

const moneyFormats = new Map<string, Intl.NumberFormat>();

/** `1 réponse`, `3 réponses`: in French, 0 and 1 are singular. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${number(count)}\u00a0${count < 2 ? singular : plural}`;
}

/** An amount in cents as it is charged: `118,80 €`. */
export function price(cents: number, currency: string): string {
  let format = moneyFormats.get(currency);
  if (format === undefined) {
    format = new Intl.NumberFormat('fr', { style: 'currency', currency });
    moneyFormats.set(currency, format);
  }
  return format.format(cents / 100);
}
