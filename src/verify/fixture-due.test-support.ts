import type { Json } from '../base/canonical.ts';
import type { Box } from '../model/votes.ts';
import type { EventBody } from '../record/index.ts';
import type { ToyEvent } from './fixture-election.test-support.ts';
import type { ToyState } from './fixture-figures.test-support.ts';

/* Which bodies of the toy are due, by filters over its list of events. */

export type Body<K extends EventBody['kind']> = Extract<EventBody, { kind: K }>;
/** Part of the toy's record. */
export type ToyReach = Pick<ToyState, 'events' | 'size' | 'covers'>;
export type ToyVersion = {
  readonly status: string;
  readonly record: number;
  readonly boxes: readonly Box[];
  readonly reasons: readonly string[];
  readonly observations: readonly string[];
  readonly corrections: readonly (readonly [number, Json, number])[];
  readonly basis?: string;
  readonly corrected?: true;
  readonly objections?: number;
};

const FIGURE_KINDS = [
  'SheetImported',
  'FiguresRead',
  'EntryCommitted',
  'DifferenceResolved',
  'SheetAgreed',
  'SheetObserved',
  'SheetCorrected',
];

type Found = { readonly at: number; readonly body: EventBody };
/** Bodies of each kind in a list of events, which only grows. */
const sorted = new WeakMap<readonly ToyEvent[], { seen: number; readonly kinds: Map<string, Found[]> }>();

function bodiesOf(events: readonly ToyEvent[], kind: string): readonly Found[] {
  const known = sorted.get(events) ?? { seen: 0, kinds: new Map<string, Found[]>() };
  sorted.set(events, known);
  for (; known.seen < events.length; known.seen++) {
    const { body } = events[known.seen] as ToyEvent;
    const list = known.kinds.get(body.kind) ?? [];
    known.kinds.set(body.kind, list);
    list.push({ at: known.seen, body });
  }
  return known.kinds.get(kind) ?? [];
}

/** Bodies of a kind with their record numbers, in order, below `end`. */
export function all<K extends EventBody['kind']>(
  toy: ToyReach,
  kind: K,
  end = toy.size,
): { at: number; body: Body<K> }[] {
  return bodiesOf(toy.events, kind).filter(({ at }) => at < end) as { at: number; body: Body<K> }[];
}

/** -1 while the count runs. */
export function closedAt(toy: ToyReach, end = toy.size): number {
  return all(toy, 'CountClosed', end)[0]?.at ?? -1;
}

/** Whether the embargo that an event is under is lifted: of a repeated vote by the record that the event is of. */
export function isLifted(toy: ToyReach, { generation, office }: Partial<ToyEvent> = {}): boolean {
  return toy.events
    .slice(0, toy.size)
    .some(
      (e) => e.body.kind === 'EmbargoLifted' && e.generation === generation && (!generation || e.office === office),
    );
}

/** Whether the body of event i is due at a state. */
export function isDue(toy: ToyReach, i: number): boolean {
  const { body, count } = toy.events[i] ?? {};
  if (body === undefined || !FIGURE_KINDS.includes(body.kind)) return true;
  if (count === undefined || i >= toy.covers[count]) return false;
  if (body.kind === 'SheetImported') return true;
  if (!isLifted(toy, toy.events[i])) return false;
  const end = toy.covers[count];
  if (body.kind === 'FiguresRead') {
    const decided = [...all(toy, 'SheetAgreed', end), ...all(toy, 'SheetObserved', end)];
    return closedAt(toy, end) >= 0 || decided.some((d) => d.body.station === body.station);
  }
  if (body.kind !== 'EntryCommitted') return true;
  const voided = all(toy, 'EntryVoided', end).filter((v) => v.body.entry === i);
  if (voided.some((v) => v.body.reason === 'lost')) return false;
  const reveals = all(toy, 'EntriesRevealed', end);
  if (reveals.some((r) => r.body.entries.includes(i))) return true;
  const ended = closedAt(toy, end) >= 0 || all(toy, 'SheetWithdrawn', end).some((w) => w.body.sheet === body.sheet);
  return voided.some((v) => ended || reveals.some((r) => r.at > v.at && r.body.sheet === v.body.sheet));
}
