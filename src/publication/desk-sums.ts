import type { AreaSums } from '../tabulation/tabulation.ts';
import { StationSums } from './station-sums.ts';
import type { DeskFigures } from './unit-data.ts';

type OfReadings = { readonly announced: number; readonly readingsDiffer: number };

/** How many stations of each area one count has in hand, beyond what its figures tell. */
export class DeskSums {
  /** A picture or a paper came in. */
  readonly received: StationSums;
  /** Both entries were opened. */
  readonly typed: StationSums;
  /** A sheet came after the close. */
  readonly late: StationSums;

  constructor(contests: number) {
    this.received = new StationSums(contests);
    this.typed = new StationSums(contests);
    this.late = new StationSums(contests);
  }

  /** The station lies in other areas since. */
  move(station: number, from: readonly number[], to: readonly number[]): void {
    for (const sums of [this.received, this.typed, this.late]) sums.move(station, from, to);
  }

  /** Null where there is nothing to tell. `readings`: of the figures that stations sent, where there are any. */
  figures(
    contest: number,
    area: number,
    { observed, disputed, disputedValid }: AreaSums,
    readings: OfReadings | null,
  ): DeskFigures | null {
    const typed = this.typed.of(contest, area);
    const late = this.late.of(contest, area);
    if (readings !== null) return { typed, observed, disputed, disputedValid, late, ...readings };
    return typed + observed + disputed + late === 0 ? null : { typed, observed, disputed, disputedValid, late };
  }
}
