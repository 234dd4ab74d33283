import type { StationItem } from './station-replay.ts';

/**
 * For which contests of a station a sheet of a repeated vote comes that is received behind these items: official-count.md section 5.
 * A contest waits from the ruling that orders it until a sheet comes, again when that sheet is taken out, and no longer once the
 * board says that it is lost. Ascending.
 */
export function contestsOfRepeat(items: readonly StationItem[], isCopy: boolean): readonly number[] {
  const waiting = new Set<number>();
  /** By contest, the sheet of the newest repeated vote. */
  const speaking = new Map<number, number>();
  const empty = new Set<number>();
  const lost = new Set<number>();
  for (const item of items) {
    if (item.kind === 'ruled' && item.effect === 'repeat') {
      waiting.add(item.contest);
      lost.delete(item.contest);
    } else if (item.kind === 'ruled' && item.effect === 'lost') {
      waiting.delete(item.contest);
      lost.add(item.contest);
    } else if (item.kind === 'received' && item.repeated !== undefined) {
      for (const contest of item.repeated.contests) speaking.set(contest, item.index);
      waiting.clear();
    } else if (item.kind === 'emptied' && item.sheet !== null) {
      empty.add(item.sheet);
    } else if (item.kind === 'withdrawn') {
      for (const [contest, sheet] of speaking) {
        if (sheet !== item.sheet || lost.has(contest)) continue;
        speaking.delete(contest);
        waiting.add(contest);
      }
    }
  }
  // Where nothing waits, a copy stands for a sheet that was to be in its envelope and was not.
  if (waiting.size === 0 && isCopy) {
    for (const [contest, sheet] of speaking) if (empty.has(sheet) && !lost.has(contest)) waiting.add(contest);
  }
  return [...waiting].sort((a, b) => a - b);
}
