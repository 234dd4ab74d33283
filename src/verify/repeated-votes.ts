import type { EventBody } from '../record/index.ts';
import type { ReadHeader } from './read-header.ts';

/** What is known of one station. */
type Station = {
  readonly waiting: Set<string>;
  /** By contest, the sheet of the newest repeated vote. */
  readonly speaking: Map<string, number>;
  readonly lost: Set<string>;
  /** The highest number of a vote of which a sheet came. */
  highest: number;
};

/**
 * Which contests of each station wait for the sheet of a repeated vote, and from which sheet each is typed: official-count.md
 * section 5. A contest waits from the ruling that orders it until a sheet comes, again when that sheet is taken out, and no longer
 * once the board says that it is lost. It judges nothing.
 */
export class RepeatedVotes {
  private readonly stations = new Map<string, Station>();
  private readonly served = new Map<number, ReadonlySet<string>>();
  private readonly empty = new Set<number>();

  /** Takes an event of the official count, and gives the contests that begin to wait with it. */
  take(record: number, { contest, generation }: ReadHeader, body: EventBody): readonly string[] {
    switch (body.kind) {
      case 'BoardRuled':
        return contest === null ? [] : this.rule(body.station, contest, body.effect);
      case 'EnvelopeReceived':
      case 'CopyAdmitted':
        if (generation !== undefined) this.receive(record, generation, body);
        return [];
      case 'EnvelopeOpened':
        if (body.found !== 'sheet') this.empty.add(body.sheet);
        return [];
      case 'SheetWithdrawn':
        return this.withdraw(body.station, body.sheet);
      default:
        return [];
    }
  }

  waiting(station: string): ReadonlySet<string> {
    return this.stations.get(station)?.waiting ?? NOTHING;
  }

  /** The highest number of a vote of which a sheet of the station came. */
  highestOf(station: string): number {
    return this.stations.get(station)?.highest ?? 1;
  }

  /** The contests that are typed from a sheet of a repeated vote; null where it is of none. */
  contestsOf(sheet: number): ReadonlySet<string> | null {
    return this.served.get(sheet) ?? null;
  }

  /** Whether a contest of a station can be typed from this sheet: where its vote is repeated, from the newest sheet of that alone. */
  isReadFrom(sheet: number, station: string, contest: string): boolean {
    const known = this.stations.get(station);
    if (known === undefined) return true;
    if (known.waiting.has(contest) || known.lost.has(contest)) return false;
    return (known.speaking.get(contest) ?? sheet) === sheet;
  }

  /** The sheet that a contest is typed from: of its repeated vote, none that is there, or that which stands of the first vote. */
  sheetFor(station: string, contest: string): number | 'first' | 'none' {
    const known = this.stations.get(station);
    if (known?.waiting.has(contest) || known?.lost.has(contest)) return 'none';
    return known?.speaking.get(contest) ?? 'first';
  }

  private rule(station: string, contest: string, effect: string): readonly string[] {
    if (effect !== 'repeat' && effect !== 'lost') return [];
    const { waiting, speaking, lost } = this.stationOf(station);
    if (effect === 'repeat') {
      waiting.add(contest);
      lost.delete(contest);
      return [contest];
    }
    // What never was repeated, and is lost, is typed where its paper turns up after all.
    if (waiting.delete(contest) || speaking.has(contest)) lost.add(contest);
    return [];
  }

  private receive(record: number, generation: number, { kind, station }: { kind: string; station: string }): void {
    const known = this.stationOf(station);
    const { waiting, speaking, lost } = known;
    const contests = new Set(waiting);
    if (waiting.size === 0 && kind === 'CopyAdmitted') {
      // It stands for a sheet that was to be in its envelope and was not.
      for (const [contest, sheet] of speaking) if (this.empty.has(sheet) && !lost.has(contest)) contests.add(contest);
    }
    for (const contest of contests) speaking.set(contest, record);
    waiting.clear();
    known.highest = Math.max(generation, known.highest);
    this.served.set(record, contests);
  }

  private withdraw(station: string, sheet: number): readonly string[] {
    const { waiting, speaking, lost } = this.stationOf(station);
    const again = [...speaking].flatMap(([contest, by]) => (by === sheet && !lost.has(contest) ? [contest] : []));
    for (const contest of again) {
      speaking.delete(contest);
      waiting.add(contest);
    }
    return again;
  }

  private stationOf(station: string): Station {
    const known = this.stations.get(station);
    if (known !== undefined) return known;
    const fresh = {
      waiting: new Set<string>(),
      speaking: new Map<string, number>(),
      lost: new Set<string>(),
      highest: 1,
    };
    this.stations.set(station, fresh);
    return fresh;
  }
}

const NOTHING: ReadonlySet<string> = new Set();
