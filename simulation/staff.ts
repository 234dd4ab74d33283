/** People of a rehearsal, in runs of one list; no one works in both counts. */
export const STAFF = {
  preliminary: { typists: [0, 350], resolvers: [600, 40] },
  official: { typists: [350, 250], resolvers: [640, 30] },
} as const;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after the arrival the figures are typed, in ms: to the first entry, to the second, to the decision. */
export const PACE = {
  preliminary: { first: [40 * SECOND, 6 * MINUTE], second: [5 * SECOND, 4 * MINUTE], decision: [MINUTE, 9 * MINUTE] },
  official: { first: [4 * MINUTE, HOUR], second: [MINUTE, HOUR], decision: [5 * MINUTE, 2 * HOUR] },
} as const;

export const SUPERVISORS = 4;
const TYPISTS = 600;
const RESOLVERS = 70;

function named(kind: string, i: number): string {
  return `${kind}-${String(i + 1).padStart(3, '0')}`;
}

/** Six hundred typists, then seventy people who decide differences: in the order of STAFF. */
export function rehearsalPseudonyms(): readonly string[] {
  return [
    ...Array.from({ length: TYPISTS }, (_, i) => named('typist', i)),
    ...Array.from({ length: RESOLVERS }, (_, i) => named('resolver', i)),
  ];
}

export type StaffRole = 'administrator' | 'auditor' | 'publisher' | 'supervisor' | 'typist' | 'verifier';

/** Everybody who works in a rehearsal, with the one role that each holds. */
export function rehearsalStaff(): readonly { readonly person: string; readonly role: StaffRole }[] {
  const people = (kind: string, role: StaffRole, n: number) =>
    Array.from({ length: n }, (_, i) => ({ person: named(kind, i), role }));
  return [
    ...people('administrator', 'administrator', 1),
    ...people('publisher', 'publisher', 2),
    ...people('supervisor', 'supervisor', SUPERVISORS),
    ...people('typist', 'typist', TYPISTS),
    ...people('resolver', 'verifier', RESOLVERS),
  ];
}
