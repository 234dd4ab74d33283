import type { Json } from '../base/canonical.ts';
import { encodeBox } from '../record/index.ts';
import { readingsOf } from './fixture-centre.test-support.ts';
import type { ToyState } from './fixture-figures.test-support.ts';

/* What the toy's files say of devices, of figures that stations sent, and of what the door refused. */

export function readingsJson(toy: ToyState, station: string): { readonly readings?: Json } {
  const readings = readingsOf(toy, station).map(({ record, device, boxes, differs }) => {
    const event = toy.events[record];
    const via = event?.body.kind === 'FiguresAnnounced' ? event.body.via : null;
    return { contest: 'pres', record, at: event?.at ?? 0, via, device, boxes: boxes?.map(encodeBox) ?? null, differs };
  });
  return readings.length > 0 ? { readings } : {};
}

/** The toy's one district without a page of its own leads to its one place. */
export function devicesJson(toy: ToyState, unit: string): { readonly devices?: Json } {
  const events = toy.events.slice(0, toy.size);
  const devices = events.flatMap(({ body, at }, record): Json[] => {
    if (body.kind !== 'DeviceEnrolled' || (body.scope === 'u4' ? 'u5' : body.scope) !== unit) return [];
    const { device, scope, only } = body;
    const revoked = events.find((e) => e.body.kind === 'DeviceRevoked' && e.body.device === device)?.at ?? null;
    return [{ device, record, at, scope, only, revoked }];
  });
  return devices.length > 0 ? { devices } : {};
}

export function refusedJson(toy: ToyState): { readonly refused?: Json } {
  const refused: { [reason: string]: number } = {};
  for (const { body } of toy.events) {
    if (body.kind !== 'ArrivalsRefused') continue;
    for (const [, reason, times] of body.minutes) {
      refused[reason] = Math.min((refused[reason] ?? 0) + times, Number.MAX_SAFE_INTEGER);
    }
  }
  return Object.keys(refused).length > 0 ? { refused } : {};
}

export function readingsHtml(toy: ToyState, station: string): string {
  const cell = (record: number, box: unknown, i: number) =>
    typeof box === 'number'
      ? `<td data-f="reading ${record} pres ${['A', 'B', 'blank'][i]}">${box}</td>`
      : `<td>${box}</td>`;
  return readingsOf(toy, station)
    .map(({ record, boxes }) => `<tr>${boxes?.map((box, i) => cell(record, box, i)).join('') ?? ''}</tr>`)
    .join('');
}
