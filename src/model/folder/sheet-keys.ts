import { type FolderWarning, issue } from './issue.ts';

/** Versions met so far for each station and contest of one count. */
export class SheetKeys {
  readonly #contests: number;
  /** Version, line, version, line ... of each slot: most have one pair, and a map for each would cost more than the sheet. */
  readonly #slots = new Map<number, number[]>();
  readonly #seen: Uint8Array;

  constructor(stations: number, contests: number) {
    this.#contests = contests;
    this.#seen = new Uint8Array(stations);
  }

  /** Notes a key; gives the line on which it stood before, or null if it is new. */
  add(station: number, contest: number, version: number, line: number): number | null {
    this.#seen[station] = 1;
    const slot = station * this.#contests + contest;
    const pairs = this.#slots.get(slot);
    if (pairs === undefined) {
      this.#slots.set(slot, [version, line]);
      return null;
    }
    for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === version) return pairs[i + 1] ?? null;
    pairs.push(version, line);
    return null;
  }

  hasStation(station: number): boolean {
    return this.#seen[station] === 1;
  }

  isNewest(station: number, contest: number, version: number): boolean {
    return newestOf(this.#slots.get(station * this.#contests + contest) ?? []).version === version;
  }

  /** A warning for each sheet whose versions are not 1, 2, ... without gaps. */
  *skipped(file: string): Generator<FolderWarning> {
    for (const pairs of this.#slots.values()) {
      const { version, line } = newestOf(pairs);
      if (version === pairs.length / 2) continue;
      const place = { file, line, field: 'version' };
      yield issue('skipped-version', place, String(version), 'versions 1, 2, ... without gaps');
    }
  }
}

function newestOf(pairs: readonly number[]): { readonly version: number; readonly line: number } {
  let newest = 0;
  for (let i = 2; i < pairs.length; i += 2) if ((pairs[i] ?? 0) > (pairs[newest] ?? 0)) newest = i;
  return { version: pairs[newest] ?? 0, line: pairs[newest + 1] ?? 0 };
}
