// Instants in words. The playground's clock may have been moved; all else is the reader's zone.

const SECOND = 1000;
export const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

const clockTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const dayWithYear = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });
const short = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});
const inUtc = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  timeZone: "UTC",
});

/** How far the playground's clock is ahead of this machine's, in milliseconds. */
export const shift = { value: 0 };

/** Return the playground's present. */
export const present = () => new Date(Date.now() + shift.value);

/** Return the time of day of a message. */
export const timeOf = (date) => clockTime.format(date);

/** Return an instant in full, for a tooltip. */
export const fullTime = (date) => full.format(date);

/** Return day and time, short. */
export const shortTime = (date) => short.format(date);

/** Return an instant in UTC, the zone that a new chat has. */
export const utcTime = (date) => inUtc.format(date);

/** Return a key that two instants of one local day share. */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

/** Return a day in words: Today, Yesterday, 23 November, 23 November 2024. */
export function dayName(date) {
  const now = present();
  if (dayKey(date) === dayKey(now)) return "Today";
  if (dayKey(date) === dayKey(new Date(now.getTime() - DAY))) return "Yesterday";
  const format = date.getFullYear() === now.getFullYear() ? dayOfYear : dayWithYear;
  return format.format(date);
}

/** Return 08:00 UTC of the day after an instant. */
export function nextMorning(date) {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1, 8));
}
