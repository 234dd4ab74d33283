import type { Phone, PhoneRefusal, PhoneView, SheetView, StationView } from '../phone-types.ts';
import type { Language, Texts } from '../texts.ts';
import type { Route } from './route.ts';

/** What every screen works with. */
export type App = {
  readonly t: Texts;
  readonly language: Language;
  readonly phone: Phone;
  readonly view: PhoneView;
  readonly go: (route: Route, how?: 'replace') => void;
  readonly number: (n: number) => string;
  /** The time of day, with the day if it is not today's. */
  readonly time: (at: number) => string;
  readonly now: () => number;
};
export type WithApp = { readonly app: App };
export type WithSheet = WithApp & { readonly sheet: SheetView };

/** Whole numbers as the public pages spell them (src/publication/pages/number-text.ts): 1.234 in Spanish, 1,234 in English. */
export function numberText(language: Language): (n: number) => string {
  return (n) => String(n).replace(/\B(?=(\d{3})+$)/g, language === 'es' ? '.' : ',');
}

/** The time of day in the election's own zone, with the day before it where it is another day than `now`'s. */
export function timeText(language: Language, timeZone: string | null, now: () => number): (at: number) => string {
  const zone = timeZone === null ? {} : { timeZone };
  const locale = language === 'en' ? 'en-GB' : 'es';
  const time = new Intl.DateTimeFormat(locale, { ...zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat(locale, { ...zone, day: 'numeric', month: 'short' });
  return (at) => {
    const date = day.format(new Date(at));
    const clock = time.format(new Date(at));
    return date === day.format(new Date(now())) ? clock : `${date}, ${clock}`;
  };
}

/** What a station is called: by its table, else by its id. */
export function stationName(t: Texts, station: StationView): string {
  return t.station.name(station.table === null ? station.id : String(station.table));
}

/** A refusal in words that say what to do. */
export function refusalText(t: Texts, refusal: PhoneRefusal): string {
  return Object.hasOwn(t.refusals, refusal.kind)
    ? t.refusals[refusal.kind as keyof Texts['refusals']]
    : `${t.refusals.other} ${refusal.detail}`.trim();
}

/** How many pages the paper has; a phone that does not know takes one. */
export function pagesOfPaper(view: PhoneView): number {
  return view.election?.desk?.form.pages ?? 1;
}
