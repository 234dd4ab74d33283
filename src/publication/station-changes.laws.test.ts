import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ElectionDefinition, PollingStation } from '../model/election.ts';
import { layOutGeography } from '../model/geography.ts';
import type { Amendment } from '../record/index.ts';
import { buildUnitData } from './build-unit-data.ts';
import { findPlaces } from './find-index.ts';
import { CanvassRecorder, LITTLE_CANVASS } from './little-canvass.test-support.ts';
import { PublicView } from './public-view.ts';
import type { SheetData } from './unit-data.ts';
import { boxes } from './view-recorder.test-support.ts';

/*
 * Any acts on stations that are moved, and on one that is added: every state shows what it would show if the definition had always
 * said what the amendments before it say, but for the amendments themselves.
 */

const ADDED = 's9';
/** Places in which the same is voted on. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  ...{ s0: ['u2', 'u3'], s1: ['u2', 'u3'], s2: ['u2', 'u3'], s3: ['u5', 'u6'], s4: ['u5', 'u6'] },
  [ADDED]: ['u5', 'u6'],
};
const KINDS = ['agree', 'agree', 'early', 'receive', 'announce', 'miss', 'object', 'dispute', 'merge'] as const;
type Act =
  | { readonly kind: 'publish' | 'stop' | 'resume' | 'add' }
  | { readonly kind: 'move' | (typeof KINDS)[number]; readonly station: string; readonly dice: number };

const ofStation = { station: fc.constantFrom(...Object.keys(HOMES)), dice: fc.nat(99) };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'publish' } as const) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('stop' as const, 'resume' as const, 'add' as const) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('move' as const), ...ofStation }) },
  { weight: 14, arbitrary: fc.record({ kind: fc.constantFrom(...KINDS), ...ofStation }) },
);

class Changing {
  readonly recorder = new CanvassRecorder();
  readonly stations = new Map<string, PollingStation>(LITTLE_CANVASS.stations.map((one) => [one.id, one]));

  constructor() {
    this.recorder.openBoth();
    for (const contest of ['pres', 'gov']) this.recorder.lift(contest);
  }

  do(act: Act): void {
    switch (act.kind) {
      case 'publish':
        this.recorder.publish();
        return;
      case 'stop':
        this.recorder.stop('official');
        return;
      case 'resume':
        this.recorder.resume('official');
        return;
      case 'add':
        this.add();
        return;
      default:
        if (this.stations.has(act.station)) this.atStation(act.kind, act.station, act.dice);
    }
  }

  /** The definition that says from the start where everything lies now. */
  definition(): ElectionDefinition {
    return { ...LITTLE_CANVASS, stations: [...this.stations.values()] };
  }

  private add(): void {
    if (this.stations.has(ADDED)) return;
    const said = { table: null, registered: 70_000, setting: 'rural' };
    const station = { id: ADDED, place: 'u6', ...said } as unknown as PollingStation;
    this.stations.set(ADDED, station);
    const { id, ...rest } = station;
    this.recorder.amend({ kind: 'station-added', station: id, ...rest });
  }

  private atStation(kind: Exclude<Act['kind'], 'add' | 'publish' | 'resume' | 'stop'>, station: string, dice: number) {
    const r = this.recorder;
    const known = this.stations.get(station);
    const place = HOMES[station]?.[dice % 2];
    switch (kind) {
      case 'move':
        if (known === undefined || place === undefined || known.place === place) return;
        this.stations.set(station, { ...known, place: place as never });
        r.amend({ kind: 'station-moved', station: station as never, place });
        return;
      case 'agree':
        r.agree('official', 'pres', station, boxes(dice, 2 * dice, 1));
        return;
      case 'early':
        r.agree('preliminary', 'pres', station, boxes(dice, dice, 2));
        return;
      case 'receive':
        r.receive(dice % 2 === 0 ? 'official' : 'preliminary', station);
        return;
      case 'announce':
        r.announce(station, [['pres', boxes(dice, 1, 1)]]);
        return;
      case 'miss':
        r.miss(station);
        return;
      case 'object':
        r.object('pres', { station, sheet: r.sheetOf('official', station) }, 'false-sheet');
        return;
      case 'dispute':
        r.dispute('official', station, [r.sheetOf('official', station), r.receive('official', station)]);
        return;
      case 'merge':
        r.amend({ kind: 'station-merged', station: station as never, into: 's4' as never, registered: dice });
        return;
    }
  }
}

const LAID: ReadonlySet<Amendment['kind']> = new Set(['station-added', 'station-moved']);

/** The same record, without what it says of where stations lie, over a definition that says it. */
function plainView({ recorder: { events } }: Changing, definition: ElectionDefinition): PublicView {
  const view = new PublicView(layOutGeography(definition));
  for (const [index, { header, body }] of events.entries()) {
    if (body.kind === 'StatePublished') view.advance(body.covers, header.at);
    if (body.kind === 'DefinitionAmended' && LAID.has(body.change.kind)) view.pass(index, header);
    else view.take(index, header, body);
  }
  return view;
}

function shown(view: PublicView) {
  const units = view.geography.units.map((_, unit) => {
    const data = buildUnitData(view, unit);
    const sheets = data.sheets?.map(({ amendments: _said, ...sheet }: SheetData) => sheet);
    return { ...data, sheets };
  });
  return { units, find: findPlaces(view.geography) };
}

describe('stations that are added and moved', () => {
  it('are in every state where a definition would have them that had always said so', () => {
    let moves = 0;
    fc.assert(
      fc.property(fc.array(act, { minLength: 20, maxLength: 60, size: 'max' }), (acts) => {
        const run = new Changing();
        for (const one of [...acts, { kind: 'publish' } as const]) {
          run.do(one);
          if (one.kind !== 'publish') continue;
          expect(shown(run.recorder.view)).toEqual(shown(plainView(run, run.definition())));
        }
        moves += run.recorder.events.filter(
          ({ body }) => body.kind === 'DefinitionAmended' && LAID.has(body.change.kind),
        ).length;
      }),
      { numRuns: 25 },
    );
    expect(moves).toBeGreaterThan(60);
  });
});
