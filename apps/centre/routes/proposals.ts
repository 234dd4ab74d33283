import { z } from 'zod';
import { nodeCrypto } from '../../../adapters/crypto/node-crypto.ts';
import type { Instant } from '../../../src/base/instant.ts';
import type { Act } from '../../../src/canvass/acts.ts';
import type { ContestId, StationId } from '../../../src/model/ids.ts';
import type { Box } from '../../../src/model/votes.ts';
import type { Amendment } from '../../../src/record/index.ts';
import {
  type ProposedAct,
  proposalSchema,
  proposalsSchema,
  proposedActSchema,
  recordedSchema,
} from '../api-schemas.ts';
import { mistypedKey } from './declared-keys.ts';
import { type Desk, type DeskApp, nothingSchema, PROBLEMS, personOf } from './desk.ts';
import { type ProposalError, roleOf, stationOf, subjectOf } from './proposal-list.ts';
import { actTrouble, NOT_THERE, refuse, roleMissing, type Trouble } from './trouble.ts';

const ROLES = ['supervisor', 'publisher', 'custodian', 'member', 'administrator'] as const;
type Votes = { readonly for: string[]; readonly against: string[]; readonly abstained: string[] };
const paramsSchema = z.object({ id: z.string().min(1).max(64) });

const TROUBLES: Readonly<Record<ProposalError['kind'], Trouble>> = {
  'unknown-proposal': NOT_THERE,
  'same-person': { status: 403, code: 'same-person', detail: 'Another person has to agree.' },
  'too-many-proposals': {
    ...{ status: 409, code: 'too-many-proposals' },
    detail: 'Too many proposals are open. Decide some of them first.',
  },
};

const CHANGED_SINCE: Trouble = {
  ...{ status: 409, code: 'changed-since' },
  detail: 'What this is about has changed since it was proposed. Look again, and propose it anew.',
};

/** Acts of two people: one proposes, another agrees. Whether both may is decided once more in the act. */
export function layProposals(app: DeskApp, { centre, proposals }: Desk): void {
  const { people } = centre.state;
  const may = (person: string, act: ProposedAct) => people.has(person, roleOf(act));
  app.get(
    '/api/proposals',
    {
      config: { access: [...ROLES, 'auditor'], polled: true },
      schema: { response: { 200: proposalsSchema, ...PROBLEMS } },
    },
    async (request) => {
      const person = personOf(request);
      const all = proposals.all();
      return { proposals: people.has(person, 'auditor') ? [...all] : all.filter(({ act }) => may(person, act)) };
    },
  );
  app.post(
    '/api/proposals',
    { config: { access: ROLES }, schema: { body: proposedActSchema, response: { 200: proposalSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const person = personOf(request);
      if (!may(person, request.body)) return refuse(reply, roleMissing([roleOf(request.body)]));
      const wrong = request.body.kind === 'declare-office' ? mistypedKey(nodeCrypto, request.body) : null;
      if (wrong !== null) return refuse(reply, wrong);
      const about = { subject: subjectOf(centre, request.body), station: stationOf(centre, request.body) };
      const proposed = proposals.propose(person, centre.now(), request.body, about);
      return proposed.ok ? proposed.value : refuse(reply, TROUBLES[proposed.error.kind]);
    },
  );
  app.post(
    '/api/proposals/:id/agree',
    { config: { access: ROLES }, schema: { params: paramsSchema, response: { 200: recordedSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const person = personOf(request);
      const { id } = request.params;
      const known = proposals.get(id);
      if (known !== null && !may(person, known.act)) return refuse(reply, roleMissing([roleOf(known.act)]));
      const taken = proposals.takeFor(id, person);
      if (!taken.ok) return refuse(reply, TROUBLES[taken.error.kind]);
      const { proposal, subject, putBack } = taken.value;
      // A sheet that came meanwhile, or what was typed afresh: the first of the two never saw it.
      if (subjectOf(centre, proposal.act) !== subject) return refuse(reply, CHANGED_SINCE);
      const done = await centre.act(actOf(proposal.act, [proposal.by, person]));
      if (done.ok) return { record: done.value.first };
      if (done.error.kind === 'not-stored') putBack();
      return refuse(reply, actTrouble(done.error));
    },
  );
  app.post(
    '/api/proposals/:id/reject',
    { config: { access: ROLES }, schema: { params: paramsSchema, response: { 204: nothingSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const known = proposals.get(request.params.id);
      if (known === null) return refuse(reply, NOT_THERE);
      if (!may(personOf(request), known.act)) return refuse(reply, roleMissing([roleOf(known.act)]));
      proposals.remove(known.id);
      return reply.code(204).send();
    },
  );
}

function actOf(act: ProposedAct, by: readonly [string, string]): Act {
  switch (act.kind) {
    case 'choose-sheet':
    case 'miss-envelope':
      return { ...act, station: act.station as StationId, by };
    case 'admit-copy':
      return { ...act, ...votesOf(act), station: act.station as StationId, by };
    case 'rule-observed':
    case 'reopen':
      return { ...act, contest: act.contest as ContestId, by };
    case 'draw-lot':
      return { ...act, ...votesOf(act), contest: act.contest as ContestId, by };
    case 'rule': {
      const { station, contest, until, boxes } = act;
      const of = { station: station as StationId, contest: contest as ContestId };
      return {
        ...act,
        ...votesOf(act),
        ...of,
        until: until as Instant | null,
        boxes: boxes as readonly Box[] | null,
        by,
      };
    }
    case 'amend':
      return { ...act, change: act.change as Amendment, by };
    default:
      return { ...act, by };
  }
}

/** As the record has them: each list ascending. */
function votesOf({ for: yes, against, abstained }: Votes): Votes {
  return { for: yes.toSorted(), against: against.toSorted(), abstained: abstained.toSorted() };
}
