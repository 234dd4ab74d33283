import { type Instant, instant } from '../base/instant.ts';
import { station, words } from '../entry/centre-example.test-support.ts';
import type { Dice } from '../entry/centre-walk.test-support.ts';
import type { ElectionDefinition, GpUnit } from '../model/election.ts';
import type { Count } from '../model/ids.ts';
import type { Act, CanvassAct } from './acts.ts';
import type { OfficialCentre } from './canvass-example.test-support.ts';
import { randomOfficialAct } from './canvass-walk.test-support.ts';

/*
 * The random acts of an official count, and among them stations that are added, moved, and vote on another day. It lies beside the
 * other walk, so that the seeds of that one say what they said.
 */

/** With a third place, in which nothing lies at first: what votes in the south can move there. */
export function withEast(definition: ElectionDefinition): ElectionDefinition {
  const east = { id: 'u3', parent: 'u0', depth: 1, level: 'district', name: 'East' } as GpUnit;
  return { ...definition, units: [...definition.units, east] };
}

/** `added`: the id of the station that may be added. */
export function actAmongChanges(centre: OfficialCentre, d: Dice, closing: number, added = 's3'): Act {
  if (d.below(40) === 0) {
    const reason = words('why');
    return { kind: 'amend', change: stationChange(d, added, centre.at), law: reason, by: ['ada', 'abe'], reason };
  }
  const act = randomOfficialAct(centre, d, closing);
  // What is done at any station is done at the new one too, as soon as there is one.
  if (!('station' in act) || d.below(4) > 0) return act;
  return { ...act, station: station(added) } as Act;
}

function stationChange(d: Dice, added: string, now: Instant): Extract<CanvassAct, { kind: 'amend' }>['change'] {
  const place = d.pick(['u2', 'u2', 'u2', 'u3', 'u3', 'u3', 'u1', 'u0']);
  switch (d.below(3)) {
    case 0: {
      const said = { table: null, registered: 50 as Count, setting: 'rural' } as const;
      const at = place === 'u1' ? 'u2' : place;
      return { kind: 'station-added', station: station(d.pick([added, added, 's1'])), place: at, ...said };
    }
    case 1:
      return { kind: 'station-moved', station: station(d.pick(['s2', added])), place };
    default: {
      const until = instant(now + d.below(60) * 1000);
      return { kind: 'date-moved', station: station(d.pick(['s0', 's1', 's2', added])), until };
    }
  }
}
