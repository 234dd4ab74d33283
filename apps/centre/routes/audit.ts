import { z } from 'zod';
import { present } from '../../../src/base/assert.ts';
import { decodeUtf8 } from '../../../src/base/bytes.ts';
import { expectOk } from '../../../src/base/result.ts';
import type { StationId } from '../../../src/model/ids.ts';
import { decodeHeader } from '../../../src/record/index.ts';
import { type Audit, auditSchema } from '../api-schemas.ts';
import type { CountingCentre } from '../centre-types.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { picturesOf, placeOf } from './place-of.ts';
import { refusalTrouble, refuse } from './trouble.ts';

/** Of a station with more events the newest are shown, and how many there are. */
const EVENTS_MOST = 1000;

/** Kinds that name a sheet by their own place in the record. */
const SHEETS: ReadonlySet<string> = new Set(['SheetReceived', 'EnvelopeReceived', 'CopyAdmitted']);

type AuditedEvent = Audit['events'][number];

/** One station's whole way on one page. */
export function layAudit(app: DeskApp, { centre }: Desk): void {
  app.get(
    '/api/audit/:station',
    {
      config: { access: ['auditor', 'supervisor'] },
      schema: {
        params: z.object({ station: z.string().min(1).max(64) }),
        response: { 200: auditSchema, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { station } = request.params;
      const place = centre.state.geography.stationIndex.get(station as StationId);
      if (place === undefined) return refuse(reply, refusalTrouble({ kind: 'unknown-station', station }));
      return auditOf(centre, place);
    },
  );
}

function auditOf(centre: CountingCentre, place: number): Audit {
  const { geography } = centre.state;
  const where = placeOf(geography, place);
  const records = centre.eventsOf(where.station);
  const events = records.slice(-EVENTS_MOST).flatMap((record) => eventOf(centre, record));
  return {
    ...where,
    registered: present(geography.stations[place], 'station').registered,
    eventsTotal: records.length,
    events,
    sheets: events.flatMap((event) => sheetOf(centre, event)),
  };
}

function eventOf(centre: CountingCentre, record: number): AuditedEvent[] {
  const [stored] = centre.read(record, 1);
  // Decided and not stored yet: as long as nobody was told of it, an auditor is not either.
  if (stored === undefined) return [];
  const { at, kind, count, contest, actor, source } = expectOk(decodeHeader(stored.header), 'a header of our own');
  // Only what the public may see by now: an auditor is no way round a seal.
  const body = centre.isOpen(record)
    ? (JSON.parse(expectOk(decodeUtf8(stored.body), 'a body of our own')) as Record<string, unknown>)
    : null;
  return [{ record, at, kind, count, contest, actor, source, body }];
}

function sheetOf({ state }: CountingCentre, { kind, record }: AuditedEvent): Audit['sheets'] {
  const sheet = SHEETS.has(kind) ? state.papers.sheet(record) : undefined;
  if (sheet === undefined) return [];
  const contests: Record<string, string> = {};
  for (const { id } of state.geography.definition.election.contests) {
    const typing = state.typingOf(record, id);
    if (typing !== undefined) contests[id] = typing.kind;
  }
  const pictures = picturesOf(record, sheet);
  return [{ sheet: record, count: sheet.count, state: sheet.state.kind, pictures, contests }];
}
