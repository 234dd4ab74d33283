import { present } from '../base/assert.ts';
import type { DeskRules } from '../model/desk-rules.ts';
import { CollationCauses } from './collation-causes.ts';
import type { Waiting } from './count-progress.ts';
import type { HistoryItem } from './unit-data.ts';

/** What happened to each station, as far as the public may see it. */
export class StationHistory {
  private readonly stations: HistoryItem[][];
  /** What of it may tell why the two counts differ. */
  readonly causes: CollationCauses;

  /** `corrections`: which figure counts where the jury corrected a box. */
  constructor(stations: number, corrections: DeskRules['corrections']) {
    this.stations = Array.from({ length: stations }, () => []);
    this.causes = new CollationCauses(corrections);
  }

  note(one: Waiting): void {
    const { index, header, station } = one;
    this.causes.note(one);
    // Nobody recorded when an imported row without an instant came in; the server's clock only keeps the order.
    const untimed = header.kind === 'SheetImported' && header.clock !== 'source';
    const at = untimed ? null : header.at;
    const item: HistoryItem = [present(header.count, 'count'), header.contest ?? '', index, header.kind, at];
    const known = this.stations[station];
    // A station that was added while the count runs.
    if (known === undefined) this.stations[station] = [item];
    else known.push(item);
  }

  /** In record order: events that were sealed are noted later than others that came after them. */
  of(station: number): readonly HistoryItem[] {
    return [...(this.stations[station] ?? [])].sort((a, b) => a[2] - b[2]);
  }
}
