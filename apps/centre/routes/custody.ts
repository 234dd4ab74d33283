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
import type { CanvassLists } from '../canvass-lists.ts';
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

type Asked = { readonly state: CustodyView['state']; readonly after: number; readonly limit: number };

function envelopesOf({ state, canvass }: CountingCentre, lists: CanvassLists, asked: Asked): Envelopes {
  const stations = lists.stations();
  const counts = Object.fromEntries(Object.entries(stations).map(([kind, places]) => [kind, places.length]));
  const all = stations[asked.state];
  const behind = all.filter((place) => place > asked.after);
  const shown = behind.slice(0, asked.limit);
  return {
    counts: counts as Envelopes['counts'],
    envelopes: shown.map((place) => ({
      ...placeOf(state.geography, place),
      ...custodyView(canvass.custodyOf(place)),
    })),
    next: behind.length > shown.length ? present(shown.at(-1), 'the last of a page') : null,
  };
}

/** Where the paper of a station is, for a person. */
export function custodyView(custody: Custody): CustodyView {
  const nothing = { sheet: null, seal: null, condition: null, everBroken: false, at: null, found: null, where: null };
  switch (custody.kind) {
    case 'expected':
      return { state: 'expected', ...nothing };
    case 'missing':
      return { state: 'missing', ...nothing, at: custody.at };
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
