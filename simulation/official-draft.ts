import { assert, present } from '../src/base/assert.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import type { Act, Two } from '../src/canvass/acts.ts';
import type { Basis } from '../src/canvass/canvass-types.ts';
import type { Contest } from '../src/model/election.ts';
import type { ContestId, StationId } from '../src/model/ids.ts';
import type { Box } from '../src/model/votes.ts';
import type { Label, OfficialStep } from './official-act.ts';
import type { Sittings } from './official-calendar.ts';
import type { OfficeStaff } from './official-staff.ts';
import type { Random } from './random.ts';

/** Where a contest of a station ends by the plan: what a machine that plays it has to say as well. */
export type PlannedEnd =
  | { readonly kind: 'counted'; readonly from: Basis; readonly corrected: boolean; readonly boxes: readonly Box[] }
  | { readonly kind: 'annulled' | 'lost' | 'merged' | 'not-installed' };

type Boxed = { readonly at: number; readonly step: OfficialStep };

/** What one board does, as it is drawn station by station; `steps` puts it in the order of time. */
export class OfficeDraft {
  readonly staff: OfficeStaff;
  readonly sittings: Sittings;
  readonly contests: readonly Contest[];
  readonly scans: boolean;
  /** When the polls of repeated votes close. */
  readonly repeatUntil: Instant;
  readonly repeated = new Set<ContestId>();
  readonly ends = new Map<string, PlannedEnd>();
  last = 0;
  private readonly drawn: Boxed[] = [];

  constructor(about: {
    readonly staff: OfficeStaff;
    readonly sittings: Sittings;
    readonly contests: readonly Contest[];
    readonly scans: boolean;
    readonly repeatUntil: Instant;
  }) {
    this.staff = about.staff;
    this.sittings = about.sittings;
    this.contests = about.contests;
    this.scans = about.scans;
    this.repeatUntil = about.repeatUntil;
  }

  /** Puts an act at its instant; the label names what it makes. */
  add(at: number, act: Act): Label {
    const label = this.drawn.length;
    this.push({ at: instant(Math.round(at)), kind: 'act', label, act });
    return label;
  }

  push(step: OfficialStep): void {
    this.last = Math.max(this.last, step.at);
    this.drawn.push({ at: step.at, step });
  }

  /** A station whose sheet of this contest counts as typed, and its sheet; null: there is none. */
  countedSheet(contest: ContestId): { readonly station: StationId; readonly sheet: Label } | null {
    for (const { step } of this.drawn) {
      if (step.kind !== 'act' || step.act.kind !== 'take-envelope') continue;
      const end = this.ends.get(endKey(step.act.station, contest));
      if (end?.kind === 'counted' && end.from === 'original') return { station: step.act.station, sheet: step.label };
    }
    return null;
  }

  /** Every contest of a station ends once. */
  end(station: StationId, contest: ContestId, end: PlannedEnd): void {
    const key = endKey(station, contest);
    assert(!this.ends.has(key), `${key} ended before`);
    this.ends.set(key, end);
  }

  /** In the order of time; what is of one instant keeps the order in which it was drawn, which is that of causes. */
  steps(): readonly OfficialStep[] {
    return this.drawn.sort((a, b) => a.at - b.at).map(({ step }) => step);
  }

  two(random: Random, people: readonly string[]): Two {
    const one = random.below(people.length);
    const other = (one + 1 + random.below(people.length - 1)) % people.length;
    return [present(people[one], 'a person'), present(people[other], 'a person')];
  }

  /** Party and delegate, as in the session's list. */
  delegates(): readonly (readonly [party: string, name: string])[] {
    const parties = new Set(this.contests.flatMap(({ selections }) => selections.map(({ party }) => party)));
    return [...parties].sort().map((party, i) => [party, `Delegada ${i + 1}`] as const);
  }
}

export function endKey(station: StationId, contest: ContestId): string {
  return `${station} ${contest}`;
}
