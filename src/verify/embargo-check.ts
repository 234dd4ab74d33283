import type { Geography } from '../model/geography.ts';
import type { ContestId, GpUnitId } from '../model/ids.ts';
import type { EventHeader } from '../record/index.ts';
import { addOfEvent, type ReadBodies } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import { repeatedVote } from './state-chain.ts';

type Office = EventHeader['office'];

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
    } else if (body?.kind === 'BoardRuled' && header.contest !== null) {
      closings.rule(body.station, header.contest, body.until, header.office);
    } else if (body?.kind === 'EnvelopeReceived' && header.generation !== undefined) {
      closings.receive(body.station, header.generation, header.office);
    }
    if (header.kind !== 'EmbargoLifted' || header.contest === null) continue;
    const { contest, generation, office } = header;
    const closing = closings.of(contest, generation, office);
    closings.lift(contest, generation, office);
    // An office judges by its own clock, and its act can be no later than it was taken in.
    if (Math.min(header.at, office?.at ?? header.at) >= closing) continue;
    const says = `Event ${record} lifts the embargo of contest ${shown(contest)} before the polls close.`;
    addOfEvent(findings, 'embargo-lifted-early', record, says);
  }
}

/** When the polls close, by contest, as far as is said up to now. */
class Closings {
  private readonly geography: Geography;
  private readonly extended = new Map<string, number>();
  /** By `repeatedVote`: each record lifts the embargo of the votes that its own board had repeated. */
  private readonly repeated = new Map<string, number>();
  /** By station and contest, until when a vote is repeated. */
  private readonly ordered = new Map<string, Map<string, number>>();
  private readonly highest = new Map<string, number>();
  private readonly lifted = new Set<string>();

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

  /** A ruling on a contest of a station; `until` null: no repeated vote is waited for any more. */
  rule(station: string, contest: string, until: number | null, office: Office): void {
    const own = this.ordered.get(station) ?? new Map<string, number>();
    this.ordered.set(station, own);
    own.delete(contest);
    if (until === null) return;
    own.set(contest, until);
    // The next number that is not spent: not by a sheet of this station, nor by an embargo that is lifted.
    let generation = (this.highest.get(station) ?? 1) + 1;
    while (this.lifted.has(repeatedVote(contest, generation, office))) generation++;
    this.repeat(repeatedVote(contest, generation, office), until);
  }

  /** The paper of a repeated vote came: its number is that of every contest that waited. */
  receive(station: string, generation: number, office: Office): void {
    for (const [contest, until] of this.ordered.get(station) ?? []) {
      this.repeat(repeatedVote(contest, generation, office), until);
    }
    this.highest.set(station, Math.max(generation, this.highest.get(station) ?? 1));
  }

  lift(contest: string, generation: number | undefined, office: Office): void {
    if (generation !== undefined) this.lifted.add(repeatedVote(contest, generation, office));
  }

  private repeat(vote: string, until: number): void {
    this.repeated.set(vote, Math.max(until, this.repeated.get(vote) ?? until));
  }

  /** Of a vote that nobody ordered there is no embargo to lift. */
  of(contest: string, generation: number | undefined, office: Office): number {
    if (generation !== undefined) {
      return this.repeated.get(repeatedVote(contest, generation, office)) ?? Number.POSITIVE_INFINITY;
    }
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
