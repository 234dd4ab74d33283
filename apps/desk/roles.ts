import type { Me, ProposedAct } from '../centre/api-schemas.ts';

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

/** Whose each proposal is. A browser gets types alone of the centre: proposal-list.test.ts holds both lists to the centre's. */
export const ROLE_OF: Readonly<Record<ProposedAct['kind'], Role>> = {
  'choose-sheet': 'supervisor',
  'withdraw-sheet': 'supervisor',
  'rule-observed': 'supervisor',
  'stop-publication': 'publisher',
  'resume-publication': 'publisher',
  'miss-envelope': 'custodian',
  'move-envelope': 'custodian',
  'open-envelope': 'custodian',
  rule: 'member',
  'admit-copy': 'member',
  'draw-lot': 'member',
  reopen: 'member',
  amend: 'administrator',
  destroy: 'administrator',
  'declare-office': 'administrator',
};

/** The desks, in the order of the menu, and whose they are (apps/centre/README.md). */
export const SCREENS = {
  typing: ['typist'],
  resolving: ['verifier'],
  board: ['supervisor', 'publisher', 'auditor'],
  disputes: ['supervisor', 'auditor'],
  observed: ['supervisor', 'auditor'],
  proposals: ['supervisor', 'publisher', 'custodian', 'member', 'administrator'],
  pending: ['supervisor', 'auditor'],
  inbox: ['supervisor'],
  silent: ['supervisor', 'auditor'],
  publication: ['publisher'],
  custody: ['custodian', 'auditor'],
  session: ['secretary'],
  rulings: ['member', 'secretary', 'auditor'],
  certify: ['publisher', 'member', 'secretary', 'auditor'],
  audit: ['auditor', 'supervisor'],
  people: ['administrator'],
  amend: ['administrator'],
  codes: ['supervisor', 'administrator'],
  devices: ['administrator', 'supervisor'],
  reading: ['administrator'],
  account: ROLES,
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Screen = keyof typeof SCREENS;

/** Desks of an official count with custody and a board, and roles that have work only there. */
const OF_CANVASS: ReadonlySet<Screen> = new Set(['custody', 'session', 'rulings', 'certify', 'amend']);
const PROPOSES_ALWAYS: readonly Role[] = ['supervisor', 'publisher'];

/** The desks that these roles open, in an election with such an official count or without. One's own account is open to everyone. */
export function screensOf(roles: readonly Role[], canvass: boolean): readonly Screen[] {
  const opens = (screen: Screen): readonly Role[] =>
    screen === 'proposals' && !canvass ? PROPOSES_ALWAYS : SCREENS[screen];
  return (Object.keys(SCREENS) as Screen[]).filter(
    (screen) =>
      screen === 'account' ||
      ((canvass || !OF_CANVASS.has(screen)) && opens(screen).some((role) => roles.includes(role))),
  );
}

export type Route = { readonly screen: Screen | 'home' | 'first' | 'reset'; readonly rest: string };

/** What the part behind # asks for; whatever is no desk is the home page. Nothing that was typed is ever in it. */
export function routeOf(hash: string): Route {
  const [name = '', rest = ''] = hash.replace(/^#\/?/, '').split('/', 2);
  if (name === 'first' || name === 'reset') return { screen: name, rest: '' };
  return Object.hasOwn(SCREENS, name) ? { screen: name as Screen, rest: decoded(rest) } : { screen: 'home', rest: '' };
}

function decoded(rest: string): string {
  try {
    return decodeURIComponent(rest);
  } catch {
    return rest;
  }
}
