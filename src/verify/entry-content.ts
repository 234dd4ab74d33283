import type { EntryContent } from '../model/desk-rules.ts';

/** Whether two contents are not equal in boxes, corrections and observations. */
export function differs(a: EntryContent, b: EntryContent): boolean {
  const boxes = a.boxes.length === b.boxes.length && a.boxes.every((box, i) => box === b.boxes[i]);
  return !boxes || correctionsText(a) !== correctionsText(b) || a.observations.join() !== b.observations.join();
}

/** The first thing that both entries have alike and the resolution has not; null when there is none. */
export function keepsEqual(a: EntryContent, b: EntryContent, resolved: EntryContent): string | null {
  for (const code of new Set([...a.observations, ...b.observations, ...resolved.observations])) {
    const inBoth = a.observations.includes(code);
    if (inBoth === b.observations.includes(code) && inBoth !== resolved.observations.includes(code)) {
      return `the observation ${code}`;
    }
  }
  // Where one of the two found no figures, or the resolution chose that side, no box is equal in both.
  if (a.boxes.length !== b.boxes.length || resolved.boxes.length !== a.boxes.length) return null;
  for (const [i, box] of a.boxes.entries()) {
    if (box === b.boxes[i] && box !== resolved.boxes[i]) return `box ${i + 1}`;
    const correction = correctionOf(a, i);
    if (correction === correctionOf(b, i) && correction !== correctionOf(resolved, i)) {
      return `the correction of box ${i + 1}`;
    }
  }
  return null;
}

function correctionsText({ corrections }: EntryContent): string {
  return corrections.map(([box, value]) => `${box}=${value}`).join();
}

function correctionOf({ corrections }: EntryContent, box: number): number | null {
  return corrections.find(([at]) => at === box)?.[1] ?? null;
}
