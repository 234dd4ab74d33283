import { present } from '../../../src/base/assert.ts';
import type { Instant } from '../../../src/base/instant.ts';
import type { CentreState } from '../../../src/entry/centre-state.ts';
import { COUNT_KINDS } from '../../../src/model/ids.ts';
import {
  boardSchema,
  type Disputes,
  disputesSchema,
  listQuerySchema,
  type Observed,
  observedSchema,
  type Pending,
  pendingSchema,
  recordedSchema,
  silentQuerySchema,
  silentStationsSchema,
  voidSchema,
} from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS, personOf } from './desk.ts';
import { picturesOf, placeOf, sheetPlace } from './place-of.ts';
import { silentOf } from './silent.ts';
import { actTrouble, refuse } from './trouble.ts';

const SEES_ALL = ['supervisor', 'auditor'] as const;

/** What supervisors and auditors see of the whole, and the one thing that a supervisor does alone. */
export function laySupervision(app: DeskApp, { centre, boards }: Desk): void {
  const { state } = centre;
  app.get(
    '/api/board',
    {
      config: { access: [...SEES_ALL, 'publisher'], polled: true },
      schema: { response: { 200: boardSchema, ...PROBLEMS } },
    },
    () => boards.now(),
  );
  app.get(
    '/api/disputes',
    {
      config: { access: SEES_ALL, polled: true },
      schema: { querystring: listQuerySchema, response: { 200: disputesSchema, ...PROBLEMS } },
    },
    async (request) => disputesOf(state, request.query.limit),
  );
  app.get(
    '/api/observed',
    {
      config: { access: SEES_ALL, polled: true },
      schema: { querystring: listQuerySchema, response: { 200: observedSchema, ...PROBLEMS } },
    },
    async (request) => observedOf(state, request.query.limit),
  );
  app.get(
    '/api/pending',
    {
      config: { access: SEES_ALL, polled: true },
      schema: { querystring: listQuerySchema, response: { 200: pendingSchema, ...PROBLEMS } },
    },
    async (request) => pendingOf(state, request.query.limit),
  );
  app.get(
    '/api/silent',
    {
      config: { access: SEES_ALL },
      schema: { querystring: silentQuerySchema, response: { 200: silentStationsSchema, ...PROBLEMS } },
    },
    async (request) => silentOf(state, request.query.limit, request.query.unit),
  );
  app.post(
    '/api/voids',
    {
      config: { access: ['supervisor'] },
      schema: { body: voidSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { entry } = request.body;
      const done = await centre.act({ kind: 'void-entry', entry, reason: 'supervisor', by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
}

function* firstOf<T>(items: Iterable<T>, limit: number): IterableIterator<T> {
  let n = 0;
  for (const item of items) {
    if (n++ >= limit) return;
    yield item;
  }
}

function oldest<T extends { readonly since: number }>(all: readonly T[], limit: number): T[] {
  return all.toSorted((a, b) => a.since - b.since).slice(0, limit);
}

function disputesOf(state: CentreState, limit: number): Disputes {
  const { papers, geography } = state;
  const all = COUNT_KINDS.flatMap((count) =>
    [...firstOf(papers.disputes[count].items(), limit)].map((place) => {
      const station = papers.station(count, place);
      const { sheets, since } = present(station.kind === 'disputed' ? station : null, 'a dispute');
      return {
        count,
        ...placeOf(geography, place),
        since,
        sheets: sheets.slice(0, limit).map((n) => paperOf(state, n)),
      };
    }),
  );
  return { total: papers.disputes.preliminary.size + papers.disputes.official.size, disputes: oldest(all, limit) };
}

function paperOf({ papers }: CentreState, number: number): Disputes['disputes'][number]['sheets'][number] {
  const sheet = present(papers.sheet(number), `sheet ${number}`);
  const { at, device, matched } = sheet;
  return { sheet: number, at, device, matched: matched ?? 'envelope', pictures: picturesOf(number, sheet) };
}

function observedOf(state: CentreState, limit: number): Observed {
  const { contests } = state.geography.definition.election;
  const all: Observed['observed'] = [];
  let total = 0;
  for (const count of COUNT_KINDS) {
    for (const [place, { id }] of contests.entries()) {
      const queue = state.waiting.at(count, place, 'observed');
      total += queue.size;
      for (const work of firstOf(queue.items(), limit)) {
        const { sheet } = state.partsOf(work);
        const typing = state.typing.state(work);
        const reasons = typing?.kind === 'observed' ? [...typing.reasons] : [];
        all.push({ ...sheetPlace(state, sheet, id), since: present(queue.since(work), 'since'), contest: id, reasons });
      }
    }
  }
  return { total, observed: oldest(all, limit) };
}

/** Entries that stand alone: of whom and since when. What they say is not even asked for here. */
function pendingOf(state: CentreState, limit: number): Pending {
  const { contests } = state.geography.definition.election;
  const all: Pending['pending'] = [];
  let total = 0;
  for (const count of COUNT_KINDS) {
    const entries = state.typing.pending(count);
    total += entries.size;
    for (const [entry, work] of firstOf(entries, limit)) {
      const { sheet, contest } = state.partsOf(work);
      const typing = state.typing.state(work);
      const { actor: person, at } = present(typing?.kind === 'awaiting-second' ? typing.first : null, 'the entry');
      const { id } = present(contests[contest], 'contest');
      all.push({ entry, ...sheetPlace(state, sheet, id), since: at as Instant, contest: id, person });
    }
  }
  return { total, pending: oldest(all, limit) };
}
