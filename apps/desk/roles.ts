import type { Me } from '../centre/api-schemas.ts';

export type Role = Me['roles'][number];
export const ROLES: readonly Role[] = [
  'administrator',
  'auditor',
  'custodian',
  'member',
  'publisher',
  'secretary',
  'supervisor',
  'typist',
  'verifier',
];

/** The desks, in the order of the menu, and whose they are (apps/centre/README.md). */
export const SCREENS = {
  typing: ['typist'],
  resolving: ['verifier'],
  board: ['supervisor', 'publisher', 'auditor'],
  disputes: ['supervisor', 'auditor'],
  observed: ['supervisor', 'auditor'],
  proposals: ['supervisor', 'publisher'],
  pending: ['supervisor', 'auditor'],
  inbox: ['supervisor'],
  silent: ['supervisor', 'auditor'],
  publication: ['publisher'],
  audit: ['auditor', 'supervisor'],
  people: ['administrator'],
  codes: ['supervisor', 'administrator'],
  devices: ['administrator', 'supervisor'],
  reading: ['administrator'],
  account: ROLES,
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Screen = keyof typeof SCREENS;

/** The desks that these roles open. One's own account is open to everyone. */
export function screensOf(roles: readonly Role[]): readonly Screen[] {
  return (Object.keys(SCREENS) as Screen[]).filter(
    (screen) => screen === 'account' || SCREENS[screen].some((role: Role) => roles.includes(role)),
  );
}

export type Route = { readonly screen: Screen | 'home' | 'first' | 'reset'; readonly rest: string };

/** What the part behind # asks for; whatever is no desk is the home page. Nothing that was typed is ever in it. */
export function routeOf(hash: string): Route {
  const [name = '', rest = ''] = hash.replace(/^#\/?/, '').split('/', 2);
  if (name === 'first' || name === 'reset') return { screen: name, rest: '' };
  return Object.hasOwn(SCREENS, name) ? { screen: name as Screen, rest } : { screen: 'home', rest: '' };
}
