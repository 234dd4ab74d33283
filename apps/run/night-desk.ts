import type { NightAct } from '../../simulation/night-act.ts';
import { rehearsalStaff } from '../../simulation/staff.ts';
import { present } from '../../src/base/assert.ts';
import type { CentreAct } from '../../src/entry/acts.ts';
import type { CentreState } from '../../src/entry/centre-state.ts';
import type { CountKind, StationId } from '../../src/model/ids.ts';
import type { RehearsalSheets } from './rehearsal-sheets.ts';

/** Turns what happens in a simulated night into acts of the counting centre, under the pseudonyms of its people. */
export class NightDesk {
  private readonly centre: CentreState;
  private readonly sheets: RehearsalSheets;

  constructor(centre: CentreState, sheets: RehearsalSheets) {
    this.centre = centre;
    this.sheets = sheets;
  }

  /** Before anything is counted: who may do what, and which scanners may send. */
  *beginning(): Generator<CentreAct> {
    for (const { person, role } of rehearsalStaff()) yield { kind: 'grant-role', person, role, by: 'console' };
    for (const { device, key, scope } of this.sheets.devices) {
      yield { kind: 'enrol-device', device, key, scope, by: 'console' };
    }
  }

  /** What the centre does about a happening, one act after the other: each is made when the one before is recorded. */
  actsOf(act: NightAct): readonly (() => CentreAct)[] {
    switch (act.kind) {
      case 'open-count':
      case 'close-count':
        return [() => ({ kind: act.kind, count: act.count, by: 'publisher-001' })];
      case 'lift-embargo':
        return [() => ({ kind: act.kind, contest: act.contest, by: 'publisher-001' })];
      case 'receive-sheet':
        if (act.count === 'official') return [() => ({ kind: 'receive-envelope', station: act.station })];
        return [() => this.sheets.arrival(act.station, 1, act.at)];
      case 'commit-entry':
      case 'resolve-difference':
        return [
          () => ({
            kind: act.kind,
            sheet: this.standing(act.count, act.station),
            contest: act.contest,
            by: act.actor,
            content: { boxes: act.tally.boxes, corrections: [], observations: [] },
          }),
        ];
      case 'stop-publication':
      case 'resume-publication': {
        const { kind, count, office, reason } = act;
        return [() => ({ kind, count, office, reason, by: ['publisher-001', 'publisher-002'] })];
      }
    }
  }

  private standing(count: CountKind, station: StationId): number {
    const place = present(this.centre.geography.stationIndex.get(station), 'station');
    const papers = this.centre.papers.station(count, place);
    if (papers.kind !== 'standing') throw new Error(`assertion failed: a sheet of ${station} stands`);
    return papers.sheet;
  }
}
