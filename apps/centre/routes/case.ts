import { present } from '../../../src/base/assert.ts';
import { decodeUtf8 } from '../../../src/base/bytes.ts';
import { expectOk } from '../../../src/base/result.ts';
import type { ContestEnd } from '../../../src/canvass/canvass-types.ts';
import { generationOfCopy } from '../../../src/canvass/decide-board.ts';
import type { Typing } from '../../../src/entry/typing.ts';
import type { StationId } from '../../../src/model/ids.ts';
import type { Box } from '../../../src/model/votes.ts';
import { decodeBody, decodeHeader, type EventBody, type EventHeader, isEventKind } from '../../../src/record/index.ts';
import { type Case, type CaseEnd, caseParamsSchema, caseSchema } from '../api-schemas.ts';
import { envelopesAt } from '../canvass-lists.ts';
import type { CountingCentre } from '../centre-types.ts';
import { custodyView } from './custody.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { picturesOf, placeOf } from './place-of.ts';
import { refusalTrouble, refuse } from './trouble.ts';

/** Of a station with more events the newest are read. */
const EVENTS_MOST = 2000;

type Event = { readonly record: number; readonly header: EventHeader; readonly body: EventBody };
type CaseSheet = Case['sheets'][number];

/** One station's paper from the envelope to where each contest ends, for the board and those who keep its papers. */
export function layCases(app: DeskApp, { centre }: Desk): void {
  app.get(
    '/api/cases/:station',
    {
      config: { access: ['member', 'secretary', 'custodian', 'auditor'] },
      schema: { params: caseParamsSchema, response: { 200: caseSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { station } = request.params;
      const place = centre.state.geography.stationIndex.get(station as StationId);
      if (place === undefined) return refuse(reply, refusalTrouble({ kind: 'unknown-station', station }));
      return caseOf(centre, place);
    },
  );
}

function caseOf(centre: CountingCentre, place: number): Case {
  const { canvass, state } = centre;
  const { geography } = state;
  const { contests } = geography.definition.election;
  const idOf = (contest: number) => present(contests[contest], 'contest').id as string;
  const where = placeOf(geography, place);
  const events = officialEvents(centre, where.station);
  const pending = state.repeats.pending(place);
  const copied = generationOfCopy(canvass, place);
  const voted = [...contests.keys()].filter((contest) => geography.votesIn[contest]?.[place] === true);
  return {
    ...where,
    registered: present(geography.stations[place], 'station').registered,
    envelopes: envelopesAt(centre, place).map(({ generation, custody }) => ({
      ...custodyView(custody),
      generation,
      until: custody.kind === 'expected' && pending?.generation === generation ? pending.until : null,
    })),
    copyOf: copied.ok ? copied.value : null,
    handOvers: canvass.handOversOf(place).map((one) => ({ ...one, people: [...one.people] })),
    ends: voted.flatMap((contest) => {
      const end = canvass.endOf(place, contest);
      return end === null ? [] : [{ contest: idOf(contest), ...endView(end) }];
    }),
    sheets: events
      .filter(({ body }) => body.kind === 'EnvelopeReceived' || body.kind === 'CopyAdmitted')
      .map(({ record }) => sheetOf(centre, events, record)),
    objections: canvass.objectionsOf(place).map((one) => ({ ...one, contest: idOf(one.contest) })),
    rulings: canvass.rulingsOf(place).map((one) => ({ ...one, contest: idOf(one.contest) })),
  };
}

function endView(end: ContestEnd): Omit<CaseEnd, 'contest'> {
  const nothing = { detail: null, corrected: false, sheet: null, record: null, until: null };
  switch (end.kind) {
    case 'counted': {
      const { kind, from: detail, corrected, sheet, record } = end;
      return { ...nothing, kind, detail, corrected, sheet, record };
    }
    case 'open':
      return { ...nothing, kind: 'open', detail: end.why, until: end.until };
    case 'annulled':
    case 'lost':
    case 'merged':
    case 'not-installed':
      return { ...nothing, kind: end.kind, record: end.record };
  }
}

/** Only of the official count: a board does not look at the other one. */
function officialEvents(centre: CountingCentre, station: string): readonly Event[] {
  return centre
    .eventsOf(station)
    .slice(-EVENTS_MOST)
    .flatMap((record) => {
      const [stored] = centre.read(record, 1);
      if (stored === undefined) return [];
      const header = expectOk(decodeHeader(stored.header), 'a header of our own');
      if (header.count !== 'official' || !isEventKind(header.kind)) return [];
      const raw = JSON.parse(expectOk(decodeUtf8(stored.body), 'a body of our own')) as Record<string, unknown>;
      return [{ record, header, body: expectOk(decodeBody(header.kind, raw), 'a body of our own') }];
    });
}

function sheetOf({ state }: CountingCentre, events: readonly Event[], sheet: number): CaseSheet {
  const of = present(state.papers.sheet(sheet), `sheet ${sheet}`);
  const pictures = picturesOf(sheet, of);
  const paper = of.paper === 'copy' ? 'copy' : 'envelope';
  const contests = state.geography.definition.election.contests.flatMap(({ id }): CaseSheet['contests'] => {
    const typing = state.typingOf(sheet, id);
    if (typing === undefined) return [];
    const place = present(state.geography.contestIndex.get(id), 'contest');
    const acts = events.filter(({ header, body }) => header.contest === id && 'sheet' in body && body.sheet === sheet);
    const reasons = typing.kind === 'observed' ? [...typing.reasons] : [];
    const stands = standingBoxes(acts, events);
    // Who typed is told with the figures and not before: else it would tell that an entry is there.
    const typedBy = stands === null ? [] : [...state.typing.typistsOf(state.workOf(sheet, place))];
    return [{ contest: id, state: stateOf(typing), reasons, boxes: stands === null ? null : [...stands], typedBy }];
  });
  return { sheet, generation: of.generation, paper, pictures, contests };
}

/** A board is not told that an entry stands alone. */
function stateOf({ kind }: Typing): string {
  return kind === 'awaiting-second' ? 'awaiting-first' : kind;
}

/** What was last agreed, corrected or observed; null: nothing yet, or it is typed afresh. Never an entry by itself. */
function standingBoxes(of: readonly Event[], all: readonly Event[]): readonly Box[] | null {
  for (const { body } of of.toReversed()) {
    switch (body.kind) {
      case 'SheetAgreed':
      case 'SheetCorrected':
        return body.boxes;
      case 'SheetObserved': {
        const from = all.find(({ record }) => record === body.from)?.body;
        return from !== undefined && 'boxes' in from ? from.boxes : null;
      }
      case 'BoardRuled':
        if (body.effect === 'retype' || body.effect === 'recount') return null;
        break;
      default:
        break;
    }
  }
  return null;
}
