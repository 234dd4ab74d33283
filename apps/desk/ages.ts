/** Spans of time and numbers as people read them; figures by the language. */

const MINUTE = 60_000;

export type AgeWords = {
  readonly now: string;
  readonly minutes: (n: string) => string;
  readonly hours: (hours: string, minutes: string) => string;
};

/** Since when, as a span: "12 min", "3 h 5 min". A clock that runs behind gives no negative age. */
export function ageText(since: number, now: number, words: AgeWords, number: (n: number) => string): string {
  const minutes = Math.max(0, Math.floor((now - since) / MINUTE));
  if (minutes === 0) return words.now;
  if (minutes < 60) return words.minutes(number(minutes));
  return words.hours(number(Math.floor(minutes / 60)), number(minutes % 60));
}

/** Whether something waits longer than was promised: more than so many minutes, not exactly as many. */
export function isOverdue(since: number | null, now: number, promiseMinutes: number): boolean {
  return since !== null && now - since > promiseMinutes * MINUTE;
}

/** Whole numbers as the public pages spell them (src/publication/pages/number-text.ts): 1.234 in Spanish, 1,234 in English. */
export function numberText(language: 'es' | 'en'): (n: number) => string {
  return (n) => String(n).replace(/\B(?=(\d{3})+$)/g, language === 'es' ? '.' : ',');
}

/** An instant in the election's own time, the day before the month as on the public pages (src/publication/pages/local-time.ts). */
export function instantText(language: 'es' | 'en', timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  return (at) => format.format(new Date(at));
}
