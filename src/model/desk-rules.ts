import type { Fraction } from '../base/fraction.ts';
import type { Count, LocalizedText } from './ids.ts';
import type { SheetForm } from './sheet-form.ts';
import type { Box, BoxCorrection } from './votes.ts';

/** What a person may say of a sheet instead of, or beside, its figures. */
export const OBSERVATION_CODES = [
  'illegible',
  'not-a-sheet',
  'torn',
  'unclear-correction',
  'unsigned',
  'wrong-station',
] as const;
export type ObservationCode = (typeof OBSERVATION_CODES)[number];

/** With one of these there are no figures to type. */
const WITHOUT_FIGURES: ReadonlySet<string> = new Set<ObservationCode>(['illegible', 'not-a-sheet', 'wrong-station']);

export function isObservationCode(code: string): code is ObservationCode {
  return (OBSERVATION_CODES as readonly string[]).includes(code);
}

export function leavesNoFigures(observations: readonly ObservationCode[]): boolean {
  return observations.some((code) => WITHOUT_FIGURES.has(code));
}

/** What one person read from one contest of a sheet. `boxes` is empty when an observation leaves no figures. */
export type EntryContent = {
  readonly boxes: readonly Box[];
  /** The jury's own corrections ("corre y vale"): box by its place, ascending, beside what the box itself says. */
  readonly corrections: readonly BoxCorrection[];
  /** Ascending, each once. */
  readonly observations: readonly ObservationCode[];
};

/** What a rule of the register does in this election. Only a rule whose code begins with E may observe a sheet. */
export type CheckSetting = {
  readonly effect: 'off' | 'warns' | 'observes';
  /** Threshold as a share, where the rule has one. */
  readonly share: Fraction | null;
  /** Threshold as a number of votes or persons, where the rule has one. */
  readonly votes: Count | null;
  /** Law or regulation that the rule follows. */
  readonly source: LocalizedText | null;
};

/** How sheets are typed and judged in this election: fixed before the count opens, part of the definition. */
export type DeskRules = {
  /** Which figure counts where the jury corrected a box: the box as written, or the correction. */
  readonly corrections: 'box' | 'correction';
  /** Whether a sheet with this observation waits for a ruling, or counts with the observation beside it. */
  readonly observations: Readonly<Record<ObservationCode, 'waits' | 'counts'>>;
  /** By code of the register; a code that is not named has its default. */
  readonly checks: Readonly<Record<string, CheckSetting>>;
  /** A sheet that waits longer than this anywhere on its way is shown in red. */
  readonly promiseMinutes: number;
  readonly form: SheetForm;
};

/** The figures that count of what was typed: boxes, with the jury's corrections where the definition says so. */
export function countingBoxes(content: Pick<EntryContent, 'boxes' | 'corrections'>, rule: DeskRules['corrections']) {
  if (rule === 'box' || content.corrections.length === 0) return content.boxes;
  const boxes = [...content.boxes];
  for (const [at, value] of content.corrections) boxes[at] = value;
  return boxes as readonly Box[];
}
