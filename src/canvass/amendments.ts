import { type Instant, instant } from '../base/instant.ts';
import type { Geography } from '../model/geography.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { Amended } from './canvass-types.ts';

type AmendedBody = Extract<EventBody, { kind: 'DefinitionAmended' }>;

/** Changes of the definition, in record order, and what they change of its closings and candidates. */
export class Amendments {
  private readonly geography: Geography;
  private readonly made: Amended[] = [];
  /** As the definition has it: where stations came later, an embargo was not to be foreseen. */
  private readonly placeOf: readonly number[];
  /** By unit, its extended closing. */
  private readonly closings = new Map<number, Instant>();
  private readonly withdrawn = new Map<string, number>();

  constructor(geography: Geography) {
    this.geography = geography;
    this.placeOf = [...geography.placeOf];
  }

  all(): readonly Amended[] {
    return this.made;
  }

  /** When the polls close for good wherever this contest (by its place) is voted in; null: the definition does not say. */
  closingOf(contest: number): Instant | null {
    const { pollsClose } = this.geography.definition.election;
    if (pollsClose === null) return null;
    let last = pollsClose;
    for (const [unit, until] of this.closings) {
      if (until > last && this.isVotedIn(contest, unit)) last = instant(until);
    }
    return last;
  }

  /** When the polls close for good in this unit, by the amendments of it and of those above; null: the definition does not say. */
  closingAt(unit: number): Instant | null {
    const { pollsClose } = this.geography.definition.election;
    if (pollsClose === null) return null;
    let last = pollsClose;
    for (let up = unit; up >= 0; up = this.geography.parent[up] ?? -1) {
      last = instant(Math.max(last, this.closings.get(up) ?? last));
    }
    return last;
  }

  /** The extended closing of the unit itself; null: it is not extended. */
  extensionOf(unit: number): Instant | null {
    return this.closings.get(unit) ?? null;
  }

  /** Record number of the amendment that took this selection out; null: it stands. */
  withdrawnSelection(contest: string, selection: string): number | null {
    return this.withdrawn.get(`${contest} ${selection}`) ?? null;
  }

  take(index: number, { at }: EventHeader, { change, law, reason }: AmendedBody): void {
    this.made.push({ record: index, at, change, law, reason });
    if (change.kind === 'candidate-withdrawn') {
      const key = `${change.contest} ${change.selection}`;
      if (!this.withdrawn.has(key)) this.withdrawn.set(key, index);
    } else if (change.kind === 'closing-extended') {
      for (const id of change.units) {
        const unit = this.unitOf(id);
        if (unit !== null)
          this.closings.set(unit, instant(Math.max(change.until, this.closings.get(unit) ?? change.until)));
      }
    }
  }

  /** Whether any station that the definition has in the unit votes in the contest. */
  isVotedIn(contest: number, unit: number): boolean {
    const { votesIn, parent } = this.geography;
    return this.placeOf.some((place, station) => {
      if (votesIn[contest]?.[station] !== true) return false;
      for (let up = place; up >= 0; up = parent[up] ?? -1) if (up === unit) return true;
      return false;
    });
  }

  unitOf(id: string): number | null {
    return this.geography.unitIndex.get(id as Parameters<Geography['unitIndex']['get']>[0]) ?? null;
  }
}
