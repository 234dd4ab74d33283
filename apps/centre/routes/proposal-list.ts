import { randomUUID } from 'node:crypto';
import type { Instant } from '../../../src/base/instant.ts';
import { err, ok, type Result } from '../../../src/base/result.ts';
import type { ContestId, StationId } from '../../../src/model/ids.ts';
import type { Role } from '../../../src/record/index.ts';
import type { Proposal, ProposedAct } from '../api-schemas.ts';
import type { CountingCentre } from '../centre-types.ts';

export type ProposalError = { readonly kind: 'too-many-proposals' | 'unknown-proposal' | 'same-person' };

export type ProposalRole = Extract<Role, 'administrator' | 'custodian' | 'member' | 'publisher' | 'supervisor'>;

const ROLE_OF: Readonly<Record<ProposedAct['kind'], ProposalRole>> = {
  'choose-sheet': 'supervisor',
  'withdraw-sheet': 'supervisor',
  'rule-observed': 'supervisor',
  'stop-publication': 'publisher',
  'resume-publication': 'publisher',
  'miss-envelope': 'custodian',
  'move-envelope': 'custodian',
  'open-envelope': 'custodian',
  rule: 'member',
  'admit-copy': 'member',
  'draw-lot': 'member',
  reopen: 'member',
  amend: 'administrator',
  destroy: 'administrator',
  'declare-office': 'administrator',
};

/** The role that both people need. */
export function roleOf(act: ProposedAct): ProposalRole {
  return ROLE_OF[act.kind];
}

/** What the proposer looked at; null where the act names all that it is about. */
export type Subject = number | string | null;
type Looked = Pick<CountingCentre, 'state' | 'canvass'>;

/**
 * What the proposer looked at: record number of the dispute, or of the observation, that the act would end; the paper's way and
 * the objections so far; null where the act names all that it is about.
 */
export function subjectOf(centre: Looked, act: ProposedAct): Subject {
  const { state } = centre;
  switch (act.kind) {
    case 'choose-sheet': {
      const place = state.geography.stationIndex.get(act.station as StationId);
      const station = place === undefined ? null : state.papers.station(act.count, place);
      return station?.kind === 'disputed' ? station.record : null;
    }
    case 'rule-observed': {
      const typing = state.typingOf(act.sheet, act.contest as ContestId);
      return typing?.kind === 'observed' ? typing.record : null;
    }
    case 'move-envelope':
    case 'open-envelope': {
      const sheet = state.papers.sheet(act.sheet);
      return sheet === undefined ? null : wayOf(centre, sheet.place);
    }
    case 'miss-envelope':
    case 'admit-copy':
    case 'rule':
      return ofStation(centre, act);
    case 'withdraw-sheet':
    case 'stop-publication':
    case 'resume-publication':
    case 'draw-lot':
    case 'reopen':
    case 'amend':
    case 'destroy':
    case 'declare-office':
      return null;
  }
}

/** The station that an act is of: people know envelopes by it, and not by the number of a sheet. */
export function stationOf({ state }: Looked, act: ProposedAct): string | null {
  if ('station' in act) return act.station;
  const sheet = 'sheet' in act ? state.papers.sheet(act.sheet) : undefined;
  return sheet?.station ?? null;
}

function ofStation(centre: Looked, act: Extract<ProposedAct, { station: string }>): Subject {
  const place = centre.state.geography.stationIndex.get(act.station as StationId);
  if (place === undefined) return null;
  if (act.kind !== 'rule') return wayOf(centre, place);
  const typing = act.sheet === null ? undefined : centre.state.typingOf(act.sheet, act.contest as ContestId);
  const typed = typing !== undefined && 'record' in typing ? typing.record : (typing?.kind ?? '');
  const { canvass } = centre;
  const said = [canvass.objectionsOf(place), canvass.rulingsOf(place)].map((all) => all.at(-1)?.record ?? '');
  return [typed, ...said].join(' ');
}

/** Every act of custody changes it. */
function wayOf({ canvass }: Looked, place: number): Subject {
  return `way ${canvass.handOversOf(place).at(-1)?.record ?? ''}`;
}

type Open = { readonly proposal: Proposal; readonly subject: Subject; readonly ends: number };
type Taken = { readonly proposal: Proposal; readonly subject: Subject; putBack(): void };

/** What a proposal is about; see `subjectOf` and `stationOf`. */
type About = { readonly subject?: Subject; readonly station?: string | null };

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

  propose(
    by: string,
    at: Instant,
    act: ProposedAct,
    { subject = null, station = null }: About = {},
  ): Result<Proposal, ProposalError> {
    const open = this.all();
    const ofOne = open.filter((proposal) => proposal.by === by).length;
    if (open.length >= MOST || ofOne >= MOST_OF_ONE) return err({ kind: 'too-many-proposals' });
    const proposal: Proposal = { id: randomUUID(), by, at, station, act };
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
