import { observingCodes } from '../checks/index.ts';
import { countingBoxes, type DeskRules, type EntryContent } from '../model/desk-rules.ts';
import type { Geography } from '../model/geography.ts';
import type { Count } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { Amendment, EventBody } from '../record/index.ts';
import { Amended } from './amended.ts';
import { addOfEvent } from './body-reading.ts';
import { deskOfCount, rulesOfCount } from './desk-of-count.ts';
import { differs, keepsEqual } from './entry-content.ts';
import type { FindingList } from './finding.ts';
import type { ReadHeader } from './read-header.ts';
import type { ReadRecord } from './replay.ts';
import { type ByCount, byCount } from './state-chain.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
type Outcome = Body<'SheetAgreed'> | Body<'SheetObserved'>;
type Pair =
  | { readonly ok: true; readonly first: Body<'EntryCommitted'>; readonly second: Body<'EntryCommitted'> }
  | { readonly ok: false; readonly kind: string; readonly why: string };

/** What an agreed or observed sheet rests on: what was typed, and whether two people ruled on it. */
export type Basis = { readonly content: EntryContent; readonly ruled: boolean };

/**
 * What an agreed or observed sheet rests on (publication.md section 2, "What counts"): two equal entries of two people, a
 * third person's resolution that names both, or a ruling. The office that wrote the record is not trusted to have followed this.
 */
export class EnteredCheck {
  private readonly geography: Geography;
  private readonly record: ReadRecord;
  private readonly findings: FindingList;
  /** By count: the official one may be stricter. */
  private readonly desk: ByCount<DeskRules | null>;
  private readonly rules: ByCount<Pick<DeskRules, 'corrections' | 'observations'>>;
  /** Amendments so far: what is typed behind them is held against the voters that they say. */
  private readonly amended: Amended;
  /** Record numbers of due events that the definition allows: only these can be rested on. */
  private readonly accepted: Uint8Array;
  /** Who typed each sheet, in any round, by contest. */
  private readonly typists = new Map<string, Map<number, readonly string[]>>();
  /** The newest observation of each sheet and contest that no ruling has answered. */
  private readonly observed = new Map<string, number>();
  /** For each accepted ruling, the observation that it answers. */
  private readonly rulings = new Map<number, number>();

  constructor(geography: Geography, record: ReadRecord, findings: FindingList) {
    this.geography = geography;
    this.record = record;
    this.findings = findings;
    this.accepted = new Uint8Array(record.events);
    this.amended = new Amended(geography);
    this.desk = byCount((count) => deskOfCount(geography, count));
    this.rules = byCount((count) => rulesOfCount(geography, count));
  }

  amend(change: Amendment): void {
    this.amended.take(change);
  }

  entry(index: number, header: ReadHeader, body: Body<'EntryCommitted'>): void {
    this.accepted[index] = 1;
    const contest = header.contest ?? '';
    const sheets = this.typists.get(contest) ?? new Map<number, readonly string[]>();
    this.typists.set(contest, sheets);
    const typists = sheets.get(body.sheet) ?? [];
    const actor = header.actor ?? '';
    sheets.set(body.sheet, [...typists, actor]);
    if (!typists.includes(actor)) return;
    this.add('entry-twice', index, `The person of event ${index} had typed this contest of the sheet before.`);
  }

  /** A reveal names two entries of this sheet, and says rightly whether they are equal once they are open. */
  revealed(index: number, header: ReadHeader, body: Body<'EntriesRevealed'>): void {
    const { headers } = this.record;
    const [i, j] = body.entries;
    const isEntry = (entry: number) => {
      const own = headers[entry];
      return (
        entry < index && own?.kind === 'EntryCommitted' && own.count === header.count && own.contest === header.contest
      );
    };
    if (!isEntry(i) || !isEntry(j) || i === j) {
      this.add('revealed-without-entries', index, `Event ${index} reveals what are not two entries of its contest.`);
      return;
    }
    if (body.equal) this.demandOutcome(index, header, ['SheetAgreed', 'SheetObserved']);
    // Entries that are not open yet can be judged only when they are; then the newest state's verification does it.
    if (this.accepted[i] !== 1 || this.accepted[j] !== 1) return;
    const pair = this.pairOf([i, j], index, header, body);
    if (!pair.ok) {
      this.add('revealed-without-entries', index, `Event ${index} reveals no pair of entries: ${pair.why}.`);
    } else if (differs(pair.first, pair.second) === body.equal) {
      const says = `Event ${index} says that two entries are ${body.equal ? 'equal' : 'different'}, which they are not.`;
      this.add('revealed-wrongly', index, says);
    }
  }

  /** A resolution names two entries that differ, is the act of a third person, and changes nothing that was equal. */
  resolved(index: number, header: ReadHeader, body: Body<'DifferenceResolved'>): void {
    this.accepted[index] = 1;
    this.demandOutcome(index, header, ['SheetAgreed', 'SheetObserved']);
    const refuse = (kind: string, why: string) =>
      this.add(kind, index, `The resolution of event ${index} is void: ${why}.`);
    const pair = this.pairOf(body.entries, index, header, body);
    if (!pair.ok) {
      refuse('resolved-without-entries', pair.why);
      return;
    }
    const actors = body.entries.map((entry) => this.record.headers[entry]?.actor);
    if (actors.includes(header.actor)) {
      refuse('resolved-by-same-actor', 'it is by a person who made one of the entries');
    }
    if (!differs(pair.first, pair.second)) refuse('resolved-without-difference', 'the two entries are equal');
    const changed = keepsEqual(pair.first, pair.second, body);
    if (changed !== null) refuse('resolved-changes-equal', `it changes ${changed}, which both entries have alike`);
  }

  /** Two people rule on what is observed, and on nothing else. */
  ruled(index: number, header: ReadHeader, body: Body<'RulingIssued'>): void {
    const key = `${body.sheet} ${header.contest}`;
    const observation = this.observed.get(key);
    this.observed.delete(key);
    if (body.ruling === 'count') this.demandOutcome(index, header, ['SheetAgreed']);
    // Observations that are not due yet are sealed: the state in which they are open judges the ruling.
    if (!this.record.isDue(index, { ...header, kind: 'SheetObserved' })) return;
    if (observation !== undefined) {
      this.rulings.set(index, observation);
      this.accepted[index] = 1;
      return;
    }
    const says = `Event ${index} rules on a sheet and contest that nothing observed, or that was ruled on before.`;
    this.add('ruling-without-observation', index, says);
  }

  /** The board answers an observation as two supervisors do elsewhere; what else it needs is asked where boards are. */
  boardRuled(index: number, header: ReadHeader, body: Body<'BoardRuled'>): void {
    if (body.effect === 'stands') return;
    const key = `${body.sheet} ${header.contest}`;
    const observation = this.observed.get(key);
    this.observed.delete(key);
    if (observation === undefined || !this.record.isDue(index, { ...header, kind: 'SheetObserved' })) return;
    this.rulings.set(index, observation);
    this.accepted[index] = 1;
  }

  /** Who typed a contest of a sheet, in any round, as far as that is open. */
  typistsOf(contest: string, sheet: number): readonly string[] {
    return this.typists.get(contest)?.get(sheet) ?? [];
  }

  agreed(index: number, header: ReadHeader, body: Body<'SheetAgreed'>): Basis | null {
    const basis = this.basisOf(index, header, body, 'agreed');
    if (basis === null) return null;
    const { content, ruled } = basis;
    const rules = this.rules[header.count ?? 'preliminary'];
    const boxes = countingBoxes(content, rules.corrections);
    const refuse = (kind: string, why: string) =>
      this.add(kind, index, `The sheet agreed by event ${index} may not count: ${why}.`);
    if (!equalBoxes(boxes, body.boxes)) {
      refuse('agreed-differs', `its boxes are not those that event ${body.from} gives`);
    }
    if (ruled) return basis;
    const waits = content.observations.filter((code) => rules.observations[code] === 'waits');
    if (waits.length > 0) {
      refuse('agreed-observation-waits', `both entries say ${waits.join(', ')}, which waits for a ruling`);
    }
    const checks = this.observing(header, body, content);
    if (checks.length > 0) refuse('agreed-check-observes', `it meets ${checks.join(', ')}, which waits for a ruling`);
    return basis;
  }

  observation(index: number, header: ReadHeader, body: Body<'SheetObserved'>): Basis | null {
    this.accepted[index] = 1;
    this.observed.set(`${body.sheet} ${header.contest}`, index);
    const basis = this.basisOf(index, header, body, 'observed');
    if (basis === null) return null;
    const { observations } = this.rules[header.count ?? 'preliminary'];
    const waits = basis.content.observations.filter((code) => observations[code] === 'waits');
    const reasons = [...waits, ...this.observing(header, body, basis.content)].sort();
    if (reasons.length === 0 || !equalTexts(reasons, body.reasons)) {
      const says = `The sheet observed by event ${index} waits for ${body.reasons.join(', ') || 'nothing'}; what was typed gives ${reasons.join(', ') || 'no reason'}.`;
      this.add('observed-wrongly', index, says);
    }
    return basis;
  }

  /** What was typed behind an outcome; null, after a finding, when it rests on nothing. */
  private basisOf(index: number, header: ReadHeader, body: Outcome, what: 'agreed' | 'observed'): Basis | null {
    const base = this.accepted[body.from] === 1 ? this.record.bodies.bodies[body.from] : undefined;
    const own = this.record.headers[body.from];
    const refuse = (kind: string, why: string): null => {
      this.add(`${what}-${kind}`, index, `The sheet ${what} by event ${index} rests on nothing: ${why}.`);
      return null;
    };
    const isBase = base?.kind === 'EntryCommitted' || base?.kind === 'DifferenceResolved';
    const isRuling = (base?.kind === 'RulingIssued' || base?.kind === 'BoardRuled') && what === 'agreed';
    if (!own || !base || (!isBase && !isRuling)) {
      return refuse('without-entries', `event ${body.from} is no open entry, resolution or ruling`);
    }
    const sameContest = own.count === header.count && own.contest === header.contest;
    if (!sameContest || base.sheet !== body.sheet || base.station !== body.station) {
      return refuse('elsewhere', `event ${body.from} is of another sheet`);
    }
    if (base.kind === 'RulingIssued') return this.basisOfRuling(body.from, base.ruling, refuse);
    if (base.kind === 'BoardRuled') return this.basisOfRuling(body.from, base.effect, refuse);
    if (base.kind === 'DifferenceResolved') return { content: base, ruled: false };
    const second = this.record.fates.reveals.get(body.from)?.findLast((reveal) => reveal.record < index)?.otherEntry;
    if (second === undefined)
      return refuse('without-entries', `no second entry was revealed beside event ${body.from}`);
    const pair = this.pairOf([body.from, second], index, header, body);
    if (!pair.ok) return refuse(pair.kind, pair.why);
    if (differs(pair.first, pair.second)) refuse('unequal', 'the two entries are not equal');
    return { content: base, ruled: false };
  }

  private basisOfRuling(ruling: number, what: string, refuse: (kind: string, why: string) => null): Basis | null {
    const observation = this.record.bodies.bodies[this.rulings.get(ruling) ?? -1];
    const base = observation?.kind === 'SheetObserved' ? this.record.bodies.bodies[observation.from] : undefined;
    const typed = base?.kind === 'EntryCommitted' || base?.kind === 'DifferenceResolved';
    if (what === 'count' && typed) return { content: base, ruled: true };
    return refuse('without-entries', `event ${ruling} does not let an observed sheet count`);
  }

  /** Two open entries of one sheet before record number `before`: slots 1 and 2, different people, neither voided. */
  private pairOf(
    [i, j]: readonly [number, number],
    before: number,
    header: ReadHeader,
    of: { readonly sheet: number; readonly station: string },
  ): Pair {
    const bad = (kind: string, why: string): Pair => ({ ok: false, kind, why });
    const found: Body<'EntryCommitted'>[] = [];
    for (const entry of [i, j]) {
      const own = this.record.headers[entry];
      const body = this.record.bodies.bodies[entry];
      if (entry >= before || this.accepted[entry] !== 1 || !own || body?.kind !== 'EntryCommitted') {
        return bad('without-entries', `event ${entry} is no open entry`);
      }
      const same = own.count === header.count && own.contest === header.contest;
      if (!same || body.sheet !== of.sheet || body.station !== of.station) {
        return bad('elsewhere', `event ${entry} is an entry of another sheet`);
      }
      if (this.record.fates.voids.get(entry)?.some((voiding) => voiding.record < before) === true) {
        return bad('on-voided', `the entry of event ${entry} was voided`);
      }
      found.push(body);
    }
    const [first, second] = found;
    if (first === undefined || second === undefined) return bad('without-entries', 'there are no two entries');
    if (this.record.headers[i]?.actor === this.record.headers[j]?.actor) {
      return bad('by-one-actor', 'both entries are by the same actor');
    }
    if (first.slot === second.slot) return bad('without-entries', `events ${i} and ${j} are the same entry slot`);
    return { ok: true, first, second };
  }

  private observing(header: ReadHeader, { station }: Outcome, content: EntryContent): readonly string[] {
    const { contests } = this.geography.definition.election;
    const contest = contests.find(({ id }) => id === header.contest);
    const at = this.geography.stationIndex.get(station);
    const own = at === undefined ? undefined : this.geography.stations[at];
    if (contest === undefined || own === undefined) return [];
    const { boxes, corrections } = content;
    const count = header.count ?? 'preliminary';
    const amended = count === 'official' && at !== undefined ? this.amended.registeredOf(at) : own.registered;
    const registered = amended as Count | null;
    return observingCodes({ contest, desk: this.desk[count], registered, boxes, corrections });
  }

  /** What follows at once, so that nobody may wait and see. */
  private demandOutcome(index: number, header: ReadHeader, kinds: readonly string[]): void {
    const at = this.record.following(index, header);
    const next = this.record.headers[at];
    if (at >= this.record.events) return;
    if (next && kinds.includes(next.kind) && next.count === header.count && next.contest === header.contest) return;
    const says = `Event ${index}, a ${header.kind}, is not followed at once by the ${kinds.join(' or ')} that it leads to.`;
    this.add('outcome-missing', index, says);
  }

  private add(kind: string, index: number, says: string): void {
    addOfEvent(this.findings, kind, index, says);
  }
}

function equalBoxes(a: readonly Box[], b: readonly Box[]): boolean {
  return a.length === b.length && a.every((box, i) => box === b[i]);
}

function equalTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
