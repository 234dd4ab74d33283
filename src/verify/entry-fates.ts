import type { VoidReason } from '../record/index.ts';
import type { ReadBodies } from './body-reading.ts';
import type { ReadHeader } from './read-header.ts';

/** An EntriesRevealed as one of its two entries sees it. */
export type Reveal = { readonly record: number; readonly otherEntry: number };

/** An EntryVoided as its entry sees it. `opened`: the first EntriesRevealed of its sheet and contest behind it. */
export type Voiding = {
  readonly record: number;
  readonly reason: VoidReason;
  readonly sheet: number;
  opened: number;
};

/** What became of the entries, out of events whose bodies are always open. */
export type EntryFates = {
  /** For each entry, the EntriesRevealed of the same count and contest that name it, in record order. */
  readonly reveals: ReadonlyMap<number, readonly Reveal[]>;
  readonly voids: ReadonlyMap<number, readonly Voiding[]>;
  /** The first SheetWithdrawn of each sheet. */
  readonly withdrawn: ReadonlyMap<number, number>;
};

/** Reads what became of the entries in the first `events` events. An act that names no such entry changes nothing here. */
export function fatesOf(headers: readonly (ReadHeader | null)[], read: ReadBodies, events: number): EntryFates {
  const reveals = new Map<number, Reveal[]>();
  const voids = new Map<number, Voiding[]>();
  const withdrawn = new Map<number, number>();
  const waiting = new Map<string, Voiding[]>();
  for (let record = 0; record < events; record++) {
    const body = read.bodies[record];
    const header = headers[record];
    if (!body || !header) continue;
    if (body.kind === 'SheetWithdrawn' && !withdrawn.has(body.sheet)) withdrawn.set(body.sheet, record);
    if (body.kind === 'EntryVoided' && isEntryBefore(headers, body.entry, record)) {
      const voiding: Voiding = { record, reason: body.reason, sheet: body.sheet, opened: Number.POSITIVE_INFINITY };
      addTo(voids, body.entry, voiding);
      addTo(waiting, `${body.sheet} ${header.contest}`, voiding);
    }
    if (body.kind !== 'EntriesRevealed') continue;
    // Entries that nobody voided need no look-up by sheet, and they are all but a few.
    if (waiting.size > 0) openVoided(waiting, `${body.sheet} ${header.contest}`, record);
    const [first, second] = body.entries;
    if (isEntryBefore(headers, first, record)) addTo(reveals, first, { record, otherEntry: second });
    if (isEntryBefore(headers, second, record)) addTo(reveals, second, { record, otherEntry: first });
  }
  return { reveals, voids, withdrawn };
}

/** Whether `entry` is an EntryCommitted in front of the act that names it, of its count and contest. */
export function isEntryBefore(headers: readonly (ReadHeader | null)[], entry: number, act: number): boolean {
  const named = headers[entry];
  const own = headers[act];
  if (entry >= act || named?.kind !== 'EntryCommitted' || !own) return false;
  return named.count === own.count && named.contest === own.contest;
}

function openVoided(waiting: Map<string, Voiding[]>, key: string, record: number): void {
  for (const voiding of waiting.get(key) ?? []) voiding.opened = Math.min(voiding.opened, record);
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
