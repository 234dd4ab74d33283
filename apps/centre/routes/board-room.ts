import { present } from '../../../src/base/assert.ts';
import { decodeUtf8 } from '../../../src/base/bytes.ts';
import { err, expectOk, ok, type Result } from '../../../src/base/result.ts';
import type { Act } from '../../../src/canvass/acts.ts';
import type { Objection, Session } from '../../../src/canvass/canvass-types.ts';
import type { CanvassRules } from '../../../src/model/canvass-rules.ts';
import type { ContestId } from '../../../src/model/ids.ts';
import {
  type BoardRoom,
  type BoardWaits,
  boardRoomSchema,
  boardWaitsSchema,
  closeSessionSchema,
  listQuerySchema,
  objectSchema,
  openSessionSchema,
  recordedSchema,
} from '../api-schemas.ts';
import type { CanvassLists } from '../canvass-lists.ts';
import type { ActError, CountingCentre, Recorded } from '../centre-types.ts';
import type { OfficialPapers } from '../official-papers.ts';
import { type Desk, type DeskApp, PROBLEMS, personOf } from './desk.ts';
import { Idempotency, KEY_REUSED, keyHeaderSchema } from './idempotency.ts';
import { ofNewestState } from './of-newest-state.ts';
import { placeOf } from './place-of.ts';
import { actTrouble, NO_PAPERS, papersTrouble, refusalTrouble, refuse, type Trouble } from './trouble.ts';

const SEES = [
  ...['secretary', 'member', 'custodian', 'publisher'],
  ...['administrator', 'supervisor', 'auditor'],
] as const;
const SESSIONS_MOST = 50;

/** The session of the board: who sits, what waits, and what the secretary takes down. Rulings are acts of two (proposals.ts). */
export function layBoardRoom(app: DeskApp, desk: Desk): void {
  const { centre, lists } = desk;
  app.get(
    '/api/board-room',
    { config: { access: SEES, polled: true }, schema: { response: { 200: boardRoomSchema, ...PROBLEMS } } },
    async () => roomOf(centre),
  );
  app.get(
    '/api/board-waits',
    {
      config: { access: ['member', 'secretary', 'auditor'], polled: true },
      schema: { querystring: listQuerySchema, response: { 200: boardWaitsSchema, ...PROBLEMS } },
    },
    async (request) => waitsOf(centre, lists, request.query.limit),
  );
  layTakingDown(app, desk);
  laySessions(app, desk);
}

function layTakingDown(app: DeskApp, { centre, limits }: Desk): void {
  const answers = new Idempotency<number>(limits.idempotencyKeys);
  app.post(
    '/api/objections',
    {
      config: { access: ['secretary'] },
      schema: { headers: keyHeaderSchema, body: objectSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const by = personOf(request);
      const key = `${by}\n${request.headers['idempotency-key']}`;
      const act = { kind: 'raise-objection', ...request.body, contest: request.body.contest as ContestId, by } as const;
      const done = await answers.once(key, JSON.stringify(request.body), () => takeDown(centre, act));
      if (done.ok) return { record: done.value };
      return refuse(reply, done.error.kind === 'idempotency-key-reused' ? KEY_REUSED : actTrouble(done.error));
    },
  );
}

type Objecting = Extract<Act, { kind: 'raise-objection' }>;

/** The record number of the objection. Keys end with the process, so the record is asked too: word for word the same is the same one. */
async function takeDown(centre: CountingCentre, act: Objecting): Promise<Result<number, ActError>> {
  const { state, canvass } = centre;
  const place = state.papers.sheet(act.sheet)?.place;
  const contest = state.geography.contestIndex.get(act.contest);
  const session = canvass.session()?.session;
  const before = (place === undefined ? [] : canvass.objectionsOf(place)).findLast(
    (one) => one.answer === null && one.session === session && one.contest === contest && isSaidIn(centre, one, act),
  );
  if (before !== undefined) return ok(before.record);
  const done = await centre.act(act);
  return done.ok ? ok(done.value.first) : done;
}

function isSaidIn(centre: CountingCentre, { record, sheet }: Objection, act: Objecting): boolean {
  const { body } = present(centre.read(record, 1)[0], `objection ${record}`);
  const said = JSON.parse(expectOk(decodeUtf8(body), 'a body of our own')) as Partial<Objecting>;
  const same = (['party', 'delegate', 'ground'] as const).every((field) => said[field] === act[field]);
  return same && sheet === act.sheet && said.text?.es === act.text.es && said.text?.en === act.text.en;
}

function laySessions(app: DeskApp, { centre, papers }: Desk): void {
  app.post(
    '/api/sessions/open',
    {
      config: { access: ['secretary'] },
      schema: { body: openSessionSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { place, members, delegates } = request.body;
      const act = { kind: 'open-session', place, members: members.toSorted(), delegates } as const;
      const done = await centre.act({ ...act, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
  app.post(
    '/api/sessions/close',
    {
      config: { access: ['secretary'] },
      schema: { body: closeSessionSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      if (centre.canvass.session() === null) return refuse(reply, refusalTrouble({ kind: 'no-session' }));
      if (papers === null) return refuse(reply, NO_PAPERS);
      const by = personOf(request);
      const closed = await closeSession(centre, papers, by);
      return closed.ok ? { record: closed.value.first } : refuse(reply, closed.error);
    },
  );
}

/** While the minutes were drawn another state may have been published: then they are made again. */
function closeSession(centre: CountingCentre, papers: OfficialPapers, by: string): Promise<Result<Recorded, Trouble>> {
  return ofNewestState(async () => {
    const made = await papers.minutes();
    if (!made.ok) return err(papersTrouble(made.error));
    const done = await centre.act({ kind: 'close-session', ...made.value, by });
    return done.ok ? done : err(actTrouble(done.error));
  });
}

function roomOf({ canvass, definition }: CountingCentre): BoardRoom {
  const { canvass: rules } = definition.election;
  const sessions = canvass.sessions();
  return {
    rules: rules === null ? null : rulesOf(rules),
    members: canvass.members().map((member) => ({ ...member })),
    session: sessionOf(canvass.session()),
    sessions: sessions
      .slice(-SESSIONS_MOST)
      .toReversed()
      .flatMap((one) => sessionOf(one) ?? []),
    sessionsTotal: sessions.length,
  };
}

function rulesOf(rules: CanvassRules): BoardRoom['rules'] {
  const { scans, quorum, required, partial, grounds, certifiers, offices } = rules;
  return {
    ...{ scans, quorum, required, partial },
    grounds: grounds.map((ground) => ({ ...ground, effects: [...ground.effects] })),
    certifiers: certifiers.map((certifier) => ({ ...certifier })),
    offices: offices.map(({ id, name }) => ({ id, name })),
  };
}

function sessionOf(session: Session | null): BoardRoom['session'] {
  if (session === null) return null;
  const { members, delegates, ...rest } = session;
  return { ...rest, members: [...members], delegates: delegates.map(([party, name]) => [party, name]) };
}

/** The paper that a contest waits with: that of the vote that is its newest. A copy is in nobody's custody. */
function paperOf({ state, canvass }: Pick<CountingCentre, 'state' | 'canvass'>, place: number, contest: number) {
  const pending = state.repeats.pending(place);
  const isPending = pending?.contests.includes(contest) === true;
  const counts = isPending ? null : state.sheetOf('official', place, contest);
  if (counts !== null) return { sheet: counts, custody: canvass.envelopes.custodyOfSheet(counts) };
  const custody = canvass.custodyOf(place, isPending ? pending.generation : 1);
  return { sheet: 'sheet' in custody ? custody.sheet : null, custody };
}

function waitsOf({ state, canvass }: CountingCentre, lists: CanvassLists, limit: number): BoardWaits {
  const all = lists.waits();
  const { contests } = state.geography.definition.election;
  const waits = all.slice(0, limit).map(({ place, contest, why }) => {
    const { sheet, custody } = paperOf({ state, canvass }, place, contest);
    const end = canvass.endOf(place, contest);
    return {
      ...placeOf(state.geography, place),
      contest: present(contests[contest], 'contest').id,
      why,
      sheet,
      since: custody !== null && 'at' in custody ? custody.at : null,
      until: end?.kind === 'open' ? end.until : null,
    };
  });
  return { total: all.length, waits };
}
