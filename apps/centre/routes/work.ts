import { z } from 'zod';
import { present } from '../../../src/base/assert.ts';
import type { CentreAct } from '../../../src/entry/acts.ts';
import type { Lease } from '../../../src/entry/assignments.ts';
import { differencesOf } from '../../../src/entry/content.ts';
import type { EntryContent } from '../../../src/model/desk-rules.ts';
import type { ContestId, Count } from '../../../src/model/ids.ts';
import type { Box } from '../../../src/model/votes.ts';
import {
  committedSchema,
  type EntryRequest,
  entrySchema,
  nextWorkSchema,
  releaseSchema,
  type Work,
  workRequestSchema,
} from '../api-schemas.ts';
import type { CountingCentre } from '../centre-types.ts';
import { type Desk, type DeskApp, nothingSchema, PROBLEMS, personOf } from './desk.ts';
import { LastCommits } from './last-commits.ts';
import { pageSchema, pictureAnswer, sendPicture } from './picture.ts';
import { sheetPlace } from './place-of.ts';
import { actTrouble, NO_LEASE, NOT_THERE, refuse, roleMissing, type Trouble } from './trouble.ts';

const ROLES = { entry: 'typist', resolve: 'verifier' } as const;

/** What typists and third persons do. Nothing here says of an entry that is not revealed whether there is one. */
export function layWork(app: DeskApp, { centre }: Desk): void {
  app.post(
    '/api/work',
    {
      config: { access: ['typist', 'verifier'] },
      schema: { body: workRequestSchema, response: { 200: nextWorkSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const person = personOf(request);
      const role = ROLES[request.body.kind];
      if (!centre.state.people.has(person, role)) return refuse(reply, roleMissing([role]));
      const lease = centre.assignments.next(person, role, centre.wall(), () => centre.chance());
      if (lease !== null) return { work: workOf(centre, lease), others: 0 };
      // A contest waits until both entries are in: how many do says of none whether it has the first.
      const { toType, toResolve } = centre.state.waiting;
      return { work: null, others: (role === 'typist' ? toType : toResolve).size };
    },
  );
  layCommits(app, centre);
  app.post(
    '/api/release',
    {
      config: { access: ['typist', 'verifier'] },
      schema: { body: releaseSchema, response: { 204: nothingSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { sheet, contest } = request.body;
      const person = personOf(request);
      const held = centre.assignments.holder(sheet, contest as ContestId, person, centre.wall());
      if (held === null) return refuse(reply, NO_LEASE);
      centre.assignments.release(sheet, contest as ContestId, person);
      return reply.code(204).send();
    },
  );
  app.get(
    '/api/pictures/:sheet/:page',
    {
      config: { access: ['typist', 'verifier', 'supervisor', 'auditor', 'custodian', 'secretary', 'member'] },
      schema: {
        params: z.object({ sheet: z.coerce.number().int().min(0), page: pageSchema }),
        response: { 200: pictureAnswer, ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { sheet, page } = request.params;
      // A picture that is not hers and one that is not there are the same to her.
      if (!maySee(centre, personOf(request), sheet)) return refuse(reply, NOT_THERE);
      return sendPicture(reply, await centre.picture(sheet, page));
    },
  );
}

function layCommits(app: DeskApp, centre: CountingCentre): void {
  const last = new LastCommits();
  for (const [url, kind] of [
    ['/api/entries', 'commit-entry'],
    ['/api/resolutions', 'resolve-difference'],
  ] as const) {
    const role = kind === 'commit-entry' ? 'typist' : 'verifier';
    app.post(
      url,
      { config: { access: [role] }, schema: { body: entrySchema, response: { 200: committedSchema, ...PROBLEMS } } },
      async (request, reply) => {
        const person = personOf(request);
        const text = `${kind} ${JSON.stringify(request.body)}`;
        const { sheet, contest } = request.body;
        const again = () => leaseOf(centre, sheet, contest, person, role) !== null;
        const act = () => commit(centre, actOf(kind, person, request.body), role);
        const trouble = await last.once(person, text, again, act);
        return trouble === null ? { committed: true as const } : refuse(reply, trouble);
      },
    );
  }
}

type Commit = Extract<CentreAct, { kind: 'commit-entry' | 'resolve-difference' }>;

function actOf(kind: Commit['kind'], by: string, said: EntryRequest): Commit {
  const { sheet, contest, observations } = said;
  const boxes = said.boxes as readonly Box[];
  const corrections = said.corrections.map(([box, value]) => [box, value as Count] as const);
  return { kind, sheet, contest: contest as ContestId, by, content: { boxes, corrections, observations } };
}

/** The same for the first and the second entry, equal or not: what the second led to is for the record to say, in its time. */
async function commit(centre: CountingCentre, act: Commit, role: Lease['role']): Promise<Trouble | null> {
  const { sheet, contest, by } = act;
  if (leaseOf(centre, sheet, contest, by, role) === null) return NO_LEASE;
  const done = await centre.act(act);
  if (!done.ok) return actTrouble(done.error);
  centre.assignments.release(sheet, contest, by);
  return null;
}

function leaseOf(centre: CountingCentre, sheet: number, contest: string, person: string, role: Lease['role']) {
  const lease = centre.assignments.holder(sheet, contest as ContestId, person, centre.wall());
  return lease?.role === role ? lease : null;
}

function maySee(centre: CountingCentre, person: string, sheet: number): boolean {
  const { people } = centre.state;
  if (people.has(person, 'supervisor') || people.has(person, 'auditor')) return true;
  // The board and those who keep its papers look at those papers, and at nothing of the other count.
  const isOfBoard = people.has(person, 'member') || people.has(person, 'secretary') || people.has(person, 'custodian');
  if (isOfBoard && centre.state.papers.sheet(sheet)?.count === 'official') return true;
  return centre.assignments.heldBy(person, centre.wall())?.sheet === sheet;
}

function workOf(centre: CountingCentre, lease: Lease): Work {
  const { state } = centre;
  const { sheet, contest, until } = lease;
  const base = {
    ...sheetPlace(state, sheet, contest),
    paper: paperOf(centre, sheet),
    contest: contest as string,
    until,
  };
  if (lease.role === 'typist') return { kind: 'entry', ...base };
  const typing = state.typingOf(sheet, contest);
  const { first, second } = present(typing?.kind === 'differ' ? typing : null, 'a difference to resolve');
  return { kind: 'resolve', ...base, ...differenceFor(first.content, second.content) };
}

/** Where nothing is scanned the paper itself lies before who types it: the seal says whether it is the right one. */
function paperOf({ state, canvass, definition }: CountingCentre, number: number): Work['paper'] {
  const sheet = state.papers.sheet(number);
  if (definition.election.canvass === null || sheet?.count !== 'official' || sheet.pictures.length > 0) return null;
  const custody = canvass.envelopes.custodyOfSheet(number);
  return { seal: custody !== null && 'seal' in custody ? custody.seal : null };
}

/** What a third person is told: where the two differ, and what both say alike. Where they differ, of neither what it says. */
function differenceFor(
  a: EntryContent,
  b: EntryContent,
): Pick<Extract<Work, { kind: 'resolve' }>, 'differing' | 'same'> {
  const { figures, boxes, corrections, observations } = differencesOf(a, b);
  const open = new Set(boxes);
  // One of the two may have left no figures at all: then both have nothing alike, and the longer one says how many there are.
  const width = Math.max(a.boxes.length, b.boxes.length);
  const all = Array.from({ length: width }, (_, place) => place);
  return {
    differing: {
      boxes: figures ? all : [...boxes],
      corrections: figures || corrections.length > 0,
      observations: observations.length > 0,
    },
    same: {
      boxes: all.map((place) => (figures || open.has(place) ? null : (a.boxes[place] ?? null))),
      corrections: figures || corrections.length > 0 ? null : a.corrections.map(([box, value]) => [box, value]),
      observations: observations.length > 0 ? null : [...a.observations],
    },
  };
}
