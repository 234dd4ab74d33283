import { describe, expect, it } from 'vitest';
import { read, sheetOf, station, words } from '../entry/centre-example.test-support.ts';
import type { ObservingChecks } from '../entry/centre-state.ts';
import type { EntryContent } from '../model/desk-rules.ts';
import type { Amendment } from '../record/index.ts';
import type { CanvassAct } from './acts.ts';
import { canvassDefinition, law, OfficialCentre, reason } from './canvass-example.test-support.ts';

const A = read([1, 2, 3]);
const amend = (change: Amendment): CanvassAct => ({ kind: 'amend', change, law, by: ['ada', 'abe'], reason });
const notInstalled = (of: string) => amend({ kind: 'station-not-installed', station: station(of) });
const merged = (of: string, into: string, registered: number | null = 600) =>
  amend({ kind: 'station-merged', station: station(of), into: station(into), registered });

const office = (id: string, unit: string) => ({ id, name: words(id), units: [unit] });
/** s0 and s1 are of N, s2 is of S. */
const offices = [office('N', 'u1'), office('S', 'u2')] as unknown as [];
const declare = (id: string): CanvassAct => {
  const keys = { origin: `little.example/office/${id}`, log: 'l', heartbeat: 'h' };
  return { kind: 'declare-office', office: id, ...keys, by: ['ada', 'abe'] };
};

describe('a station of an office that was declared', () => {
  it.each<[string, CanvassAct]>([
    ['was not installed', notInstalled('s0')],
    ['votes at another', merged('s0', 's1')],
    ['takes in the voters of one that is no office’s yet', merged('s2', 's0')],
  ])('%s: only the office says so, in its own record', (_, act) => {
    const centre = OfficialCentre.open(canvassDefinition({ offices }));
    centre.do(declare('N'));
    expect(centre.refuse(act)).toEqual({ kind: 'of-office', office: 'N' });
  });

  it('leaves the others to this record, and what offices share', () => {
    const centre = OfficialCentre.open(canvassDefinition({ offices }));
    centre.do(declare('N'));
    expect(centre.kinds(notInstalled('s2'))).toEqual(['DefinitionAmended']);
    const withdrawn = { kind: 'candidate-withdrawn', contest: 'pres', selection: 'A', votes: 'kept' } as const;
    expect(centre.kinds(amend(withdrawn))).toEqual(['DefinitionAmended']);
  });

  it('was not amended before: the office would not know of it', () => {
    const centre = OfficialCentre.open(canvassDefinition({ offices }));
    centre.do(merged('s0', 's1'));
    expect(centre.refuse(declare('N'))).toEqual({ kind: 'amendment-void', detail: 'merged' });
    expect(centre.kinds(declare('S'))).toEqual(['OfficeDeclared']);
  });
});

it('a station votes at another of its own office alone', () => {
  const centre = OfficialCentre.open(canvassDefinition({ offices }));
  expect(centre.refuse(merged('s0', 's2'))).toEqual({ kind: 'amendment-void', detail: 'into' });
  expect(centre.kinds(merged('s0', 's1'))).toEqual(['DefinitionAmended']);
  expect(OfficialCentre.open().kinds(merged('s0', 's2'))).toEqual(['DefinitionAmended']);
});

describe('the checks of the official count', () => {
  it('ask for the voters that an amendment gave, from then on, and of the preliminary count never', () => {
    const asked: [string, string, number | null][] = [];
    const observing: ObservingChecks = (_contest, of, _content: EntryContent, count, registered) => {
      asked.push([of, count, registered]);
      return [];
    };
    const centre = OfficialCentre.open(undefined, {}, { observing });
    centre.agreed(A, 's2');
    centre.do(merged('s0', 's1', 555));
    centre.agreed(A, 's1');
    const receipt = centre.centre.size;
    centre.do(sheetOf('s1', 1));
    centre.type(receipt, A);
    centre.do(merged('s1', 's2', null));
    expect([0, 1, 2].map((place) => centre.centre.ended.registeredOf(place))).toEqual([0, 0, null]);
    expect(asked).toEqual([
      ['s2', 'official', 300],
      ['s1', 'official', 555],
      ['s1', 'preliminary', 300],
    ]);
    expect(centre.replay().centre.ended.dump()).toEqual(centre.centre.ended.dump());
  });
});
