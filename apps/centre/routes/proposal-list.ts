import { randomUUID } from 'node:crypto';
import type { Instant } from '../../../src/base/instant.ts';
import { err, ok, type Result } from '../../../src/base/result.ts';
import type { Role } from '../../../src/record/index.ts';
import type { Proposal, ProposedAct } from '../api-schemas.ts';

export type ProposalError = { readonly kind: 'too-many-proposals' | 'unknown-proposal' | 'same-person' };

/** The role that both people need. */
export function roleOf(act: ProposedAct): Extract<Role, 'publisher' | 'supervisor'> {
  return act.kind === 'stop-publication' || act.kind === 'resume-publication' ? 'publisher' : 'supervisor';
}

const LIFE_MS = 30 * 60_000;
const MOST = 200;
const MOST_OF_ONE = 20;

/**
 * Acts of two people that one has proposed. They are no part of the record, which has the act once both decided it; they
 * end with the process and after half an hour of the wall clock, because somebody has to be there who still wants it.
 */
export class Proposals {
  readonly #open = new Map<string, { readonly proposal: Proposal; readonly ends: number }>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  propose(by: string, at: Instant, act: ProposedAct): Result<Proposal, ProposalError> {
    const open = this.all();
    const ofOne = open.filter((proposal) => proposal.by === by).length;
    if (open.length >= MOST || ofOne >= MOST_OF_ONE) return err({ kind: 'too-many-proposals' });
    const proposal: Proposal = { id: randomUUID(), by, at, act };
    this.#open.set(proposal.id, { proposal, ends: this.#clock() + LIFE_MS });
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
  takeFor(id: string, person: string): Result<{ readonly proposal: Proposal; putBack(): void }, ProposalError> {
    this.all();
    const found = this.#open.get(id);
    if (found === undefined) return err({ kind: 'unknown-proposal' });
    if (found.proposal.by === person) return err({ kind: 'same-person' });
    this.#open.delete(id);
    return ok({ proposal: found.proposal, putBack: () => this.#open.set(id, found) });
  }

  remove(id: string): void {
    this.#open.delete(id);
  }
}
