import { type EntryContent, isObservationCode, leavesNoFigures, type ObservationCode } from '../model/desk-rules.ts';
import type { Box } from '../model/votes.ts';
import type { Refusal } from './acts.ts';

const BOX_MAX = 999_999_999;

/** Whether a person may have read this from a contest of so many boxes. The content is foreign. */
export function refuseContent(content: EntryContent, width: number): Refusal | null {
  const { boxes, corrections, observations } = content;
  if (!ascend(observations) || !observations.every(isObservationCode)) return bad('observations');
  const expected = leavesNoFigures(observations) ? 0 : width;
  const refused = refuseBoxes(boxes, expected);
  if (refused !== null) return refused;
  if (!ascend(corrections.map(([box]) => box))) return bad('corrections');
  const good = corrections.every(([box, value]) => isNumber(value) && isNumber(box) && box < expected);
  return good ? null : bad('corrections');
}

/** Whether these are so many boxes, each of which a paper can have. The boxes are foreign. */
export function refuseBoxes(boxes: readonly Box[], expected: number): Refusal | null {
  if (boxes.length !== expected) return { kind: 'wrong-number-of-boxes', expected, found: boxes.length };
  return boxes.every(isBox) ? null : bad('boxes');
}

function bad(detail: string): Refusal {
  return { kind: 'bad-content', detail };
}

function isNumber(value: unknown): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0) && (value as number) >= 0 && (value as number) <= BOX_MAX;
}

function isBox(box: Box): boolean {
  return box === 'empty' || box === 'illegible' || isNumber(box);
}

/** Whether the list ascends without repetition. */
export function ascend<T extends string | number>(list: readonly T[]): boolean {
  return list.every((item, i) => i === 0 || item > (list[i - 1] as T));
}

/** What two entries do not say alike, by place. Only this is asked of the third person. */
export type Differences = {
  /** One of the two left no figures: every box is open. */
  readonly figures: boolean;
  readonly boxes: readonly number[];
  /** Boxes whose correction is not the same in both. */
  readonly corrections: readonly number[];
  readonly observations: readonly ObservationCode[];
};

export function differencesOf(a: EntryContent, b: EntryContent): Differences {
  const figures = a.boxes.length !== b.boxes.length;
  const boxes = figures ? [] : a.boxes.flatMap((box, i) => (box === b.boxes[i] ? [] : [i]));
  const [one, two] = [new Map(a.corrections), new Map(b.corrections)];
  const corrected = [...new Set([...one.keys(), ...two.keys()])].sort((i, j) => i - j);
  const codes = [...new Set([...a.observations, ...b.observations])].sort();
  return {
    figures,
    boxes,
    corrections: corrected.filter((box) => one.get(box) !== two.get(box)),
    observations: codes.filter((code) => a.observations.includes(code) !== b.observations.includes(code)),
  };
}

export function equalContent(a: EntryContent, b: EntryContent): boolean {
  const { figures, boxes, corrections, observations } = differencesOf(a, b);
  return !figures && boxes.length + corrections.length + observations.length === 0;
}

/** Where a resolution leaves what both entries say alike; null where it does not. */
export function strayOf(first: EntryContent, second: EntryContent, resolution: EntryContent): string | null {
  const open = differencesOf(first, second);
  const from = differencesOf(first, resolution);
  const box = from.boxes.find((i) => !open.figures && !open.boxes.includes(i));
  if (box !== undefined) return `box ${box}`;
  if (from.figures && !open.figures) return 'boxes';
  const corrected = from.corrections.find((i) => !open.corrections.includes(i));
  if (corrected !== undefined) return `correction ${corrected}`;
  const code = from.observations.find((c) => !open.observations.includes(c));
  return code === undefined ? null : code;
}
