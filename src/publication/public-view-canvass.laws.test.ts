import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { RULING_EFFECTS } from '../model/canvass-rules.ts';
import type { Box } from '../model/votes.ts';
import { buildUnitData } from './build-unit-data.ts';
import { CanvassRecorder } from './little-canvass.test-support.ts';
import { PublicView } from './public-view.ts';

/*
 * Any acts of an official count on two stations, allowed or not: what a state shows depends on the events alone, and not on
 * which states were shown before.
 */

const STATIONS = ['s0', 's3'] as const;
const O = 'official';
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'publish' } as const) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('stop' as const, 'resume' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lift' as const), generation: fc.constantFrom(1, 2, 3) }) },
  {
    weight: 30,
    arbitrary: fc.record({
      kind: fc.constantFrom('agree' as const, 'object' as const, 'rule' as const, 'envelope' as const, 'scan' as const),
      station: fc.constantFrom(...STATIONS),
      dice: fc.nat(999),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'merge' as const,
        'uninstall' as const,
        'copy' as const,
        'miss' as const,
        'withdraw' as const,
      ),
      station: fc.constantFrom(...STATIONS),
      dice: fc.nat(999),
    }),
  },
);
type Work = {
  readonly kind:
    | 'agree'
    | 'object'
    | 'rule'
    | 'envelope'
    | 'scan'
    | 'merge'
    | 'uninstall'
    | 'copy'
    | 'miss'
    | 'withdraw';
  readonly station: string;
  readonly dice: number;
};
type Act =
  | { readonly kind: 'publish' | 'stop' | 'resume' }
  | { readonly kind: 'lift'; readonly generation: number }
  | Work;
type Paper = { readonly sheet: number; readonly generation: number };

class AnyCanvass {
  readonly recorder = new CanvassRecorder();
  private readonly papers = new Map<string, Paper[]>();
  private readonly open = new Map<number, number[]>();

  constructor() {
    this.recorder.openBoth();
  }

  do(act: Act): void {
    const r = this.recorder;
    switch (act.kind) {
      case 'publish':
        r.publish();
        return;
      case 'stop':
        r.stop(O);
        return;
      case 'resume':
        r.resume(O);
        return;
      case 'lift':
        this.lift(act.generation);
        return;
      default:
        this.work(act);
    }
  }

  private lift(generation: number): void {
    if (generation === 1) this.recorder.lift('pres');
    else this.recorder.liftRepeat('pres', generation);
  }

  private work({ kind, station, dice }: Work): void {
    const r = this.recorder;
    const known = this.papers.get(station) ?? [];
    const paper = known[dice % Math.max(1, known.length)];
    const generation = paper === undefined || paper.generation === 1 ? undefined : paper.generation;
    if (kind === 'envelope' || kind === 'copy' || paper === undefined) {
      const next = known.length === 0 || kind === 'copy' ? 1 : known.length + 1;
      const sheet = kind === 'copy' ? r.copy(station) : r.envelope(station, 'whole', next === 1 ? undefined : next);
      this.papers.set(station, [...known, { sheet, generation: next }]);
      return;
    }
    const { sheet } = paper;
    const boxes = [dice, dice + 1, dice + 2] as unknown as readonly Box[];
    const open = this.open.get(sheet) ?? [];
    switch (kind) {
      case 'agree':
        r.agree(O, 'pres', station, boxes, sheet, generation);
        return;
      case 'object':
        this.open.set(sheet, [
          ...open,
          r.object('pres', { station, sheet }, dice % 2 ? 'false-sheet' : 'arithmetic', generation),
        ]);
        return;
      case 'rule': {
        const effect = RULING_EFFECTS[dice % RULING_EFFECTS.length] ?? 'stands';
        const answers = open.map((n) => [n, dice % 3 === 0] as const);
        const ruling = r.ruleBoard('pres', { station, sheet }, effect, answers, null, generation);
        this.open.delete(sheet);
        if (effect === 'annul') r.annul('pres', { station, sheet }, ruling, generation);
        if (effect === 'correct') r.correct('pres', { station, sheet }, boxes, ruling, generation);
        return;
      }
      case 'scan':
        r.scan({ station, sheet }, 'FGHJK'.charAt(dice % 5), 'sheet', generation);
        return;
      case 'merge': {
        const into = STATIONS.find((other) => other !== station) ?? 's1';
        const registered = dice % 4 === 0 ? null : 100 * dice;
        r.amend({ kind: 'station-merged', station: station as never, into: into as never, registered });
        return;
      }
      case 'uninstall':
        r.amend({ kind: 'station-not-installed', station: station as never });
        return;
      case 'miss':
        r.miss(station);
        return;
      case 'withdraw':
        r.withdraw(O, station, sheet);
        return;
    }
  }
}

const acts = fc.array(act, { minLength: 5, maxLength: 60, size: 'max' });

function played(list: readonly Act[]): CanvassRecorder {
  const canvass = new AnyCanvass();
  for (const one of list) canvass.do(one);
  canvass.do({ kind: 'publish' });
  return canvass.recorder;
}

/** The same events, of which only the last state was ever shown. */
function replayed({ events, states, geography }: CanvassRecorder): PublicView {
  const view = new PublicView(geography);
  const last = states.at(-1);
  for (const [i, { header, body }] of events.entries()) {
    if (i === last?.size) view.advance(last.covers, header.at);
    view.take(i, header, body);
  }
  return view;
}

describe('an official count from the paper', () => {
  it('shows the same whichever states were shown before', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const r = played(list);
        const again = replayed(r);
        for (const unit of r.geography.units.keys()) {
          expect(buildUnitData(again, unit)).toEqual(buildUnitData(r.view, unit));
        }
        expect(r.events.map((_, i) => again.isDue(i))).toEqual(r.events.map((_, i) => r.view.isDue(i)));
        expect(again.pictures.due().sort()).toEqual(r.view.pictures.due().sort());
      }),
      { numRuns: lawRuns(60) },
    );
  });

  it('counts each station under the one word of its version, in every area', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const { view, geography } = played(list);
        const words = [0, 3].map((station) => view.tabulation.current(O, 0, station));
        const is = (status: string) => words.filter((version) => version?.status === status).length;
        const { official } = buildUnitData(view, 0).contests['pres'] ?? {};
        expect(official).toMatchObject({
          counted: is('counted'),
          notCounted: words.filter((v) => v !== null).length - is('counted'),
        });
        expect(official?.canvass).toMatchObject({
          ...{ objected: is('objected'), annulled: is('annulled'), recount: is('recount'), repeat: is('repeat') },
          ...{ lost: is('lost'), notInstalled: is('not_installed'), merged: is('merged') },
          corrected: words.filter((version) => version?.corrected === true).length,
        });
        const void_ = is('annulled') + is('lost') + is('not_installed') + is('merged');
        expect(official?.void).toBe(void_);
        const sums = geography.children[0]?.map(
          (child) => buildUnitData(view, child).contests['pres']?.official.canvass,
        );
        for (const key of ['received', 'objected', 'repeat', 'merged'] as const) {
          const total = (sums ?? []).reduce((sum, one) => sum + (one?.[key] ?? 0), 0);
          expect(total).toBe(official?.canvass?.[key]);
        }
      }),
      { numRuns: lawRuns(60) },
    );
  });

  it('opens no figure of a vote whose embargo is not lifted', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const { view, events, states } = played(list);
        const { size } = states.at(-1) ?? { size: 0 };
        const lifted = (generation: number) =>
          events
            .slice(0, size)
            .some(({ header, body }) => body.kind === 'EmbargoLifted' && (header.generation ?? 1) === generation);
        for (const [i, { header, body }] of events.entries()) {
          if (!/^(EntryCommitted|SheetAgreed|SheetCorrected)$/.test(body.kind)) continue;
          const generation = header.generation ?? 1;
          if (view.isDue(i)) expect(lifted(generation)).toBe(true);
        }
      }),
      { numRuns: lawRuns(60) },
    );
  });
});
