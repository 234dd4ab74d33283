import { describe, expect, it } from 'vitest';
import type { EventBody } from '../record/index.ts';
import { CanvassRecorder, LITTLE_OFFICES } from './little-canvass.test-support.ts';
import { type About, boxes } from './view-recorder.test-support.ts';

const O = 'official';

/** A national record: while `of` names an office, what is done is of that office. */
class Nation extends CanvassRecorder {
  private of: string | null = null;
  private readonly taken = new Map<string, number>();

  in<T>(office: string, play: () => T): T {
    this.of = office;
    const done = play();
    this.of = null;
    return done;
  }

  override act(body: EventBody, about: About = {}): number {
    if (this.of === null) return super.act(body, about);
    const index = this.taken.get(this.of) ?? 0;
    this.taken.set(this.of, index + 1);
    return super.act(body, { ...about, office: { id: this.of, index, at: this.lastAt } });
  }

  /** A vote that is counted, and repeated and counted again: the new sheet and what agreed on it. */
  repeated(station: string, picture: string): { readonly sheet: number; readonly agreed: number } {
    const old = this.counted('pres', station, boxes(60, 30, 5));
    this.ruleBoard('pres', { station, sheet: old.sheet }, 'repeat', [], this.lastAt + 500);
    const sheet = this.envelope(station, 'whole', 2);
    this.open({ station, sheet }, 'sheet', 'whole', 2);
    this.scan({ station, sheet }, picture, 'sheet', 2);
    return { sheet, agreed: this.agree(O, 'pres', station, boxes(40, 45, 1), sheet, 2).agreed };
  }
}

function setUp() {
  const nation = new Nation(LITTLE_OFFICES);
  nation.openBoth();
  nation.lift('pres');
  nation.lift('gov');
  const north = nation.in('NO', () => nation.repeated('s0', 'F'));
  const rest = nation.in('RE', () => nation.repeated('s3', 'G'));
  /** What is seen of the sheets of both: figures that are due, and pictures. */
  const seen = () => {
    nation.publish();
    const { view } = nation;
    return [north, rest].map(({ sheet, agreed }) => [view.isDue(agreed), view.pictures.isShown(sheet)]);
  };
  const status = (station: number) => nation.view.tabulation.current(O, 0, station)?.status;
  return { nation, seen, status };
}

const SEALED = [false, false];
const OPEN = [true, true];

describe('the embargo of votes that offices have repeated', () => {
  it('is not lifted with that of the same number in the national record', () => {
    const { nation, seen, status } = setUp();
    nation.liftRepeat('pres', 2);
    expect(seen()).toEqual([SEALED, SEALED]);
    expect([status(0), status(3)]).toEqual(['repeat', 'repeat']);
  });

  it('is lifted by each office for its own', () => {
    const { nation, seen, status } = setUp();
    nation.in('RE', () => nation.liftRepeat('pres', 2));
    expect(seen()).toEqual([SEALED, OPEN]);
    expect([status(0), status(3)]).toEqual(['repeat', 'counted']);
    nation.in('NO', () => nation.liftRepeat('pres', 2));
    expect(seen()).toEqual([OPEN, OPEN]);
  });

  it('while that of the vote itself is national: no office lifts it', () => {
    const nation = new Nation(LITTLE_OFFICES);
    nation.openBoth();
    const { agreed } = nation.in('NO', () => {
      nation.lift('pres');
      return nation.counted('pres', 's0', boxes(60, 30, 5));
    });
    nation.publish();
    expect(nation.view.isDue(agreed)).toBe(false);
    nation.lift('pres');
    nation.publish();
    expect(nation.view.isDue(agreed)).toBe(true);
  });
});
