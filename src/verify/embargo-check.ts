import type { Geography } from '../model/geography.ts';
import type { ContestId, GpUnitId } from '../model/ids.ts';
import type { EventHeader } from '../record/index.ts';
import { addOfEvent, type ReadBodies } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';

/**
 * No embargo is lifted while a station may still be voting: before the polls close, where a closing was extended before that,
 * and of a repeated vote before its own polls close (publication.md section 2, official-count.md sections 5 and 7).
 */
export function checkEmbargoes(
  geography: Geography,
  headers: readonly (EventHeader | null)[],
  read: ReadBodies,
  events: number,
  findings: FindingList,
): void {
  const closings = new Closings(geography);
  for (let record = 0; record < events; record++) {
    const header = headers[record];
    const body = read.bodies[record];
    if (!header) continue;
    if (body?.kind === 'DefinitionAmended' && body.change.kind === 'closing-extended') {
      closings.extend(body.change.units, body.change.until);
    } else if (body?.kind === 'BoardRuled' && body.until !== null && body.sheet !== null && header.contest !== null) {
      const generation = (headers[body.sheet]?.generation ?? 1) + 1;
      closings.repeat(header.contest, generation, body.until);
    }
    if (header.kind !== 'EmbargoLifted' || header.contest === null) continue;
    if (header.at >= closings.of(header.contest, header.generation)) continue;
    const says = `Event ${record} lifts the embargo of contest ${shown(header.contest)} before the polls close.`;
    addOfEvent(findings, 'embargo-lifted-early', record, says);
  }
}

/** When the polls close, by contest, as far as is said up to now. */
class Closings {
  private readonly geography: Geography;
  private readonly extended = new Map<string, number>();
  private readonly repeated = new Map<number, Map<string, number>>();

  constructor(geography: Geography) {
    this.geography = geography;
  }

  extend(units: readonly string[], until: number): void {
    const { geography } = this;
    // The last unit of a list may be of any size: each contest is asked once for all of them.
    const inside = insideOf(geography, units);
    geography.definition.election.contests.forEach(({ id }, contest) => {
      const isVotedIn = geography.placeOf.some((place, s) => inside[place] === true && geography.votesIn[contest]?.[s]);
      if (isVotedIn) this.extended.set(id, Math.max(until, this.extended.get(id) ?? until));
    });
  }

  repeat(contest: string, generation: number, until: number): void {
    const contests = this.repeated.get(generation) ?? new Map<string, number>();
    this.repeated.set(generation, contests);
    contests.set(contest, Math.max(until, contests.get(contest) ?? until));
  }

  /** Of a vote that nobody ordered there is no embargo to lift. */
  of(contest: string, generation: number | undefined): number {
    if (generation !== undefined) return this.repeated.get(generation)?.get(contest) ?? Number.POSITIVE_INFINITY;
    const { pollsClose } = this.geography.definition.election;
    const known = this.geography.contestIndex.has(contest as ContestId) ? this.extended.get(contest) : undefined;
    return Math.max(pollsClose ?? Number.NEGATIVE_INFINITY, known ?? Number.NEGATIVE_INFINITY);
  }
}

function insideOf({ units, unitIndex, parent }: Geography, named: readonly string[]): readonly boolean[] {
  const inside = units.map(() => false);
  for (const id of named) {
    const unit = unitIndex.get(id as GpUnitId);
    if (unit !== undefined) inside[unit] = true;
  }
  for (let u = 1; u < units.length; u++) inside[u] ||= inside[parent[u] ?? 0] === true;
  return inside;
}
