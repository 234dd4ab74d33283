import { randomUUID } from 'node:crypto';
import type { Instant } from '../../../src/base/instant.ts';
import { err, ok, type Result } from '../../../src/base/result.ts';
import type { CentreState } from '../../../src/entry/centre-state.ts';
import type { ContestId, StationId } from '../../../src/model/ids.ts';
import type { Role } from '../../../src/record/index.ts';
import type { Proposal, ProposedAct } from '../api-schemas.ts';

export type ProposalError = { readonly kind: 'too-many-proposals' | 'unknown-proposal' | 'same-person' };

/** The role that both people need. */
export function roleOf(act: ProposedAct): Extract<Role, 'publisher' | 'supervisor'> {
  return act.kind === 'stop-publication' || act.kind === 'resume-publication' ? 'publisher' : 'supervisor';
}

/**
 * What the proposer looked at: record number of the dispute, or of the observation, that the act would end; null where the act
 * names all that it is about.
 */
export function subjectOf(state: CentreState, act: ProposedAct): number | null {
  if (act.kind === 'choose-sheet') {
    const place = state.geography.stationIndex.get(act.station as StationId);
    const station = place === undefined ? null : state.papers.station(act.count, place);
    return station?.kind === 'disputed' ? station.record : null;
  }
  if (act.kind !== 'rule-observed') return null;
  const typing = state.typingOf(act.sheet, act.contest as ContestId);
  return typing?.kind === 'observed' ? typing.record : null;
}

type Open = { readonly proposal: Proposal; readonly subject: number | null; readonly ends: number };
type Taken = { readonly proposal: Proposal; readonly subject: number | null; putBack(): void };

const LIFE_MS = 30 * 60_000;
const MOST = 200;
const MOST_OF_ONE = 20;

/**
 * Acts of two people that one has proposed. They are no part of the record, which has the act once both decided it; they
 * end with the process and after half an hour of the wall clock, because somebody has to be there who still wants it.
 */
export class Proposals {
  readonly #open = new Map<string, Open>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** `subject`: see `subjectOf`. */
  propose(by: string, at: Instant, act: ProposedAct, subject: number | null = null): Result<Proposal, ProposalError> {
    const open = this.all();
    const ofOne = open.filter((proposal) => proposal.by === by).length;
    if (open.length >= MOST || ofOne >= MOST_OF_ONE) return err({ kind: 'too-many-proposals' });
    const proposal: Proposal = { id: randomUUID(), by, at, act };
    this.#open.set(proposal.id, { proposal, subject, ends: this.#clock() + LIFE_MS });
    return ok(proposal);
  }

  /** The oldest first. */
  all(): readonly Proposal[] {
    const now = this.#clock();
    for (const [id, { ends }] of this.#open) if (ends <= now) this.#open.delete(id);
    return [...this.#open.values()].map(({ proposal }) => proposal);
  }

  get(id: string): Proposal | null {
    return this.all().find((proposal) => proposal.id === id) ?? null;
  }

  /** Takes the proposal out for this person to agree to, so that nobody can agree twice; `putBack` undoes it. */
  takeFor(id: string, person: string): Result<Taken, ProposalError> {
    this.all();
    const found = this.#open.get(id);
    if (found === undefined) return err({ kind: 'unknown-proposal' });
    if (found.proposal.by === person) return err({ kind: 'same-person' });
    this.#open.delete(id);
    return ok({ proposal: found.proposal, subject: found.subject, putBack: () => this.#open.set(id, found) });
  }

  remove(id: string): void {
    this.#open.delete(id);
  }
}
