import type { NightAct } from '../../simulation/night-act.ts';
import { rehearsalStaff } from '../../simulation/staff.ts';
import { present } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { CentreAct } from '../../src/entry/acts.ts';
import type { CentreState } from '../../src/entry/centre-state.ts';
import type { ContestId, CountKind, StationId } from '../../src/model/ids.ts';
import type { RehearsalSheets } from './rehearsal-sheets.ts';

export type ScannerClock = (station: StationId, at: Instant) => Instant;
type OfStation = Extract<NightAct, { station: StationId }>;

/** Turns what happens in a simulated night into acts of the counting centre, under the pseudonyms of its people. */
export class NightDesk {
  private readonly centre: CentreState;
  private readonly sheets: RehearsalSheets;
  private readonly clockOf: ScannerClock;

  /** `clockOf`: what the clocks of a station's scanner and phone say at an instant, where it goes wrong. */
  constructor(centre: CentreState, sheets: RehearsalSheets, clockOf: ScannerClock = (_, at) => at) {
    this.centre = centre;
    this.sheets = sheets;
    this.clockOf = clockOf;
  }

  /**
   * Before anything is counted: who may do what, and which scanners and phones may send. `working`: of typists and verifiers only these,
   * since a small night keeps few people busy.
   */
  *beginning(working: ReadonlySet<string> | null = null): Generator<CentreAct> {
    for (const { person, role } of rehearsalStaff()) {
      const types = role === 'typist' || role === 'verifier';
      if (types && working?.has(person) === false) continue;
      yield { kind: 'grant-role', person, role, by: 'console' };
    }
    for (const { device, key, scope } of [...this.sheets.devices, ...this.sheets.phones]) {
      yield { kind: 'enrol-device', device, key, scope, only: null, replaces: null, by: 'console' };
    }
  }

  /** What the centre does about a happening, as its record stands now; null: there is nothing of the kind any more. */
  actOf(act: NightAct): CentreAct | null {
    switch (act.kind) {
      case 'open-count':
      case 'close-count':
        return { kind: act.kind, count: act.count, by: 'publisher-001' };
      case 'lift-embargo':
        return { kind: act.kind, contest: act.contest, by: 'publisher-001' };
      case 'give-notice':
        return { kind: act.kind, text: act.text, by: 'publisher-001' };
      case 'stop-publication':
      case 'resume-publication': {
        const { kind, count, office, reason } = act;
        return { kind, count, office, reason, by: ['publisher-001', 'publisher-002'] };
      }
      case 'tell-refused':
        return { kind: act.kind, minutes: act.minutes };
      case 'announce-figures': {
        const { station, tallies, at, via } = act;
        return this.sheets.figures(station, tallies, this.clockOf(station, at), via);
      }
      default:
        return this.ofSheet(act);
    }
  }

  private ofSheet(act: Exclude<OfStation, { kind: 'announce-figures' }>): CentreAct | null {
    const { count, station } = act;
    if (act.kind === 'receive-sheet') {
      if (count === 'official') return { kind: 'receive-envelope', station };
      return this.sheets.arrival(station, act.paper ?? 1, this.clockOf(station, act.at));
    }
    if (act.kind === 'void-entry') {
      const entry = this.pendingEntry(count, station, act.contest);
      return entry === null ? null : { kind: act.kind, entry, reason: 'supervisor', by: act.by };
    }
    const sheet =
      'paper' in act && act.paper !== undefined ? this.known(act, act.paper) : this.standing(count, station);
    if (sheet === null) return null;
    switch (act.kind) {
      case 'commit-entry':
      case 'resolve-difference': {
        const { contest, actor: by, tally, corrections = [], observations = [] } = act;
        return { kind: act.kind, sheet, contest, by, content: { boxes: tally.boxes, corrections, observations } };
      }
      case 'rule-observed': {
        const { kind, contest, ruling, by, reason } = act;
        return { kind, sheet, contest, ruling, by, reason };
      }
      case 'choose-sheet':
        return { kind: act.kind, count, station, sheet, by: act.by, reason: act.reason };
      case 'withdraw-sheet':
        return { kind: act.kind, sheet, code: act.code, by: act.by, reason: act.reason };
    }
  }

  /** The receipt of one of several papers of a station. */
  private known({ count, station }: OfStation, paper: number): number | null {
    return this.centre.papers.sameContent(count, this.place(station), this.sheets.contentOf(station, paper)) ?? null;
  }

  private standing(count: CountKind, station: StationId): number | null {
    const papers = this.centre.papers.station(count, this.place(station));
    return papers.kind === 'standing' ? papers.sheet : null;
  }

  private pendingEntry(count: CountKind, station: StationId, contest: ContestId): number | null {
    const sheet = this.standing(count, station);
    const typing = sheet === null ? undefined : this.centre.typingOf(sheet, contest);
    return typing?.kind === 'awaiting-second' ? typing.first.record : null;
  }

  private place(station: StationId): number {
    return present(this.centre.geography.stationIndex.get(station), 'station');
  }
}
