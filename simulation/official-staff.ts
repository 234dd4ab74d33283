import type { Act } from '../src/canvass/acts.ts';
import type { LocalizedText } from '../src/model/ids.ts';
import type { Role } from '../src/record/index.ts';

/** The people of one board, by their names in the record; each has one role. */
export type OfficeStaff = {
  readonly administrators: readonly [string, string];
  readonly publisher: string;
  readonly secretary: string;
  readonly members: readonly string[];
  readonly supervisors: readonly [string, string];
  readonly custodians: readonly string[];
  readonly typists: readonly string[];
  readonly verifiers: readonly string[];
};

const MEMBERS = 5;
/** Nobody types a contest of a station twice, and one that is ruled on and repeated is typed up to six times. */
const TYPISTS_LEAST = 8;
const STATIONS_A_TYPIST = 120;
const STATIONS_A_CUSTODIAN = 300;

const GIVEN = 'Ariela Baltasar Celia Damián Eulalia Fermín Inés Leonor Matías Ofelia Simón'.split(' ');
const FAMILY = 'Quimbero Valdormo Lumbrela Tordóñez Pendraza Brisueña Ferrañán'.split(' ');

/** Staff that grows with the envelopes; the prefix is the office's id and a dot, or empty for the national board. */
export function officeStaff(prefix: string, stations: number): OfficeStaff {
  const named = (kind: string, n: number) => `${prefix}${kind}-${String(n).padStart(3, '0')}`;
  const people = (kind: string, n: number) => Array.from({ length: n }, (_, i) => named(kind, i + 1));
  const pair = (kind: string) => [named(kind, 1), named(kind, 2)] as const;
  return {
    administrators: pair('administrator'),
    publisher: named('publisher', 1),
    secretary: named('secretary', 1),
    members: people('member', MEMBERS),
    supervisors: pair('supervisor'),
    custodians: people('custodian', Math.max(3, Math.ceil(stations / STATIONS_A_CUSTODIAN))),
    typists: people('typist', Math.max(TYPISTS_LEAST, Math.ceil(stations / STATIONS_A_TYPIST))),
    verifiers: people('verifier', Math.max(2, Math.ceil(stations / (4 * STATIONS_A_TYPIST)))),
  };
}

/** Whoever has the machine makes the first administrator, and the administrators everybody else; then members are seated. */
export function staffActs(staff: OfficeStaff): readonly Act[] {
  const [first, second] = staff.administrators;
  const grant = (person: string, role: Role, by: string): Act => ({ kind: 'grant-role', person, role, by });
  const all = (people: readonly string[], role: Role) => people.map((person) => grant(person, role, first));
  return [
    grant(first, 'administrator', 'console'),
    grant(second, 'administrator', first),
    ...all([staff.publisher], 'publisher'),
    ...all([staff.secretary], 'secretary'),
    ...all(staff.members, 'member'),
    ...all(staff.supervisors, 'supervisor'),
    ...all(staff.custodians, 'custodian'),
    ...all(staff.typists, 'typist'),
    ...all(staff.verifiers, 'verifier'),
    ...staff.members.map((member, i): Act => {
      return { kind: 'seat-member', member, name: memberName(member, i), title: titleOf(i), by: second };
    }),
  ];
}

/** Invented: a board has names, and a rehearsal has nobody's. */
function memberName(member: string, place: number): string {
  let mixed = place;
  for (const letter of member) mixed = (mixed * 31 + letter.charCodeAt(0)) % 9973;
  return `${GIVEN[mixed % GIVEN.length]} ${FAMILY[mixed % FAMILY.length]}`;
}

function titleOf(place: number): LocalizedText {
  return place === 0 ? { es: 'Presidencia', en: 'Chair' } : { es: 'Vocalía', en: 'Member' };
}
