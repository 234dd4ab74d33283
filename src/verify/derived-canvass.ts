import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import type { EventBody } from '../record/index.ts';
import type { Derivation } from './derived-json.ts';
import type { ReadHeader } from './read-header.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
type Recorded<K extends EventBody['kind']> = {
  readonly record: number;
  readonly header: ReadHeader;
  readonly body: Body<K>;
};

/** Acts of the board and of the offices: few, and asked for again and again. They are no figure kinds, so all of them are open. */
const ACTS = [
  ...(['CourtOrdered', 'DefinitionAmended', 'LotDrawn', 'MaterialDestroyed', 'MemberLeft', 'MemberSeated'] as const),
  ...(['OfficeForked', 'ResultCertified', 'SessionClosed', 'SessionOpened'] as const),
];
type Act = (typeof ACTS)[number];

const acts = new WeakMap<Derivation, readonly Recorded<Act>[]>();

/** Events of some of these kinds in the state, in record order. */
function recorded<K extends Act>(derivation: Derivation, ...kinds: readonly K[]): readonly Recorded<K>[] {
  const known = acts.get(derivation) ?? actsOf(derivation);
  acts.set(derivation, known);
  const isAsked = ({ body }: Recorded<Act>) => (kinds as readonly Act[]).includes(body.kind);
  return known.filter(isAsked) as readonly unknown[] as readonly Recorded<K>[];
}

function actsOf({ headers, bodies, state }: Derivation): readonly Recorded<Act>[] {
  const kinds: ReadonlySet<string> = new Set(ACTS);
  const found: Recorded<Act>[] = [];
  for (let record = 0; record < state.size; record++) {
    const body = bodies[record];
    const header = headers[record];
    if (header && body && kinds.has(body.kind)) found.push({ record, header, body: body as Body<Act> });
  }
  return found;
}

const officeOf = ({ office }: ReadHeader): string | null => office?.id ?? null;
const text = (localized: { readonly es: string; readonly en: string }): Json => ({ ...localized });

/** `canvass` of `data/state.json`: official-count.md section 10. */
export function stateCanvassJson(derivation: Derivation): Json {
  return {
    members: membersJson(derivation),
    sessions: sessionsJson(derivation),
    amendments: recorded(derivation, 'DefinitionAmended').map(({ record, header, body }): Json => {
      return [record, header.at, { ...body.change } as unknown as Json, text(body.law), text(body.reason)];
    }),
    offices: officesJson(derivation),
    certificates: recorded(derivation, 'ResultCertified').map(({ record, header, body }): Json => {
      return [record, header.contest, body.area, header.at, officeOf(header)];
    }),
    destroyed: recorded(derivation, 'MaterialDestroyed').map(({ record, header, body }): Json => {
      return [record, header.at, text(body.what), text(body.law)];
    }),
  };
}

/** As they were first seated. */
function membersJson(derivation: Derivation): Json {
  const members = new Map<string, { body: Body<'MemberSeated'>; seated: boolean }>();
  for (const { body } of recorded(derivation, 'MemberSeated', 'MemberLeft')) {
    const known = members.get(body.member);
    if (body.kind === 'MemberLeft') {
      if (known !== undefined) known.seated = false;
    } else if (known === undefined) members.set(body.member, { body, seated: true });
    else Object.assign(known, { body, seated: true });
  }
  return [...members.values()].map(({ body, seated }): Json => [body.member, body.name, text(body.title), seated]);
}

function sessionsJson(derivation: Derivation): Json {
  type Session = {
    readonly office: string | null;
    closed: number | null;
    readonly json: (closed: number | null) => Json;
  };
  const sessions: Session[] = [];
  for (const { record, header, body } of recorded(derivation, 'SessionOpened', 'SessionClosed')) {
    const office = officeOf(header);
    if (body.kind === 'SessionOpened') {
      const { session, counted } = body;
      sessions.push({ office, closed: null, json: (closed) => [session, record, header.at, counted, closed, office] });
      continue;
    }
    const open = sessions.findLast((session) => session.office === office);
    if (open !== undefined) open.closed ??= record;
  }
  return sessions.map(({ json, closed }) => json(closed));
}

function officesJson(derivation: Derivation): Json {
  const { geography, log, state } = derivation;
  const forked = new Set(recorded(derivation, 'OfficeForked').map(({ body }) => body.office));
  return (geography.definition.election.canvass?.offices ?? []).map(({ id }): Json => {
    const records = log.offices.get(id)?.records ?? [];
    const end = records.findIndex((record) => record >= state.size);
    const taken = end < 0 ? records.length : end;
    const newest = taken === 0 ? null : officeAt(derivation, present(records[taken - 1], 'an event of the office'));
    return [id, taken, newest, forked.has(id)];
  });
}

function officeAt({ log }: Derivation, record: number): number | null {
  return log.headers[record]?.office?.at ?? null;
}

/** The seats of the certificate in force of a contest and area, by selection; null where there are none. */
export function certifiedSeats(
  derivation: Derivation,
  contest: number,
  unit: number,
): Body<'ResultCertified'>['seats'] {
  return certificateInForce(derivation, contest, unit)?.body.seats ?? null;
}

/** `certificate` of FIGURES. */
export function certificateJson(derivation: Derivation, contest: number, unit: number): Json | null {
  const newest = certificateInForce(derivation, contest, unit);
  if (newest === null) return null;
  const { partial, seats } = newest.body;
  const isItsOwn = ({ record, header, body }: Recorded<'LotDrawn'>): boolean =>
    record < newest.record &&
    officeOf(header) === null &&
    header.contest === newest.header.contest &&
    body.area === newest.body.area;
  const lot = recorded(derivation, 'LotDrawn').findLast(isItsOwn);
  return {
    ...{ record: newest.record, at: newest.header.at, partial: partial && text(partial) },
    ...(seats === null ? {} : { seats: seats.map(([id, n]): Json => [id, n]) }),
    ...(lot === undefined ? {} : { lot: { record: lot.record, order: [...lot.body.order] } }),
  };
}

/** The newest of the record itself that no court order follows. */
function certificateInForce(derivation: Derivation, contest: number, unit: number): Recorded<'ResultCertified'> | null {
  const { definition, units } = derivation.geography;
  if (definition.election.canvass === null) return null;
  const id = present(definition.election.contests[contest], 'contest').id;
  const acts = recorded(derivation, 'ResultCertified', 'CourtOrdered').filter(({ header }) => header.contest === id);
  const newest = acts.findLast(
    ({ header, body }) => body.kind === 'ResultCertified' && officeOf(header) === null && body.area === units[unit]?.id,
  );
  if (newest?.body.kind !== 'ResultCertified') return null;
  const { record, header, body } = newest;
  if (acts.some((act) => act.body.kind === 'CourtOrdered' && act.record > record)) return null;
  return { record, header, body };
}

type SheetCanvass = {
  readonly custody: readonly Json[];
  readonly objections: readonly Json[];
  readonly rulings: readonly Json[];
};
const NO_CANVASS: SheetCanvass = { custody: [], objections: [], rulings: [] };

/** What SHEET says of the paper and of the board. */
export function sheetCanvassJson(derivation: Derivation, station: number): SheetCanvass {
  const { geography, headers, bodies, replayed } = derivation;
  // An envelope that is typed as soon as it is received is in nobody's custody.
  if (geography.definition.election.canvass === null) return NO_CANVASS;
  const at = (record: number) => present(headers[record], 'a replayed header').at;
  const custody = replayed.centre.custody
    .actsAt(station)
    .map(
      ({ record, kind, seal, condition, place, found }): Json => [
        ...[record, kind, at(record), seal, condition, place, found],
      ],
    );
  const objections: Json[][] = [];
  const rulings: Json[] = [];
  for (const record of replayed.history[station] ?? []) {
    const body = bodies[record];
    const contest = headers[record]?.contest ?? '';
    if (body?.kind === 'ObjectionRaised') {
      objections.push([record, contest, body.party, body.ground, at(record), null, null]);
    } else if (body?.kind === 'BoardRuled') {
      const votes = [body.for.length, body.against.length, body.abstained.length];
      rulings.push([record, contest, body.effect, body.ground, at(record), votes, body.until]);
      answer(objections, record, body);
    }
  }
  return { custody, objections, rulings };
}

function answer(objections: readonly Json[][], ruling: number, { objections: answers }: Body<'BoardRuled'>): void {
  for (const [objection, upheld] of answers) {
    const found = objections.find(([record]) => record === objection);
    found?.splice(5, 2, ruling, upheld);
  }
}
