import type { Instant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import { decodeBody, encodeBody } from '../record/index.ts';
import type { CentreAct, EventDraft, Refusal } from './acts.ts';
import { authorize } from './authority.ts';
import type { CentreState } from './centre-state.ts';
import {
  decideCount,
  decideDevice,
  decideLift,
  decideNotice,
  decidePublication,
  decideRole,
} from './decide-administration.ts';
import { decideAnnounced, decideRefused } from './decide-figures.ts';
import { decideChosen, decideReceived, decideWithdrawn } from './decide-papers.ts';
import { decideCommit, decideResolution, decideRuling, decideVoid } from './decide-typing.ts';

export type Decision = Result<readonly EventDraft[], Refusal>;

/**
 * Decides an act: what is to be recorded, one behind the other from record number `state.size` on, or why nothing is. The state
 * is left as it is; it changes by taking what was recorded. Who may do what, and what counts: docs/spec/publication.md section 2.
 */
export function decide(state: CentreState, act: CentreAct, at: Instant): Decision {
  const refused = authorize(state, act);
  if (refused !== null) return err(refused);
  const decided = decideAct(state, act, at);
  return decided.ok ? onlySound(decided.value) : decided;
}

function decideAct(state: CentreState, act: CentreAct, at: Instant): Decision {
  switch (act.kind) {
    case 'open-count':
    case 'close-count':
      return decideCount(state, act);
    case 'lift-embargo':
      return decideLift(state, act, at);
    case 'grant-role':
    case 'revoke-role':
      return decideRole(state, act);
    case 'enrol-device':
    case 'revoke-device':
      return decideDevice(state, act);
    case 'stop-publication':
    case 'resume-publication':
      return decidePublication(state, act);
    case 'give-notice':
      return decideNotice(act);
    case 'receive-sheet':
    case 'receive-envelope':
      return decideReceived(state, act);
    case 'announce-figures':
      return decideAnnounced(state, act);
    case 'tell-refused':
      return decideRefused(act);
    case 'choose-sheet':
      return decideChosen(state, act);
    case 'withdraw-sheet':
      return decideWithdrawn(state, act);
    case 'commit-entry':
      return decideCommit(state, act);
    case 'resolve-difference':
      return decideResolution(state, act);
    case 'void-entry':
      return decideVoid(state, act);
    case 'rule-observed':
      return decideRuling(state, act);
  }
}

/** A body that readers of the record would refuse is refused before it is there. */
function onlySound(drafts: readonly EventDraft[]): Decision {
  for (const { body } of drafts) {
    const read = decodeBody(body.kind, encodeBody(body) as Parameters<typeof decodeBody>[1]);
    if (!read.ok) return err({ kind: 'bad-content', detail: read.error.field });
  }
  return ok(drafts);
}
