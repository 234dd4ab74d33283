/** How many stations of each area something is so of: each station once a contest. */
export class StationSums {
  /** By contest and area. */
  private readonly sums: number[][];
  private readonly seen: Set<number>[];

  constructor(contests: number) {
    this.sums = Array.from({ length: contests }, () => []);
    this.seen = Array.from({ length: contests }, () => new Set());
  }

  /** Adds the station to its areas, unless it is there already. */
  add(contest: number, station: number, areas: readonly number[]): void {
    const [sums, seen] = [this.sums[contest], this.seen[contest]];
    if (sums === undefined || seen === undefined || seen.has(station)) return;
    seen.add(station);
    for (const area of areas) sums[area] = (sums[area] ?? 0) + 1;
  }

  /** Takes the station out of its areas, if it is there. */
  remove(contest: number, station: number, areas: readonly number[]): void {
    const sums = this.sums[contest];
    if (sums === undefined || this.seen[contest]?.delete(station) !== true) return;
    for (const area of areas) sums[area] = (sums[area] ?? 0) - 1;
  }

  /** The station lies in other areas since. */
  move(station: number, from: readonly number[], to: readonly number[]): void {
    this.seen.forEach((seen, contest) => {
      if (!seen.has(station)) return;
      this.remove(contest, station, from);
      this.add(contest, station, to);
    });
  }

  of(contest: number, area: number): number {
    return this.sums[contest]?.[area] ?? 0;
  }
}
