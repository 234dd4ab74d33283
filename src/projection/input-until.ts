import { unreachable } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { CountKind } from '../model/ids.ts';
import { firstOrderAt, orderKnown, visibleAt } from './arrival-order.ts';
import type { ProjectionInput, SheetTable } from './projection-input.ts';
import type {
  InputNote,
  InputRefusal,
  InputRefusalCode,
  ProjectionSource,
  SheetVersions,
} from './projection-source.ts';

/** Up to where a source is seen. */
export type CutBy =
  /** What the public could see: a version from `publishedAt` on, or from `arrivedAt` where that is empty. */
  | { readonly kind: 'as-of'; readonly instant: Instant }
  /** The first so many stations of an order of arrival. */
  | { readonly kind: 'first'; readonly sheets: number; readonly order: Int32Array }
  | { readonly kind: 'all' };

export type Cut = {
  readonly count: CountKind;
  readonly by: CutBy;
  /** Of `first`: the figures as they were when its last sheet came in, or the last ones, in an order that never was. */
  readonly figures: 'as-then' | 'final';
};

/** An input, and what is to be said of how it was made. */
export type CutInput = ProjectionInput & { readonly notes: readonly InputNote[] };

/**
 * The input that a source gives at a moment. Nothing of a sheet that is not in then reaches it: figures are copied from the one
 * version that is seen, and everything else stays empty.
 */
export function inputUntil(source: ProjectionSource, cut: Cut): Result<CutInput, InputRefusal> {
  const versions = versionsFor(source, cut);
  if (versions === null) return refused('no-count', { count: cut.count });
  if (cut.by.kind === 'as-of' && !versions.arrivedAt.some((_, row) => !Number.isNaN(visibleAt(versions, row)))) {
    return refused('no-instants', { rows: versions.status.length });
  }
  const kept = versions.hasOption.flatMap((has, k) => (has ? [k] : []));
  if (kept.length < 2) return refused('too-few-options', { options: kept.length });
  if (kept.length > 20) return refused('too-many-options', { options: kept.length });
  const missing = versions.hasOption.length - kept.length;
  if (missing > 0 && source.base === 'options') return refused('option-without-figures', { options: missing });
  const seen = seenRows(source, versions, cut);
  const expected = source.stations.expected.slice();
  const setAside = new Uint8Array(source.stations.size);
  judgeStates(source, versions, seen, { expected, setAside });
  const sheets = takeFigures(versions, seen, kept, setAside, cut);
  const notes = [...source.notes, ...notesOf(source, versions, seen, cut, missing)];
  const sameAsSum = isSumOfOptions(sheets, kept.length);
  return ok({
    options: kept.map((k) => source.options[k] as string),
    base: source.base === 'total' && sameAsSum && missing === 0 ? 'options' : source.base,
    rule: source.rule,
    count: cut.count,
    stations: { ...source.stations, expected },
    sheets,
    previous: source.previous,
    notes,
  });
}

function refused(code: InputRefusalCode, facts: InputRefusal['facts']): Result<never, InputRefusal> {
  return err({ kind: 'input-refused', code, facts });
}

/** In an order that never was, a count that is not there is stood in for by the official one. */
function versionsFor(source: ProjectionSource, cut: Cut): SheetVersions | null {
  const own = source[cut.count];
  return own === null && cut.by.kind === 'first' && cut.figures === 'final' ? source.official : own;
}

/** The versions that are seen: by station the row, -1 none; the instant in the order of each; the moment of the cut. */
type Seen = { readonly row: Int32Array; readonly arrival: Float64Array; readonly until: number };

function seenRows(source: ProjectionSource, versions: SheetVersions, cut: Cut): Seen {
  const { size } = source.stations;
  const row = new Int32Array(size).fill(-1);
  const arrival = new Float64Array(size).fill(Number.NaN);
  const take = (s: number, isSeen: (r: number) => boolean) => {
    const [from, to] = [versions.first[s] as number, versions.first[s + 1] as number];
    for (let r = from; r < to; r++) {
      if (!isSeen(r)) continue;
      row[s] = r;
      // A sheet came into the count when it was first counted, and stays there when its figures are corrected.
      if (Number.isNaN(arrival[s] as number) && versions.status[r] === 0) arrival[s] = versions.orderAt[r] as number;
    }
  };
  const { by } = cut;
  switch (by.kind) {
    case 'as-of':
      for (let s = 0; s < size; s++) take(s, (r) => visibleAt(versions, r) <= by.instant);
      return { row, arrival, until: by.instant };
    case 'all':
      for (let s = 0; s < size; s++) take(s, () => true);
      return { row, arrival, until: Number.POSITIVE_INFINITY };
    case 'first': {
      const chosen = by.order.subarray(0, by.sheets);
      if (cut.figures === 'final') {
        chosen.forEach((s, rank) => {
          take(s, () => true);
          arrival[s] = rank;
        });
        return { row, arrival, until: Number.NaN };
      }
      let until = Number.NEGATIVE_INFINITY;
      for (const s of chosen) until = Math.max(until, orNone(firstOrderAt(versions, s)));
      for (const s of chosen) take(s, (r) => (versions.orderAt[r] as number) <= until);
      return { row, arrival, until };
    }
    default:
      return unreachable(by);
  }
}

const orNone = (at: number) => (Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at);

/** Sheets that the authority is not known to hold: they are out like any other, and not a selected group. */
const NOT_HELD = /^(pending|in_entry|in_transit|not_transmitted|not_received|not_sent|missing|expected|waiting)$/;
/** Of these no votes will come. */
const WITHOUT_VOTES = /^(not_installed|annulled|cancelled|void|no_election|lost|merged)$/;

type Judged = { readonly expected: Uint8Array; readonly setAside: Uint8Array };

function judgeStates(source: ProjectionSource, versions: SheetVersions, seen: Seen, judged: Judged): void {
  const { states } = source;
  const judge = (s: number, state: string) => {
    if (WITHOUT_VOTES.test(state)) judged.expected[s] = 0;
    else if (!NOT_HELD.test(state)) judged.setAside[s] = 1;
  };
  // A state without an instant is that of the end: it is known once the last version is.
  const isEnd = versions === source.preliminary && seen.until >= lastInstant(versions);
  for (let s = 0; s < source.stations.size; s++) {
    const row = seen.row[s] as number;
    if (row >= 0) {
      const status = versions.status[row] as number;
      if (status !== 0) judge(s, versions.statuses[status] as string);
      continue;
    }
    if (states === null || versions !== source.preliminary) continue;
    let known = -1;
    for (let r = states.first[s] as number; r < (states.first[s + 1] as number); r++) {
      const at = states.at[r] as number;
      if (Number.isNaN(at) ? isEnd : at <= seen.until) known = states.state[r] as number;
    }
    if (known >= 0) judge(s, states.states[known] as string);
  }
}

function lastInstant(versions: SheetVersions): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const at of versions.publishedAt) if (at > last) last = at;
  for (const at of versions.arrivedAt) if (at > last) last = at;
  return last;
}

function takeFigures(
  versions: SheetVersions,
  seen: Seen,
  kept: readonly number[],
  setAside: Uint8Array,
  cut: Cut,
): SheetTable {
  const size = seen.row.length;
  const [width, all] = [kept.length, versions.hasOption.length];
  const isIn = new Uint8Array(size);
  const votes = new Float64Array(size * width);
  const base = new Float64Array(size);
  const arrivedAt = new Float64Array(size).fill(Number.NaN);
  for (let s = 0; s < size; s++) {
    const row = seen.row[s] as number;
    if (row < 0 || versions.status[row] !== 0) continue;
    const known = kept.every((k) => !Number.isNaN(versions.votes[row * all + k] as number));
    if (!known || Number.isNaN(versions.base[row] as number)) {
      // The authority holds the sheet, but not every figure of it is known: it is out, and not by chance.
      setAside[s] = 1;
      continue;
    }
    isIn[s] = 1;
    kept.forEach((k, to) => {
      votes[s * width + to] = versions.votes[row * all + k] as number;
    });
    base[s] = versions.base[row] as number;
    arrivedAt[s] = seen.arrival[s] as number;
  }
  const figures = versions.figures === 'final' || (cut.by.kind === 'first' && cut.figures === 'final');
  return {
    isIn,
    votes,
    base,
    arrivedAt,
    order: orderKnown(isIn, arrivedAt),
    figures: figures ? 'final' : 'as-then',
    setAside,
  };
}

function isSumOfOptions(sheets: SheetTable, width: number): boolean {
  for (let s = 0; s < sheets.isIn.length; s++) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += sheets.votes[s * width + k] as number;
    if (sum !== sheets.base[s]) return false;
  }
  return true;
}

function notesOf(
  source: ProjectionSource,
  versions: SheetVersions,
  seen: Seen,
  cut: Cut,
  missing: number,
): readonly InputNote[] {
  const notes: InputNote[] = [{ code: `seen-${cut.by.kind}`, facts: { count: cut.count } }];
  if (cut.by.kind === 'as-of') {
    let untimed = 0;
    for (let r = 0; r < versions.status.length; r++) if (Number.isNaN(visibleAt(versions, r))) untimed++;
    if (untimed > 0) notes.push({ code: 'rows-without-instant', facts: { rows: untimed } });
  }
  if (missing > 0) notes.push({ code: 'options-not-in-count', facts: { options: missing } });
  if (source.states !== null && versions === source.preliminary && Number.isNaN(seen.until)) {
    notes.push({ code: 'states-not-used', facts: {} });
  }
  return notes;
}
