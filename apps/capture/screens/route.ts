/*
 * Where in the app somebody is: in the address behind `#`, so that the phone's own "back" goes back, a reload stays, and no server
 * is told. Nothing that was typed is in it.
 */

export type Route =
  | { readonly at: 'home' }
  | { readonly at: 'enrol'; readonly code: string }
  | { readonly at: 'station' }
  | { readonly at: 'sheet'; readonly sheet: string }
  /** `instead`: the page whose picture is taken once more. */
  | { readonly at: 'photo'; readonly sheet: string; readonly instead?: string }
  | { readonly at: 'page'; readonly sheet: string; readonly page: number }
  /** `box` from 0 over all contests; null: the first that is not typed. */
  | { readonly at: 'figures'; readonly sheet: string; readonly box: number | null }
  | { readonly at: 'review'; readonly sheet: string }
  | { readonly at: 'send'; readonly sheet: string }
  | { readonly at: 'help' };

const HOME: Route = { at: 'home' };
const STEPS = ['photo', 'review', 'send'] as const;

/** Reads the part of an address from `#` on. Whatever is no place of the app is its start. */
export function routeOf(hash: string): Route {
  // Of the enrolment's QR code and link: docs/spec/capture.md section 2.
  if (hash.startsWith('#enrol=')) return { at: 'enrol', code: decoded(hash.slice('#enrol='.length)) };
  const [first = '', sheet = '', step = '', detail = ''] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  if (first === 'enrol') return { at: 'enrol', code: '' };
  if (first === 'station' || first === 'help') return { at: first };
  if (first !== 'sheet' || sheet === '') return HOME;
  const number = /^\d{1,4}$/.test(detail) ? Number(detail) : null;
  if (step === 'figures') return { at: 'figures', sheet, box: number };
  if (step === 'page') return { at: 'page', sheet, page: number ?? 0 };
  if (step === 'photo' && detail !== '') return { at: 'photo', sheet, instead: detail };
  const known = STEPS.find((name) => name === step);
  return known === undefined ? { at: 'sheet', sheet } : { at: known, sheet };
}

/** The address of a place; `routeOf` gives the place back. */
export function hashOf(route: Route): string {
  if (route.at === 'home') return '#/';
  if (route.at === 'enrol') return route.code === '' ? '#/enrol' : `#enrol=${encodeURIComponent(route.code)}`;
  if (route.at === 'station' || route.at === 'help') return `#/${route.at}`;
  const sheet = `#/sheet/${encodeURIComponent(route.sheet)}`;
  if (route.at === 'sheet') return sheet;
  if (route.at === 'page') return `${sheet}/page/${route.page}`;
  if (route.at === 'figures') return `${sheet}/figures${route.box === null ? '' : `/${route.box}`}`;
  if (route.at === 'photo' && route.instead !== undefined) return `${sheet}/photo/${encodeURIComponent(route.instead)}`;
  return `${sheet}/${route.at}`;
}

/** Where "back" on the screen leads: always the same, whatever way one came. */
export function parentOf(route: Route): Route | null {
  if (route.at === 'home') return null;
  if (route.at === 'photo' || route.at === 'page' || route.at === 'figures') return { at: 'sheet', sheet: route.sheet };
  if (route.at === 'review' || route.at === 'send') return { at: 'sheet', sheet: route.sheet };
  return HOME;
}

/** An address that somebody cut in the middle of a sign is read as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
