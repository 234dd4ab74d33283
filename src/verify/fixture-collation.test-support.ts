import type { Json } from '../base/canonical.ts';
import type { SelectionId } from '../model/ids.ts';
import { resultOf } from '../model/outcome.ts';
import { stationsNow } from './fixture-canvass-figures.test-support.ts';
import { isDue, newest } from './fixture-centre.test-support.ts';
import type { ToyState } from './fixture-figures.test-support.ts';

/* What the toy's two counts come to beside each other, figured out by filters: shared with nothing. Its boxes are A, B, blank. */

const BOXES = ['A', 'B', 'blank'] as const;
const numbers = (toy: ToyState, count: 'preliminary' | 'official', station: string) => {
  const sheet = newest(toy, count, station);
  return sheet?.status === 'counted' ? sheet.boxes.slice(0, 3).map(Number) : null;
};

function kindOf(toy: ToyState, station: string): string {
  if (newest(toy, 'official', station)?.status === 'annulled') return 'annulled';
  const [p, o] = [numbers(toy, 'preliminary', station), numbers(toy, 'official', station)];
  if (p === null) return o === null ? 'neither' : 'onlyOfficial';
  if (o === null) return 'onlyPreliminary';
  return p.join() === o.join() ? 'equal' : 'differs';
}

function reasonOf(toy: ToyState, station: string): string | null {
  const official = numbers(toy, 'official', station)?.join();
  const about = toy.events.flatMap(({ body, count }, i) =>
    'station' in body && body.station === station && count === 'preliminary' && isDue(toy, i) ? [{ body, i }] : [],
  );
  if (kindOf(toy, station) === 'annulled') return isAnnulledByBoard(toy, station) ? 'ruling' : null;
  const differed = about.flatMap(({ body }) => (body.kind === 'EntriesRevealed' && !body.equal ? body.entries : []));
  const agreed = about.findLast(({ body }) => body.kind === 'SheetAgreed')?.body;
  const own = agreed?.kind === 'SheetAgreed' ? agreed.sheet : -1;
  const agrees = (boxes: readonly unknown[]) => boxes.map(Number).join() === official;
  for (const { body, i } of about) {
    if (body.kind === 'EntryCommitted' && body.sheet === own && differed.includes(i) && agrees(body.boxes)) {
      return 'typing';
    }
    if (body.kind === 'DifferenceResolved' && body.sheet === own && agrees(body.boxes)) return 'typing';
    if (body.kind === 'FiguresRead' && agrees(body.boxes)) return 'typing';
  }
  const shown = about.filter(({ i }) => i < toy.covers.preliminary);
  if (shown.some(({ body }) => body.kind === 'SheetWithdrawn' && body.code === 'wrong-station')) return 'wrong-station';
  return shown.filter(({ body }) => body.kind === 'SheetReceived').length > 1 ? 'other-picture' : null;
}

function isAnnulledByBoard(toy: ToyState, station: string): boolean {
  return toy.events.some(
    ({ body }) => body.kind === 'BoardRuled' && body.station === station && body.effect === 'annul',
  );
}

/** `collation` of an area; nothing where there is none. */
export function collationOf(toy: ToyState, stations: readonly string[]): { readonly collation?: Json } {
  const kinds = stations.map((s) => kindOf(toy, s));
  const of = (kind: string) => kinds.filter((k) => k === kind).length;
  if (of('equal') + of('differs') === 0 && (of('onlyPreliminary') === 0 || of('onlyOfficial') + of('annulled') === 0)) {
    return {};
  }
  const names = ['equal', 'differs', 'annulled', 'onlyPreliminary', 'onlyOfficial', 'neither'];
  const net = BOXES.map((_, i) => stations.reduce((sum, s) => sum + (changes(toy, s)[i] ?? 0), 0));
  return { collation: { ...Object.fromEntries(names.map((name) => [name, of(name)])), net } };
}

function changes(toy: ToyState, station: string): readonly number[] {
  const [p, o] = [numbers(toy, 'preliminary', station), numbers(toy, 'official', station)];
  return p === null || o === null ? [0, 0, 0] : o.map((n, i) => n - (p[i] ?? 0));
}

export function collationOfSheet(toy: ToyState, station: string): { readonly collation?: Json } {
  const kind = kindOf(toy, station);
  return kind === 'differs' || kind === 'annulled'
    ? { collation: { class: kind, reason: reasonOf(toy, station) } }
    : {};
}

function differing(toy: ToyState) {
  const official = [0, 1].map((i) =>
    stationsNow(toy).reduce((sum, s) => sum + (numbers(toy, 'official', s.id)?.[i] ?? 0), 0),
  ) as [number, number];
  const sign = official[0] >= official[1] ? 1 : -1;
  const sheets = stationsNow(toy)
    .filter((s) => kindOf(toy, s.id) === 'differs')
    .map((s) => {
      const [a = 0, b = 0, c = 0] = changes(toy, s.id);
      const change = Math.abs(a) + Math.abs(b) + Math.abs(c);
      return { id: s.id, unit: s.place, change, lead: sign * (a - b), reason: reasonOf(toy, s.id) };
    });
  return { sign, official, sheets: sheets.sort((x, y) => y.change - x.change) };
}

export function collationJson(toy: ToyState): Json {
  const all = stationsNow(toy).map((s) => s.id);
  const { collation } = collationOf(toy, all);
  const head = { v: 1, election: 'toy', test: true, nature: 'rehearsal' };
  if (collation === undefined) return { ...head, contests: {} };
  const { sign, sheets } = differing(toy);
  const [up, down] = [sheets.filter((s) => s.lead > 0), sheets.filter((s) => s.lead < 0)];
  const sum = (list: typeof sheets) => list.reduce((n, s) => n + Math.abs(s.lead), 0);
  const named = ['ruling', 'repeat', 'copy', 'typing', 'wrong-station', 'other-picture'];
  const reasons = [...named, null].map((r) => [r ?? 'none', sheets.filter((s) => s.reason === r).length]);
  const result = (swap: boolean): Json => {
    const boxes = all.flatMap((s) => {
      const [p, o] = [numbers(toy, 'preliminary', s), numbers(toy, 'official', s)];
      return o === null ? [] : [swap && p !== null ? p : o];
    });
    const box = (i: number) => boxes.reduce((n, b) => n + (b[i] ?? 0), 0) as never;
    const figures = { votes: [box(0), box(1)], unlisted: 0 as never, othersTotal: box(2), registered: null };
    return { ...resultOf({ kind: 'plurality' }, ['A', 'B'] as SelectionId[], figures) };
  };
  const pres: Json = {
    totals: collation,
    leaders: sign > 0 ? ['A', 'B'] : ['B', 'A'],
    direction: {
      more: [up.length, sum(up)],
      less: [down.length, sum(down)],
      same: sheets.length - up.length - down.length,
    },
    reasons: Object.fromEntries(reasons),
    result: { official: result(false), swapped: result(true) },
    differing: sheets.map((s) => [s.id, s.unit, s.change, s.lead, s.reason]),
  };
  return { ...head, contests: { pres } };
}

export function collationCsv(toy: ToyState): string {
  const head = 'station,unit,contest,change,lead,reason,box,preliminary,official\n';
  const lines = differing(toy).sheets.flatMap((s) => {
    const [p, o] = [numbers(toy, 'preliminary', s.id) ?? [], numbers(toy, 'official', s.id) ?? []];
    const sheet = `${s.id},${s.unit},pres,${s.change},${s.lead},${s.reason ?? ''}`;
    return BOXES.flatMap((box, i) => (p[i] === o[i] ? [] : [`${sheet},${box},${p[i]},${o[i]}\n`]));
  });
  return head + lines.join('');
}

/** Figures of the collation as a page shows them. */
export function collationHtml(toy: ToyState): string {
  const json = collationJson(toy) as { contests: { pres?: { totals: { net: number[]; differs: number } } } };
  const { pres } = json.contests;
  if (pres === undefined) return '';
  const { sign, sheets } = differing(toy);
  const [a = 0, b = 0] = pres.totals.net;
  let out = `<tr><td data-f="collation u0 pres differs">${pres.totals.differs}<td data-f="collation u0 pres net A">${a}`;
  out += `<td data-f="collation u0 pres lead">${sign * (a - b)}`;
  for (const s of sheets) {
    out += `<tr><td data-f="differing ${s.id} pres change">${s.change}<td data-f="differing ${s.id} pres lead">${s.lead}`;
    const [p, o] = [numbers(toy, 'preliminary', s.id) ?? [], numbers(toy, 'official', s.id) ?? []];
    BOXES.forEach((box, i) => {
      if (p[i] !== o[i])
        out += `<td data-f="differing ${s.id} pres p ${box}">${p[i]}<td data-f="differing ${s.id} pres o ${box}">${o[i]}`;
    });
  }
  return out;
}
