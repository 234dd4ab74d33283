import { present } from '../../../src/base/assert.ts';
import { err, type Result } from '../../../src/base/result.ts';
import type { Session } from '../../../src/canvass/canvass-types.ts';
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
import type { CountingCentre, Recorded } from '../centre-types.ts';
import type { OfficialPapers } from '../official-papers.ts';
import { type Desk, type DeskApp, PROBLEMS, personOf } from './desk.ts';
import { placeOf } from './place-of.ts';
import { actTrouble, NO_PAPERS, papersTrouble, refusalTrouble, refuse, type Trouble } from './trouble.ts';

const SEES = [
  ...['secretary', 'member', 'custodian', 'publisher'],
  ...['administrator', 'supervisor', 'auditor'],
] as const;
const SESSIONS_MOST = 50;
const TRIES = 3;

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
  layTakingDown(app, centre);
  laySessions(app, desk);
}

function layTakingDown(app: DeskApp, centre: CountingCentre): void {
  app.post(
    '/api/objections',
    {
      config: { access: ['secretary'] },
      schema: { body: objectSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const contest = request.body.contest as ContestId;
      const done = await centre.act({ kind: 'raise-objection', ...request.body, contest, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
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

/** While the minutes were drawn another state may have been published, with nothing of this count in it: then they are made again. */
async function closeSession(
  centre: CountingCentre,
  papers: OfficialPapers,
  by: string,
): Promise<Result<Recorded, Trouble>> {
  for (let tries = 1; ; tries++) {
    const made = await papers.minutes();
    if (!made.ok) return err(papersTrouble(made.error));
    const done = await centre.act({ kind: 'close-session', ...made.value, by });
    if (done.ok) return done;
    const behind = done.error.kind === 'refused' && done.error.refusal.kind === 'not-the-newest-state';
    if (!behind || tries === TRIES) return err(actTrouble(done.error));
  }
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

function waitsOf({ state, canvass }: CountingCentre, lists: CanvassLists, limit: number): BoardWaits {
  const all = lists.waits();
  const { contests } = state.geography.definition.election;
  const waits = all.slice(0, limit).map(({ place, contest, why }) => {
    const custody = canvass.custodyOf(place);
    const end = canvass.endOf(place, contest);
    return {
      ...placeOf(state.geography, place),
      contest: present(contests[contest], 'contest').id,
      why,
      sheet: 'sheet' in custody ? custody.sheet : null,
      since: 'at' in custody ? custody.at : null,
      until: end?.kind === 'open' ? end.until : null,
    };
  });
  return { total: all.length, waits };
}
