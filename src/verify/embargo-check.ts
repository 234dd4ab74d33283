import type { Geography } from '../model/geography.ts';
import type { ContestId, GpUnitId } from '../model/ids.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import { addOfEvent, type ReadBodies } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import { repeatedVote } from './state-chain.ts';

type Office = EventHeader['office'];
type Pending = { readonly generation: number; readonly until: number; readonly contests: Set<string> };

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
    } else if (isOfRepeated(body, header)) {
      const { generation, office } = header;
      if (body.kind === 'SheetWithdrawn') closings.withdraw(body.station, body.sheet, office?.at ?? header.at, office);
      else closings.receive(body.station, record, generation ?? 1, office);
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

/** Papers of repeated votes that come, and that are taken out. */
type OfRepeated = Extract<EventBody, { kind: 'EnvelopeReceived' | 'CopyAdmitted' | 'SheetWithdrawn' }>;
function isOfRepeated(body: EventBody | null | undefined, { generation }: EventHeader): body is OfRepeated {
  const kind = body?.kind;
  return (
    generation !== undefined && (kind === 'EnvelopeReceived' || kind === 'CopyAdmitted' || kind === 'SheetWithdrawn')
  );
}

/** When the polls close, by contest, as far as is said up to now. */
class Closings {
  private readonly geography: Geography;
  private readonly extended = new Map<string, number>();
  /** By `repeatedVote`: each record lifts the embargo of the votes that its own board had repeated. */
  private readonly repeated = new Map<string, number>();
  /** By station, the repeated vote whose paper has not come. */
  private readonly pending = new Map<string, Pending>();
  /** By station and contest, the sheet of the repeated vote that speaks for it. */
  private readonly speaking = new Map<string, Map<string, number>>();
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
    if (until !== null) this.order(station, contest, until, office);
    else {
      const pending = this.pending.get(station);
      pending?.contests.delete(contest);
      if (pending?.contests.size === 0) this.pending.delete(station);
    }
  }

  private order(station: string, contest: string, until: number, office: Office): void {
    const before = this.pending.get(station);
    const contests = new Set([...(before?.contests ?? []), contest]);
    // The next number that is not spent: not by a sheet of this station, nor by an embargo that is lifted for a contest that waits.
    let generation = Math.max(before?.generation ?? 0, (this.highest.get(station) ?? 1) + 1);
    while ([...contests].some((one) => this.lifted.has(repeatedVote(one, generation, office)))) generation++;
    const pending = { generation, until: Math.max(until, before?.until ?? until), contests };
    this.pending.set(station, pending);
    this.repeat(pending, generation, office);
  }

  /** The paper of a repeated vote came, or a copy in its place: its number is that of every contest that waited. */
  receive(station: string, sheet: number, generation: number, office: Office): void {
    const pending = this.pending.get(station);
    const speaking = this.speaking.get(station) ?? new Map<string, number>();
    // Where nothing waits, it is a copy for an envelope that was empty.
    for (const contest of pending?.contests ?? [...speaking.keys()]) speaking.set(contest, sheet);
    this.speaking.set(station, speaking);
    if (pending !== undefined) this.repeat(pending, generation, office);
    this.pending.delete(station);
    this.highest.set(station, Math.max(generation, this.highest.get(station) ?? 1));
  }

  /** A paper of a repeated vote is taken out: what it spoke for waits for another. */
  withdraw(station: string, sheet: number, at: number, office: Office): void {
    const speaking = this.speaking.get(station) ?? new Map<string, number>();
    for (const [contest, by] of [...speaking]) {
      if (by !== sheet) continue;
      speaking.delete(contest);
      this.order(station, contest, at, office);
    }
  }

  lift(contest: string, generation: number | undefined, office: Office): void {
    if (generation !== undefined) this.lifted.add(repeatedVote(contest, generation, office));
  }

  private repeat({ contests, until }: Pending, generation: number, office: Office): void {
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
