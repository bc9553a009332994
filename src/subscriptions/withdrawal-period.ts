const ZONE = 'Europe/Paris';
const DAYS = 14;
const HOLIDAYS = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];
/** Days after Easter Sunday: its Monday, Ascension, the Monday of Pentecost. */
const AFTER_EASTER = [1, 39, 50];

/**
 * The instant, ISO-8601 UTC, from which a contract made at `concludedAt` can not be withdrawn from any more: the end, in
 * Paris, of the fourteenth day after its own, or of the next working day (articles L. 221-18 and L. 221-19 of the code
 * de la consommation).
 */
export function withdrawalEndsAt(concludedAt: string): string {
  let last = Temporal.Instant.from(concludedAt).toZonedDateTimeISO(ZONE).toPlainDate().add({ days: DAYS });
  while (!isWorkingDay(last)) last = last.add({ days: 1 });
  return last.add({ days: 1 }).toZonedDateTime(ZONE).toInstant().toString();
}

function isWorkingDay(day: Temporal.PlainDate): boolean {
  if (day.dayOfWeek > 5 || HOLIDAYS.includes(day.toString().slice(5))) return false;
  const easter = easterOf(day.year);
  return !AFTER_EASTER.some((days) => easter.add({ days }).equals(day));
}

/** Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher. */
function easterOf(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const leaps = Math.floor(century / 4);
  const moon = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leaps - moon + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(days / 31), day: (days % 31) + 1 });
}
