/** How two names were found to mean the same. */
export type MatchedBy = 'map' | 'code' | 'name' | 'normalised' | 'only';

export type Match = { readonly a: number; readonly b: number; readonly by: MatchedBy };

/** What was matched, by place in the lists, and what was not, and why. */
export type Matching = {
  readonly matches: readonly Match[];
  /** Places that nothing of the other side goes with. */
  readonly onlyA: readonly number[];
  readonly onlyB: readonly number[];
  /** Places that could go with more than one, or with one that is taken: matched with none. */
  readonly ambiguousA: readonly number[];
  readonly ambiguousB: readonly number[];
  /** Names of the map that one of the sides does not have. */
  readonly unknown: readonly string[];
};

export type Named = { readonly id: string | null; readonly names: readonly string[] };

/** Without leading zeros, in lower case. */
export function normalised(code: string): string {
  return code.toLowerCase().replace(/^0+(?=[^0]|0$)/, '');
}

/**
 * Matches codes: by the map, then alike to the letter, then alike but for leading zeros and letter case. The last only where it
 * leaves no doubt: if on either side two codes are alike so, none of them is matched, and all are said to be ambiguous.
 */
export function matchCodes(a: readonly string[], b: readonly string[], map: ReadonlyMap<string, string>): Matching {
  const state = new MatchState(a.length, b.length);
  takeMap(state, map, a, b);
  const places = new Map(b.map((code, i) => [code, i]));
  a.forEach((code, i) => {
    const at = places.get(code);
    if (at !== undefined && state.isFree(i, at)) state.match(i, at, 'code');
  });
  matchByKey(
    state,
    a.map((code) => [normalised(code)]),
    b.map((code) => [normalised(code)]),
    'normalised',
  );
  return state.done();
}

/** Matches things with names: by the map, by id, by id in another letter case, then by name; the last two only without doubt. */
export function matchNamed(a: readonly Named[], b: readonly Named[], map: ReadonlyMap<string, string>): Matching {
  const state = new MatchState(a.length, b.length);
  const ids = (list: readonly Named[]): string[] => list.map(({ id }) => id ?? '');
  takeMap(state, map, ids(a), ids(b));
  a.forEach(({ id }, i) => {
    const at = id === null ? -1 : b.findIndex((other) => other.id === id);
    if (at >= 0 && state.isFree(i, at)) state.match(i, at, 'code');
  });
  matchByKey(state, telling(a), telling(b), 'name');
  return state.done();
}

/** The names by which one thing of a list can be told: what two share, like a party, tells nothing. */
function telling(list: readonly Named[]): string[][] {
  const all = list.map(({ id, names }) => [...new Set([...(id === null ? [] : [id]), ...names].map(plain))]);
  const times = new Map<string, number>();
  for (const key of all.flat()) times.set(key, (times.get(key) ?? 0) + 1);
  return all.map((keys) => keys.filter((key) => times.get(key) === 1));
}

function plain(name: string): string {
  return name.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');
}

class MatchState {
  readonly matches: Match[] = [];
  readonly freeA: Set<number>;
  readonly freeB: Set<number>;
  readonly ambiguousA = new Set<number>();
  readonly ambiguousB = new Set<number>();
  readonly unknown: string[] = [];

  constructor(a: number, b: number) {
    this.freeA = new Set(Array.from({ length: a }, (_, i) => i));
    this.freeB = new Set(Array.from({ length: b }, (_, i) => i));
  }

  isFree(a: number, b: number): boolean {
    return this.freeA.has(a) && this.freeB.has(b);
  }

  match(a: number, b: number, by: MatchedBy): void {
    this.freeA.delete(a);
    this.freeB.delete(b);
    this.matches.push({ a, b, by });
  }

  done(): Matching {
    const matches = [...this.matches].sort((x, y) => x.a - y.a);
    const rest = (free: ReadonlySet<number>, doubt: ReadonlySet<number>) => [...free].filter((i) => !doubt.has(i));
    return {
      matches,
      onlyA: rest(this.freeA, this.ambiguousA),
      onlyB: rest(this.freeB, this.ambiguousB),
      ambiguousA: [...this.ambiguousA].sort((x, y) => x - y),
      ambiguousB: [...this.ambiguousB].sort((x, y) => x - y),
      unknown: this.unknown,
    };
  }
}

function takeMap(
  state: MatchState,
  map: ReadonlyMap<string, string>,
  a: readonly string[],
  b: readonly string[],
): void {
  if (map.size === 0) return;
  const [inA, inB] = [new Map(a.map((id, i) => [id, i])), new Map(b.map((id, i) => [id, i]))];
  for (const [from, to] of map) {
    const [i, j] = [inA.get(from), inB.get(to)];
    if (i === undefined) state.unknown.push(from);
    else if (j === undefined) state.unknown.push(to);
    else if (state.isFree(i, j)) state.match(i, j, 'map');
  }
}

/** Matches what is free and shares a key, where on each side exactly one, free or not, has that key. */
function matchByKey(
  state: MatchState,
  a: readonly (readonly string[])[],
  b: readonly (readonly string[])[],
  by: MatchedBy,
): void {
  const [inA, inB] = [placesByKey(a), placesByKey(b)];
  // What goes with what is found first and matched after: no match may make another one look free of doubt.
  const found = new Map<number, Set<number>>();
  for (const i of state.freeA) {
    for (const key of a[i] ?? []) {
      for (const j of inB.get(key) ?? []) found.set(i, (found.get(i) ?? new Set()).add(j));
    }
  }
  for (const [i, others] of found) {
    const [j = -1] = others;
    const isAlone = others.size === 1 && state.freeB.has(j) && isOnlyOne(a[i] ?? [], b[j] ?? [], inA);
    if (isAlone) continue;
    state.ambiguousA.add(i);
    for (const other of others) if (state.freeB.has(other)) state.ambiguousB.add(other);
  }
  for (const [i, others] of found) {
    const [j = -1] = others;
    if (!state.ambiguousA.has(i) && !state.ambiguousB.has(j)) state.match(i, j, by);
  }
  markTaken(state, b, inA);
}

/** Whether no other of A has a key that the two share. */
function isOnlyOne(
  keys: readonly string[],
  others: readonly string[],
  inA: ReadonlyMap<string, readonly number[]>,
): boolean {
  return keys.filter((key) => others.includes(key)).every((key) => inA.get(key)?.length === 1);
}

/** What is free in B and alike to something of A that is matched already. */
function markTaken(
  state: MatchState,
  b: readonly (readonly string[])[],
  inA: ReadonlyMap<string, readonly number[]>,
): void {
  for (const j of state.freeB) {
    if ((b[j] ?? []).some((key) => (inA.get(key) ?? []).length > 0)) state.ambiguousB.add(j);
  }
}

function placesByKey(list: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  list.forEach((keys, i) => {
    for (const key of new Set(keys)) {
      const known = places.get(key);
      if (known === undefined) places.set(key, [i]);
      else known.push(i);
    }
  });
  return places;
}
