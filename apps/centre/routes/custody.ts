import { present } from '../../../src/base/assert.ts';
import type { Custody } from '../../../src/canvass/canvass-types.ts';
import type { StationId } from '../../../src/model/ids.ts';
import {
  type CustodyView,
  type Envelopes,
  envelopesQuerySchema,
  envelopesSchema,
  receivedSchema,
  recordedSchema,
  scanSchema,
  storeEnvelopeSchema,
  takeEnvelopeSchema,
} from '../api-schemas.ts';
import { type CanvassLists, type Paper, type PaperList, recountsOf } from '../canvass-lists.ts';
import type { CountingCentre } from '../centre-types.ts';
import { Room, readForm } from './arriving.ts';
import { type Desk, type DeskApp, PROBLEMS, personOf } from './desk.ts';
import { placeOf } from './place-of.ts';
import { actTrouble, arrivalTrouble, NOT_THERE, refuse } from './trouble.ts';

const SEES = ['custodian', 'secretary', 'member', 'supervisor', 'auditor'] as const;
export const SCANS_PATH = '/api/envelopes/scans';

/** What custodians do alone; what two of them do together is proposed (proposals.ts). */
export function layCustody(app: DeskApp, { centre, lists }: Desk): void {
  app.get(
    '/api/envelopes',
    {
      config: { access: SEES, polled: true },
      schema: { querystring: envelopesQuerySchema, response: { 200: envelopesSchema, ...PROBLEMS } },
    },
    async (request) => envelopesOf(centre, lists, request.query),
  );
  app.post(
    '/api/envelopes',
    {
      config: { access: ['custodian'] },
      schema: { body: takeEnvelopeSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { station, seal, condition, from } = request.body;
      const by = personOf(request);
      const done = await centre.act({
        ...{ kind: 'take-envelope', station: station as StationId, seal, condition, from, by },
      });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
  app.post(
    '/api/envelopes/store',
    {
      config: { access: ['custodian'] },
      schema: { body: storeEnvelopeSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const done = await centre.act({ kind: 'store-envelope', ...request.body, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
}

/** Where custodians hand in what they scanned: the part `scan`, and a part `page` of each page. */
export function layScans(app: DeskApp, { door, limits }: Desk): void {
  const room = new Room(limits.arrivingBytes);
  app.post(
    SCANS_PATH,
    {
      config: { access: ['custodian'] },
      bodyLimit: limits.sheetBytes + 100_000,
      schema: { consumes: ['multipart/form-data'], response: { 200: receivedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const read = await readForm(request, limits, room, { name: 'scan', schema: scanSchema });
      if (!read.ok) return refuse(reply, read.error);
      const { arrived, release } = read.value;
      try {
        const { told, pages } = arrived;
        const taken = await door.scan({ ...told, pages, by: personOf(request) });
        if (!taken.ok) return refuse(reply, arrivalTrouble(taken.error));
        if (taken.value.kind === 'unmatched') return refuse(reply, NOT_THERE);
        const { station, sheet, fresh } = taken.value;
        return { station, sheet, fresh };
      } finally {
        release();
      }
    },
  );
}

type Asked = { readonly state: PaperList; readonly after: number; readonly limit: number };
type Official = Pick<CountingCentre, 'state' | 'canvass'>;

/** One page of a list: envelopes and copies, in the order of the definition. */
export function envelopesOf(centre: Official, lists: Pick<CanvassLists, 'papers'>, asked: Asked): Envelopes {
  const papers = lists.papers();
  const counts = Object.fromEntries(Object.entries(papers).map(([kind, list]) => [kind, list.length]));
  const behind = papers[asked.state].filter((paper) => cursorOf(paper) > asked.after);
  const shown = behind.slice(0, asked.limit);
  return {
    counts: counts as Envelopes['counts'],
    envelopes: shown.map((paper) => paperView(centre, paper)),
    next: behind.length > shown.length ? cursorOf(present(shown.at(-1), 'the last of a page')) : null,
  };
}

/** Papers of one station: more than any has, generations go to 99. */
const SLOTS = 256;

/** Grows along each list, and stays the same for a paper while others come and go. */
function cursorOf({ place, generation, copy }: Paper): number {
  return place * SLOTS + generation * 2 + (copy === null ? 0 : 1);
}

function paperView({ state, canvass }: Official, { place, generation, copy }: Paper): Envelopes['envelopes'][number] {
  const custody = canvass.custodyOf(place, generation);
  const view = copy === null ? custodyView(custody) : { ...NOWHERE, state: null, sheet: copy };
  const pending = state.repeats.pending(place);
  const isPending = view.state === 'expected' && pending?.generation === generation;
  const { contests } = state.geography.definition.election;
  return {
    ...placeOf(state.geography, place),
    ...view,
    generation,
    until: isPending ? pending.until : null,
    scanned: view.sheet !== null && canvass.envelopes.isScanned(view.sheet),
    recount: view.sheet === null ? [] : recountsOf(state, view.sheet).map((at) => present(contests[at], 'contest').id),
  };
}

const NOWHERE = { sheet: null, seal: null, condition: null, everBroken: false, at: null, found: null, where: null };

/** Where the paper of a station is, for a person. */
export function custodyView(custody: Custody): CustodyView {
  switch (custody.kind) {
    case 'expected':
      return { state: 'expected', ...NOWHERE };
    case 'missing':
      return { state: 'missing', ...NOWHERE, at: custody.at };
    case 'received':
    case 'opened':
    case 'scanned':
    case 'stored': {
      const { kind: state, sheet, seal, condition, everBroken, at } = custody;
      const found = 'found' in custody ? custody.found : null;
      const where = custody.kind === 'stored' ? custody.where : null;
      return { state, sheet, seal, condition, everBroken, at, found, where };
    }
  }
}
