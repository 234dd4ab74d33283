import type { Geography } from '../model/geography.ts';
import type { ContestId, GpUnitId } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';
import { addOfEvent, type ReadBodies } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadHeader } from './read-header.ts';
import { RepeatedVotes } from './repeated-votes.ts';
import { repeatedVote } from './state-chain.ts';

type Office = ReadHeader['office'];
type OfStation = Extract<EventBody, { readonly station: unknown }>;
/** Of the contests of a station that wait for one repeated vote: its number, and when its polls close. */
type Pending = { readonly generation: number; readonly until: number };

/**
 * No embargo is lifted while a station may still be voting: before the polls close, where a closing was extended before that,
 * and of a repeated vote before its own polls close (publication.md section 2, official-count.md sections 5 and 7).
 */
export function checkEmbargoes(
  geography: Geography,
  headers: readonly (ReadHeader | null)[],
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
    } else if (body && header.count === 'official' && 'station' in body) {
      const due = closings.take(record, header, body);
      if (due !== null) {
        const says = `Event ${record} receives a paper as of vote ${header.generation}, whose embargo was lifted before this vote was ordered: it is vote ${due}.`;
        addOfEvent(findings, 'repeat-number-spent', record, says);
      }
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
  private readonly votes = new RepeatedVotes();
  /** By station. */
  private readonly pending = new Map<string, Pending>();
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

  /**
   * Follows what waits for which vote. Gives the number that the paper of a repeated vote had to have, where its own is below that:
   * it was spent before the vote was ordered.
   */
  take(record: number, header: ReadHeader, body: OfStation): number | null {
    const { station } = body;
    const pending = this.pending.get(station);
    const waited = this.votes.waiting(station);
    const waiting = waited.size === 0 ? null : new Set(waited);
    const again = this.votes.take(record, header, body);
    // Of nearly all stations no vote is repeated.
    if (waiting === null && again.length === 0 && pending === undefined) return null;
    return this.takeRepeated(header, body, { pending, waiting: waiting ?? new Set(), again });
  }

  private takeRepeated(
    { at, office, generation }: ReadHeader,
    body: OfStation,
    { pending, waiting, again }: { pending: Pending | undefined; waiting: Set<string>; again: readonly string[] },
  ): number | null {
    const { station } = body;
    const until = body.kind === 'BoardRuled' ? (body.until ?? 0) : (office?.at ?? at);
    for (const contest of again) this.order(station, waiting.add(contest), until, office);
    if (this.votes.waiting(station).size === 0) this.pending.delete(station);
    const isPaper = body.kind === 'EnvelopeReceived' || body.kind === 'CopyAdmitted';
    if (!isPaper || generation === undefined || pending === undefined) return null;
    this.repeat(waiting, pending.until, generation, office);
    return generation < pending.generation ? pending.generation : null;
  }

  /** Of these contests of a station, all of which wait, one does from now on. */
  private order(station: string, waiting: ReadonlySet<string>, until: number, office: Office): void {
    const before = this.pending.get(station);
    // The next number that is not spent: not by a sheet of this station, nor by an embargo that is lifted for a contest that waits.
    let generation = Math.max(before?.generation ?? 0, this.votes.highestOf(station) + 1);
    while ([...waiting].some((one) => this.lifted.has(repeatedVote(one, generation, office)))) generation++;
    const last = Math.max(until, before?.until ?? until);
    this.pending.set(station, { generation, until: last });
    this.repeat(waiting, last, generation, office);
  }

  lift(contest: string, generation: number | undefined, office: Office): void {
    if (generation !== undefined) this.lifted.add(repeatedVote(contest, generation, office));
  }

  private repeat(contests: ReadonlySet<string>, until: number, generation: number, office: Office): void {
    for (const contest of contests) {
      const vote = repeatedVote(contest, generation, office);
      this.repeated.set(vote, Math.max(until, this.repeated.get(vote) ?? until));
    }
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
