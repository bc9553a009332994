/** The magazine's clock: editors write Paris time, the databases hold UTC instants as ISO-8601 text. */

const ZONE = 'Europe/Paris';
const LOCAL = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/;

/**
 * The UTC instant (`2026-11-19T06:30:00Z`) of a Paris date or date and time; a date alone is its midnight. An hour
 * that the spring change skips counts from before it (02:30 is 03:30); one that the autumn change repeats is the
 * first of the two. `null` when the text is no date of the calendar.
 */
export function parisInstant(local: string): string | null {
  const known = instants.get(local);
  if (known !== undefined) return known;
  const instant = LOCAL.test(local) ? convert(local) : null;
  if (instants.size >= REMEMBERED) instants.clear();
  instants.set(local, instant);
  return instant;
}

/** An archive repeats its days. */
const instants = new Map<string, string | null>();
const REMEMBERED = 10_000;

function convert(local: string): string | null {
  const month = offsetsOf(local.slice(0, 7));
  const day = Number(local.slice(8, 10));
  if (month === null || day === month.changesOn) return convertByCalendar(local);
  const asUtc = Date.parse(local.length === 10 ? `${local}T00:00Z` : `${local}Z`);
  // `2026-02-30` parses as 2 March, and 24:00 as the next day.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(local)) return null;
  const minutes = day < month.changesOn ? month.before : month.after;
  return instantOf(new Date(asUtc - minutes * 60_000));
}

function convertByCalendar(local: string): string | null {
  try {
    const dateTime = Temporal.PlainDateTime.from(local, { overflow: 'reject' });
    return dateTime.toZonedDateTime(ZONE).toInstant().toString();
  } catch {
    return null;
  }
}

/** How many minutes Paris is ahead of UTC in a month, before and after the day on which its clocks change. */
interface MonthOffsets {
  before: number;
  after: number;
  /** `Infinity` in a month without change. */
  changesOn: number;
}

/** Of `2026-11`; `null` when there is no such month, or when it is too old to count in whole minutes. */
function offsetsOf(month: string): MonthOffsets | null {
  const known = months.get(month);
  if (known !== undefined) return known;
  let found: MonthOffsets | null = null;
  if (/-(0[1-9]|1[0-2])$/.test(month)) {
    const first = Temporal.PlainDate.from(`${month}-01`).toZonedDateTime(ZONE);
    const end = first.add({ months: 1 });
    const [before, after] = [first.offsetNanoseconds / 6e10, end.offsetNanoseconds / 6e10];
    const change = before === after ? null : first.getTimeZoneTransition('next');
    if (Number.isInteger(before) && Number.isInteger(after)) {
      found = { before, after, changesOn: change === null ? Infinity : change.day };
    }
  }
  months.set(month, found);
  return found;
}

const months = new Map<string, MonthOffsets | null>();

/** The day in Paris of a UTC instant: `2026-11-19`. */
export function parisDay(instant: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE).toPlainDate().toString();
}

/** An instant as the databases hold it: seconds, UTC, `Z`. */
export function instantOf(now: Date): string {
  return `${now.toISOString().slice(0, 19)}Z`;
}

/** The next Paris midnight strictly after `now`. */
export function nextParisMidnight(now: Date): Date {
  const day = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(ZONE).toPlainDate();
  return new Date(day.add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds);
}

/** The next time strictly after `now` at which Paris clocks show `hour` (`07:00`). */
export function nextParisHour(hour: string, now: Date): Date {
  const today = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(ZONE).toPlainDate();
  for (const day of [today, today.add({ days: 1 })]) {
    const at = day.toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(hour) });
    if (at.epochMilliseconds > now.getTime()) return new Date(at.epochMilliseconds);
  }
  throw new Error(`no ${hour} found within two days of ${now.toISOString()}`);
}
