import { CanvassRecorder, LITTLE_OFFICES } from './little-canvass.test-support.ts';
import { boxes } from './view-recorder.test-support.ts';

const O = 'official';

/**
 * An official count with something of everything, for the pages: s0 corrected after an objection, s1 objected to and held back,
 * s2 annulled in one contest and repeated in the other, s3 from a copy, s4 not installed. `pres` is certified in part.
 */
export function canvassedNight(): CanvassRecorder {
  const r = new CanvassRecorder(LITTLE_OFFICES);
  r.openBoth();
  r.lift('pres');
  r.lift('gov');
  for (const [member, name] of [
    ['m1', 'Ana Arce'],
    ['m2', 'Beto Bravo'],
    ['m3', 'Carla Cruz'],
  ] as const) {
    r.seat(member, name);
  }
  r.agree('preliminary', 'pres', 's0', boxes(210, 120, 9));
  r.agree('preliminary', 'pres', 's2', boxes(100, 90, 3));
  takenIn(r);
  r.openSession(1);
  const s0 = received(r, 's0', [210, 120, 9]);
  const objection = r.object('pres', s0);
  r.correct('pres', s0, boxes(201, 120, 9), r.ruleBoard('pres', s0, 'correct', [[objection, true]]));
  const s1 = received(r, 's1', [150, 160, 4]);
  r.object('pres', s1, 'false-sheet');
  r.object('gov', s1);
  const s2 = received(r, 's2', [100, 90, 3]);
  r.annul('pres', s2, r.ruleBoard('pres', s2, 'annul'));
  r.ruleBoard('gov', s2, 'repeat', [], r.lastAt + 14 * 86_400_000);
  r.miss('s3');
  r.agree(O, 'pres', 's3', boxes(80, 70, 2), r.copy('s3'));
  r.amend({ kind: 'station-not-installed', station: 's4' as never });
  r.publish();
  r.closeSession(1);
  r.openSession(2);
  r.certify('pres', 'u0', 'the vote of one table is repeated');
  r.publish();
  return r;
}

/** An envelope that comes in whole, is moved, opened and typed in both contests, and is stored. */
function received(r: CanvassRecorder, station: string, figures: readonly [number, number, number]) {
  const sheet = r.envelope(station);
  const it = { station, sheet };
  r.move(it, 'typing room', station === 's1' ? 'broken' : 'whole');
  r.open(it);
  r.scan(it, 'F');
  r.agree(O, 'pres', station, boxes(...figures), sheet);
  r.agree(O, 'gov', station, boxes(figures[0] + 1, figures[1] - 1), sheet);
  r.store(it);
  return it;
}

/** Some of what the office of the north did, an hour ago by its own time. */
function takenIn(r: CanvassRecorder): void {
  const of = (index: number) => ({ id: 'NO', index, at: (r.lastAt - 3_600_000) as never });
  r.act({ kind: 'CountOpened', mode: 'entered', files: [] }, { count: O, office: of(0) });
  r.openSession(1, { office: of(1) });
}
